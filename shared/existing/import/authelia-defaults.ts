import { isEmpty, itemsOf, type Node, textAt, textsOf } from '../doctor/tree.ts';

/**
 * What counts at Authelia where a client doesn't say it. Sources: authelia.com, configuration of OpenID Connect 1.0
 * clients; Authelia's JSON schema of 4.39. A key that isn't here has no value of its own.
 */
export const CLIENT_DEFAULTS: Readonly<Record<string, boolean | string | readonly string[]>> = {
  public: false,
  redirect_uris: [],
  request_uris: [],
  audience: [],
  scopes: ['openid', 'groups', 'profile', 'email'],
  response_types: ['code'],
  response_modes: ['form_post', 'query'],
  grant_types: ['authorization_code'],
  sector_identifier_uri: '',
  authorization_policy: 'two_factor',
  lifespan: '',
  claims_policy: '',
  consent_mode: 'auto',
  requested_audience_mode: 'explicit',
  require_pkce: false,
  pkce_challenge_method: '',
  require_pushed_authorization_requests: false,
  token_endpoint_auth_method: 'client_secret_basic',
  revocation_endpoint_auth_method: 'client_secret_basic',
  introspection_endpoint_auth_method: 'client_secret_basic',
  pushed_authorization_request_endpoint_auth_method: 'client_secret_basic',
  allow_multiple_auth_methods: false,
  authorization_signed_response_alg: 'RS256',
  id_token_signed_response_alg: 'RS256',
  access_token_signed_response_alg: 'none',
  userinfo_signed_response_alg: 'none',
  introspection_signed_response_alg: 'none',
  ...Object.fromEntries(
    ['authorization', 'id_token', 'access_token', 'userinfo', 'introspection'].flatMap((one) => [
      [`${one}_encrypted_response_alg`, 'none'],
      [`${one}_encrypted_response_enc`, 'A128CBC-HS256'],
    ]),
  ),
  request_object_encryption_alg: 'none',
  request_object_encryption_enc: 'A128CBC-HS256',
};

/** True if a value says what would count without it. */
export function isDefault(key: string, node: Node): boolean {
  const usual = CLIENT_DEFAULTS[key];
  if (node.type === 'scalar' && node.value === null && node.tag === undefined) return true;
  if (node.type !== 'scalar' && isEmpty(node)) return true;
  if (Array.isArray(usual)) {
    const said = textsOf(node);
    return (
      itemsOf(node).length === said.length &&
      said.length === usual.length &&
      said.every((one) => usual.includes(one))
    );
  }
  const text = textAt(node);
  return text !== undefined && (text === '' || text === String(usual));
}

const MINUTES: Readonly<Record<string, number>> = {
  m: 1,
  h: 60,
  d: 1_440,
  w: 10_080,
  M: 43_800,
  y: 525_600,
};
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:y|years?)$/i, MINUTES['y']!],
  [/^(?:M|[Mm]onths?)$/, MINUTES['M']!],
  [/^(?:w|weeks?)$/i, MINUTES['w']!],
  [/^(?:d|days?)$/i, MINUTES['d']!],
  [/^(?:h|hours?)$/i, MINUTES['h']!],
  [/^(?:m|minutes?)$/, MINUTES['m']!],
  [/^(?:s|seconds?)$/i, 1 / 60],
];

/**
 * The span of a workspace that a duration of Authelia is: `4w` from `4w`, `28d`, `2419200` (seconds) or `4 weeks`.
 * Undefined if a workspace can't say it. Source: authelia/authelia internal/utils/time.go@4.39.
 */
export function spanOf(duration: string): string | undefined {
  const text = duration.trim();
  if (text.length > 60) return undefined;
  if (/^[1-9]\d{0,4}[mhdw]$/.test(text)) return text;
  let minutes = 0;
  if (/^\d+$/.test(text)) minutes = Number(text) / 60;
  else {
    const parts = [...text.replace(/\s+/g, '').matchAll(/(\d+)([A-Za-z]+)/g)];
    if (parts.map(([whole]) => whole).join('') !== text.replace(/\s+/g, '') || parts.length === 0)
      return undefined;
    for (const [, count, name] of parts) {
      const unit = UNITS.find(([form]) => form.test(name!))?.[1];
      if (unit === undefined) return undefined;
      minutes += Number(count) * unit;
    }
  }
  const found = (['w', 'd', 'h', 'm'] as const)
    .map((unit) => [unit, minutes / MINUTES[unit]!] as const)
    .find(([, count]) => Number.isInteger(count));
  return found !== undefined && found[1] >= 1 && found[1] <= 99_999 ? `${found[1]}${found[0]}` : undefined;
}
