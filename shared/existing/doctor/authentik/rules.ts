import type { Source } from '../../../catalog/fact.ts';
import { profileSource } from '../../../catalog/facts-of.ts';
import { builtInProvider } from '../../../profile/built-in.ts';
import { nearest } from '../../../workspace/nearest.ts';
import { isNameLike } from '../../../workspace/problem.ts';
import { secretForm } from '../authelia/digest.ts';
import { appOfClient, demandedClaims, type KnownApp } from '../known-app.ts';
import { isPattern, redirectFlaw } from '../redirect.ts';
import type { Hit, Rule } from '../rule.ts';
import { child, entryOf, isDynamic, isEmpty, itemsOf, type Node, textAt } from '../tree.ts';
import {
  APPLICATION_MODEL,
  type AuthentikFiles,
  type AuthentikObject,
  BINDING_MODEL,
  blueprintEntries,
  labelOf,
  lookedUp,
  MAPPING_MODEL,
  PROVIDER_MODEL,
  referenceOf,
  referencesTo,
} from './objects.ts';

const said = (id: string): Source => profileSource(builtInProvider('authentik')!, id);
const S = {
  applications: said('applications'),
  blueprints: said('blueprints'),
  code: said('code'),
  grantTypes: said('grant_types'),
  redirectUris: said('redirect_uris'),
  release202410: said('release202410'),
  release202510: said('release202510'),
  release20262: said('release20262'),
  release20268: said('release20268'),
  ui: said('ui'),
  bindings: {
    title: 'authentik source: bindings of policies, groups and users',
    ref: 'goauthentik/authentik authentik/policies/api/bindings.py',
    certainty: 'code',
  },
  reader: {
    title: 'authentik source: reading of blueprints',
    ref: 'goauthentik/authentik authentik/blueprints/v1/importer.py',
    certainty: 'code',
  },
  schema: {
    title: 'authentik: schema of blueprints, 2026.5',
    ref: 'goauthentik/authentik blueprints/schema.json@version/2026.5.0-rc1',
    certainty: 'code',
  },
  regex: {
    title: 'authentik issue: a redirect URI that is a pattern and doesn’t match itself',
    ref: 'goauthentik/authentik#5919',
    certainty: 'issue',
  },
} as const satisfies Record<string, Source>;

const PROVIDER_KEYS = [
  'name',
  'authentication_flow',
  'authorization_flow',
  'invalidation_flow',
  'property_mappings',
  'client_type',
  'client_id',
  'client_secret',
  'secret',
  'grant_types',
  'access_code_validity',
  'access_token_validity',
  'refresh_token_validity',
  'refresh_token_threshold',
  'include_claims_in_id_token',
  'signing_key',
  'encryption_key',
  'redirect_uris',
  'logout_uri',
  'logout_method',
  'backchannel_logout_uri',
  'sub_mode',
  'issuer_mode',
  'jwks_sources',
  'jwt_federation_sources',
  'jwt_federation_providers',
];
const APPLICATION_KEYS = [
  'name',
  'slug',
  'provider',
  'backchannel_providers',
  'open_in_new_tab',
  'meta_launch_url',
  'meta_icon',
  'meta_description',
  'meta_publisher',
  'meta_hide',
  'policy_engine_mode',
  'group',
  'icon',
];
const BINDING_KEYS = [
  'policy',
  'group',
  'user',
  'target',
  'negate',
  'enabled',
  'order',
  'timeout',
  'failure_result',
];
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  [PROVIDER_MODEL]: PROVIDER_KEYS,
  [APPLICATION_MODEL]: APPLICATION_KEYS,
  [BINDING_MODEL]: BINDING_KEYS,
};
const MODELS = [PROVIDER_MODEL, APPLICATION_MODEL, BINDING_MODEL, MAPPING_MODEL, 'authentik_core.group'];
const STATES = ['present', 'created', 'must_created', 'absent'];
const SUB_MODES = ['hashed_user_id', 'user_id', 'user_uuid', 'user_username', 'user_email', 'user_upn'];
const RESERVED_SLUGS = ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'];
const MANAGED = 'goauthentik.io/providers/oauth2/scope-';

type Files = AuthentikFiles;

const eachProvider = (find: (provider: AuthentikObject, files: Files) => Iterable<Hit>) =>
  function* (files: Files): Generator<Hit> {
    for (const provider of files.providers)
      for (const hit of find(provider, files))
        yield { ...hit, with: { provider: labelOf(provider), ...hit.with } };
  };

const someProvider = (find: (provider: AuthentikObject, files: Files) => Hit | undefined) =>
  eachProvider(function* (provider, files) {
    const hit = find(provider, files);
    if (hit !== undefined) yield hit;
  });

const hitIf = (holds: boolean, hit: Hit): Hit | undefined => (holds ? hit : undefined);

/** True if an entry changes an object that exists: what it leaves out stays as it is. */
const isPartial = (one: AuthentikObject): boolean =>
  one.form === 'blueprint' && entryOf(one.identifiers, 'pk') !== undefined;

interface Redirect {
  readonly node: Node;
  readonly mode: string | undefined;
  readonly url: string;
}

function redirectsOf(provider: AuthentikObject): readonly Redirect[] {
  const node = provider.get('redirect_uris');
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) => {
    const url = textAt(child(item, 'url'));
    return item.type === 'map' && url !== undefined
      ? [{ node: item, mode: textAt(child(item, 'matching_mode')), url }]
      : [];
  });
}

const eachRedirect = (find: (redirect: Redirect) => boolean) =>
  eachProvider(function* (provider) {
    for (const redirect of redirectsOf(provider))
      if (find(redirect)) yield { at: redirect.node, with: { uri: redirect.url } };
  });

/** True if a pattern lets in any address of its scheme. */
const matchesAll = (url: string): boolean =>
  /^\^?(?:https?(?:\?|:|\(s\)\?)?.{0,6})?\.[*+]\$?$/.test(url) ||
  url === '*' ||
  /^\^?https\?:\/\/\.[*+]/.test(url);

/**
 * True if the pattern doesn't match the address that it is written as: a bare ? or + in an address without other signs of
 * a pattern. Not tried out, because a pattern of a file may take for ever.
 */
const missesItself = (url: string): boolean =>
  /[a-z0-9/=&][?+][a-z]/i.test(url) && !/\\|\.[*+]|[()[\]|]/.test(url);

const appOf = (provider: AuthentikObject, files: Files): KnownApp | undefined => {
  const application = files.applicationOf.get(provider);
  const own = provider.text('name')?.replace(/^Provider for /i, '');
  return appOfClient(
    [application?.text('name'), application?.text('slug'), own, provider.text('client_id')],
    redirectsOf(provider).map(({ url }) => url),
  );
};

const textOfTagged = (node: Node): string | undefined =>
  node.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

const byReference = new WeakMap<Files, ReadonlyMap<string, AuthentikObject>>();

function mappingsOf(files: Files): ReadonlyMap<string, AuthentikObject> {
  const known = byReference.get(files);
  if (known) return known;
  const made = new Map(files.mappings.flatMap((one) => referencesTo(one).map((to) => [to, one] as const)));
  byReference.set(files, made);
  return made;
}

/** The scopes of a provider's mappings, as far as the file says which they are; undefined for one that it doesn't. */
function scopesOf(provider: AuthentikObject, files: Files): readonly (string | undefined)[] {
  const node = provider.get('property_mappings');
  return itemsOf(node).map((item) => {
    const found = lookedUp(item);
    if (found?.field === 'managed')
      return found.value?.startsWith(MANAGED) ? found.value.slice(MANAGED.length) : undefined;
    if (found?.field === 'scope_name') return found.value;
    const reference = referenceOf(item);
    const mapping = reference === undefined ? undefined : mappingsOf(files).get(reference);
    if (mapping !== undefined) return mapping.text('scope_name');
    return /OpenID 'openid'/.test(found?.value ?? '')
      ? 'openid'
      : /'(email|profile|offline_access)'/.exec(found?.value ?? '')?.[1];
  });
}

/** True if all mappings of a provider are known, and there are some. */
const allKnown = (scopes: readonly (string | undefined)[]): scopes is readonly string[] =>
  scopes.length > 0 && !scopes.includes(undefined);

const usesManagedEmail = (provider: AuthentikObject): boolean =>
  itemsOf(provider.get('property_mappings')).some((item) => lookedUp(item)?.value === `${MANAGED}email`);

function* entriesOf({ roots }: Files): Generator<Node> {
  for (const { form, root } of roots) if (form === 'blueprint') yield* blueprintEntries(root);
}

const setCount = (binding: AuthentikObject): number =>
  ['policy', 'group', 'user'].filter((key) => binding.entry(key) !== undefined && !isEmpty(binding.get(key)))
    .length;

/** What a node says, for comparing targets: the text between its ends. */
const sourceOf = (node: Node | undefined): string =>
  node === undefined ? '' : node.file.source.text.slice(node.start, node.end).replace(/\s+/g, ' ');

const oneOfText = (key: string, known: readonly string[]) =>
  someProvider((provider) => {
    const value = provider.text(key);
    return hitIf(value !== undefined && value !== '' && !known.includes(value), {
      at: provider.entry(key)?.at ?? provider.at,
      with: { value, right: nearest(value ?? '', known) ?? known.join(', ') },
    });
  });

/** Rules about blueprints and exports of authentik. */
export const AUTHENTIK: readonly Rule<Files>[] = [
  {
    id: 'authentik-redirects-empty',
    severity: 'warning',
    says: 'The provider {provider} has no redirect URI. authentik takes the first one that anybody sends and keeps it.',
    fix: 'Add one strict entry with the redirect URI of the app.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('redirect_uris')), {
        at: provider.entry('redirect_uris')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-redirect-any',
    severity: 'error',
    says: 'The provider {provider} sends codes to any address: the pattern {uri} matches everything. Whoever makes a person click a link gets into the app.',
    fix: 'Write one strict entry with the redirect URI of the app.',
    source: S.redirectUris,
    find: eachRedirect(({ mode, url }) => mode === 'regex' && matchesAll(url)),
  },
  {
    id: 'authentik-redirect-strict-pattern',
    severity: 'error',
    since: '2024.10',
    says: 'The provider {provider} has {uri} as a strict entry, and it looks like a pattern. It is compared character by character and never matches.',
    fix: 'Write the address itself, without escapes and stars.',
    source: S.redirectUris,
    find: eachRedirect(({ mode, url }) => mode === 'strict' && isPattern(url)),
  },
  {
    id: 'authentik-redirect-misses-itself',
    severity: 'error',
    says: 'The provider {provider} has {uri} as a pattern, and a sign in it, such as ?, means something else there. The address itself doesn’t match.',
    fix: 'Choose matching_mode: strict, or put a backslash in front of the sign.',
    source: S.regex,
    find: eachRedirect(({ mode, url }) => mode === 'regex' && !matchesAll(url) && missesItself(url)),
  },
  {
    id: 'authentik-redirect-bare-dots',
    severity: 'warning',
    says: 'The provider {provider} has {uri} as a pattern with bare dots. A dot matches any character, so other hosts match, too.',
    fix: 'Choose matching_mode: strict, or write \\. for each dot.',
    source: S.redirectUris,
    find: eachRedirect(
      ({ mode, url }) =>
        mode === 'regex' &&
        !matchesAll(url) &&
        !missesItself(url) &&
        /^\^?https?:\/\/[^/]*[a-z0-9]\.[a-z]/i.test(url),
    ),
  },
  {
    id: 'authentik-redirect-old-form',
    severity: 'error',
    since: '2024.10',
    says: 'The redirect URIs of the provider {provider} are a text. Since 2024.8.5 and 2024.10.3 they are a list with matching_mode and url, and a text is refused.',
    fix: 'Write a list: matching_mode: strict and url for each address.',
    source: S.redirectUris,
    find: someProvider((provider) => {
      const node = provider.get('redirect_uris');
      const old =
        node?.type === 'list'
          ? node.items.some((item) => textAt(item) !== undefined)
          : (textAt(node) ?? '') !== '';
      return hitIf(old, { at: provider.entry('redirect_uris')?.at ?? provider.at });
    }),
  },
  {
    id: 'authentik-redirect-mode',
    severity: 'error',
    since: '2024.10',
    says: 'A redirect URI of the provider {provider} has no matching_mode that there is.',
    fix: 'Write matching_mode: strict.',
    source: S.schema,
    find: eachProvider(function* (provider) {
      const node = provider.get('redirect_uris');
      if (node?.type !== 'list') return;
      for (const item of node.items) {
        const mode = entryOf(item, 'matching_mode');
        if (
          item.type === 'map' &&
          !isDynamic(mode?.value) &&
          !['strict', 'regex'].includes(textAt(mode?.value) ?? '')
        )
          yield { at: mode?.at ?? item };
      }
    }),
  },
  {
    id: 'authentik-redirect-broken',
    severity: 'error',
    says: 'The redirect URI {uri} of the provider {provider} has no scheme or has a blank in it. It never matches.',
    fix: 'Write the whole address as the app sends it.',
    source: S.code,
    find: eachRedirect(
      ({ mode, url }) => mode !== 'regex' && ['blank', 'no-scheme'].includes(redirectFlaw(url) ?? ''),
    ),
  },
  {
    id: 'authentik-redirect-forbidden-scheme',
    severity: 'error',
    says: 'The provider {provider} has the redirect URI {uri}, a scheme that authentik refuses.',
    fix: 'Write the https address of the app.',
    source: S.code,
    find: eachRedirect(({ url }) => /^\s*(?:javascript|data|vbscript):/i.test(url)),
  },
  {
    id: 'authentik-redirect-http',
    severity: 'warning',
    says: 'The redirect URI {uri} of the provider {provider} is http. An app behind https sends https, and over http the code can be read on its way.',
    fix: 'Write https, and let the proxy tell the app that it is reached by https.',
    source: S.code,
    find: eachRedirect(({ mode, url }) => mode !== 'regex' && redirectFlaw(url) === 'http'),
  },
  {
    id: 'authentik-redirect-of-app',
    severity: 'warning',
    says: 'No redirect URI of the provider {provider} is one that {app} sends. It comes back to {right}.',
    fix: 'Register the address of the app with {right} at its end.',
    source: S.code,
    find: someProvider((provider, files) => {
      const app = appOf(provider, files);
      const strict = redirectsOf(provider).filter(
        ({ mode, url }) => mode === 'strict' && redirectFlaw(url) === undefined,
      );
      return hitIf(
        app !== undefined &&
          app.callbacks.length > 0 &&
          strict.length > 0 &&
          strict.length === itemsOf(provider.get('redirect_uris')).length &&
          !strict.some(({ url }) => app.callbacks.some(({ matches }) => matches.test(url))),
        {
          at: provider.entry('redirect_uris')?.at ?? provider.at,
          with: {
            app: app?.name,
            right: app?.callbacks
              .map(({ shown }) => shown.replace(/\{settings\.[^}]*\}/g, '…'))
              .slice(0, 2)
              .join(' or '),
          },
        },
      );
    }),
  },
  {
    id: 'authentik-no-signing-key',
    severity: 'warning',
    says: 'The provider {provider} has no signing key. Its tokens are signed with the client secret (HS256), and its list of keys is empty; most apps refuse that.',
    fix: 'Choose an RSA key, such as “authentik Self-signed Certificate”.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('signing_key')), {
        at: provider.entry('signing_key')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-encryption-key',
    severity: 'warning',
    since: '2024.10',
    says: 'The provider {provider} has an encryption key, so its ID tokens are encrypted. Hardly any app can read that.',
    fix: 'Leave it empty, unless the app asks for encrypted tokens.',
    source: S.release202410,
    find: someProvider((provider) =>
      hitIf(provider.entry('encryption_key') !== undefined && !isEmpty(provider.get('encryption_key')), {
        at: provider.entry('encryption_key')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-no-mappings',
    severity: 'error',
    says: 'The provider {provider} has no property mappings. The app gets no scope, not even openid, and no name or e-mail address.',
    fix: 'Add the mappings for openid, email and profile.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('property_mappings')), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-no-openid-mapping',
    severity: 'warning',
    says: 'The property mappings of the provider {provider} lack the one for openid.',
    fix: 'Add the mapping goauthentik.io/providers/oauth2/scope-openid.',
    source: S.code,
    find: someProvider((provider, files) => {
      const scopes = scopesOf(provider, files);
      return hitIf(allKnown(scopes) && !scopes.includes('openid'), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
      });
    }),
  },
  {
    id: 'authentik-mapping-of-app',
    severity: 'warning',
    says: 'The provider {provider} lacks the mapping for {scopes}, and {app} needs what comes with it.',
    fix: 'Add the mapping for {scopes}.',
    source: S.code,
    find: someProvider((provider, files) => {
      const scopes = scopesOf(provider, files);
      const app = appOf(provider, files);
      const needed =
        app === undefined ? [] : demandedClaims(app).filter(({ scope }) => /^(?:email|profile)$/.test(scope));
      const lacking = [...new Set(needed.map(({ scope }) => scope))].filter(
        (scope) => !scopes.includes(scope),
      );
      return hitIf(allKnown(scopes) && lacking.length > 0, {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        with: { app: app?.name, scopes: lacking.join(', ') },
      });
    }),
  },
  {
    id: 'authentik-mapping-twice',
    severity: 'warning',
    says: 'The provider {provider} has two mappings for the scope {scope}. Which of them decides isn’t defined.',
    fix: 'Keep one of them.',
    source: S.code,
    find: eachProvider(function* (provider, files) {
      const seen = new Set<string>();
      const scopes = scopesOf(provider, files);
      for (const [index, item] of itemsOf(provider.get('property_mappings')).entries()) {
        const scope = scopes[index];
        if (scope === undefined) continue;
        if (seen.has(scope)) yield { at: item, with: { scope } };
        seen.add(scope);
      }
    }),
  },
  {
    id: 'authentik-email-unverified',
    severity: 'warning',
    since: '2025.10',
    says: 'The provider {provider} uses authentik’s own mapping for email, which says email_verified: false since 2025.10. {app} refuses such an address.',
    fix: 'Use a mapping of your own for the scope email that returns email_verified: True, if nobody can set another’s address.',
    source: S.release202510,
    find: someProvider((provider, files) => {
      const app = appOf(provider, files);
      const strict =
        app !== undefined &&
        demandedClaims(app).some(({ claim, rule }) => claim === 'email_verified' && rule === 'verified');
      return hitIf(strict && usesManagedEmail(provider), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        with: { app: app?.name },
      });
    }),
  },
  {
    id: 'authentik-grant-types-missing',
    severity: 'error',
    since: '2026.5',
    says: 'The provider {provider} has no grant_types. From 2026.5 on every login then ends with “The request is otherwise malformed”.',
    fix: 'Add grant_types: [authorization_code, refresh_token]. Older versions pass over it.',
    source: S.grantTypes,
    find: someProvider((provider) =>
      hitIf(
        !isPartial(provider) &&
          isEmpty(provider.get('grant_types')) &&
          // What the API of an older version answers has no such key.
          (provider.form === 'blueprint' || provider.entry('grant_types') !== undefined),
        { at: provider.entry('grant_types')?.at ?? provider.at },
      ),
    ),
  },
  {
    id: 'authentik-grant-types-no-code',
    severity: 'error',
    since: '2026.5',
    says: 'The grant_types of the provider {provider} lack authorization_code, with which every app signs people in.',
    fix: 'Add authorization_code.',
    source: S.grantTypes,
    find: someProvider((provider) => {
      const grants = itemsOf(provider.get('grant_types'));
      const known = grants.map((item) => textAt(item));
      return hitIf(
        grants.length > 0 &&
          !known.includes(undefined) &&
          !known.includes('authorization_code') &&
          !known.includes('client_credentials'),
        { at: provider.entry('grant_types')?.at ?? provider.at },
      );
    }),
  },
  {
    id: 'authentik-flow-missing',
    severity: 'error',
    says: 'The provider {provider} has no {flow}, and authentik refuses it.',
    fix: 'Add {flow}: !Find [authentik_flows.flow, [slug, {slug}]].',
    source: S.schema,
    find: eachProvider(function* (provider) {
      if (isPartial(provider) || provider.form === 'api') return;
      if (isEmpty(provider.get('authorization_flow')))
        yield {
          at: provider.entry('authorization_flow')?.at ?? provider.at,
          with: { flow: 'authorization_flow', slug: 'default-provider-authorization-implicit-consent' },
        };
      if (isEmpty(provider.get('invalidation_flow')))
        yield {
          at: provider.entry('invalidation_flow')?.at ?? provider.at,
          with: { flow: 'invalidation_flow', slug: 'default-provider-invalidation-flow' },
        };
    }),
  },
  {
    id: 'authentik-client-type',
    severity: 'error',
    says: 'The provider {provider} has a client_type that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    find: oneOfText('client_type', ['confidential', 'public']),
  },
  {
    id: 'authentik-sub-mode',
    severity: 'error',
    says: 'The provider {provider} has a sub_mode that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    find: oneOfText('sub_mode', SUB_MODES),
  },
  {
    id: 'authentik-issuer-mode',
    severity: 'error',
    says: 'The provider {provider} has an issuer_mode that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    find: oneOfText('issuer_mode', ['per_provider', 'global']),
  },
  {
    id: 'authentik-issuer-global',
    severity: 'warning',
    says: 'The provider {provider} has issuer_mode: global. Its issuer isn’t the beginning of its discovery address then, and many apps refuse that.',
    fix: 'Write issuer_mode: per_provider, and give the app the issuer with the slug of the application.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(provider.text('issuer_mode') === 'global', {
        at: provider.entry('issuer_mode')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-claims-not-in-id-token',
    severity: 'warning',
    says: 'The provider {provider} keeps the claims out of the ID token, and {app} reads them there.',
    fix: 'Write include_claims_in_id_token: true.',
    source: S.code,
    find: someProvider((provider, files) => {
      const node = provider.get('include_claims_in_id_token');
      const app = appOf(provider, files);
      return hitIf(
        node?.type === 'scalar' && node.value === false && app?.traits.claims_from === 'id_token',
        {
          at: provider.entry('include_claims_in_id_token')?.at ?? provider.at,
          with: { app: app?.name },
        },
      );
    }),
  },
  {
    id: 'authentik-validity',
    severity: 'error',
    says: '{key} of the provider {provider} is no span that authentik reads.',
    fix: 'Write words such as minutes=10 or hours=1;minutes=30.',
    source: S.code,
    find: eachProvider(function* (provider) {
      for (const key of [
        'access_code_validity',
        'access_token_validity',
        'refresh_token_validity',
        'refresh_token_threshold',
      ]) {
        const value = provider.text(key);
        const span =
          /^(?:(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=[\d.]+)(?:;(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=[\d.]+)*;?$/;
        if (value !== undefined && value !== '' && !span.test(value))
          yield { at: provider.entry(key)!.at, with: { key } };
      }
    }),
  },
  {
    id: 'authentik-client-id-twice',
    severity: 'error',
    says: 'Two providers have the client id {id}, which has to be unique in authentik.',
    fix: 'Give each provider its own client id.',
    source: S.code,
    *find({ providers }) {
      const seen = new Set<string>();
      for (const provider of providers) {
        const id = provider.text('client_id');
        if (id === undefined) continue;
        if (seen.has(id)) yield { at: provider.entry('client_id')!.at, with: { id } };
        seen.add(id);
      }
    },
  },
  {
    id: 'authentik-client-id-characters',
    severity: 'error',
    since: '2026.8',
    says: 'The client id of the provider {provider} has a character that authentik refuses from 2026.8 on, or more than 255.',
    fix: 'Use only printable ASCII characters, best only letters and digits.',
    source: S.release20268,
    find: someProvider((provider) => {
      const id = provider.text('client_id') ?? '';
      return hitIf(/[^\x20-\x7e]/.test(id) || id.length > 255, {
        at: provider.entry('client_id')?.at ?? provider.at,
      });
    }),
  },
  {
    id: 'authentik-secret-is-digest',
    severity: 'error',
    says: 'The client secret of the provider {provider} is a digest. authentik keeps the secret in clear, so the app would have to send the digest.',
    fix: 'Write the clear secret, the same as in the app.',
    source: S.code,
    find: someProvider((provider) => {
      const form = secretForm(provider.text('client_secret') ?? '');
      return hitIf(
        ['digest', 'short', 'malformed'].includes(form) &&
          /^\$[a-z0-9-]+\$/.test(provider.text('client_secret') ?? ''),
        {
          at: provider.entry('client_secret')?.at ?? provider.at,
        },
      );
    }),
  },
  {
    id: 'authentik-secret-percent',
    severity: 'warning',
    since: '2026.2',
    says: 'The client secret of the provider {provider} has a % in it. From 2026.2 on authentik decodes it in Basic authentication, and an app that doesn’t encode it is refused.',
    fix: 'Take a secret of letters and digits only.',
    source: S.release20262,
    find: someProvider((provider) =>
      hitIf(/%[0-9A-Fa-f]{2}/.test(provider.text('client_secret') ?? ''), {
        at: provider.entry('client_secret')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-slug',
    severity: 'error',
    says: 'The slug {slug} can’t be one: authentik keeps the name for itself, or a character in it is refused.',
    fix: 'Use letters, digits, - and _, and none of authorize, token, device, userinfo, introspect, revoke.',
    source: S.ui,
    *find(files) {
      for (const application of files.applications) {
        const slug = application.text('slug');
        if (slug !== undefined && (RESERVED_SLUGS.includes(slug) || !/^[-a-zA-Z0-9_]+$/.test(slug)))
          yield { at: application.entry('slug')!.at, with: { slug } };
      }
    },
  },
  {
    id: 'authentik-provider-alone',
    severity: 'warning',
    says: 'No application in the file uses the provider {provider}. Without one it has no issuer, and its discovery address doesn’t answer.',
    fix: 'Add an entry authentik_core.application with this provider.',
    source: S.applications,
    *find(files) {
      // A file of providers only is for applications that exist, and one look-up may be any provider.
      const { applications, applicationOf, providers } = files;
      if (applications.length === 0 || applications.some((one) => !isClear(one.get('provider')))) return;
      for (const provider of providers)
        if (provider.form === 'blueprint' && !applicationOf.has(provider))
          yield { at: provider.at, with: { provider: labelOf(provider) } };
    },
  },
  {
    id: 'authentik-application-alone',
    severity: 'warning',
    says: 'The application {application} has no provider, so nobody can sign in to it through OpenID Connect.',
    fix: 'Write provider: !KeyOf and the id of the provider’s entry.',
    source: S.applications,
    *find(files) {
      if (files.providers.length === 0) return;
      for (const application of files.applications)
        if (
          application.form === 'blueprint' &&
          application.entry('provider') === undefined &&
          !isPartial(application)
        )
          yield { at: application.at, with: { application: labelOf(application) } };
    },
  },
  {
    id: 'authentik-key-of-unknown',
    severity: 'error',
    says: '!KeyOf names {id}, and no entry before it has that id.',
    fix: 'Give the entry this id, and put it before the one that names it.',
    source: S.blueprints,
    *find({ objects, roots }) {
      for (const { form, root } of roots) {
        if (form !== 'blueprint') continue;
        const known = new Set<string>();
        for (const one of objects) {
          if (one.node.file !== root.file) continue;
          for (const node of taggedIn(one.node, '!KeyOf')) {
            const id = textOfTagged(node);
            if (id !== undefined && !known.has(id)) yield { at: node, with: { id } };
          }
          if (one.id !== undefined) known.add(one.id);
        }
      }
    },
  },
  {
    id: 'authentik-binding-empty',
    severity: 'error',
    says: 'A binding has neither policy nor group nor user, and the import fails.',
    fix: 'Set one of the three. A group that !Find doesn’t find counts as none.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings)
        if (setCount(binding) === 0 && !isPartial(binding)) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-of-two',
    severity: 'error',
    says: 'A binding has more than one of policy, group and user, and the import fails.',
    fix: 'Make a binding for each of them.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings) if (setCount(binding) > 1) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-without-target',
    severity: 'error',
    says: 'A binding has no target, so it binds nothing, and the import fails.',
    fix: 'Write target: !KeyOf and the id of the application’s entry.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings)
        if (isEmpty(binding.get('target')) && !isPartial(binding)) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-order-twice',
    severity: 'error',
    says: 'Two bindings have the same target and the same order {order}. The second one changes the first.',
    fix: 'Give each binding of a target its own order.',
    source: S.reader,
    *find(files) {
      const seen = new Set<string>();
      for (const { form, identifiers, node } of files.objects) {
        if (form !== 'blueprint' || textAt(child(node, 'model')) !== BINDING_MODEL) continue;
        const order = textAt(child(identifiers, 'order'));
        const same = `${node.file.name}\n${sourceOf(child(identifiers, 'target'))}\n${order}`;
        if (order !== undefined && seen.has(same))
          yield { at: entryOf(identifiers, 'order')!.at, with: { order } };
        seen.add(same);
      }
    },
  },
  {
    id: 'authentik-binding-off',
    severity: 'warning',
    says: 'A binding is not enabled, so it keeps nobody out.',
    fix: 'Write enabled: true, or take the binding out.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings) {
        const node = binding.get('enabled');
        if (node?.type === 'scalar' && node.value === false) yield { at: binding.entry('enabled')!.at };
      }
    },
  },
  {
    id: 'authentik-all-groups',
    severity: 'warning',
    says: 'The application {application} has policy_engine_mode: all and {count} bindings of groups: only people who are in every one of these groups get in.',
    fix: 'Write policy_engine_mode: any, if one of the groups is enough.',
    source: S.applications,
    *find(files) {
      const groups = new Map<string, number>();
      for (const binding of files.bindings) {
        const target = isEmpty(binding.get('group')) ? undefined : referenceOf(binding.get('target'));
        if (target !== undefined) groups.set(target, (groups.get(target) ?? 0) + 1);
      }
      for (const application of files.applications) {
        const mode = application.entry('policy_engine_mode');
        if (textAt(mode?.value) !== 'all') continue;
        const count = referencesTo(application).reduce((sum, to) => sum + (groups.get(to) ?? 0), 0);
        if (count > 1) yield { at: mode!.at, with: { application: labelOf(application), count } };
      }
    },
  },
  {
    id: 'authentik-version',
    severity: 'error',
    says: 'The blueprint doesn’t say version: 1, and authentik refuses it.',
    fix: 'Write version: 1 as its first line.',
    source: S.reader,
    *find({ roots }) {
      for (const { form, root } of roots) {
        if (form !== 'blueprint' || root.type !== 'map' || entryOf(root, 'entries') === undefined) continue;
        const version = entryOf(root, 'version');
        if (textAt(version?.value) !== '1') yield { at: version?.at ?? root };
      }
    },
  },
  {
    id: 'authentik-entry-without-model',
    severity: 'error',
    says: 'An entry of the blueprint has no model, and authentik refuses the whole file.',
    fix: 'Write the model, such as authentik_core.application.',
    source: S.reader,
    *find(files) {
      for (const entry of entriesOf(files))
        if (entry.type === 'map' && isEmpty(child(entry, 'model'))) yield { at: entry };
    },
  },
  {
    id: 'authentik-model-unknown',
    severity: 'error',
    says: 'There is no model {model}.',
    fix: 'Write {right}.',
    source: S.schema,
    *find(files) {
      for (const entry of entriesOf(files)) {
        const model = textAt(child(entry, 'model'));
        const right = model === undefined || MODELS.includes(model) ? undefined : nearest(model, MODELS);
        const close =
          right !== undefined && Math.abs(right.length - model!.length) <= 3 && far(model!, right) <= 3;
        if (close) yield { at: entryOf(entry, 'model')!.at, with: { model, right } };
      }
    },
  },
  {
    id: 'authentik-entry-without-identifiers',
    severity: 'error',
    says: 'An entry of the blueprint has no identifiers, and authentik refuses the whole file.',
    fix: 'Write what the object is found by: name for a provider, slug for an application, target and order for a binding.',
    source: S.reader,
    *find(files) {
      for (const entry of entriesOf(files)) {
        const model = textAt(child(entry, 'model')) ?? '';
        if (
          entry.type === 'map' &&
          isEmpty(child(entry, 'identifiers')) &&
          model !== '' &&
          !model.startsWith('authentik_blueprints.')
        )
          yield { at: entryOf(entry, 'model')?.at ?? entry };
      }
    },
  },
  {
    id: 'authentik-entry-id-twice',
    severity: 'error',
    says: 'Two entries have the id {id}, and !KeyOf names it: it finds only one of them.',
    fix: 'Give each entry its own id.',
    source: S.blueprints,
    *find({ objects, roots }) {
      const seen = new Set<string>();
      const named = new Set(
        roots.flatMap(({ root }) =>
          [...taggedIn(root, '!KeyOf')].map((node) => `${root.file.name}\n${textOfTagged(node) ?? ''}`),
        ),
      );
      for (const { id, node, form } of objects) {
        if (id === undefined || form !== 'blueprint') continue;
        const same = `${node.file.name}\n${id}`;
        if (seen.has(same) && named.has(same)) yield { at: entryOf(node, 'id')!.at, with: { id } };
        seen.add(same);
      }
    },
  },
  {
    id: 'authentik-state',
    severity: 'error',
    says: 'An entry has a state that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.blueprints,
    *find(files) {
      for (const entry of entriesOf(files)) {
        const state = entryOf(entry, 'state');
        const value = textAt(state?.value);
        if (value !== undefined && !STATES.includes(value))
          yield { at: state!.at, with: { value, right: nearest(value, STATES) ?? STATES.join(', ') } };
      }
    },
  },
  {
    id: 'authentik-attr-misspelt',
    severity: 'warning',
    says: 'There is no {key} in {model}. authentik passes over it without a word.',
    fix: 'Write {right}, if that is meant.',
    source: S.schema,
    *find({ objects }) {
      for (const { form, model, attrs } of objects) {
        const known = model === undefined ? undefined : KEYS_OF[model];
        if (form !== 'blueprint' || known === undefined || attrs?.type !== 'map') continue;
        for (const { key, at } of attrs.entries) {
          const right = known.includes(key) ? undefined : nearest(key, known);
          if (right !== undefined && isNameLike(key)) yield { at, with: { key, model, right } };
        }
      }
    },
  },
  {
    id: 'authentik-file-ending',
    severity: 'warning',
    says: 'The name of the blueprint ends in .yml. authentik finds only files that end in .yaml in the folder that is mounted.',
    fix: 'Name it .yaml, unless you import it by hand.',
    source: S.blueprints,
    *find({ roots }) {
      for (const { form, root } of roots)
        if (
          form === 'blueprint' &&
          root.type === 'map' &&
          /\.yml$/i.test(root.file.name) &&
          entryOf(root, 'entries')
        )
          yield { at: root };
    },
  },
];

/** True if the file says what it is: no look-up whose answer only authentik knows. */
const isClear = (node: Node | undefined): boolean =>
  node === undefined || isEmpty(node) || node.tag === '!KeyOf' || lookedUp(node)?.value !== undefined;

/** Every node below with this tag, in order, each once. */
function* taggedIn(root: Node, tag: string): Generator<Node> {
  const seen = new Set<Node>();
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.tag === tag) yield node;
    const below =
      node.type === 'map' ? node.entries.map(({ value }) => value) : node.type === 'list' ? node.items : [];
    for (let index = below.length - 1; index >= 0; index--) open.push(below[index]!);
  }
}

/** How many characters differ at the same place, and in length. */
const far = (one: string, other: string): number => {
  let least = Math.abs(one.length - other.length);
  for (let index = 0; index < Math.min(one.length, other.length); index++)
    if (one[index] !== other[index]) least++;
  return Math.min(
    least,
    other.length - common(one, other) - common([...one].reverse().join(''), [...other].reverse().join('')),
  );
};

const common = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
};
