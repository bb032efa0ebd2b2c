import type { Connection } from '../../client/types.ts';
import { isAnyPort } from '../../client/url.ts';
import { extraTestRedirect } from '../test-redirect.ts';
import { type AuthentikDialect, dialectOf } from './dialect.ts';

export type ScopeMapping =
  | { readonly scope: string; readonly type: 'managed'; readonly managed: string }
  | { readonly scope: string; readonly type: 'verified-email' }
  /** The owner must create it. */
  | { readonly scope: string; readonly type: 'own' };

/**
 * The scope mappings to select. `groups` has no mapping of its own, because `profile` includes the groups.
 */
export function scopeMappings(connection: Connection): ScopeMapping[] {
  const { client, needs_verified_email, provider } = connection;
  const { managed_scopes } = dialectOf(connection);
  const known = provider.traits.value.scope_claims;
  return client.scopes
    .filter((scope) => !(scope === 'groups' && client.scopes.includes('profile')))
    .map((scope) => {
      if (scope === 'email' && needs_verified_email) return { scope, type: 'verified-email' };
      return managed_scopes.includes(scope) && scope in known
        ? { scope, type: 'managed', managed: `goauthentik.io/providers/oauth2/scope-${scope}` }
        : { scope, type: 'own' };
    });
}

export interface RedirectEntry {
  /** In the form this version needs: the URI, or a pattern that matches only this URI. */
  readonly value: string;
  readonly test: boolean;
  /** A pattern, where a program takes any port of the person's machine. authentik compares ports. */
  readonly mode: 'strict' | 'regex';
}

/** The redirect URIs in the form this version needs, the one of the test last. */
export function redirectEntries(
  connection: Connection,
  form: AuthentikDialect['redirect_uris'],
): RedirectEntry[] {
  const test = extraTestRedirect(connection);
  const all = [
    ...connection.client.redirect_uris.map((value) => ({ value, test: false })),
    ...(test === undefined ? [] : [{ value: test, test: true }]),
  ];
  return all.map((one) => {
    const any = connection.used_by !== undefined && isAnyPort(one.value);
    const value = any ? anyPort(one.value) : form === 'patterns' ? escapePattern(one.value) : one.value;
    return { ...one, value, mode: any ? 'regex' : 'strict' };
  });
}

/** The same address with any port; without a path of its own, with any path, too. */
function anyPort(uri: string): string {
  const [, origin, path] = /^(http:\/\/[^/]+)(.*)$/.exec(uri)!;
  return `${escapePattern(origin!)}(:[0-9]+)?${path === '' || path === '/' ? '(/.*)?' : escapePattern(path!)}`;
}

/** A launch URL that is shown nowhere. */
const HIDDEN = 'blank://blank';

/** How the application stands in the person's list of apps; a program is not opened from there. */
export const shownInList = (
  { app, used_by, launch_url = app.url }: Connection,
  dialect: AuthentikDialect,
): { readonly launch_url: string; readonly hidden: boolean } =>
  used_by === undefined
    ? { launch_url, hidden: false }
    : dialect.hidden_by === 'launch-url'
      ? { launch_url: HIDDEN, hidden: false }
      : { launch_url, hidden: true };

/** Where the browser may come back to after a logout. Older versions would take such an entry for a login. */
export const postLogoutUris = ({ client }: Connection, dialect: AuthentikDialect): readonly string[] =>
  dialect.redirect_uris === 'typed-list' ? (client.post_logout_redirect_uris ?? []) : [];

/** Where authentik tells the app that a session ended: it takes one address, and the back channel is the surer way. */
export function logoutUri(
  { client }: Connection,
  dialect: AuthentikDialect,
): { readonly uri: string; readonly method: 'backchannel' | 'frontchannel' } | undefined {
  if (!dialect.logout_uri) return undefined;
  if (client.backchannel_logout_uri !== undefined)
    return { uri: client.backchannel_logout_uri, method: 'backchannel' };
  return client.frontchannel_logout_uri === undefined
    ? undefined
    : { uri: client.frontchannel_logout_uri, method: 'frontchannel' };
}

/** A Python regular expression that matches exactly this text. */
const escapePattern = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/**
 * Names of objects, the same in the guide and the blueprint. They depend only on this app, so that another
 * app with the same name changes nothing. A slug that does not follow from the name is added to it.
 */
export function objectNames({ client, app }: Connection) {
  const follows = client.client_name.toLowerCase().replace(/[^a-z0-9]+/g, '-') === app.slug;
  const name = follows ? client.client_name : `${client.client_name} (${app.slug})`;
  return {
    application: name,
    provider: `Provider for ${name}`,
    // By the client id, as the provider itself, so that it stays the same object under a new name.
    secret: `Client secret of ${client.client_id}`,
  };
}
export type ObjectNames = ReturnType<typeof objectNames>;
