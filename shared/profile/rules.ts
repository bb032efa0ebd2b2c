import { addressFlaws } from './addresses.ts';
import { isOfProviders, settingOf } from './condition.ts';
import { envNameFlaw, keyFlaw, keyFlawIn, labelFlaw, type NameFlaw, pathFlaw, pathsFlaws } from './names.ts';
import { isQuickPattern, QUICK_PATTERN } from './pattern.ts';
import type { AppProfile, ProfileJson, ProfileTarget, ProfileValue } from './schema.ts';
import { isUrlPart, PROVIDER_VARIABLES, partsOf } from './template.ts';
import { choicesOf } from './value.ts';

/** What the schema alone can't see in a profile. */
export interface ProfileFlaw {
  readonly path: readonly (string | number)[];
  /** Set if the key is wrong that the path ends with, and not its value. */
  readonly about?: 'key';
  readonly message: string;
  readonly suggestion: string;
}

/** What is known before the client is: notices, claims, callbacks and traits are made from the app's entry alone. */
const EARLY = ['notices', 'claims', 'callbacks', 'traits', 'launch', 'logout', 'words'];
const KNOWN_EARLY = /^(?:settings|app|provider)\./;

/** Where a secret may stand: in a value of a target. Never in a sentence, an address or a check. */
export const SECRET = 'client_secret';
/** The same holds for the secret that only the app has. */
export const SECRETS: readonly string[] = [SECRET, 'app_secret'];

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
        (!KNOWN_EARLY.test(name) || (name === 'provider.host' && path[0] !== 'words'))
      )
        flaw(
          path,
          `{${name}} is not known here yet.`,
          'Here stand only app.…, provider.name, provider.word, provider.id and settings.…',
        );
      if (SECRETS.includes(name) && !mayHoldSecret)
        flaw(
          path,
          `The ${name === SECRET ? 'client' : 'app’s'} secret may not stand here.`,
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
      if (step === 'source') {
        if (!Object.hasOwn(profile.sources, node))
          flaw(path, `There is no source “${node}”.`, 'Name an entry of “sources”.');
      } else text(path, node, secret);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    if (step === 'when' || step === 'unless') {
      for (const one of node as readonly string[]) {
        if (isOfProviders(one))
          flaw(path, `“${one}” is for the profiles of providers.`, 'docs/profiles.md lists those for apps.');
        const setting = settingOf(one);
        if (setting !== undefined && !Object.hasOwn(settings, setting))
          flaw(path, `There is no setting “${setting}”.`, 'Add it under “settings”.');
        if (one.startsWith('provider.') && EARLY.includes(String(path[0])))
          flaw(path, `“${one}” is not known here yet.`, 'It may stand in targets, before and login_start.');
        const edition = /^edition=(.*)$/.exec(one)?.[1];
        if (edition !== undefined && !editions.has(edition))
          flaw(path, `There is no edition “${edition}”.`, 'Add it under “editions”.');
      }
      return;
    }
    for (const [key, inner] of Array.isArray(node) ? node.entries() : Object.entries(node)) {
      const here = [...path, key];
      const holder = here[0] === 'targets' && ['keys', 'fields', 'body', 'command'].includes(String(here[2]));
      walk(inner, here, holder);
    }
  };
  const { sources: _sources, errors: _errors, settings: _settings, ...rest } = profile;
  walk(rest, [], false);

  const named = [
    ...profile.claims.map(({ accepts_by }, index) => [['claims', index, 'accepts_by'], accepts_by] as const),
    ...(profile.words ?? []).map(({ key }, index) => [['words', index, 'key'], key] as const),
    ...(typeof profile.trust === 'string' ? [] : [[['trust', 'key'], profile.trust.key] as const]),
  ];
  for (const [path, key] of named)
    if (key !== undefined && !Object.hasOwn(settings, key))
      flaw(path, `There is no setting “${key}”.`, 'Add it under “settings”.');

  flaws.push(...addressFlaws(profile), ...targetsFlaws(profile.targets));
  for (const [key, { type, choices, default: preset, pattern }] of Object.entries(settings)) {
    const path = ['settings', key];
    if ((type === 'choice') !== (choices !== undefined))
      flaw(path, 'Choices belong to the type “choice”.', 'Write both or neither.');
    if (choices && preset !== undefined && !choices.includes(String(preset)))
      flaw(path, `The default “${preset}” is not among the choices.`, 'Name one of them.');
    if (pattern !== undefined && !isPattern(pattern))
      flaw([...path, 'pattern'], 'This is no regular expression.', 'Mend it or leave it out.');
    else if (pattern !== undefined && !isQuickPattern(pattern))
      flaw([...path, 'pattern'], 'This regular expression could take very long.', QUICK_PATTERN);
  }
  for (const [place, list] of [['lines', profile.versions.lines]] as const)
    if (new Set(list).size !== list.length)
      flaw(['versions', place], 'A version is there twice.', 'Name each once, oldest first.');
  return flaws;
}

/** What is wrong with the targets of either side: their names, and what their commands are. */
export function targetsFlaws(targets: readonly ProfileTarget[]): ProfileFlaw[] {
  const flaws: ProfileFlaw[] = [];
  const flaw = (path: ProfileFlaw['path'], message: string, suggestion: string) =>
    flaws.push({ path, message, suggestion });
  for (const [index, target] of targets.entries()) {
    flaws.push(...nameFlaws(target, ['targets', index]));
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
        SECRETS.includes(name),
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

/** What is wrong with the names in a target: each becomes a word of its format, and some formats are run. */
function nameFlaws(target: ProfileTarget, path: ProfileFlaw['path']): ProfileFlaw[] {
  if ('command' in target) return [];
  const [at, keys, flawOf] =
    'env' in target
      ? (['keys', target.keys, envNameFlaw] as const)
      : 'file' in target
        ? (['keys', target.keys, (name: string) => pathFlaw(target.format, name)] as const)
        : 'screen' in target
          ? (['fields', target.fields, labelFlaw] as const)
          : (['body', target.body, keyFlaw] as const);
  const names = Object.keys(keys);
  const among = 'file' in target ? pathsFlaws(target.format, names) : new Map<string, NameFlaw>();
  const inner = 'file' in target ? (key: string) => keyFlawIn(target.format, key) : keyFlaw;
  return [
    ...names.flatMap((name): ProfileFlaw[] => {
      // A variable in a name is judged by what it becomes: letters and digits.
      const wrong = flawOf(name.replace(/\{[a-z][^{}]*\}/g, 'X')) ?? among.get(name);
      return wrong === undefined ? [] : [{ path: [...path, at, name], about: 'key', ...wrong }];
    }),
    ...Object.entries(keys).flatMap(([name, value]) => treeFlaws(value, [...path, at, name], inner)),
  ];
}

/** What is wrong with the keys of the trees in a value. */
function treeFlaws(
  value: ProfileValue,
  path: ProfileFlaw['path'],
  flawOf: (key: string) => NameFlaw | undefined,
): ProfileFlaw[] {
  const walk = (node: ProfileJson, here: ProfileFlaw['path']): ProfileFlaw[] => {
    if (typeof node !== 'object') return [];
    if (Array.isArray(node)) return node.flatMap((one, index) => walk(one, [...here, index]));
    return Object.entries(node).flatMap(([key, one]) => {
      const wrong = flawOf(key);
      const below = [...here, key];
      return [
        ...(wrong === undefined ? [] : [{ path: below, about: 'key' as const, ...wrong }]),
        ...walk(one, below),
      ];
    });
  };
  return choicesOf(value).flatMap(({ json }, index) =>
    json === undefined ? [] : walk(json, [...path, ...(Array.isArray(value) ? [index] : []), 'json']),
  );
}

export function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`);
    return true;
  } catch {
    return false;
  }
}
