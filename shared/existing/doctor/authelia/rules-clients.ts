import { meant, nearest } from '../../../workspace/nearest.ts';
import { appOfClient, type KnownApp } from '../known-app.ts';
import { replaced, rewritten, valued, withItems, withKey, without } from '../mend.ts';
import { type Hit, hitIf, type Mend, type Rule } from '../rule.ts';
import {
  child,
  entryOf,
  isDynamic,
  isEmpty,
  isTrue,
  itemsOf,
  type MapNode,
  type Node,
  textAt,
  textsOf,
} from '../tree.ts';
import type { AutheliaClient, AutheliaConfiguration } from './configuration.ts';
import { isWholeDigest, type SecretForm, secretForm } from './digest.ts';
import {
  ALGORITHMS,
  CONSENT_MODES,
  GRANTS,
  METHODS,
  RESPONSE_MODES,
  RESPONSE_TYPES,
  SCOPES,
} from './keys.ts';
import { S } from './sources.ts';
import { eachClient, someClient } from './walk.ts';

type Config = AutheliaConfiguration;

/** A value that is none of those that there are. `right` is the one that is meant, if one is near. */
const oneOf = (key: string, known: readonly string[]) =>
  someClient((client) => {
    const entry = client.entry(key);
    const value = textAt(entry?.value);
    return value === undefined || value === '' || known.includes(value)
      ? undefined
      : {
          at: entry!.value,
          with: { value, right: nearest(value, known) ?? known.join(', ') },
          ...valued(entry!.value, meant(value, known)),
        };
  });

const eachOf = (key: string, known: readonly string[]) =>
  eachClient(function* (client) {
    for (const item of itemsOf(client.get(key))) {
      const value = textAt(item);
      if (value !== undefined && !known.includes(value))
        yield {
          at: item,
          with: { value, right: nearest(value, known) ?? known.join(', ') },
          ...valued(item, meant(value, known)),
        };
    }
  });

/** A secret of this form. `right` is given if a digest can be read in it all the same: what is written, mended. */
const secretIs = (
  form: SecretForm,
  right?: { readonly text: (text: string) => string; readonly written: (written: string) => string },
) =>
  someClient((client) => {
    const entry = client.entry('client_secret');
    const text = textAt(entry?.value);
    return hitIf(text !== undefined && text !== '' && secretForm(text) === form, {
      at: entry?.at ?? client.at,
      ...(right !== undefined && isWholeDigest(right.text(text ?? ''))
        ? rewritten(entry?.value, right.written)
        : {}),
    });
  });

/** True if the client needs its secret in clear at Authelia. */
const wantsClear = (client: AutheliaClient): boolean =>
  client.method === 'client_secret_jwt' ||
  ['id_token', 'userinfo', 'access_token', 'authorization', 'introspection'].some((what) =>
    /^HS\d/.test(client.text(`${what}_signed_response_alg`) ?? ''),
  );

const needsSecret = (client: AutheliaClient): boolean =>
  !client.isPublic &&
  client.method !== 'none' &&
  client.method !== 'private_key_jwt' &&
  client.method !== undefined;

/** The one method that an app has, whatever its version and settings. */
function onlyMethod(app: KnownApp | undefined): string | undefined {
  const method = app?.profile.traits.method ?? [];
  const all = new Set(typeof method === 'string' ? [method] : method.map(({ value }) => value));
  const [only] = all;
  return all.size === 1 && (only === 'client_secret_basic' || only === 'client_secret_post')
    ? only
    : undefined;
}

const withMethod = (client: AutheliaClient): Mend =>
  withKey(client.node, 'token_endpoint_auth_method', onlyMethod(appOf(client)));

/** Asked by several rules, and looked up in all profiles. */
const apps = new WeakMap<MapNode, { readonly app: KnownApp | undefined }>();

export function appOf(client: AutheliaClient): KnownApp | undefined {
  const known = apps.get(client.node);
  if (known) return known.app;
  const app = appOfClient([client.id, client.text('client_name')], client.redirectUris);
  apps.set(client.node, { app });
  return app;
}

/** A value that stands twice in a list, at its second place. */
function* twice(node: Node | undefined): Generator<Hit> {
  const seen = new Set<string>();
  for (const item of itemsOf(node)) {
    const value = textAt(item);
    if (value === undefined) continue;
    if (seen.has(value)) yield { at: item, with: { value }, ...without(item) };
    seen.add(value);
  }
}

/** Rules about ids, secrets, methods, scopes and flows of clients. */
export const CLIENTS: readonly Rule<Config>[] = [
  {
    id: 'authelia-client-id-missing',
    severity: 'error',
    says: 'The client {client} has no client_id, and Authelia doesn’t start.',
    fix: 'Give it a client_id, the same as in the app.',
    source: S.validator,
    find: someClient((client) => hitIf(isEmpty(client.get('client_id')), { at: client.node })),
  },
  {
    id: 'authelia-client-id-twice',
    severity: 'error',
    says: 'The client id {client} stands at two clients, and Authelia doesn’t start.',
    fix: 'Keep one of them, or give each its own id.',
    source: S.validator,
    *find({ clients }) {
      const seen = new Set<string>();
      for (const client of clients) {
        if (client.id === undefined) continue;
        if (seen.has(client.id)) yield { at: client.at, with: { client: client.label } };
        seen.add(client.id);
      }
    },
  },
  {
    id: 'authelia-client-id-characters',
    severity: 'error',
    says: 'The client id {client} has a character that Authelia refuses, such as a blank or a colon. It doesn’t start.',
    fix: 'Use only A-Z a-z 0-9 . _ ~ - and write the same into the app.',
    source: S.validator,
    mends: 'if it is a blank at one end',
    find: someClient((client, { clients }) => {
      const { id, at } = client;
      return hitIf(id !== undefined && id !== '' && /[^A-Za-z0-9._~-]/.test(id), () => {
        const bare = id!.trim();
        const free = /^[A-Za-z0-9._~-]+$/.test(bare) && !clients.some((other) => other.id === bare);
        return { at, ...(free ? valued(client.get('client_id'), bare) : {}) };
      });
    }),
  },
  {
    id: 'authelia-client-id-long',
    severity: 'error',
    says: 'The client id {client} has more than 100 characters, and Authelia doesn’t start.',
    fix: 'Shorten it, here and in the app.',
    source: S.validator,
    find: someClient(({ id, at }) => hitIf((id?.length ?? 0) > 100, { at })),
  },
  {
    id: 'authelia-secret-clear',
    severity: 'warning',
    says: 'The client {client} has its secret in clear. Authelia wants the digest here; the app gets the clear text. It warns at each start and will refuse it later.',
    fix: 'Make the digest with “authelia crypto hash generate pbkdf2 --variant sha512 --password …” and write it here in single quotes.',
    source: S.validator,
    find: someClient((client) => {
      const text = client.text('client_secret');
      return hitIf(text !== undefined && text !== '' && secretForm(text) === 'clear' && !wantsClear(client), {
        at: client.entry('client_secret')?.at ?? client.at,
      });
    }),
  },
  {
    id: 'authelia-digest-malformed',
    severity: 'error',
    says: 'The digest of the client {client} can’t be read: a part is missing, or there is a blank or another character that no digest has.',
    fix: 'Copy the whole digest again, from its first $ to its last character, in single quotes.',
    source: S.run,
    mends: 'if it is a blank at one end',
    find: secretIs('malformed', {
      text: (text) => text.trim(),
      written: (written) => written.replace(/^(["'])\s+/, '$1').replace(/\s+(["'])$/, '$1'),
    }),
  },
  {
    id: 'authelia-digest-short',
    severity: 'warning',
    says: 'The digest of the client {client} is shorter than one of its kind is: its end seems to be cut off. Then no secret fits.',
    fix: 'Copy the whole digest again.',
    source: S.digests,
    find: secretIs('short'),
  },
  {
    id: 'authelia-digest-eaten',
    severity: 'error',
    says: 'The digest of the client {client} has lost its parts that begin with $: something took them for variables. What is left counts as a secret in clear, and no secret of the app fits.',
    fix: 'Copy the digest again, in single quotes, and let no shell, Compose file or expand-env filter go over it.',
    source: S.digests,
    find: secretIs('eaten'),
  },
  {
    id: 'authelia-digest-without-dollar',
    severity: 'error',
    says: 'The digest of the client {client} lacks its first $. So it counts as a secret in clear, and the app’s secret doesn’t fit.',
    fix: 'Put the $ in front of it, in single quotes.',
    source: S.run,
    mends: 'if the rest is whole',
    find: secretIs('no-first-dollar', {
      text: (text) => `$${text}`,
      written: (written) => written.replace(/^(["']?)/, (quote) => `${quote}$`),
    }),
  },
  {
    id: 'authelia-digest-doubled-dollars',
    severity: 'error',
    says: 'The digest of the client {client} has each $ twice. That is right in a Compose file and wrong in Authelia’s own.',
    fix: 'Write each $ once, in single quotes.',
    source: S.digests,
    mends: 'if the rest is whole',
    find: secretIs('doubled', {
      text: (text) => text.replaceAll('$$', () => '$'),
      written: (written) => written.replaceAll('$$', () => '$'),
    }),
  },
  {
    id: 'authelia-secret-in-quotes',
    severity: 'error',
    says: 'The secret of the client {client} has quotes inside its quotes, so they are part of it.',
    fix: 'Write one pair of single quotes.',
    source: S.digests,
    mends: 'if a whole digest is inside',
    find: secretIs('in-quotes', {
      text: (text) => text.slice(1, -1),
      written: (written) => written.replace(/^(["'])(["'])([^"']*)\2\1$/, '$1$3$1'),
    }),
  },
  {
    id: 'authelia-secret-variable',
    severity: 'error',
    says: 'The secret of the client {client} is the name of a variable. Authelia puts no variable in place of it by itself, and none in a list by its environment.',
    fix: 'Write the digest itself in single quotes, or use the template filter: {{ secret "/path" }}.',
    source: S.secrets,
    find: secretIs('placeholder'),
  },
  {
    id: 'authelia-digest-shared',
    severity: 'warning',
    says: 'The clients {client} and {other} have the same digest. One of them was probably copied, and its own secret doesn’t fit.',
    fix: 'Give each client the digest of its own secret.',
    source: S.digests,
    *find({ clients }) {
      const seen = new Map<string, AutheliaClient>();
      for (const client of clients) {
        const digest = client.text('client_secret');
        if (digest === undefined || !isWholeDigest(digest)) continue;
        const other = seen.get(digest);
        if (other === undefined) seen.set(digest, client);
        else if (other.id !== client.id)
          yield { at: client.entry('client_secret')!.at, with: { client: client.label, other: other.label } };
      }
    },
  },
  {
    id: 'authelia-secret-missing',
    severity: 'error',
    says: 'The client {client} has no client_secret, and Authelia doesn’t start: only a public client has none.',
    fix: 'Add the digest of the app’s secret, or write public: true if the app has no secret.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(needsSecret(client) && isEmpty(client.get('client_secret')), { at: client.at }),
    ),
  },
  {
    id: 'authelia-secret-of-public',
    severity: 'error',
    says: 'The client {client} is public and has a client_secret. Authelia doesn’t start with both.',
    fix: 'Take public: true out if the app has the secret; otherwise take client_secret out.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(client.isPublic && !isEmpty(client.get('client_secret')), {
        at: client.entry('client_secret')?.at ?? client.at,
      }),
    ),
  },
  {
    id: 'authelia-secret-needed-in-clear',
    severity: 'error',
    says: 'The client {client} uses a method or algorithm that signs with the secret itself, and has only a digest. Authelia doesn’t start.',
    fix: 'Use RS256 and client_secret_basic or client_secret_post, unless the app can do nothing else.',
    source: S.run,
    find: someClient((client) =>
      hitIf(wantsClear(client) && isWholeDigest(client.text('client_secret') ?? ''), {
        at: client.entry('client_secret')?.at ?? client.at,
      }),
    ),
  },
  {
    id: 'authelia-method-missing',
    severity: 'info',
    since: '4.38',
    says: 'The client {client} has no token_endpoint_auth_method. Authelia then takes client_secret_basic and refuses an app that sends its secret in the form.',
    fix: 'Write the method that the app uses, client_secret_basic or client_secret_post.',
    source: S.release438,
    mends: 'if the app is known and has one method',
    find: someClient((client) =>
      hitIf(
        !client.isPublic &&
          isEmpty(client.get('token_endpoint_auth_method')) &&
          appOf(client)?.traits.token_endpoint_auth_method !== 'client_secret_post' &&
          !onlyImplicit(client),
        { at: client.at, ...withMethod(client) },
      ),
    ),
  },
  {
    id: 'authelia-method-of-app-missing',
    severity: 'warning',
    since: '4.38',
    says: 'The client {client} has no token_endpoint_auth_method, so Authelia takes client_secret_basic. {app} sends its secret in the form.',
    fix: 'Write token_endpoint_auth_method: client_secret_post.',
    source: S.release438,
    mends: 'if the app has one method',
    choice: 'Right unless the app was told to send its secret in another way.',
    find: someClient((client) => {
      const app = appOf(client);
      return hitIf(
        !client.isPublic &&
          isEmpty(client.get('token_endpoint_auth_method')) &&
          app?.traits.token_endpoint_auth_method === 'client_secret_post',
        { at: client.at, with: { app: app?.name }, ...withMethod(client) },
      );
    }),
  },
  {
    id: 'authelia-method-of-app',
    severity: 'warning',
    since: '4.38',
    says: 'The client {client} is registered for {method}. {app} {version} uses {right} unless it is told otherwise.',
    fix: 'Write token_endpoint_auth_method: {right}, or set the other method in the app, if it has a setting for it.',
    source: S.release438,
    mends: 'if the app has one method',
    choice: 'Right unless the app was told to send its secret in another way.',
    find: someClient((client) => {
      const app = appOf(client);
      const method = textAt(client.get('token_endpoint_auth_method'));
      if (app === undefined || method === undefined || !(METHODS as readonly string[]).includes(method))
        return undefined;
      const { traits, profile } = app;
      const settable = Array.isArray(profile.traits.method) && profile.traits.method.length > 1;
      const right = traits.token_endpoint_auth_method;
      return hitIf(
        !settable &&
          !traits.tries_other_auth_method &&
          method !== right &&
          method !== 'none' &&
          right !== 'none',
        {
          at: client.entry('token_endpoint_auth_method')?.at ?? client.at,
          with: { method, app: app.name, version: app.version, right },
          ...(onlyMethod(app) === right ? valued(client.get('token_endpoint_auth_method'), right) : {}),
        },
      );
    }),
  },
  {
    id: 'authelia-method-unknown',
    severity: 'error',
    says: 'The client {client} has a token_endpoint_auth_method that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one method alone is meant',
    find: oneOf('token_endpoint_auth_method', METHODS),
  },
  {
    id: 'authelia-method-none',
    severity: 'error',
    says: 'The client {client} has token_endpoint_auth_method: none and isn’t public. Authelia doesn’t start.',
    fix: 'Write the method that the app uses, or public: true if it has no secret.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(
        !client.isPublic &&
          textAt(client.get('token_endpoint_auth_method')) === 'none' &&
          !onlyImplicit(client),
        {
          at: client.entry('token_endpoint_auth_method')?.at ?? client.at,
        },
      ),
    ),
  },
  {
    id: 'authelia-method-of-public',
    severity: 'error',
    says: 'The client {client} is public and has token_endpoint_auth_method: {method}. Authelia doesn’t start with both.',
    fix: 'Write none, or take public: true out.',
    source: S.validator,
    mends: 'if the client has no secret',
    find: someClient((client) => {
      const method = textAt(client.get('token_endpoint_auth_method'));
      return hitIf(client.isPublic && method !== undefined && method !== '' && method !== 'none', {
        at: client.entry('token_endpoint_auth_method')?.at ?? client.at,
        with: { method },
        ...(isEmpty(client.get('client_secret'))
          ? valued(client.get('token_endpoint_auth_method'), 'none')
          : {}),
      });
    }),
  },
  {
    id: 'authelia-method-jwt-without-keys',
    severity: 'error',
    says: 'The client {client} is to sign in with private_key_jwt and has neither jwks nor jwks_uri. Authelia doesn’t start.',
    fix: 'Add the public keys of the app, or use client_secret_basic.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(
        client.method === 'private_key_jwt' && isEmpty(client.get('jwks')) && isEmpty(client.get('jwks_uri')),
        { at: client.entry('token_endpoint_auth_method')?.at ?? client.at },
      ),
    ),
  },
  {
    id: 'authelia-scopes-in-one-text',
    severity: 'warning',
    says: 'The scopes of the client {client} stand in one text with blanks, which Authelia takes for one scope.',
    fix: 'Write a list: one scope a line, each with a dash.',
    source: S.decoding,
    mends: 'if it is one text',
    find: someClient((client) => {
      const node = client.get('scopes');
      const one = itemsOf(node).find((item) => /\S\s+\S/.test(textAt(item) ?? ''));
      const all =
        node?.type === 'scalar'
          ? textAt(node)
              ?.trim()
              .split(/[\s,]+/)
          : undefined;
      return hitIf(one !== undefined, { at: one ?? client.at, ...replaced(client.entry('scopes'), all) });
    }),
  },
  {
    id: 'authelia-scope-unknown',
    severity: 'warning',
    says: 'The client {client} has the scope {value}, which Authelia doesn’t have. A login that asks for it works; nothing comes with it.',
    fix: 'Write {right}, or define it under identity_providers.oidc.scopes.',
    source: S.validator,
    find: eachClient(function* (client, { oidc }) {
      const custom = child(oidc, 'scopes');
      const known = [...SCOPES, ...(custom?.type === 'map' ? custom.entries.map(({ key }) => key) : [])];
      if (client.grants.includes('client_credentials')) return;
      for (const item of itemsOf(client.get('scopes'))) {
        const value = textAt(item);
        if (value !== undefined && !/\s/.test(value) && !known.includes(value))
          yield { at: item, with: { value, right: nearest(value, known) ?? 'one that there is' } };
      }
    }),
  },
  {
    id: 'authelia-scope-openid-missing',
    severity: 'warning',
    says: 'The client {client} may not ask for the scope openid. A login through OpenID Connect always asks for it, and is refused.',
    fix: 'Add openid to its scopes.',
    source: S.clients,
    mends: 'if they are a list',
    choice: 'The app may then ask for one more scope.',
    find: someClient((client) => {
      const entry = client.entry('scopes');
      const scopes = textsOf(entry?.value);
      return hitIf(
        entry !== undefined &&
          !isDynamic(entry.value) &&
          scopes.length > 0 &&
          !scopes.some((scope) => /(?:^|\s)openid(?:\s|$)/.test(scope)) &&
          !scopes.includes('authelia.bearer.authz') &&
          !client.grants.includes('client_credentials'),
        { at: entry?.at ?? client.at, ...withItems(entry?.value, 'openid') },
      );
    }),
  },
  {
    id: 'authelia-entry-twice',
    severity: 'warning',
    says: 'The client {client} has {value} twice in one list. Authelia warns of it at each start.',
    fix: 'Take one of them out.',
    source: S.validator,
    mends: 'always',
    find: eachClient(function* (client) {
      for (const key of ['scopes', 'redirect_uris', 'grant_types', 'response_types', 'response_modes'])
        yield* twice(client.get(key));
    }),
  },
  {
    id: 'authelia-refresh-without-offline',
    severity: 'warning',
    says: 'The client {client} may use the grant refresh_token and not the scope offline_access. So it never gets a refresh token.',
    fix: 'Add offline_access to its scopes, or take refresh_token out of grant_types.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(
        client.grants.includes('refresh_token') &&
          !client.scopes.includes('offline_access') &&
          !client.scopes.includes('offline'),
        { at: client.entry('grant_types')?.at ?? client.at },
      ),
    ),
  },
  {
    id: 'authelia-offline-without-refresh',
    severity: 'warning',
    says: 'The client {client} has the scope offline_access, and its grant_types lack refresh_token. The app can’t renew its tokens.',
    fix: 'Add refresh_token to grant_types.',
    source: S.clients,
    mends: 'always',
    choice: 'The app may then renew its tokens by itself.',
    find: someClient((client) =>
      hitIf(
        client.scopes.includes('offline_access') &&
          !client.scopes.includes('authelia.bearer.authz') &&
          !client.grants.includes('refresh_token'),
        {
          at: client.entry('grant_types')?.at ?? client.entry('scopes')?.at ?? client.at,
          ...(isEmpty(client.get('grant_types'))
            ? withKey(client.node, 'grant_types', ['authorization_code', 'refresh_token'])
            : withItems(client.get('grant_types'), 'refresh_token')),
        },
      ),
    ),
  },
  {
    id: 'authelia-grant-unknown',
    severity: 'error',
    says: 'The client {client} has a grant that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one grant alone is meant',
    find: eachOf('grant_types', GRANTS),
  },
  {
    id: 'authelia-response-type-unknown',
    severity: 'warning',
    says: 'The client {client} has a response type that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one type alone is meant',
    find: eachOf('response_types', RESPONSE_TYPES),
  },
  {
    id: 'authelia-response-type-no-code',
    severity: 'warning',
    says: 'The client {client} allows no response type with code. Nearly every app asks for code, and is refused.',
    fix: 'Write response_types: [code], unless the app is known to use the implicit flow.',
    source: S.clients,
    find: someClient((client) =>
      hitIf(onlyImplicit(client), { at: client.entry('response_types')?.at ?? client.at }),
    ),
  },
  {
    id: 'authelia-response-mode-unknown',
    severity: 'error',
    says: 'The client {client} has a response mode that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one mode alone is meant',
    find: eachOf('response_modes', RESPONSE_MODES),
  },
  {
    id: 'authelia-client-credentials-public',
    severity: 'error',
    says: 'The client {client} is public and has the grant client_credentials. Authelia doesn’t start.',
    fix: 'Take the grant out, or give the client a secret.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(client.isPublic && client.grants.includes('client_credentials'), {
        at: client.entry('grant_types')?.at ?? client.at,
      }),
    ),
  },
  {
    id: 'authelia-client-credentials-scopes',
    severity: 'error',
    says: 'The client {client} has the grant client_credentials, which doesn’t go with the scopes openid and offline_access. Authelia doesn’t start.',
    fix: 'Make a client of its own for client_credentials, without these scopes.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(
        client.grants.includes('client_credentials') &&
          textsOf(client.get('scopes')).some((scope) => /^(?:openid|offline|offline_access)$/.test(scope)),
        { at: client.entry('scopes')?.at ?? client.at },
      ),
    ),
  },
  {
    id: 'authelia-consent-unknown',
    severity: 'error',
    says: 'The client {client} has a consent_mode that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write {right}.',
    source: S.validator,
    mends: 'if one mode alone is meant',
    find: oneOf('consent_mode', CONSENT_MODES),
  },
  {
    id: 'authelia-pkce-method-unknown',
    severity: 'error',
    says: 'The client {client} has a pkce_challenge_method that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write S256.',
    source: S.validator,
    mends: 'if S256 is meant',
    find: someClient((client) => {
      const entry = client.entry('pkce_challenge_method');
      const value = textAt(entry?.value) ?? '';
      return hitIf(!['', 'S256', 'plain'].includes(value), {
        at: entry?.value ?? client.at,
        with: { value },
        ...(/^s(?:ha)?[-_]?256$/i.test(value) ? valued(entry?.value, 'S256') : {}),
      });
    }),
  },
  {
    id: 'authelia-pkce-method-forces',
    severity: 'warning',
    says: 'The client {client} has require_pkce: false and a pkce_challenge_method. The method demands PKCE all the same.',
    fix: 'Take pkce_challenge_method out, or write require_pkce: true.',
    source: S.clients,
    find: someClient((client) => {
      const entry = client.entry('pkce_challenge_method');
      const required = client.get('require_pkce');
      return hitIf(
        entry !== undefined &&
          !isEmpty(entry.value) &&
          required?.type === 'scalar' &&
          required.value === false,
        { at: entry?.at ?? client.at },
      );
    }),
  },
  {
    id: 'authelia-pkce-of-app',
    severity: 'warning',
    says: 'The client {client} demands PKCE, and {app} {version} doesn’t send it. Every login ends with an error.',
    fix: 'Take require_pkce and pkce_challenge_method out.',
    source: S.clients,
    find: someClient((client) => {
      const app = appOf(client);
      const demands = isTrue(client.get('require_pkce')) || !isEmpty(client.get('pkce_challenge_method'));
      const never = app !== undefined && neverSendsPkce(app);
      return hitIf(demands && never, {
        at: client.entry('require_pkce')?.at ?? client.entry('pkce_challenge_method')?.at ?? client.at,
        with: { app: app?.name, version: app?.version },
      });
    }),
  },
  {
    id: 'authelia-alg-unknown',
    severity: 'error',
    says: 'The client {client} has an algorithm under {key} that there is not: {value}. Authelia doesn’t start.',
    fix: 'Write RS256, or none where the answer isn’t to be signed.',
    source: S.validator,
    mends: 'if one algorithm alone is meant',
    find: eachClient(function* (client) {
      for (const { key, value: node } of client.node.entries) {
        if (!/_signed_response_alg$|^userinfo_signing_algorithm$/.test(key)) continue;
        const value = textAt(node);
        const none = key !== 'id_token_signed_response_alg' && value === 'none';
        if (value !== undefined && value !== '' && !none && !ALGORITHMS.includes(value))
          yield { at: node, with: { key, value }, ...valued(node, meant(value, ALGORITHMS)) };
      }
    }),
  },
  {
    id: 'authelia-userinfo-signed',
    severity: 'warning',
    says: 'The client {client} gets its userinfo as a signed token. Most apps read plain JSON there and fail.',
    fix: 'Write userinfo_signed_response_alg: none, unless the app asks for signed userinfo.',
    source: S.clients,
    find: someClient((client) => {
      const value = client.text('userinfo_signed_response_alg') ?? '';
      return hitIf(/^(?:RS|PS|ES)\d{3}$/.test(value), {
        at: client.entry('userinfo_signed_response_alg')?.at ?? client.at,
      });
    }),
  },
  {
    id: 'authelia-id-token-encrypted',
    severity: 'warning',
    since: '4.39',
    says: 'The ID token of the client {client} is encrypted. Hardly any app can read that.',
    fix: 'Take id_token_encrypted_response_alg out, unless the app asks for it.',
    source: S.clients,
    find: someClient((client) => {
      const value = client.text('id_token_encrypted_response_alg');
      return hitIf(value !== undefined && value !== '' && value !== 'none', {
        at: client.entry('id_token_encrypted_response_alg')?.at ?? client.at,
      });
    }),
  },
];

const onlyImplicit = (client: AutheliaClient): boolean => {
  const types = textsOf(client.get('response_types'));
  return (
    types.length > 0 &&
    types.every((type) => (RESPONSE_TYPES as readonly string[]).includes(type) && !type.includes('code'))
  );
};

/** True if no version of the app and no setting makes it send PKCE. */
export function neverSendsPkce({ profile }: KnownApp): boolean {
  const { pkce } = profile.traits;
  return typeof pkce === 'string' ? pkce === 'none' : pkce.every(({ value }) => value === 'none');
}

/** Also for what lies outside a client. */
export const clientsWithApp = (config: Config) =>
  config.clients.flatMap((client) => {
    const app = appOf(client);
    return app === undefined ? [] : [{ client, app }];
  });

/** The entry of a key of the OpenID Connect part. */
export const oidcEntry = ({ oidc }: Config, key: string) => entryOf(oidc, key);
