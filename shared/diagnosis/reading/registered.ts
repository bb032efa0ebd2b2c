import { canParseUrl } from '../../can-parse-url.ts';
import { appOf } from '../../catalog/apps/index.ts';
import type { AppDefinition } from '../../catalog/types.ts';
import { resolveVersion } from '../../version.ts';
import { APP_KINDS } from '../../workspace/kinds.ts';
import type { EvidenceValue } from '../types.ts';

/** A list of redirect URIs as files of providers have it: below the key, or in brackets beside it. */
const LIST =
  /redirect_uris["']?[ \t]{0,8}:[ \t]{0,8}(?:\[([^\]]{1,2000})\]|\r?\n((?:[ \t]{0,20}-[ \t]{1,8}["']?[^\s"']{4,500}["']?[ \t]{0,8}(?:#[^\n]{0,200})?\r?\n?){1,12}))/gi;
const ADDRESS = /https?:\/\/[^\s"',\]]{4,500}/gi;

/** The redirect URIs that a pasted file of the provider has. */
const registeredIn = (text: string): readonly string[] =>
  [...text.matchAll(LIST)].flatMap((match) => (match[1] ?? match[2] ?? '').match(ADDRESS) ?? []);

/** A path of a profile, of which parts depend on settings, as a pattern. */
const patternOf = (callback: string): RegExp =>
  new RegExp(
    `^${callback
      .replace(/^\{app\.(?:url|origin)\}/, '')
      .split(/\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]+')}/?$`,
  );

/** The callbacks of an app at any version; those that it shows only later are not known. */
const callbacksOf = ({ profile }: AppDefinition): readonly RegExp[] =>
  (profile?.callbacks ?? []).flatMap((one) =>
    typeof one === 'string' ? patternOf(one) : 'uri' in one ? patternOf(one.uri) : [],
  );

const fits = (uri: string, callbacks: readonly RegExp[]): boolean =>
  canParseUrl(uri) && callbacks.some((pattern) => pattern.test(new URL(uri).pathname));

/**
 * If a pasted file of the provider has the callback of an app that the text names, and the app was refused: what the app
 * sends is made from a wrong address of its own. Undefined if what was sent is one of its callbacks, too.
 */
export function registeredFits(
  text: string,
  sent: string | undefined,
  apps: readonly AppDefinition[],
): Readonly<Record<string, EvidenceValue>> | undefined {
  const registered = registeredIn(text);
  for (const definition of registered.length === 0 ? [] : apps) {
    const callbacks = callbacksOf(definition);
    const right = registered.find((uri) => fits(uri, callbacks));
    if (right === undefined || right === sent || (sent !== undefined && fits(sent, callbacks))) continue;
    const { origin } = new URL(right);
    const version = resolveVersion(undefined, definition.versions).effective;
    const entry = { kind: definition.kind, url: origin, provider: 'provider' };
    const setting = definition.setAt('redirect_uri', entry, version, false, 'oidc')[0]?.name;
    const value = setting === undefined ? undefined : writtenValue(definition, setting, origin);
    return {
      registered_fits: right,
      of_app: definition.name,
      ...(setting === undefined ? {} : { public_url: setting }),
      ...(value === undefined ? {} : { public_url_value: value }),
    };
  }
  return undefined;
}

/** So many parts has a path that is likely one app's alone. */
const OWN_PARTS = 2;

/**
 * The setting for a whole redirect URI, where the path that was sent is the callback of one app of the catalogue only, and
 * that app is told the whole address instead of making it from the request. Undefined for every other path.
 */
export function toldWhole(sent: string): Readonly<Record<string, EvidenceValue>> | undefined {
  if (!canParseUrl(sent)) return undefined;
  const { origin, pathname } = new URL(sent);
  if (pathname.split('/').filter(Boolean).length < OWN_PARTS) return undefined;
  const theirs = APP_KINDS.map((kind) => appOf(kind)).filter((one) => fits(sent, callbacksOf(one)));
  const [definition] = theirs;
  if (definition === undefined || theirs.length > 1) return undefined;
  const { effective } = resolveVersion(undefined, definition.versions);
  const entry = { kind: definition.kind, url: origin, provider: 'provider' };
  const setting = definition.setAt('callback', entry, effective, false, 'oidc')[0]?.name;
  return setting === undefined ? undefined : { path_of: definition.name, told_by: setting };
}

/** What the app's own file has there for this address. */
function writtenValue({ profile }: AppDefinition, setting: string, origin: string): string | undefined {
  for (const target of profile?.targets ?? []) {
    const key = 'keys' in target && target.keys !== undefined ? target.keys[setting] : undefined;
    const template = typeof key === 'object' && !Array.isArray(key) && 'value' in key ? key.value : undefined;
    if (typeof template !== 'string') continue;
    const value = template.replaceAll('{app.url}', origin).replaceAll('{app.origin}', origin);
    if (!value.includes('{')) return value;
  }
  return undefined;
}
