import { own } from '../own.ts';
import { atLeast } from '../version.ts';
import { quoted } from '../workspace/problem.ts';
import { addressFlaws } from './addresses.ts';
import { apiFlaws } from './api-rules.ts';
import { alternatives, type Clause, isOfProviders, settingOf } from './condition.ts';
import { contradictions, knownOf, versionFlaws } from './consistency.ts';
import type { ProfileFlaw } from './flaw.ts';
import {
  envNameFlaw,
  filledEnvNameFlaw,
  isPlace,
  keyFlaw,
  keyFlawIn,
  labelFlaw,
  type NameFlaw,
  pathFlaw,
  pathsFlaws,
} from './names.ts';
import { type Known, possible } from './possible.ts';
import type { AppProfile, ProfileJson, ProfileTarget, ProfileValue } from './schema.ts';
import { clientVariable, fill, hasVariable, isUrlPart, PROVIDER_VARIABLES, partsOf } from './template.ts';
import { choicesOf, contentOf, namesIn } from './value.ts';

/** What is known before the client is: notices, claims, callbacks and traits are made from the app's entry alone. */
const EARLY = [
  'settings',
  'notices',
  'claims',
  'roles',
  'callbacks',
  'clients',
  'traits',
  'launch',
  'logout',
  'words',
  'trust',
  'endpoints',
];
const KNOWN_EARLY = /^(?:settings|app|provider)\./;

/** Where a secret may stand: in a value of a target. Never in a sentence, an address or a check. */
export const SECRET = 'client_secret';
/** The same holds for the secret that only the app has, and for those of its further clients. */
export const isSecretVariable = (name: string): boolean =>
  name === SECRET || name === 'app_secret' || clientVariable(name)?.what === 'client_secret';

/** Checks the references inside a profile: settings, sources and secrets. */
export function profileFlaws(profile: AppProfile): ProfileFlaw[] {
  const flaws: ProfileFlaw[] = [];
  const flaw = (path: ProfileFlaw['path'], message: string, suggestion: string) =>
    flaws.push({ path, message, suggestion });
  const settings = profile.settings ?? {};
  const editions = new Set((profile.editions ?? []).map(({ id }) => id));

  const text = (path: ProfileFlaw['path'], template: string, mayHoldSecret: boolean) => {
    for (const { name } of partsOf(template)) {
      if (isUrlPart(name) || (PROVIDER_VARIABLES as readonly string[]).includes(name))
        flaw(path, `{${name}} is for the profiles of providers.`, 'docs/profiles.md lists those for apps.');
      if (name.startsWith('settings.') && !Object.hasOwn(settings, name.slice('settings.'.length)))
        flaw(
          path,
          `There is no setting “${name.slice('settings.'.length)}”.`,
          'Add it under “settings”, or take the variable out.',
        );
      if (
        EARLY.includes(String(path[0])) &&
        (!KNOWN_EARLY.test(name) ||
          name === 'app.id' ||
          name === 'provider.ca_file' ||
          (name === 'provider.host' && path[0] !== 'words'))
      )
        flaw(
          path,
          `{${name}} is not known here yet.`,
          'Here stand only app.… (but app.id), provider.name, provider.word, provider.kind, provider.id and settings.…',
        );
      const further = clientVariable(name);
      const named = further && own(profile.clients ?? {}, further.client);
      if (further && named === undefined)
        flaw(
          path,
          `There is no client “${further.client}”.`,
          'Add it under “clients”, or take the variable out.',
        );
      if (further?.what === SECRET && named?.method === 'none')
        flaw(
          path,
          `The client “${further.client}” is public and has no secret.`,
          'Give it a method with a secret, or take the variable out.',
        );
      if (isSecretVariable(name) && !mayHoldSecret)
        flaw(
          path,
          `The ${name === 'app_secret' ? 'app’s' : 'client'} secret may not stand here.`,
          'It may stand only in the values of a target.',
        );
      if (name === 'app_secret' && profile.app_secret === undefined)
        flaw(path, 'The app has no secret of its own.', 'Add it as app_secret: { length: 64, about: … }.');
    }
  };
  /** Walks everything; only what is below `targets` may hold the secret. */
  const walk = (node: unknown, path: ProfileFlaw['path'], secret: boolean) => {
    const step = path.at(-1);
    if (typeof node === 'string') {
      // Under “where” it is a name of the product’s.
      if (step === 'source' && path.at(-2) !== 'where') {
        if (!Object.hasOwn(profile.sources, node))
          flaw(path, `There is no source “${node}”.`, 'Name an entry of “sources”.');
      } else text(path, node, secret);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    if (step === 'when' || step === 'unless') {
      for (const one of (node as readonly Clause[]).flatMap(alternatives)) {
        if (isOfProviders(one))
          flaw(path, `“${one}” is for the profiles of providers.`, 'docs/profiles.md lists those for apps.');
        const setting = settingOf(one);
        if (setting !== undefined && !Object.hasOwn(settings, setting))
          flaw(path, `There is no setting “${setting}”.`, 'Add it under “settings”.');
        if ((one.startsWith('provider.') || one === 'client.other_scopes') && EARLY.includes(String(path[0])))
          flaw(
            path,
            `“${one}” is not known here yet.`,
            'It may stand in targets, before, after, guide, login_start and login_list.',
          );
        const edition = /^edition=(.*)$/.exec(one)?.[1];
        if (edition !== undefined && !editions.has(edition))
          flaw(path, `There is no edition “${edition}”.`, 'Add it under “editions”.');
      }
      return;
    }
    for (const [key, inner] of Array.isArray(node) ? node.entries() : Object.entries(node)) {
      const here = [...path, key];
      const holder =
        (here[0] === 'targets' && ['keys', 'fields', 'body', 'command'].includes(String(here[2]))) ||
        (here[0] === 'api' && here[3] === 'body') ||
        (here[0] === 'guide' && here[3] === 'fields');
      // A name may hold a variable in a path, and before what a step of the guide shows.
      if (
        holder &&
        typeof key === 'string' &&
        mayHoldVariable(here[0], profile.targets[Number(here[1])], key)
      )
        text(here, key, false);
      walk(inner, here, holder);
    }
  };
  const { sources: _sources, errors: _errors, settings: _settings, ...rest } = profile;
  walk(rest, [], false);

  const named = [
    ...profile.claims.map(({ accepts_by }, index) => [['claims', index, 'accepts_by'], accepts_by] as const),
    ...(profile.roles ?? []).flatMap(({ grants = [], expression }, index) => [
      ...grants.map(({ by }, at) => [['roles', index, 'grants', at, 'by'], by] as const),
      [['roles', index, 'expression', 'by'], expression?.by] as const,
    ]),
    ...(profile.words ?? []).map(({ key }, index) => [['words', index, 'key'], key] as const),
    ...(typeof profile.trust === 'string'
      ? []
      : [profile.trust]
          .flat()
          .map(
            (one, index) =>
              [
                Array.isArray(profile.trust) ? ['trust', index, 'key'] : ['trust', 'key'],
                'like' in one ? undefined : one.key,
              ] as const,
          )),
  ];
  for (const [path, key] of named)
    if (key !== undefined && !Object.hasOwn(settings, key))
      flaw(path, `There is no setting “${key}”.`, 'Add it under “settings”.');

  const clients = Object.entries(profile.clients ?? {});
  for (const [index, [name, one]] of clients.entries()) {
    const twin = clients
      .slice(0, index)
      .find(
        ([, other]) =>
          one.id !== undefined && other.id === one.id && possible([other, one], [], knownOf(profile)),
      );
    if (twin !== undefined)
      flaw(
        ['clients', name, 'id'],
        `The client “${twin[0]}” has the same id, and both may hold.`,
        'A provider knows one client of each id: write one client with all callbacks, or conditions.',
      );
  }

  flaws.push(
    ...addressFlaws(profile),
    ...contradictions(profile),
    ...versionFlaws(profile),
    ...traitsFlaws(profile.traits, profile.versions),
    ...targetsFlaws(profile.targets, undefined, knownOf(profile)),
    ...apiFlaws(profile.api, profile.targets),
    ...alwaysOne(profile.trust),
  );
  for (const [key, { scope, source }] of Object.entries(settings)) {
    if (source !== undefined && !Object.hasOwn(profile.sources, source))
      flaw(['settings', key, 'source'], `There is no source “${source}”.`, 'Name an entry of “sources”.');
    if (typeof scope === 'string') text(['settings', key, 'scope'], scope, false);
  }
  return flaws;
}

/** The ways to trust an authority end with one that always counts. */
const alwaysOne = (trust: AppProfile['trust']): ProfileFlaw[] =>
  Array.isArray(trust) && !counts(trust.at(-1)!)
    ? [
        {
          path: ['trust'],
          message: 'Every way here has a condition, so there is none where no condition holds.',
          suggestion: 'Add a last entry without a condition: the way that else counts.',
        },
      ]
    : [];

/** True if nothing is asked before it counts. */
const counts = ({ when, unless, since, before }: Dependent): boolean =>
  when === undefined && unless === undefined && since === undefined && before === undefined;

/** What a version or a condition leaves open in the traits of either side: each has one value at every version. */
export function traitsFlaws(
  traits: Readonly<Record<string, unknown>>,
  { lines, patches = [] }: AppProfile['versions'],
  place: 'traits' | 'dialect' = 'traits',
): ProfileFlaw[] {
  const oldest = lines.reduce((one, other) => (atLeast(one, other) ? other : one));
  return Object.entries(traits).flatMap(([key, facts]): ProfileFlaw[] => {
    if (!Array.isArray(facts) || typeof facts[0] !== 'object') return [];
    const plain = (facts as readonly Dependent[]).flatMap((one, index) =>
      one.when === undefined && one.unless === undefined ? [{ ...one, index }] : [],
    );
    if (plain.length === 0)
      return [
        {
          path: [place, key],
          message: 'Every value here has a condition, so there is none where no condition holds.',
          suggestion: 'Add a last entry without when and unless: the value that else counts.',
        },
      ];
    // Nothing changes between these, so what holds at each of them holds at every version.
    const turns = plain.flatMap(({ since, before }) => [since ?? [], before ?? []].flat());
    for (const version of [...lines, ...patches, ...turns].filter((one) => atLeast(one, oldest))) {
      const [first, second] = plain.filter(
        ({ since, before }) =>
          (since === undefined || atLeast(version, since)) &&
          (before === undefined || !atLeast(version, before)),
      );
      if (first === undefined)
        return [
          {
            path: [place, key],
            message: `No value here holds at version ${version}.`,
            suggestion: 'Begin each entry with the version that the one before it ends with.',
          },
        ];
      if (second !== undefined)
        return [
          {
            path: [place, key, second.index],
            message: `Two values here hold at version ${version}.`,
            suggestion: 'Write since, before, when or unless, so that one of them holds.',
          },
        ];
    }
    return [];
  });
}

type Dependent = Pick<ProfileTarget, 'when' | 'unless' | 'since' | 'before'>;

interface NamedTarget {
  readonly target: ProfileTarget;
  readonly index: number;
  readonly key: 'env' | 'service' | 'file' | 'compose' | 'script';
  readonly name: string;
}

/** True if two names of files may be the same, once the variables in them are filled in. */
function mayBeSame(one: string, other: string): boolean {
  const [sample, ...patterns] = [one, other].map((name) =>
    name.toLowerCase().replace(/\{[^{}]*\}/g, '\u0000'),
  );
  const fits = (pattern: string, name: string): boolean => {
    const parts = pattern.split('\u0000').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[a-z0-9\\u0000-]+')}$`).test(name);
  };
  return fits(sample!, patterns[0]!) || fits(patterns[0]!, sample!);
}

/** Targets that would be written to one file. Some systems don't tell capital letters from small ones. */
function sameFiles(targets: readonly ProfileTarget[], known: Known): ProfileFlaw[] {
  const named = targets.flatMap((target, index): NamedTarget[] => {
    if ('env' in target)
      return [
        { target, index, key: 'env', name: target.env },
        // The first that counts has the plain compose.yaml.
        ...(targets.findIndex((one) => 'env' in one) === index
          ? [{ target, index, key: 'service' as const, name: 'compose.yaml' }]
          : [{ target, index, key: 'service' as const, name: `compose-${target.service}.yaml` }]),
      ];
    if ('http' in target && target.script !== undefined)
      return [{ target, index, key: 'script', name: target.script }];
    if (!('file' in target)) return [];
    return [
      { target, index, key: 'file', name: target.file },
      ...(target.compose === undefined
        ? []
        : [{ target, index, key: 'compose' as const, name: 'compose.yaml' }]),
    ];
  });
  return named.flatMap(({ target, index, key, name }, at): ProfileFlaw[] => {
    const twin = named
      .slice(0, at)
      .find((one) => mayBeSame(one.name, name) && possible([one.target, target], [], known));
    return twin === undefined
      ? []
      : [
          {
            path: ['targets', index, key],
            message: `${quoted(name)} is the same file as ${quoted(twin.name)} of an earlier target, and both may hold.`,
            suggestion: 'Give it another name, or write both as one target with conditions on its values.',
          },
        ];
  });
}

/**
 * What is wrong with the targets of either side: their names, and what their commands are.
 *
 * @param variables what a variable may stand for, where one may stand in a name
 * @param known the values that settings and editions may have
 */
export function targetsFlaws(
  targets: readonly ProfileTarget[],
  variables?: (name: string) => readonly string[],
  known: Known = {},
): ProfileFlaw[] {
  const flaws: ProfileFlaw[] = sameFiles(targets, known);
  const flaw = (path: ProfileFlaw['path'], message: string, suggestion: string) =>
    flaws.push({ path, message, suggestion });
  for (const [index, target] of targets.entries()) {
    flaws.push(...nameFlaws(target, ['targets', index], variables));
    if ('http' in target && target.asks !== undefined && !asksOnce(target.body))
      flaw(
        ['targets', index, 'body'],
        'A script that asks for the client secret sends it in one place.',
        'Write one value that is {client_secret} and nothing else, without a condition; or take asks out.',
      );
    if ('http' in target && target.asks === undefined)
      for (const key of ['script', 'head'] as const)
        if (target[key] !== undefined)
          flaw(['targets', index, key], 'Only a script that asks has this.', 'Write asks, or take it out.');
    if (!('command' in target)) continue;
    const [first] = target.command;
    if (typeof first !== 'string' || !/^[A-Za-z0-9_./][^{}\s]*$/.test(first))
      flaw(
        ['targets', index, 'command', 0],
        'A command begins with the name of a program.',
        'Write it as it is, without a variable or a condition, and not beginning with -.',
      );
    const holds = target.command.some((one) =>
      partsOf(typeof one === 'string' ? one : String(one.value ?? '')).some(({ name }) =>
        isSecretVariable(name),
      ),
    );
    if (holds !== (target.secret === 'argument'))
      flaw(
        ['targets', index, 'command'],
        holds
          ? 'The secret is an argument, which others on the same machine can see for a moment.'
          : 'There is no secret among the arguments.',
        holds
          ? 'Say so with secret: argument, or hand it over in another way.'
          : 'Take secret: argument out.',
      );
  }
  return flaws;
}

/** True if the client secret stands in one place of a body, alone and always. */
function asksOnce(body: Readonly<Record<string, ProfileValue>>): boolean {
  const holding = Object.values(body).filter((value) =>
    choicesOf(value).some((one) => namesIn(contentOf(one) ?? '').includes(SECRET)),
  );
  const [choice, ...others] = holding.flatMap(choicesOf);
  return others.length === 0 && choice?.value === `{${SECRET}}` && !isDependent(choice);
}

const isDependent = ({ when, unless, since, before }: Dependent): boolean =>
  [when, unless, since, before].some((one) => one !== undefined);

/** What a person sets would become a word of the format, and could be any word. */
const VARIABLE_IN_NAME: NameFlaw = {
  message: 'A variable may not stand in a name.',
  suggestion:
    'Write the name out. A variable may stand in a value, and with alnum as a whole step of a path in a file, but the first.',
};

/** The formats in which any letters and digits are the name of a key, and nothing else. */
const NAMED_BY_ANY_WORD: readonly string[] = ['yaml', 'json', 'toml', 'php', 'python', 'ruby'];

/**
 * True if every variable in a path is a whole step of it, not the first, and comes to letters and digits: it then names a
 * key and can be nothing else.
 */
function namesOnlyKeys(target: ProfileTarget, path: string): boolean {
  const steps = path.split('/');
  return (
    'file' in target &&
    NAMED_BY_ANY_WORD.includes(target.format) &&
    steps.every((step, index) => !hasVariable(step) || (index > 0 && isAWord(step)))
  );
}

const mayHoldVariable = (part: unknown, target: ProfileTarget | undefined, name: string): boolean =>
  part === 'guide' || (target !== undefined && namesOnlyKeys(target, name));

/** True for a variable alone that comes to letters and digits, one at least. */
function isAWord(step: string): boolean {
  const [only] = partsOf(step);
  const filters = (only?.filters ?? []).map(([name]) => name);
  const [last, before] = [filters.at(-1), filters.at(-2)];
  return (
    /^\{[^{}]*\}$/.test(step) &&
    (last === 'alnum' ||
      (last === 'or' && before === 'alnum' && /^[A-Za-z0-9]+$/.test(only?.filters.at(-1)?.[1] ?? '')))
  );
}

const EMPTY_NAME: NameFlaw = {
  message: 'Nothing may be left of a variable in this name.',
  suggestion: 'Let client_id.pattern ask for a letter or digit, or take the filter out.',
};

/** A name with each of the values that its variable may have; undefined where nothing is left of one. */
const filledNames = (
  name: string,
  variables: (name: string) => readonly string[],
): readonly (string | undefined)[] => {
  const values = partsOf(name).map((part) => variables(part.name));
  return Array.from({ length: Math.max(...values.map(({ length }) => length)) }, (_, at) => {
    const filled = fill(name, (one) => variables(one)[at % variables(one).length]);
    return filled === undefined ? undefined : String(filled);
  });
};

/** What is wrong with the names in a target: each becomes a word of its format, and some formats are run. */
function nameFlaws(
  target: ProfileTarget,
  path: ProfileFlaw['path'],
  variables: ((name: string) => readonly string[]) | undefined,
): ProfileFlaw[] {
  if ('command' in target) return [];
  const [at, keys, flawOf] =
    'env' in target
      ? (['keys', target.keys, envNameFlaw] as const)
      : 'file' in target
        ? (['keys', target.keys, (name: string) => pathFlaw(target.format, name)] as const)
        : 'screen' in target
          ? (['fields', target.fields, labelFlaw] as const)
          : (['body', target.body, bodyFlaw] as const);
  const filledFlawOf = 'env' in target ? filledEnvNameFlaw : undefined;
  const names = Object.keys(keys);
  const held = names.filter((name) => choicesOf(keys[name]!).some((one) => contentOf(one) !== undefined));
  const among =
    'file' in target
      ? pathsFlaws(target.format, held)
      : 'http' in target
        ? pathsFlaws('json', held)
        : new Map<string, NameFlaw>();
  const remarks = names.flatMap((name) => {
    const wrong = remarkFlaw(target, name, keys[name]!, held);
    return wrong === undefined ? [] : [{ path: [...path, at, name], ...wrong }];
  });
  const inner = 'file' in target ? (key: string) => keyFlawIn(target.format, key) : keyFlaw;
  return [
    ...remarks,
    ...names.flatMap((name): ProfileFlaw[] => {
      const wrong = !hasVariable(name)
        ? (flawOf(name) ?? among.get(name))
        : variables === undefined && !namesOnlyKeys(target, name)
          ? VARIABLE_IN_NAME
          : (flawOf(String(fill(name, () => 'X'))) ??
            (variables === undefined ? [] : filledNames(name, variables))
              .map((one) => (one === undefined ? EMPTY_NAME : (filledFlawOf ?? flawOf)(one)))
              .find((one) => one !== undefined) ??
            among.get(name));
      return wrong === undefined ? [] : [{ path: [...path, at, name], about: 'key', ...wrong }];
    }),
    ...Object.entries(keys).flatMap(([name, value]) =>
      treeFlaws(value, [...path, at, name], inner, 'file' in target && target.format === 'xml'),
    ),
  ];
}

/** What is wrong with a path in what is sent. */
const bodyFlaw = (path: string): NameFlaw | undefined =>
  path.split('/').flatMap((step) => (isPlace(step) ? [] : (keyFlaw(step) ?? [])))[0];

/** The formats that have comments line by line, and are written so. */
const WITH_COMMENTS: readonly string[] = ['yaml', 'ini', 'php', 'python', 'ruby'];

/** What is wrong with a value that only says something of others, or with a comment above one. */
function remarkFlaw(
  target: ProfileTarget,
  name: string,
  value: ProfileValue,
  held: readonly string[],
): NameFlaw | undefined {
  const format = 'file' in target ? target.format : 'env' in target ? 'env' : undefined;
  if (!held.includes(name) && !(format === 'yaml' && held.some((one) => one.startsWith(`${name}/`))))
    return {
      message: `There is no value for ${quoted(name)}.`,
      suggestion: 'Write value: … or json: …. In YAML, a remark without a value is for what lies below it.',
    };
  if (
    choicesOf(value).some(({ comment }) => comment !== undefined) &&
    format !== 'env' &&
    !WITH_COMMENTS.includes(format ?? '')
  )
    return {
      message: 'No comment can be written here.',
      suggestion: `Say it in the note of the target. Comments are for env and for files in ${WITH_COMMENTS.join(', ')}.`,
    };
  return undefined;
}

const LIST_IN_LIST: NameFlaw = {
  message: 'This is a list in a list, which XML doesn’t have.',
  suggestion: 'Name the element between them, as a key.',
};

/** What is wrong with the trees in a value. `flat`: the format has no list in a list. */
function treeFlaws(
  value: ProfileValue,
  path: ProfileFlaw['path'],
  flawOf: (key: string) => NameFlaw | undefined,
  flat: boolean,
): ProfileFlaw[] {
  const walk = (node: ProfileJson, here: ProfileFlaw['path'], inList: boolean): ProfileFlaw[] => {
    if (typeof node !== 'object') return [];
    if (Array.isArray(node))
      return flat && inList
        ? [{ path: here, ...LIST_IN_LIST }]
        : node.flatMap((one, index) => walk(one, [...here, index], true));
    return Object.entries(node).flatMap(([key, one]) => {
      const wrong = flawOf(key);
      const below = [...here, key];
      return [
        ...(wrong === undefined ? [] : [{ path: below, about: 'key' as const, ...wrong }]),
        ...walk(one, below, false),
      ];
    });
  };
  return choicesOf(value).flatMap(({ json }, index) =>
    json === undefined
      ? []
      : walk(
          json,
          [...path, ...(Array.isArray(value) ? [index] : []), 'json'],
          isPlace(String(path.at(-1)).split('/').at(-1)!),
        ),
  );
}
