import type { AutheliaClient, AutheliaConfiguration } from '../doctor/authelia/configuration.ts';
import { child, isDynamic, isTrue, itemsOf, type Node, textAt, textsOf } from '../doctor/tree.ts';
import {
  beginsAsDigest,
  type FoundClient,
  type FoundProvider,
  type FoundSecret,
  foundAt,
  type Leftover,
} from './found.ts';

/** What a workspace says of a client, or what always is as Latchkey writes it. */
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

/** Values that Latchkey writes itself, or that are the default. Any other is a leftover. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  response_types: ['code'],
  grant_types: ['authorization_code'],
  pkce_challenge_method: ['S256'],
  id_token_signed_response_alg: ['RS256'],
  userinfo_signed_response_alg: ['none'],
  response_modes: ['form_post', 'query', 'fragment'],
};

/** Reads the OpenID Connect part of an Authelia configuration. Undefined if it has none. */
export function autheliaProvider(configuration: AutheliaConfiguration): FoundProvider | undefined {
  const { oidc, clients, root } = configuration;
  if (oidc === undefined) return undefined;
  const policies = child(oidc, 'authorization_policies');
  const claims = child(oidc, 'claims_policies');
  const used = new Set<Node>();
  const found = clients.flatMap((client) => clientOf(client, policies, claims, used) ?? []);
  const url = portalOf(root);
  return {
    ...foundAt(oidc),
    entry: { kind: 'authelia', ...(url === undefined ? {} : { url }), setup: 'existing' },
    clients: found,
    secrets: ownSecrets(oidc),
    leftovers: [
      ...clients.flatMap((client): Leftover[] =>
        client.id === undefined || isDynamic(client.get('client_id'))
          ? [{ ...foundAt(client.node), what: 'clients', why: 'A client without an id that is known here.' }]
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

function clientOf(
  client: AutheliaClient,
  policies: Node | undefined,
  claims: Node | undefined,
  used: Set<Node>,
): FoundClient | undefined {
  const client_id = client.id;
  if (client_id === undefined) return undefined;
  const place = foundAt(client.node);
  const text = (key: string): string | undefined => client.text(key);
  const consent = consentOf(client);
  const secret = secretOf(client.get('client_secret'));
  const method = text('token_endpoint_auth_method') ?? (client.isPublic ? 'none' : undefined);
  const name = text('client_name');
  const scopes = client.get('scopes');
  const pkce = client.get('require_pkce');
  const alg = text('access_token_signed_response_alg');
  const claimsNode = child(claims, text('claims_policy') ?? '');
  if (claimsNode !== undefined) used.add(claimsNode);
  return {
    ...place,
    client_id,
    ...(name === undefined ? {} : { client_name: name }),
    redirect_uris: client.redirectUris,
    ...(scopes === undefined ? {} : { scopes: client.scopes }),
    ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
    ...(pkce?.type === 'scalar' ? { require_pkce: isTrue(pkce) } : {}),
    ...(alg === undefined ? {} : { access_token_signed_response_alg: alg }),
    ...accessOf(client, policies, used),
    ...(consent === undefined ? {} : { consent }),
    ...(secret === undefined ? {} : { secret }),
    leftovers: [...otherKeys(client), ...otherClaims(claimsNode)],
  };
}

/** Who may sign in: a policy by its name, or the groups of one that only has groups. */
function accessOf(
  client: AutheliaClient,
  policies: Node | undefined,
  used: Set<Node>,
): Pick<FoundClient, 'policy' | 'groups'> {
  const name = client.text('authorization_policy');
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

/** The span of a workspace from Authelia's: `4w`, or seconds as a number. */
function consentOf(client: AutheliaClient): string | undefined {
  const mode = client.text('consent_mode');
  const span = client.text('pre_configured_consent_duration');
  if (mode === 'explicit') return 'always';
  if (mode === 'implicit') return 'never';
  if (span === undefined) return mode === 'pre-configured' ? '1w' : undefined;
  return /^[1-9]\d{0,4}[mhdw]$/.test(span) ? span : undefined;
}

function secretOf(node: Node | undefined): FoundSecret | undefined {
  const value = textAt(node);
  if (value === undefined || node === undefined) return undefined;
  if (beginsAsDigest(value)) return { ...foundAt(node), form: 'digest', value };
  return { ...foundAt(node), form: 'clear', value: value.replace(/^\$plaintext\$/, '') };
}

/** Keys of a client that a workspace can't say, if they don't have the value that is written anyway. */
function otherKeys(client: AutheliaClient): Leftover[] {
  return client.node.entries.flatMap(({ key, value }): Leftover[] => {
    const now = FORMER[key] ?? key;
    if (CLIENT_KEYS.has(now))
      return isDynamic(value)
        ? [leftover(value, key, 'Its value is only known when Authelia loads it.')]
        : [];
    const written = WRITTEN[now];
    const values = textsOf(value);
    const usual =
      written !== undefined &&
      values.every((one) => written.includes(one) || (now === 'grant_types' && one === 'refresh_token'));
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
    ...(hmac !== undefined && value !== undefined
      ? [{ ...foundAt(hmac), form: 'clear' as const, value, purpose: 'hmac_secret' as const }]
      : []),
    ...(key !== undefined && pem !== undefined
      ? [{ ...foundAt(key), form: 'clear' as const, value: pem, purpose: 'jwks_key' as const }]
      : []),
  ];
}

/** Authelia's own address, which its session cookies name since 4.38. */
function portalOf(root: Node): string | undefined {
  const cookies = itemsOf(child(root, 'session', 'cookies'));
  const urls = cookies.flatMap((cookie) => textAt(child(cookie, 'authelia_url')) ?? []);
  return urls[0]?.replace(/\/+$/, '');
}
