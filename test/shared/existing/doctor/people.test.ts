import { describe, expect, test } from 'vitest';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { SECRETS } from './across-cases.ts';
import { DIGEST, EC, RSA } from './authelia-cases.ts';

const found = (files: Readonly<Record<string, string>>): string[] => {
  const reading = readExisting(Object.entries(files).map(([name, text]) => ({ name, text })));
  const findings = examine(reading, (clear, digest) => SECRETS.get(digest) === clear);
  expect(JSON.stringify(findings)).not.toMatch(/PLANTED/);
  return [...new Set(findings.map(({ rule }) => rule))].sort();
};

describe('what people posted', () => {
  test('a client with the names of before 4.38, its secret in clear and no method', () => {
    const text = `- id: portainer
  description: Portainer
  secret: PLANTEDclear
  public: false
  authorization_policy: two_factor
  pre_configured_consent_duration: 1w
  audience: []
  scopes:
    - openid
    - email
  redirect_uris:
    - https://portainer.example.com/
    - https://portainer.example.com
  userinfo_signing_algorithm: none
`;
    expect(found({ 'client.yml': text })).toEqual([
      'authelia-client-key-renamed',
      'authelia-method-of-app-missing',
      'authelia-secret-clear',
    ]);
  });

  test('an env file with a part of a Compose file in it', () => {
    const text = `PAPERLESS_URL=https://docs.example.com
PAPERLESS_SECRET_KEY='PLANTED'

environment:
    PAPERLESS_APPS: "allauth.socialaccount.providers.openid_connect"
    PAPERLESS_SOCIALACCOUNT_PROVIDERS: '{"openid_connect": {"APPS": []}}'
`;
    expect(found({ 'docker-compose.env': text })).toEqual(['env-yaml-inside']);
  });

  test('an env file without the app’s own address, with a part of the provider’s file and an error below it', () => {
    const text = `NEXT_PUBLIC_AUTHELIA_ENABLED="true"
AUTHELIA_CLIENT_ID="linkwarden"
AUTHELIA_CLIENT_SECRET="PLANTED"
AUTHELIA_WELLKNOWN_URL="https://auth.example.com/.well-known/openid-configuration"
redirect_uris:
  - 'https://links.example.com/api/v1/auth/callback/authelia'
{"error":"invalid_request","error_description":"…"}
`;
    expect(found({ 'posted.txt': text })).toEqual(['app-name-missing']);
  });

  test('a claims policy that no client names', () => {
    const text = `identity_providers:
  oidc:
    claims_policies:
      default:
        id_token: ['rat', 'groups', 'email', 'email_verified', 'alt_emails', 'preferred_username', 'name']
    clients:
      - client_id: 'karakeep'
        client_name: 'Karakeep'
        client_secret: '${DIGEST}'
        token_endpoint_auth_method: 'client_secret_basic'
        redirect_uris: ['https://links.example.com/api/auth/callback/custom']
        scopes: ['openid', 'email', 'profile']
`;
    expect(found({ 'configuration.yml': text })).toEqual(['authelia-claims-policy-not-named']);
  });
});

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const MAIN = `authentication_backend:
  file: { path: /config/users.yml }
access_control: { default_policy: two_factor }
session:
  cookies:
    - { domain: home.test, authelia_url: 'https://auth.home.test:9443' }
storage: { encryption_key: PLANTEDstorageKEYofTHISfile, local: { path: /config/db.sqlite3 } }
notifier: { filesystem: { filename: /config/mail.txt } }
`;
const OTHER = [...SECRETS.keys()][1]!;
const MEMOS = `- client_id: 'memos1'
  client_name: 'Memos'
  client_secret: '${DIGEST}'
  authorization_policy: 'one_factor'
  redirect_uris:
    - 'https://memos.home.test/auth/callback'
  scopes: ['openid', 'profile', 'email']
  token_endpoint_auth_method: 'client_secret_post'
  id_token_signed_response_alg: 'RS256'
`;
const ROMM = `- client_id: 'romm1'
  client_name: 'RomM'
  client_secret: '${OTHER}'
  authorization_policy: 'one_factor'
  redirect_uris:
    - 'https://games.home.test:8443/api/oauth/openid'
  scopes: ['openid', 'profile', 'email']
  token_endpoint_auth_method: 'client_secret_basic'
  claims_policy: 'romm'
  id_token_signed_response_alg: 'RS256'
`;
const POLICIES = `claims_policies:\n  romm:\n    id_token: [email, email_verified, preferred_username]\n`;
const jwks = (key: string): string => `jwks:\n  - key: |\n${indented(key, 6)}`;
const oidc = ({ hmac = true, key = RSA, policies = POLICIES, clients = MEMOS + ROMM } = {}): string =>
  `identity_providers:\n  oidc:\n${indented(`${hmac ? `hmac_secret: '${'PLANTEDhmac'.repeat(7)}'\n` : ''}${jwks(key)}${policies}clients:\n${indented(clients, 2)}`, 4)}`;
const RIGHT = MAIN + oidc();

const FAULTS: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'all right': [{ 'c.yml': RIGHT }, []],
  'all right in two files': [{ 'c.yml': MAIN, 'oidc.yml': oidc() }, []],
  'all right with Windows line ends': [{ 'c.yml': RIGHT.replaceAll('\n', '\r\n') }, []],
  'a client copied without its claims policy': [
    { 'c.yml': MAIN + oidc({ policies: '' }) },
    ['authelia-claims-policy-unknown'],
  ],
  'a whole block appended': [{ 'c.yml': RIGHT + oidc() }, ['authelia-key-twice']],
  'the new block loaded as a second file': [
    {
      'c.yml': MAIN + oidc({ clients: MEMOS, policies: '' }),
      'new.yml': `identity_providers:\n  oidc:\n${indented(`${POLICIES}clients:\n${indented(ROMM, 2)}`, 4)}`,
    },
    ['authelia-clients-in-two-files'],
  ],
  'clients below identity_providers': [
    {
      'c.yml': `${MAIN}${oidc({ policies: '', clients: '' }).replace(/ {4}clients:\n/, '')}  clients:\n${indented(MEMOS, 4)}`,
    },
    ['authelia-key-misplaced'],
  ],
  'an id twice': [{ 'c.yml': MAIN + oidc({ clients: MEMOS + ROMM + MEMOS }) }, ['authelia-client-id-twice']],
  'an EC key alone': [
    { 'c.yml': MAIN + oidc({ key: EC }) },
    ['authelia-alg-without-key', 'authelia-no-rs256-key'],
  ],
  claim_policies: [
    { 'c.yml': RIGHT.replace('claims_policies', 'claim_policies') },
    ['authelia-claims-policy-unknown', 'authelia-key-misspelt'],
  ],
  'a policy that isn’t defined': [
    { 'c.yml': RIGHT.replace("'one_factor'", "'family'") },
    ['authelia-policy-unknown'],
  ],
  HS256: [{ 'c.yml': RIGHT.replace("alg: 'RS256'", "alg: 'HS256'") }, ['authelia-secret-needed-in-clear']],
  'ES256 without a key': [
    { 'c.yml': RIGHT.replace("alg: 'RS256'", "alg: 'ES256'") },
    ['authelia-alg-without-key'],
  ],
  'a blank behind an id': [
    { 'c.yml': RIGHT.replace("'romm1'", "'romm1 '") },
    ['authelia-client-id-characters'],
  ],
  'a blank behind a digest': [
    { 'c.yml': RIGHT.replace(`${DIGEST}'`, `${DIGEST} '`) },
    ['authelia-digest-malformed'],
  ],
  'a digest without its first dollar': [
    { 'c.yml': RIGHT.replace(DIGEST, DIGEST.slice(1)) },
    ['authelia-digest-without-dollar'],
  ],
  'a digest cut off': [{ 'c.yml': RIGHT.replace(DIGEST, DIGEST.slice(0, 80)) }, ['authelia-digest-short']],
  'a secret in clear': [{ 'c.yml': RIGHT.replace(DIGEST, 'PLANTEDclear') }, ['authelia-secret-clear']],
  'a key that lost its indentation': [
    { 'c.yml': RIGHT.replace(/\n {10}(?=[A-Za-z0-9+/]{64}\n)/g, '\n') },
    ['file-not-yaml'],
  ],
  'a key in one line': [
    {
      'c.yml': RIGHT.replace(
        /key: \|\n[\s\S]*?END PRIVATE KEY-----\n/,
        `key: '${RSA.replaceAll('\n', '\\n')}'\n`,
      ),
    },
    ['authelia-key-no-pem'],
  ],
  'hmac_secret in two places': [
    {
      'c.yml': RIGHT,
      'compose.yaml':
        'services:\n  authelia:\n    image: authelia/authelia:4.39\n    environment:\n      AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: /secrets/hmac\n',
    },
    ['authelia-secret-in-two-places'],
  ],
  'expand-env': [
    {
      'c.yml': RIGHT,
      'authelia.env': 'X_AUTHELIA_CONFIG=/config/c.yml\nX_AUTHELIA_CONFIG_FILTERS=expand-env\n',
    },
    ['authelia-expand-env'],
  ],
  'a redirect URI without a scheme': [
    { 'c.yml': RIGHT.replace('https://games', 'games') },
    ['authelia-redirect-no-scheme'],
  ],
  'old names among new ones': [
    { 'c.yml': RIGHT.replace('client_id', 'id') },
    ['authelia-client-key-renamed'],
  ],
  'networks before 4.39': [
    {
      'c.yml': `# Authelia 4.38.8\n${MAIN}${oidc({ clients: MEMOS, policies: 'authorization_policies:\n  lan:\n    default_policy: deny\n    rules:\n      - policy: one_factor\n        networks: [10.0.0.0/8]\n' })}`,
    },
    ['authelia-key-too-new'],
  ],
  'no clients at all': [{ 'c.yml': MAIN + oidc({ clients: '', policies: '' }) }, ['authelia-no-clients']],
  'a token that lives a second': [
    { 'c.yml': MAIN + oidc({ policies: `${POLICIES}lifespans: { id_token: 1s }\n` }) },
    ['authelia-lifespan-short'],
  ],
  'PKCE of every app': [
    { 'c.yml': MAIN + oidc({ policies: `${POLICIES}enforce_pkce: always\n` }) },
    ['authelia-enforce-pkce-for-app'],
  ],
  'a claims policy without email_verified': [
    { 'c.yml': RIGHT.replace(' email_verified,', '') },
    ['authelia-claims-policy-lacks'],
  ],
  'a claims policy at another client': [
    {
      'c.yml': RIGHT.replace(/ *claims_policy: 'romm'\n/, '').replace(
        "  token_endpoint_auth_method: 'client_secret_post'\n",
        "  token_endpoint_auth_method: 'client_secret_post'\n        claims_policy: 'romm'\n",
      ),
    },
    ['authelia-claims-policy-needed'],
  ],
  'a public client with a secret': [
    {
      'c.yml': RIGHT.replace(
        "  token_endpoint_auth_method: 'client_secret_basic'\n",
        "  public: true\n        token_endpoint_auth_method: 'none'\n",
      ),
    },
    ['authelia-secret-of-public'],
  ],
  'response type id_token alone': [
    {
      'c.yml': RIGHT.replace(
        "  claims_policy: 'romm'\n",
        "  claims_policy: 'romm'\n        response_types: ['id_token']\n",
      ),
    },
    ['authelia-response-type-no-code'],
  ],
};

const ROMM_ENV = {
  OIDC_ENABLED: 'true',
  OIDC_PROVIDER: 'authelia',
  OIDC_CLIENT_ID: 'romm1',
  OIDC_CLIENT_SECRET: 'PLANTEDotherSECRET',
  OIDC_REDIRECT_URI: 'https://games.home.test:8443/api/oauth/openid',
  OIDC_SERVER_APPLICATION_URL: 'https://auth.home.test:9443',
};
const env = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'c.yml': RIGHT,
  'romm.env': Object.entries({ ...ROMM_ENV, ...changes })
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
});

const OF_THE_APP: typeof FAULTS = {
  'all right on both sides': [env(), []],
  'the secret of another client': [
    env({ OIDC_CLIENT_SECRET: 'PLANTEDclearSECRET' }),
    ['across-secret-of-another'],
  ],
  'an empty secret': [env({ OIDC_CLIENT_SECRET: '' }), ['app-value-empty']],
  'the discovery address for the issuer': [
    env({ OIDC_SERVER_APPLICATION_URL: 'https://auth.home.test:9443/.well-known/openid-configuration' }),
    ['app-issuer-is-discovery'],
  ],
  'an inner address for the issuer': [
    env({ OIDC_SERVER_APPLICATION_URL: 'http://127.0.0.1:9091' }),
    ['across-issuer', 'app-issuer-loopback'],
  ],
  'an issuer without a scheme': [
    env({ OIDC_SERVER_APPLICATION_URL: 'auth.home.test:9443' }),
    ['app-address-no-scheme'],
  ],
  'a redirect URI with http': [
    env({ OIDC_REDIRECT_URI: 'http://games.home.test:8443/api/oauth/openid' }),
    ['across-redirect-uri', 'app-redirect-http'],
  ],
  'a redirect URI without the port': [
    env({ OIDC_REDIRECT_URI: 'https://games.home.test/api/oauth/openid' }),
    ['across-redirect-uri'],
  ],
  'the app’s root as redirect URI': [
    env({ OIDC_REDIRECT_URI: 'https://games.home.test:8443' }),
    ['across-redirect-uri', 'app-redirect-path'],
  ],
  'an empty redirect URI': [env({ OIDC_REDIRECT_URI: '' }), ['app-value-empty']],
  'the digest as the secret': [env({ OIDC_CLIENT_SECRET: `'${OTHER}'` }), ['env-secret-is-digest']],
  'ids of another render': [env({ OIDC_CLIENT_ID: 'romm2' }), ['across-client-id']],
  'the login off': [env({ OIDC_ENABLED: 'false' }), ['app-switched-off']],
};

describe('faults at the start of Authelia', () => {
  test.each(Object.entries(FAULTS))('%s', (_name, [files, rules]) => {
    expect(found(files)).toEqual(rules);
  });
});

describe('faults between the sides', () => {
  test.each(Object.entries(OF_THE_APP))('%s', (_name, [files, rules]) => {
    expect(found(files)).toEqual(rules);
  });
});
