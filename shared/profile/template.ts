import { shellWord } from '../shell.ts';

/** What stands for a value in a profile's texts. Nothing is computed from it but by one of the filters. */
export const VARIABLES = [
  'app.id',
  'app.url',
  'app.origin',
  'app.scheme',
  'app.host',
  'app.path',
  'app.version',
  'provider.name',
  'provider.word',
  'provider.kind',
  'provider.id',
  'provider.host',
  'provider.ca_file',
  'issuer',
  'discovery_url',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
  'client_id',
  'client_secret',
  'app_secret',
  'callback',
  'callbacks',
  'scopes',
  'method',
] as const;

/** What stands for a value in the profile of a provider only. `url.NAME` is a part of its address. */
export const PROVIDER_VARIABLES = [
  'provider.url',
  'provider.origin',
  'app.name',
  'app.slug',
  'app.service',
  'policy',
  'groups',
  'id_token_alg',
  'launch_url',
  'post_logout_uris',
  'backchannel_logout_uri',
  'each',
] as const;

/** What a profile may say of one of the app’s further clients. */
export const CLIENT_VALUES = ['client_id', 'client_secret', 'callback', 'callbacks', 'scopes'] as const;

const CLIENT_VARIABLE = new RegExp(`^clients\\.([a-z]{1,20})\\.(${CLIENT_VALUES.join('|')})$`);

/** A value of one of the app’s further clients, such as `clients.cli.client_id`: which client, and what of it. */
export function clientVariable(
  name: string,
): { readonly client: string; readonly what: (typeof CLIENT_VALUES)[number] } | undefined {
  const [, client, what] = CLIENT_VARIABLE.exec(name) ?? [];
  return client === undefined ? undefined : { client, what: what as (typeof CLIENT_VALUES)[number] };
}

/** A part of the provider’s address, named by a group of `url.pattern`. */
export const isUrlPart = (name: string): boolean => /^url\.[a-z][a-z_]{0,19}$/.test(name);

const isKnown = (name: string): boolean =>
  name.startsWith('settings.') ||
  ([...VARIABLES, ...PROVIDER_VARIABLES] as readonly string[]).includes(name) ||
  clientVariable(name) !== undefined ||
  isUrlPart(name);

/**
 * `noslash`: without slashes at the end. `slash`: with one. `list`: a list stays one (in JSON and YAML). `comma`,
 * `space`: joins a list. `without X`: leaves an entry of a list out, `only X`: all others. `or X`: X where it is empty.
 * `bool`: `true` or `false` as a value. `01`: 1 or 0. `stated`: only if the workspace states it, without the default.
 * `json`: as JSON text. `host`: only the host of an address. `discovery`: the address of an issuer's discovery document.
 * `parent`: an address without the last step of its path. `first`: the first step of a path with dots. `upper`, `lower`:
 * the letters. `alnum`: only its letters and digits. `slug`: at most 32 small letters and digits, with single hyphens for
 * what else stands between them. `shell`: as one word of a shell.
 */
export const FILTERS = [
  'noslash',
  'slash',
  'list',
  'comma',
  'space',
  'bool',
  '01',
  'stated',
  'json',
  'host',
  'discovery',
  'parent',
  'first',
  'upper',
  'lower',
  'alnum',
  'slug',
  'shell',
] as const;

/** Those that need a word after them. */
export const FILTERS_WITH_A_WORD = ['without', 'only', 'or'] as const;

/** A text can grow to twice its length with each of them. */
const MAX_FILTERS = 4;

const PART = /(?<!\{)\{([^{}]*)\}(?!\})/g;
const EXPRESSION = /^(settings\.[a-z][a-z0-9_]{0,39}|[a-z][a-z_.]*)((?:\|[a-z0-9]+(?: [A-Za-z0-9_.:-]+)?)*)$/;

/** One variable of a text with its filters. */
export interface Part {
  readonly name: string;
  readonly filters: readonly (readonly [name: string, argument?: string])[];
}

function partOf(inner: string): Part | undefined {
  const match = EXPRESSION.exec(inner);
  if (!match) return undefined;
  const filters = match[2]!
    .split('|')
    .slice(1)
    .map((one) => one.split(' ') as [string, string?]);
  // Not every text that is filled in is checked as a template, so a longer chain is no variable anywhere.
  if (filters.length > MAX_FILTERS) return undefined;
  return { name: match[1]!, filters };
}

/** The variables in a text. A brace that begins no variable is text; `{{` and `}}` are never read as one. */
export function partsOf(template: string): readonly Part[] {
  // Most texts hold none.
  if (!template.includes('{')) return [];
  return [...template.matchAll(PART)].flatMap((match) => partOf(match[1]!) ?? []);
}

/** A text as what stands in it literally and its variables, in order. */
export function piecesOf(template: string): readonly (string | Part)[] {
  const pieces: (string | Part)[] = [];
  let from = 0;
  for (const match of template.matchAll(PART)) {
    const part = partOf(match[1]!);
    if (part === undefined) continue;
    pieces.push(template.slice(from, match.index), part);
    from = match.index + match[0].length;
  }
  pieces.push(template.slice(from));
  return pieces.filter((one) => one !== '');
}

/** True if a variable that there is stands in a text. Any other word in braces stays as it is. */
export const hasVariable = (template: string): boolean => partsOf(template).some(({ name }) => isKnown(name));

/** What is wrong with a text, for the schema. */
export function templateFlaw(template: string): string | undefined {
  const lone = /[{}]/.exec(template.replace(PART, '').replace(/\{{2,}|\}{2,}/g, ''))?.[0];
  if (lone !== undefined)
    return `has a ${lone} alone; write a variable in two of them, such as {issuer}, and double the app’s own: {{ and }}`;
  for (const [whole, inner] of template.matchAll(PART)) {
    const part = partOf(inner!);
    if (part === undefined)
      return EXPRESSION.test(inner!)
        ? `has a variable with more than ${MAX_FILTERS} filters`
        : `has ${whole}, which is no variable`;
    if (!isKnown(part.name))
      return `has {${part.name}}, which is no variable; there are ${VARIABLES.join(', ')} and settings.KEY`;
    for (const [name, argument] of part.filters) {
      const known = (argument === undefined ? FILTERS : FILTERS_WITH_A_WORD) as readonly string[];
      if (!known.includes(name))
        return `has the filter “${name}”, which there is not; there are ${FILTERS.join(', ')} and ${FILTERS_WITH_A_WORD.map((one) => `${one} X`).join(', ')}`;
    }
  }
  return undefined;
}

export type Filled = string | number | boolean | readonly string[] | undefined;

/** What a variable stands for. `stated`: without its default. */
export type Lookup = (name: string, stated: boolean) => Filled;

/**
 * Fills a text in. Undefined if a variable in it is empty: its line is then left out. A text that is one variable
 * keeps the variable's own type, such as a truth value; a list stays one only with the filter `list`.
 */
export function fill(template: string, lookup: Lookup): Filled {
  if (!template.includes('{')) return template;
  const matches = [...template.matchAll(PART)];
  const only = matches.length === 1 && matches[0]![0] === template ? partOf(matches[0]![1]!) : undefined;
  if (only) {
    const value = filled(only, lookup);
    return typeof value === 'object' && !only.filters.some(([name]) => name === 'list')
      ? value.join(' ')
      : value;
  }
  let empty = false;
  const text = template.replace(PART, (whole, inner: string) => {
    const part = partOf(inner);
    if (!part) return whole;
    const value = filled(part, lookup);
    if (value === undefined) empty = true;
    return value === undefined ? '' : textOf(value);
  });
  return empty ? undefined : text;
}

/** A filled value as text; lists are joined by spaces. */
export const textOf = (value: Exclude<Filled, undefined>): string =>
  typeof value === 'object' ? value.join(' ') : String(value);

function filled({ name, filters }: Part, lookup: Lookup): Filled {
  let value = lookup(
    name,
    filters.some(([filter]) => filter === 'stated'),
  );
  for (const [filter, argument] of filters) value = applied(filter, argument, value);
  return value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

function applied(filter: string, argument: string | undefined, value: Filled): Filled {
  if (filter === 'or') return value === undefined || value === '' ? argument : value;
  if (value === undefined) return undefined;
  const list = typeof value === 'object' ? value : undefined;
  switch (filter) {
    case 'noslash':
      return String(value).replace(/\/+$/, '');
    case 'slash':
      return `${String(value).replace(/\/+$/, '')}/`;
    case 'list':
      return list ?? [String(value)];
    case 'comma':
      return list?.join(',') ?? value;
    case 'space':
      return list?.join(' ') ?? value;
    case 'without':
      return list?.filter((one) => one !== argument) ?? (value === argument ? undefined : value);
    case 'only':
      return list?.filter((one) => one === argument) ?? (value === argument ? value : undefined);
    case 'bool':
      return value === true || value === 'true' || value === 1;
    case '01':
      return value === true || value === 'true' || value === 1 ? 1 : 0;
    case 'json':
      return JSON.stringify(value);
    case 'host':
      return hostOf(String(value));
    case 'discovery':
      return `${String(value).replace(/\/+$/, '')}/.well-known/openid-configuration`;
    case 'parent':
      return String(value).replace(/^([a-z][a-z0-9+.-]*:\/\/[^/]*.*)\/[^/]*$/i, '$1');
    case 'first':
      return String(value).split('.')[0];
    case 'shell':
      return shellWord(String(value));
    case 'upper':
      return String(value).toUpperCase();
    case 'lower':
      return String(value).toLowerCase();
    case 'alnum':
      return String(value).replace(/[^A-Za-z0-9]/g, '');
    case 'slug':
      return slugOf(String(value));
    default:
      return value;
  }
}

const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');

const hostOf = (address: string): string => /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(address)?.[1] ?? address;
