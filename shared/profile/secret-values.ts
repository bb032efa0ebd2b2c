import { isSecretKey, looksSecret, type Span, secretSpans } from '../workspace/secret-looks.ts';
import type { ProviderProfile } from './provider-schema.ts';
import type { AppProfile } from './schema.ts';

type Path = readonly (string | number)[];

/** Values that stand under the name of a secret and are none: methods, paths and variables of other programs. */
const NO_SECRET = /^(?:client_secret_(?:basic|post|jwt)|private_key_jwt|none|\/.*|\$\{?\w+\}?)$/;
const USERINFO = /\/\/[^/\s:@{}]*:[^/\s@{}]+@/;

/** Where a profile holds a secret itself. It is data for everybody, and is sent around. */
export function secretsIn(profile: AppProfile | ProviderProfile): Path[] {
  const found: Path[] = [];
  const walk = (node: unknown, path: Path, name: string): void => {
    if (typeof node === 'string') {
      if (looksSecret(node) || USERINFO.test(node) || (isSecretKey(name) && isLiteral(node)))
        found.push(path);
    } else if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) {
        // In a command, the option before the value, or at its beginning, is its name.
        const before: unknown = node[index - 1];
        const [, option, rest] = typeof item === 'string' ? (/^--?([\w-]{2,60})=(.+)$/.exec(item) ?? []) : [];
        if (option !== undefined && isSecretKey(option) && isLiteral(rest!)) found.push([...path, index]);
        else
          walk(
            item,
            [...path, index],
            typeof before === 'string' && /^--?[\w-]{2,60}$/.test(before) ? before.replace(/^-+/, '') : name,
          );
      }
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, inner] of Object.entries(node))
        walk(inner, [...path, key], VALUE_KEYS.has(key) ? name : (key.split('/').at(-1) ?? key));
    }
  };
  for (const [index, target] of profile.targets.entries()) {
    const { note: _note, title: _title, ...rest } = target;
    const holder: Record<string, unknown> = rest;
    for (const key of ['keys', 'fields', 'body', 'command', 'url', 'header', 'place'])
      walk(holder[key], ['targets', index, key], '');
  }
  return found;
}

const VALUE_KEYS: ReadonlySet<string> = new Set(['value', 'json']);

const isLiteral = (text: string): boolean => text.length >= 8 && !text.includes('{') && !NO_SECRET.test(text);

/** What an excerpt of a profile must not show: values under the names of secrets, unless they are variables. */
export const hiddenInProfile = (text: string): readonly Span[] =>
  secretSpans(text).filter(
    ([start, end]) => !/^\s*['"]?\{[\w.]+(?:\|\w+)*\}['"]?\s*(?:[,}#].*)?$/.test(text.slice(start, end)),
  );
