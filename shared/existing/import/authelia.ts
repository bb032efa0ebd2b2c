import { atLeast } from '../../version.ts';
import type { AutheliaClient, AutheliaConfiguration } from '../doctor/authelia/configuration.ts';
import type { KnownVariables } from '../doctor/settings/interpolate.ts';
import { child, isDynamic, isTrue, itemsOf, type Node, textAt, textsOf } from '../doctor/tree.ts';
import { isDefault, spanOf } from './authelia-defaults.ts';
import { filled, filledTexts, toldElsewhere } from './filled.ts';
import { type FoundClient, type FoundProvider, type FoundSecret, foundAt, type Leftover } from './found.ts';
import { secretText } from './secret-text.ts';

/** What a workspace says of a client, each read by a function of its own. */
const CLIENT_KEYS: ReadonlySet<string> = new Set([
  'client_id',
  'client_name',
  'client_secret',
  'public',
  'authorization_policy',
  'consent_mode',
  'pre_configured_consent_duration',
  'redirect_uris',
  'scopes',
  'token_endpoint_auth_method',
  'require_pkce',
  'claims_policy',
  'access_token_signed_response_alg',
]);

/** Keys of before 4.38, by what they are now. */
const FORMER: Readonly<Record<string, string>> = {
  id: 'client_id',
  description: 'client_name',
  secret: 'client_secret',
};

/** Values beside the default ones that Latchkey writes, or that ask for no more than it allows. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  grant_types: ['authorization_code', 'refresh_token'],
  pkce_challenge_method: ['S256'],
  response_modes: ['form_post', 'query', 'fragment'],
};

/** Reads the OpenID Connect part of an Authelia configuration. Undefined if it has none. */
export function autheliaProvider(
  configuration: AutheliaConfiguration,
  variables: KnownVariables = new Map(),
): FoundProvider | undefined {
  const { oidc, clients, root } = configuration;
  if (oidc === undefined) return undefined;
  const policies = child(oidc, 'authorization_policies');
  const claims = child(oidc, 'claims_policies');
  const used = new Set<Node>();
  const found = clients
    .slice(0, MOST_READ)
    .flatMap((client) => clientOf(client, configuration, policies, claims, used, variables) ?? []);
  const url = portalOf(root, variables);
  return {
    ...foundAt(oidc),
    entry: { kind: 'authelia', ...(url === undefined ? {} : { url }), setup: 'existing' },
    clients: found,
    secrets: ownSecrets(oidc),
    leftovers: [
      ...clients.flatMap((client): Leftover[] =>
        filled(client.get('client_id'), variables).text === undefined
          ? [
              {
                ...foundAt(client.node),
                what: 'clients',
                why: `A client without an id that is known here. ${toldElsewhere(filled(client.get('client_id'), variables).from)}`,
              },
            ]
          : [],
      ),
      ...unused(policies, used, 'authorization_policies'),
      ...unused(claims, used, 'claims_policies'),
      ...(oidc.type === 'map' ? oidc.entries : []).flatMap(({ key, value }): Leftover[] =>
        PROVIDER_KEYS.has(key)
          ? []
          : [
              {
                ...foundAt(value),
                what: key,
                why: 'It concerns all clients and stays in Authelia’s own file.',
              },
            ],
      ),
    ],
  };
}

/** Of more clients than anybody has only the first are looked at. */
const MOST_READ = 400;

/** Those that are read, and those that every configuration has for itself. */
const PROVIDER_KEYS: ReadonlySet<string> = new Set([
  'hmac_secret',
  'jwks',
  'issuer_private_key',
  'issuer_certificate_chain',
  'clients',
  'authorization_policies',
  'claims_policies',
  'cors',
]);

/** A client with what counts at Authelia, said or not: what a key that is absent means is the product's, never ours. */
function clientOf(
  client: AutheliaClient,
  configuration: AutheliaConfiguration,
  policies: Node | undefined,
  claims: Node | undefined,
  used: Set<Node>,
  variables: KnownVariables,
): FoundClient | undefined {
  const client_id = filled(client.get('client_id'), variables).text;
  if (client_id === undefined) return undefined;
  const place = foundAt(client.node);
  const consent = consentOf(client);
  const secret = secretOf(client.get('client_secret'), variables);
  const redirects = filledTexts(client.get('redirect_uris'), variables);
  const method = methodOf(client, configuration);
  const pkce = pkceOf(client, configuration);
  const alg = client.text('access_token_signed_response_alg');
  const claimsNode = child(claims, client.text('claims_policy') ?? '');
  if (claimsNode !== undefined) used.add(claimsNode);
  return {
    ...place,
    client_id,
    client_name: client.text('client_name') || client_id,
    redirect_uris: redirects.texts,
    scopes: client.scopes,
    ...said('token_endpoint_auth_method', method),
    ...said('require_pkce', pkce),
    ...said('access_token_signed_response_alg', alg),
    ...accessOf(client, policies, used),
    ...said('consent', consent.span),
    ...said('secret', secret.secret),
    leftovers: [
      ...otherKeys(client, variables),
      ...(redirects.from.length === 0
        ? []
        : [leftover(client.get('redirect_uris')!, 'redirect_uris', toldElsewhere(redirects.from))]),
      ...otherClaims(claimsNode),
      ...consent.leftovers,
      ...secret.leftovers,
      ...grantsOf(client),
    ],
  };
}

const said = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });

/** Before 4.38 a client had no method of its own, and every one was taken. */
function methodOf(client: AutheliaClient, { version }: AutheliaConfiguration): string | undefined {
  const node = client.get('token_endpoint_auth_method');
  if (node !== undefined && !isDefault('token_endpoint_auth_method', node)) return textAt(node);
  if (client.isPublic) return 'none';
  return version !== undefined && !atLeast(version, '4.38') ? undefined : 'client_secret_basic';
}

/** Demanded by the client, by naming a method, or for all clients of its sort. */
function pkceOf(client: AutheliaClient, { oidc }: AutheliaConfiguration): boolean | undefined {
  const node = client.get('require_pkce');
  if (isDynamic(node)) return undefined;
  if (isTrue(node) || (client.text('pkce_challenge_method') ?? '') !== '') return true;
  const enforced = textAt(child(oidc, 'enforce_pkce')) ?? 'public_clients_only';
  return enforced === 'always' || (node === undefined && client.isPublic && enforced !== 'never');
}

/** A workspace has both with offline_access, or neither. */
function grantsOf(client: AutheliaClient): Leftover[] {
  const renews = client.grants.includes('refresh_token');
  const asks = client.scopes.includes('offline_access');
  if (renews === asks || isDynamic(client.get('grant_types')) || isDynamic(client.get('scopes'))) return [];
  return [
    leftover(
      client.get('grant_types') ?? client.get('scopes') ?? client.node,
      'grant_types',
      renews
        ? 'The client may renew tokens without the scope offline_access; in a workspace both belong together.'
        : 'The client has the scope offline_access and may not renew tokens; in a workspace both belong together.',
    ),
  ];
}

/** Who may sign in: a policy by its name, or the groups of one that only has groups. */
function accessOf(
  client: AutheliaClient,
  policies: Node | undefined,
  used: Set<Node>,
): Pick<FoundClient, 'policy' | 'groups'> {
  const policy = client.get('authorization_policy');
  const name = policy === undefined ? 'two_factor' : textAt(policy);
  if (name === undefined) return {};
  const node = child(policies, name);
  if (node === undefined) return { policy: name };
  used.add(node);
  const rules = itemsOf(child(node, 'rules'));
  const groups = rules.flatMap((rule) => groupOf(rule) ?? []);
  const factors = new Set(rules.map((rule) => textAt(child(rule, 'policy'))));
  const [factor] = factors;
  const onlyGroups =
    textAt(child(node, 'default_policy')) === 'deny' &&
    rules.length > 0 &&
    groups.length === rules.length &&
    factors.size === 1 &&
    (factor === 'one_factor' || factor === 'two_factor');
  return onlyGroups ? { policy: factor, groups } : { policy: name };
}

/** The group of a rule that has no other condition. */
function groupOf(rule: Node): string | undefined {
  if (rule.type !== 'map' || rule.entries.some(({ key }) => key !== 'policy' && key !== 'subject'))
    return undefined;
  const subject = child(rule, 'subject');
  const [only, ...more] = textsOf(subject);
  return more.length === 0 && only?.startsWith('group:') ? only.slice('group:'.length) : undefined;
}

/** How often consent is asked. Without a mode it is each time, unless a span is stated. */
function consentOf(client: AutheliaClient): {
  readonly span?: string;
  readonly leftovers: readonly Leftover[];
} {
  const [mode, duration] = [client.get('consent_mode'), client.get('pre_configured_consent_duration')];
  if (isDynamic(mode) || isDynamic(duration)) return { leftovers: [] };
  const name = textAt(mode) ?? 'auto';
  const stated = textAt(duration);
  if (name === 'implicit') return { span: 'never', leftovers: [] };
  if (name === 'explicit' || (name !== 'pre-configured' && stated === undefined))
    return { span: 'always', leftovers: [] };
  const span = stated === undefined ? '1w' : spanOf(stated);
  if (span !== undefined) return { span, leftovers: [] };
  return {
    span: 'always',
    leftovers: [
      leftover(
        duration!,
        'pre_configured_consent_duration',
        'A workspace can’t say this span, so its entry asks for consent each time.',
      ),
    ],
  };
}

function secretOf(
  node: Node | undefined,
  variables: KnownVariables,
): {
  readonly secret?: FoundSecret;
  readonly leftovers: readonly Leftover[];
} {
  const value = filled(node, variables).text;
  if (value === undefined || node === undefined) return { leftovers: [] };
  const text = secretText(value);
  return text.form === 'neither'
    ? { leftovers: [leftover(node, 'client_secret', text.why)] }
    : { secret: { ...foundAt(node), ...text }, leftovers: [] };
}

/** Keys of a client that a workspace can't say, if they don't have the value that is written anyway. */
function otherKeys(client: AutheliaClient, variables: KnownVariables): Leftover[] {
  return client.node.entries.flatMap(({ key, value }): Leftover[] => {
    const now = FORMER[key] ?? key;
    if (CLIENT_KEYS.has(now))
      return isDynamic(value) && filled(value, variables).text === undefined
        ? [leftover(value, key, toldElsewhere(filled(value, variables).from))]
        : [];
    const written = WRITTEN[now];
    const values = textsOf(value);
    const usual =
      isDefault(now, value) ||
      (written !== undefined && values.length > 0 && values.every((one) => written.includes(one)));
    return usual
      ? []
      : [leftover(value, key, 'A workspace can’t say this; it stays in Authelia’s own file.')];
  });
}

/** What a claims policy has beside the ID token's claims. */
const otherClaims = (policy: Node | undefined): Leftover[] =>
  (policy?.type === 'map' ? policy.entries : []).flatMap(({ key, value }) =>
    key === 'id_token'
      ? []
      : [
          leftover(
            value,
            `claims_policies: ${key}`,
            'A workspace can’t say this; it stays in Authelia’s own file.',
          ),
        ],
  );

const leftover = (node: Node, what: string, why: string): Leftover => ({ ...foundAt(node), what, why });

const unused = (node: Node | undefined, used: ReadonlySet<Node>, what: string): Leftover[] =>
  (node?.type === 'map' ? node.entries : []).flatMap(({ key, value }) =>
    used.has(value) ? [] : [leftover(value, `${what}: ${key}`, 'No client that was read names it.')],
  );

/** The keys of the provider. The first RSA key is the one that a new set-up would have. */
function ownSecrets(oidc: Node): FoundProvider['secrets'] {
  const hmac = child(oidc, 'hmac_secret');
  const value = textAt(hmac);
  const key = itemsOf(child(oidc, 'jwks'))
    .map((one) => child(one, 'key'))
    .find((one) => textAt(one)?.includes('PRIVATE KEY'));
  const pem = textAt(key) ?? textAt(child(oidc, 'issuer_private_key'));
  return [
    ...(hmac !== undefined && value !== undefined && secretText(value).form === 'clear'
      ? [{ ...foundAt(hmac), form: 'clear' as const, value, purpose: 'hmac_secret' as const }]
      : []),
    ...(key !== undefined && pem !== undefined
      ? [{ ...foundAt(key), form: 'clear' as const, value: pem, purpose: 'jwks_key' as const }]
      : []),
  ];
}

/** Authelia's own address, which its session cookies name since 4.38. */
function portalOf(root: Node, variables: KnownVariables): string | undefined {
  const cookies = itemsOf(child(root, 'session', 'cookies'));
  const urls = cookies.flatMap((cookie) => filled(child(cookie, 'authelia_url'), variables).text ?? []);
  return urls[0]?.replace(/\/+$/, '');
}
