import { DIGEST } from './authelia-cases.ts';
import type { Case } from './case.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const ROMM: Variables = {
  OIDC_ENABLED: 'true',
  OIDC_PROVIDER: 'authelia',
  OIDC_CLIENT_ID: 'romm',
  OIDC_CLIENT_SECRET: 'PLANTEDclearSECRET',
  OIDC_REDIRECT_URI: 'https://games.example.com/api/oauth/openid',
  OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com',
};
const lines = (variables: Variables): string =>
  Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('');
const romm = (changes: Variables = {}): string => lines({ ...ROMM, ...changes });
const KARAKEEP: Variables = {
  NEXTAUTH_URL: 'https://links.example.com',
  OAUTH_WELLKNOWN_URL: 'https://auth.example.com/.well-known/openid-configuration',
  OAUTH_CLIENT_ID: 'karakeep',
  OAUTH_CLIENT_SECRET: 'PLANTEDclearSECRET',
};
const karakeep = (changes: Variables = {}): Readonly<Record<string, string>> => ({
  'karakeep.env': lines({ ...KARAKEEP, ...changes }),
});
const list = (variables: Variables, image = 'rommapp/romm:5.2'): string =>
  `services:\n  romm:\n    image: ${image}\n    environment:\n${Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`      - ${name}=${value}\n`]))
    .join('')}`;
const map = (variables: Variables): string =>
  `services:\n  romm:\n    image: rommapp/romm:5.2\n    environment:\n${Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`      ${name}: ${value}\n`]))
    .join('')}`;
const QUOTED: Variables = { ...ROMM, OIDC_ENABLED: "'true'" };
const PAPERLESS = (json: string): Readonly<Record<string, string>> => ({
  'paperless.env': `PAPERLESS_URL=https://paperless.example.com\nPAPERLESS_APPS=allauth.socialaccount.providers.openid_connect\nPAPERLESS_SOCIALACCOUNT_PROVIDERS=${json}\n`,
});
const PGADMIN = (secret: string): Readonly<Record<string, string>> => ({
  'config_local.py': `# mine\nAUTHENTICATION_SOURCES = ['oauth2']\nOAUTH2_CONFIG = [{\n    'OAUTH2_NAME': 'authelia',\n    'OAUTH2_CLIENT_ID': 'pgadmin',\n    'OAUTH2_CLIENT_SECRET': '${secret}',\n    'OAUTH2_SERVER_METADATA_URL': 'https://auth.example.com/.well-known/openid-configuration',\n    'OAUTH2_SCOPE': 'openid email profile',\n}]\n`,
});
const n8n = (variables: Variables): string =>
  list(variables, 'docker.n8n.io/n8nio/n8n:2.0').replace('  romm:', '  n8n:');
const PROVIDERS =
  '{"openid_connect":{"OAUTH_PKCE_ENABLED":true,"SCOPE":["openid","profile","email"],"APPS":[{"provider_id":"authelia","name":"Authelia","client_id":"paperless","secret":"PLANTEDclear","settings":{"server_url":"https://auth.example.com/.well-known/openid-configuration","token_auth_method":"client_secret_basic"}}]}}';

export const SETTINGS_CASES: Readonly<Record<string, Case>> = {
  'env-yaml-inside': {
    bad: `${romm()}\nenvironment:\n  ROMM_AUTH_SECRET_KEY: x\n`,
    near: `${romm()}\n# environment:\n`,
  },
  'env-dash': {
    bad: `${romm()}- ROMM_BASE_URL=https://games.example.com\n`,
    near: `${romm()}ROMM_BASE_URL=https://games.example.com\n`,
  },
  'env-name': { bad: `${romm()}OIDC_TLS:FILE=/ca.pem\n`, near: `${romm()}OIDC_NAME_2=/ca.pem\n` },
  'env-line': { bad: `${romm()}just words\n`, near: `${romm()}# just words\n` },
  'env-quote-open': { bad: `${romm()}GREETING="hello\n`, near: `${romm()}GREETING="hello\nthere"\n` },
  'env-blanks-at-equals': { bad: romm().replace('OIDC_CLIENT_ID=', 'OIDC_CLIENT_ID = '), near: romm() },
  'env-name-twice': { bad: `${romm()}OIDC_PROVIDER=other\n`, near: `${romm()}#OIDC_PROVIDER=other\n` },
  'env-quotes-inside': {
    bad: romm({ OIDC_PROVIDER: `"'authelia'"` }),
    near: romm({ OIDC_PROVIDER: '"authelia"' }),
  },
  'compose-list-quotes': { bad: list({ ...ROMM, OIDC_PROVIDER: '"authelia"' }), near: list(ROMM) },
  'compose-dollar': {
    bad: map({ ...QUOTED, OIDC_CLIENT_SECRET: "'PLANTED$clear$ecret'" }),
    near: map({ ...QUOTED, OIDC_CLIENT_SECRET: `\${OIDC_CLIENT_SECRET}` }),
  },
  'env-dollar': {
    bad: romm({ OIDC_CLIENT_SECRET: 'PLANTED$clear' }),
    near: romm({ OIDC_CLIENT_SECRET: "'PLANTED$clear'" }),
  },
  'env-doubled-dollar': {
    bad: romm({ OIDC_CLIENT_SECRET: "'PLANTED$$clear'" }),
    near: romm({ OIDC_CLIENT_SECRET: "'PLANTED$clear'" }),
  },
  'env-secret-is-digest': { bad: romm({ OIDC_CLIENT_SECRET: `'${DIGEST}'` }), near: romm() },
  'env-blank-in-value': {
    bad: romm({ OIDC_CLIENT_ID: '"romm "' }),
    near: romm({ OIDC_CLIENT_ID: '"romm"' }),
  },
  'env-reference-without-braces-end': {
    bad: list({ ...ROMM, ROMM_BASE_URL: `https://\${HOST/` }),
    near: list({ ...ROMM, ROMM_BASE_URL: `https://\${HOST}/` }),
  },
  'app-name-misspelt': {
    bad: romm({ OIDC_REDIRECT_URI: undefined, OIDC_REDIRECT_URL: ROMM['OIDC_REDIRECT_URI'] }),
    near: romm({ OIDC_ROMM_NOTE: 'x' }),
  },
  'app-name-missing': {
    bad: romm({ OIDC_REDIRECT_URI: undefined }),
    near: {
      'romm.env': romm({ OIDC_REDIRECT_URI: undefined }),
      'compose.yaml': list({ OIDC_REDIRECT_URI: ROMM['OIDC_REDIRECT_URI'] }),
    },
  },
  'app-value-empty': {
    bad: romm({ OIDC_CLIENT_SECRET: '' }),
    near: romm({ OIDC_CLIENT_SECRET: `\${SECRET}` }),
  },
  'app-secret-is-digest': {
    bad: PGADMIN(DIGEST),
    near: PGADMIN('PLANTEDclear'),
  },
  'app-switched-off': { bad: romm({ OIDC_ENABLED: 'false' }), near: romm({ OIDC_ENABLED: 'true' }) },
  'app-list-for-one-value': {
    bad: romm({ OIDC_CLAIM_ROLES: 'groups', OIDC_ROLE_ADMIN: 'admins,owners' }),
    near: romm({ OIDC_CLAIM_ROLES: 'groups', OIDC_ROLE_ADMIN: 'admins' }),
  },
  'app-issuer-is-discovery': {
    bad: romm({ OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com/.well-known/openid-configuration' }),
    near: karakeep(),
  },
  'app-discovery-is-issuer': {
    bad: karakeep({ OAUTH_WELLKNOWN_URL: 'https://auth.example.com' }),
    near: karakeep(),
  },
  'app-issuer-is-endpoint': {
    bad: romm({ OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com/api/oidc/authorization' }),
    near: romm({ OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com/authelia' }),
  },
  'app-issuer-slash': {
    bad: romm({ OIDC_SERVER_APPLICATION_URL: 'https://auth.example.com/' }),
    near: romm(),
  },
  'app-address-no-scheme': { bad: romm({ OIDC_SERVER_APPLICATION_URL: 'auth.example.com' }), near: romm() },
  'app-issuer-loopback': {
    bad: romm({ OIDC_SERVER_APPLICATION_URL: 'http://127.0.0.1:9091' }),
    near: romm({ OIDC_SERVER_APPLICATION_URL: 'https://127.example.com' }),
  },
  'app-redirect-path': {
    bad: romm({ OIDC_REDIRECT_URI: 'https://games.example.com' }),
    near: romm({ OIDC_REDIRECT_URI: 'https://example.com/games/api/oauth/openid' }),
  },
  'app-redirect-http': {
    bad: romm({ OIDC_REDIRECT_URI: 'http://games.example.com/api/oauth/openid' }),
    near: romm({ OIDC_REDIRECT_URI: 'http://localhost:8080/api/oauth/openid' }),
  },
  'app-json-broken': { bad: PAPERLESS(`'${PROVIDERS.slice(0, -1)}'`), near: PAPERLESS(`'${PROVIDERS}'`) },
  'app-key-too-new': {
    bad: list({ ...ROMM, OIDC_AUTOLOGIN: 'true' }, 'rommapp/romm:4.6'),
    near: list({ ...ROMM, OIDC_AUTOLOGIN: 'true' }),
  },
  'app-edition': {
    bad: n8n({ N8N_SSO_OIDC_CLIENT_ID: 'n8n', N8N_SSO_OIDC_CLIENT_SECRET: 'PLANTEDclear' }),
    near: n8n({ N8N_HOST: 'flows.example.com' }),
  },
};

const kestra = (
  client: string,
  more = '',
  role = 'kestra:\n  security:\n    default-role:\n      name: sso\n      permissions: { FLOW: [VIEW, LIST] }\n',
): string =>
  `micronaut:\n  security:\n    oauth2:\n      enabled: true\n      clients:\n        authelia:\n${client.replace(/^(?=.)/gm, '          ')}${more}${role}`;
const CLIENT =
  'client-id: kestra\nclient-secret: PLANTEDclear\nopenid:\n  issuer: https://auth.example.com\n';

export const KESTRA_CASES: Readonly<Record<string, Case>> = {
  'kestra-issuer-too-high': {
    bad: kestra('client-id: kestra\nclient-secret: PLANTEDclear\nissuer: https://auth.example.com\n'),
    near: kestra(CLIENT),
  },
  'kestra-no-issuer': {
    bad: kestra('client-id: kestra\nclient-secret: PLANTEDclear\n'),
    near: kestra(
      'client-id: kestra\nclient-secret: PLANTEDclear\nauthorization:\n  url: https://auth.example.com/auth\n',
    ),
  },
  'kestra-client-key-misspelt': {
    bad: kestra(CLIENT.replace('client-secret', 'client-secrets')),
    near: kestra(CLIENT.replace('client-secret', 'clientSecret')),
  },
  'kestra-client-id-missing': {
    bad: kestra(CLIENT.replace('client-id: kestra\n', '')),
    near: kestra(CLIENT.replace('client-id', 'clientId')),
  },
  'kestra-client-off': { bad: kestra(`enabled: false\n${CLIENT}`), near: kestra(`enabled: true\n${CLIENT}`) },
  'kestra-issuer-loopback': {
    bad: kestra(CLIENT.replace('https://auth.example.com', 'http://localhost:9000/application/o/kestra/')),
    near: kestra(CLIENT.replace('https://auth.example.com', 'https://localhost.example.com')),
  },
  'kestra-issuer-is-discovery': {
    bad: kestra(
      CLIENT.replace('https://auth.example.com', 'https://auth.example.com/.well-known/openid-configuration'),
    ),
    near: kestra(CLIENT),
  },
  'kestra-scopes-without-openid': {
    bad: kestra(`${CLIENT}scopes: [groups]\n`),
    near: kestra(`${CLIENT}scopes: [openid, email, profile, groups]\n`),
  },
  'kestra-default-role-place': {
    bad: kestra(
      CLIENT,
      '    default-role:\n      name: sso\n',
      'kestra:\n  url: https://flows.example.com\n',
    ),
    near: kestra(CLIENT),
  },
  'kestra-endpoints-place': {
    bad: kestra(CLIENT, '      endpoints:\n        logout:\n          get-allowed: true\n'),
    near: kestra(CLIENT, '    endpoints:\n      logout:\n        get-allowed: true\n'),
  },
  'kestra-tenants-removed': {
    bad: `${kestra(CLIENT)}  ee:\n    tenants:\n      enabled: true\n`,
    near: `# Kestra 0.22\n${kestra(CLIENT)}  ee:\n    tenants:\n      enabled: true\n`,
  },
  'kestra-old-actions': {
    bad: kestra(CLIENT).replace('[VIEW, LIST]', '[READ]'),
    near: `# Kestra 1.0\n${kestra(CLIENT).replace('[VIEW, LIST]', '[READ]')}`,
  },
  'kestra-no-default-role': {
    bad: kestra(CLIENT, '', 'kestra:\n  url: https://flows.example.com\n'),
    near: kestra(CLIENT),
  },
};
