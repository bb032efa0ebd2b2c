import { CLIENTS } from '../../existing/doctor/authelia/rules-clients.ts';
import { POLICY_RULES } from '../../existing/doctor/authelia/rules-policies.ts';
import { PROVIDER } from '../../existing/doctor/authelia/rules-provider.ts';
import { REDIRECTS } from '../../existing/doctor/authelia/rules-redirects.ts';
import { STRUCTURE } from '../../existing/doctor/authelia/rules-structure.ts';
import { type RuleData, say } from '../../existing/doctor/rule.ts';
import { meant as meantWord } from '../../workspace/nearest.ts';
import { unexpectedKey } from './keys.ts';
import { type StartMessage, startMessages } from './messages.ts';
import { type OptionSaid, optionIn } from './option.ts';
import { listed, type Pattern, patternOf } from './pattern.ts';
import { CHECKS, COMPLAINTS, ROWS, type Row, type Values } from './rows.ts';

/** One thing that is wrong with a configuration, by what Authelia says of it. */
export interface StartFault {
  /** The option, as a path in the configuration. */
  readonly option: string;
  readonly wrong: string;
  readonly fix: string;
  /** What to write there, if there is no choice. */
  readonly value?: string;
  readonly warns: boolean;
  /** Id of its cause in the catalogue. */
  readonly cause: 'authelia-config-rejected' | 'only-a-warning';
  /** Nothing is to be changed for it. */
  readonly note?: true;
  /** Authelia's own words. */
  readonly said: string;
}

export interface StartTold {
  /** What to mend first comes first. */
  readonly faults: readonly StartFault[];
  /** The text without these messages. */
  readonly rest: string;
}

const RULES: ReadonlyMap<string, RuleData> = new Map(
  [...STRUCTURE, ...CLIENTS, ...REDIRECTS, ...POLICY_RULES, ...PROVIDER].map((rule) => [rule.id, rule]),
);

interface Compiled {
  readonly row: Row & { readonly by?: string };
  readonly pattern: Pattern;
}
const compiled = (rows: readonly (Row & { readonly by?: string })[]): readonly Compiled[] =>
  rows.map((row) => ({ row, pattern: patternOf(row.says) }));
const KNOWN = compiled(ROWS);
const SHARED = compiled(COMPLAINTS);
const OF_CHECKS = compiled(CHECKS);

/** A message with what it means, before messages of the same fault are put together. */
interface Meant {
  readonly row: Row;
  readonly option: string;
  readonly values: Values;
  /** Values of which one sentence may name several, e.g. clients. */
  readonly place: string;
  readonly message: StartMessage;
  /** The key that was probably meant, if there is none of this name. */
  readonly meant?: string;
}

/** Reads what Authelia says when it starts, or when its configuration is tested. */
export function startFaults(text: string): StartTold {
  const { messages, rest } = startMessages(text);
  const expand = messages.some(({ text: said }) => EXPAND.test(said)) ? 'yes' : 'no';
  const meant = messages.flatMap((message) =>
    EXPAND.test(message.text) || message.text.startsWith(DEPRECATED) ? [] : [meaningOf(message, expand)],
  );
  return { faults: once(together(withoutFollowing(meant)).map(faultOf)), rest };
}

const EXPAND = /^Experimental file filter 'expand-env'/;
/** Only refers to the warnings before it. */
const DEPRECATED = 'identity_providers: oidc: clients: warnings for clients above';

function meaningOf(message: StartMessage, expand: string): Meant {
  const { text, provider } = message;
  const key = /^configuration key not expected: (\S+)/.exec(text)?.[1];
  if (key !== undefined) {
    const { path, rule, values, meant } = unexpectedKey(key);
    return {
      row: { says: '', rule, ...(rule === 'authelia-wrong-map' ? { follows: 'decoding' } : {}) },
      option: path,
      values,
      place: '',
      message,
      ...(meant === undefined ? {} : { meant }),
    };
  }
  const said = optionIn(text);
  const own = found(provider === undefined ? KNOWN : OF_CHECKS, text, provider, { expand });
  const shared = own ?? found(SHARED, said?.complaint ?? text, undefined, {});
  const row = shared?.row ?? { says: '', wrong: '{said}', fix: '{said}' };
  const values = derived(row, shared?.values ?? {}, text, said);
  const option = row.option === undefined ? (values['option'] ?? '') : say(row.option, values);
  return { row, option, values, place: said?.place ?? '', message };
}

function found(
  rows: readonly Compiled[],
  text: string,
  provider: string | undefined,
  given: Values,
): { readonly row: Row; readonly values: Values } | undefined {
  for (const { row, pattern } of rows) {
    if (row.by !== undefined && row.by !== provider) continue;
    const match = pattern.match(text);
    if (match === undefined) continue;
    const values = { ...given, ...match };
    const fits = Object.entries(row.when ?? {}).every(([name, form]) =>
      form.test((values as Values)[name] ?? ''),
    );
    if (fits) return { row, values: { ...values, ...row.with } };
  }
  return undefined;
}

/** Adds what follows from the values: the word that was meant, the name of a variable, the option. */
function derived(row: Row, values: Values, text: string, said: OptionSaid | undefined): Values {
  const path =
    values['path'] !== undefined && /^[\w.[\]]+$/.test(values['path']) ? values['path'] : undefined;
  const option = path === undefined ? said?.option : path.replace(/\[\d+\]/g, '[]');
  const list = values['list'] === undefined ? row.known : listed(`'${values['list']}'`.replaceAll("''", "'"));
  const value = values['value'] === undefined ? undefined : plain(values['value']);
  const key = values['key'] ?? (path ?? option)?.split('.').at(-1)?.replace(/\[\]$/, '');
  const index = path === undefined ? undefined : /clients\[(\d+)\]/.exec(path)?.[1];
  const client =
    values['client'] ?? said?.client ?? (index === undefined ? undefined : `#${Number(index) + 1}`);
  const right =
    list === undefined
      ? undefined
      : ((value === undefined ? undefined : meantWord(value, list)) ?? row.otherwise ?? either(list));
  return {
    said: text,
    ...values,
    ...(value === undefined ? {} : { value }),
    ...(key === undefined ? {} : { key: plain(key), variable: variableOf(key) }),
    ...(option === undefined ? {} : { option, section: option.split('.')[0]! }),
    ...(client === undefined
      ? {}
      : { client: client === '' ? 'without an id' : plain(client), bare: client.trim() }),
    ...(values['domain'] === undefined ? {} : { host: hostIn(values['domain']) }),
    ...(right === undefined || values['right'] !== undefined ? {} : { right }),
    ...(list === undefined ? {} : { list: either(list) }),
  };
}

const either = (words: readonly string[]): string => {
  const all = [...new Set(words)];
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
};

/** `'a'`, or `'a' and 'b'`: without the quotes. */
const plain = (value: string): string =>
  /^'[^']*'/.test(value) ? listed(value).join(' and ') : value.replace(/^'|'$/g, '');

const variableOf = (key: string): string => `AUTHELIA_${key.replace(/[.]/g, '_').toUpperCase()}_FILE`;

const hostIn = (domain: string): string =>
  domain
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[:/].*$/, '')
    .replace(/^\*?\./, '');

/** Leaves out what Authelia only says because of something else that is wrong. */
function withoutFollowing(all: readonly Meant[]): readonly Meant[] {
  const unread = all.some(({ message }) => /^failed to (?:load|merge) configuration/.test(message.text));
  const roots = all.filter(({ row }) => row.follows === undefined);
  const sections = new Set(roots.map(({ option }) => option.split('.')[0]));
  const undecoded = new Set(
    all.flatMap(({ message, option }) => (message.text.startsWith("'") ? [option.split('.')[0]] : [])),
  );
  const unexpected = all.filter(({ message }) => message.text.startsWith(UNEXPECTED));
  const meantKeys = new Set(unexpected.map(({ meant }) => meant));
  const noKey = all.some(({ row }) => KEY_RULE.test(row.rule ?? ''));
  const domains = new Set(
    all.flatMap(({ row, values }) => (DOMAIN_RULE.test(row.rule ?? '') ? [values['domain']] : [])),
  );
  const left = all.filter(({ row, option, values }) => {
    const section = option.split('.')[0]!;
    switch (row.follows) {
      case 'nothing-read':
        return !unread && !undecoded.has(section) && !unexpected.some(({ meant }) => meant === section);
      case 'decoding':
        return !undecoded.has(section);
      case 'section':
        return !sections.has(section);
      case 'key': {
        const last = option.split('.').at(-1)!;
        if (noKey && /_key_id$/.test(last)) return false;
        if (values['domain'] !== undefined && domains.has(values['domain'])) return false;
        if (
          unexpected.some((one) => option.startsWith(`${one.option}[`) || option.startsWith(`${one.option}.`))
        )
          return false;
        return !meantKeys.has(last) && !meantKeys.has(last.replace(/^claims_policy$/, 'claims_policies'));
      }
      default:
        return true;
    }
  });
  // Without a word on why, so many are missing only if nothing was read at all.
  const empty = left.filter(({ row }) => row.follows === 'nothing-read');
  return !unread && empty.length >= ALL_MISSING
    ? [nothingRead(empty[0]!), ...left.filter((one) => !empty.includes(one))]
    : left;
}

const UNEXPECTED = 'configuration key not expected: ';
/** Without a key that can be used, no `key_id` fits. */
const KEY_RULE = /^authelia-(?:jwks-|key-(?:empty|no-pem|public|weak|kind))/;
/** No address lies in a domain, or with a scheme, that there is not. */
const DOMAIN_RULE = /^authelia-(?:cookie-domain|url-http)/;

const ALL_MISSING = 5;

const nothingRead = ({ message }: Meant): Meant => ({
  row: {
    says: '',
    wrong:
      'Nothing of the configuration arrives: every main section is missing. The file is empty, or Authelia reads another one.',
    fix: 'Check that --config (X_AUTHELIA_CONFIG) names your file, that it is mounted at that path in the container, and that it isn’t empty there.',
  },
  option: '--config',
  values: {},
  place: '',
  message,
});

/** One fault for messages that differ only in the client that they are about. */
function together(all: readonly Meant[]): readonly (readonly Meant[])[] {
  const groups = new Map<string, Meant[]>();
  for (const one of all) {
    const { row, option, values } = one;
    const about = values['client'] === undefined ? values['said'] : [values['value'], values['key']];
    const key = JSON.stringify([row.rule ?? row.wrong, option, about]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].sort((a, b) => order(a[0]!) - order(b[0]!));
}

/** What is said twice in the same words is told once. */
function once(faults: readonly StartFault[]): readonly StartFault[] {
  const found = new Map<string, StartFault>();
  for (const fault of faults) {
    const key = `${fault.option} ${fault.wrong}`;
    const before = found.get(key);
    found.set(
      key,
      before === undefined ? fault : { ...fault, ...before, warns: before.warns && fault.warns },
    );
  }
  return [...found.values()];
}

/** What was read wrongly before what is missing because of it; warnings last. */
const order = ({ message, row }: Meant): number =>
  (message.warns ? 10 : 0) + (/^failed to /.test(message.text) ? 0 : row.follows === undefined ? 1 : 2);

function faultOf(group: readonly Meant[]): StartFault {
  const [{ row, option, values, place, message }] = group as [Meant];
  const clients = [...new Set(group.flatMap(({ values: { client } }) => client ?? []))];
  const filled = {
    ...values,
    option: place === '' || clients.length > 0 ? option : `${option} (${place})`,
    ...(clients.length > 1 ? { client: clients.join(' and ') } : {}),
  };
  const rule = row.rule === undefined ? undefined : RULES.get(row.rule);
  const sentence = (...parts: readonly (string | undefined)[]) =>
    parts.flatMap((part) => (part === undefined ? [] : [say(part, filled)])).join(' ');
  const value =
    row.value ??
    (row.rule !== undefined &&
    values['right'] !== undefined &&
    rule?.fix.startsWith('Write {right}') &&
    !/[ ,]/.test(values['right'])
      ? '{right}'
      : undefined);
  return {
    option,
    wrong: sentence(rule?.says ?? row.wrong, row.also),
    fix: sentence(rule?.fix ?? row.fix, row.also_fix),
    ...(value === undefined || /[ ,]/.test(say(value, filled)) ? {} : { value: say(value, filled) }),
    warns: message.warns,
    cause: message.warns && row.works === true ? 'only-a-warning' : 'authelia-config-rejected',
    ...(row.note === undefined ? {} : { note: row.note }),
    said: message.text,
  };
}
