import { DIGEST } from './authelia-cases.ts';
import type { Case } from './case.ts';

const find = (model: string, field: string, value: string): string =>
  `!Find [${model}, [${field}, ${value}]]`;
const flow = (slug: string): string => find('authentik_flows.flow', 'slug', slug);
const mapping = (scope: string): string =>
  find(
    'authentik_providers_oauth2.scopemapping',
    'managed',
    `goauthentik.io/providers/oauth2/scope-${scope}`,
  );

type Lines = Readonly<Record<string, string | undefined>>;

const HEALTHY: Lines = {
  name: 'Provider for Wiki',
  authorization_flow: flow('default-provider-authorization-implicit-consent'),
  invalidation_flow: flow('default-provider-invalidation-flow'),
  client_type: 'confidential',
  grant_types: '[authorization_code, refresh_token]',
  redirect_uris: '[{ matching_mode: strict, url: https://wiki.example.com/callback }]',
  signing_key: find('authentik_crypto.certificatekeypair', 'name', "'authentik Self-signed Certificate'"),
  property_mappings: `[${['openid', 'email', 'profile'].map(mapping).join(', ')}]`,
};

const entry = (model: string, identifiers: string, attrs: Lines, more = ''): string =>
  `  - model: ${model}\n${more}    identifiers: ${identifiers}\n    attrs:\n${Object.entries(attrs)
    .flatMap(([key, value]) => (value === undefined ? [] : [`      ${key}: ${value}\n`]))
    .join('')}`;

const provider = (changes: Lines = {}, id = 'provider', clientId = 'wiki'): string =>
  entry(
    'authentik_providers_oauth2.oauth2provider',
    `{ client_id: ${clientId} }`,
    { ...HEALTHY, ...changes },
    `    id: ${id}\n`,
  );
const application = (changes: Lines = {}, slug = 'wiki'): string =>
  entry(
    'authentik_core.application',
    `{ slug: ${slug} }`,
    { name: 'Wiki', provider: '!KeyOf provider', ...changes },
    '    id: application\n',
  );
const binding = (attrs: Lines, identifiers = '{ target: !KeyOf application, order: 0 }'): string =>
  entry('authentik_policies.policybinding', identifiers, attrs);
const GROUP = find('authentik_core.group', 'name', 'family');

const file = (...entries: readonly string[]): string =>
  `version: 1\nmetadata:\n  name: wiki\nentries:\n${entries.join('')}`;
const one = (changes: Lines): string => file(provider(changes), application());
const redirect = (mode: string, url: string): string =>
  one({ redirect_uris: `[{ matching_mode: ${mode}, url: '${url}' }]` });
const at = (version: string, text: string): string => `# authentik ${version}\n${text}`;
const ROMM: Lines = {
  name: 'RomM',
  redirect_uris: '[{ matching_mode: strict, url: https://games.example.com/api/oauth/openid }]',
};
const OWN_EMAIL = entry(
  'authentik_providers_oauth2.scopemapping',
  '{ name: verified }',
  { scope_name: 'email', expression: '"return {}"' },
  '    id: email\n',
);
const withOwnEmail = `[${mapping('openid')}, ${mapping('profile')}, !KeyOf email]`;

export const AUTHENTIK_CASES: Readonly<Record<string, Case>> = {
  'authentik-redirects-empty': { bad: one({ redirect_uris: '[]' }), near: one({}) },
  'authentik-redirect-any': {
    bad: redirect('regex', '.*'),
    near: redirect('regex', 'https://wiki\\.example\\.com/.*'),
  },
  'authentik-redirect-strict-pattern': {
    bad: redirect('strict', 'https://wiki\\.example\\.com/callback'),
    near: redirect('strict', 'https://wiki.example.com/?page=sso'),
  },
  'authentik-redirect-misses-itself': {
    bad: redirect('regex', 'https://files.example.com/?module=files'),
    near: redirect('regex', 'https://files\\.example\\.com/\\?module=files'),
  },
  'authentik-redirect-bare-dots': {
    bad: redirect('regex', 'https://wiki.example.com/callback'),
    near: redirect('regex', 'https://wiki\\.example\\.com/callback'),
  },
  'authentik-redirect-old-form': {
    bad: one({ redirect_uris: 'https://wiki.example.com/callback' }),
    near: at('2024.8', one({ redirect_uris: 'https://wiki.example.com/callback', grant_types: undefined })),
  },
  'authentik-redirect-mode': {
    bad: one({ redirect_uris: '[{ url: https://wiki.example.com/callback }]' }),
    near: one({}),
  },
  'authentik-redirect-broken': {
    mended: redirect('strict', 'https://wiki.example.com/callback '),
    bad: redirect('strict', 'wiki.example.com/callback'),
    near: redirect('strict', 'app.wiki:///callback'),
  },
  'authentik-redirect-forbidden-scheme': {
    bad: redirect('strict', 'javascript:alert'),
    near: redirect('strict', 'wiki:callback'),
  },
  'authentik-redirect-http': {
    bad: redirect('strict', 'http://wiki.example.com/callback'),
    near: redirect('strict', 'http://localhost:3000/callback'),
  },
  'authentik-redirect-of-app': {
    bad: file(
      provider({
        ...ROMM,
        redirect_uris: '[{ matching_mode: strict, url: https://games.example.com/callback }]',
        property_mappings: withOwnEmail,
      }),
      application({ name: 'RomM' }, 'romm'),
    ).replace('entries:\n', `entries:\n${OWN_EMAIL}`),
    near: file(
      OWN_EMAIL,
      provider({ ...ROMM, property_mappings: withOwnEmail }),
      application({ name: 'RomM' }, 'romm'),
    ),
  },
  'authentik-no-signing-key': { bad: one({ signing_key: undefined }), near: one({}) },
  'authentik-encryption-key': {
    bad: one({ encryption_key: find('authentik_crypto.certificatekeypair', 'name', 'other') }),
    near: one({ encryption_key: 'null' }),
  },
  'authentik-no-mappings': { bad: one({ property_mappings: '[]' }), near: one({}) },
  'authentik-no-openid-mapping': {
    bad: one({ property_mappings: `[${mapping('email')}, ${mapping('profile')}]` }),
    near: one({ property_mappings: `[${mapping('openid')}]` }),
  },
  'authentik-mapping-of-app': {
    mended: at(
      '2025.8',
      file(
        provider({ ...ROMM, grant_types: undefined, property_mappings: `[${mapping('openid')}]` }),
        application({ name: 'RomM' }, 'romm'),
      ),
    ),
    bad: file(
      provider({ ...ROMM, property_mappings: `[${mapping('openid')}]` }),
      application({ name: 'RomM' }, 'romm'),
    ),
    near: file(
      OWN_EMAIL,
      provider({ ...ROMM, property_mappings: withOwnEmail }),
      application({ name: 'RomM' }, 'romm'),
    ),
  },
  'authentik-mapping-twice': {
    bad: file(
      OWN_EMAIL,
      provider({ property_mappings: `[${mapping('openid')}, ${mapping('email')}, !KeyOf email]` }),
      application(),
    ),
    near: file(OWN_EMAIL, provider({ property_mappings: withOwnEmail }), application()),
  },
  'authentik-email-unverified': {
    bad: file(provider(ROMM), application({ name: 'RomM' }, 'romm')),
    near: at('2025.8', file(provider(ROMM), application({ name: 'RomM' }, 'romm'))),
  },
  'authentik-grant-types-missing': {
    bad: one({ grant_types: undefined }),
    near: at('2026.2', one({ grant_types: undefined })),
  },
  'authentik-grant-types-no-code': {
    bad: one({ grant_types: '[refresh_token]' }),
    near: one({ grant_types: '[authorization_code]' }),
  },
  'authentik-flow-missing': { bad: one({ invalidation_flow: undefined }), near: one({}) },
  'authentik-client-type': {
    mended: one({ client_type: 'Publik' }),
    bad: one({ client_type: 'private' }),
    near: one({ client_type: 'public' }),
  },
  'authentik-sub-mode': { bad: one({ sub_mode: 'user_mail' }), near: one({ sub_mode: 'user_email' }) },
  'authentik-issuer-mode': {
    bad: one({ issuer_mode: 'per-provider' }),
    near: one({ issuer_mode: 'per_provider' }),
  },
  'authentik-issuer-global': {
    bad: one({ issuer_mode: 'global' }),
    near: one({ issuer_mode: 'per_provider' }),
  },
  'authentik-claims-not-in-id-token': {
    bad: file(
      OWN_EMAIL,
      provider({ ...ROMM, property_mappings: withOwnEmail, include_claims_in_id_token: 'false' }),
      application({ name: 'RomM' }, 'romm'),
    ),
    near: one({ include_claims_in_id_token: 'false' }),
  },
  'authentik-validity': {
    bad: one({ access_token_validity: '5m' }),
    near: one({ access_token_validity: 'hours=1;minutes=30' }),
  },
  'authentik-client-id-twice': {
    bad: file(
      provider(),
      provider({ name: 'Other' }, 'second'),
      application(),
      application({ provider: '!KeyOf second', name: 'Other' }, 'other').replace(
        'id: application',
        'id: second-application',
      ),
    ),
    near: file(
      provider(),
      provider({ name: 'Other' }, 'second', 'other'),
      application(),
      application({ provider: '!KeyOf second', name: 'Other' }, 'other').replace(
        'id: application',
        'id: second-application',
      ),
    ),
  },
  'authentik-client-id-characters': {
    bad: file(provider({}, 'provider', "'wíki'"), application()),
    near: file(provider({}, 'provider', "'wi ki'"), application()),
  },
  'authentik-secret-is-digest': {
    bad: one({ client_secret: `'${DIGEST}'` }),
    near: one({ client_secret: 'PLANTEDclearSECRET' }),
  },
  'authentik-secret-percent': {
    bad: one({ client_secret: "'PLANTED%41SECRET'" }),
    near: one({ client_secret: "'PLANTED100%SECRET'" }),
  },
  'authentik-slug': {
    bad: file(provider(), application({}, 'token')),
    near: file(provider(), application({}, 'token-2')),
  },
  'authentik-provider-alone': {
    bad: file(provider(), provider({ name: 'Other' }, 'second', 'other'), application()),
    near: file(provider()),
  },
  'authentik-application-alone': {
    bad: file(
      provider(),
      application(),
      application({ provider: undefined, name: 'Links' }, 'links').replace('id: application', 'id: links'),
    ),
    near: file(application({ provider: undefined })),
  },
  'authentik-key-of-unknown': {
    bad: file(provider(), application(), binding({ group: GROUP }, '{ target: !KeyOf app, order: 0 }')),
    near: file(provider(), application(), binding({ group: GROUP })),
  },
  'authentik-binding-empty': {
    bad: file(provider(), application(), binding({ enabled: 'true' })),
    near: file(provider(), application(), binding({ enabled: 'true', group: GROUP })),
  },
  'authentik-binding-of-two': {
    bad: file(
      provider(),
      application(),
      binding({
        group: GROUP,
        policy: find('authentik_policies_expression.expressionpolicy', 'name', 'lan'),
      }),
    ),
    near: file(provider(), application(), binding({ group: GROUP, policy: 'null' })),
  },
  'authentik-binding-without-target': {
    bad: file(provider(), application(), binding({ group: GROUP }, '{ order: 0 }')),
    near: file(provider(), application(), binding({ group: GROUP })),
  },
  'authentik-binding-order-twice': {
    bad: file(
      provider(),
      application(),
      binding({ group: GROUP }),
      binding({ group: find('authentik_core.group', 'name', 'friends') }),
    ),
    near: file(
      provider(),
      application(),
      binding({ group: GROUP }),
      binding(
        { group: find('authentik_core.group', 'name', 'friends') },
        '{ target: !KeyOf application, order: 1 }',
      ),
    ),
  },
  'authentik-binding-off': {
    bad: file(provider(), application(), binding({ group: GROUP, enabled: 'false' })),
    near: file(provider(), application(), binding({ group: GROUP, negate: 'false' })),
  },
  'authentik-all-groups': {
    bad: file(
      provider(),
      application({ policy_engine_mode: 'all' }),
      binding({ group: GROUP }),
      binding(
        { group: find('authentik_core.group', 'name', 'friends') },
        '{ target: !KeyOf application, order: 1 }',
      ),
    ),
    near: file(
      provider(),
      application({ policy_engine_mode: 'any' }),
      binding({ group: GROUP }),
      binding(
        { group: find('authentik_core.group', 'name', 'friends') },
        '{ target: !KeyOf application, order: 1 }',
      ),
    ),
  },
  'authentik-version': { bad: one({}).replace('version: 1', 'version: 2'), near: one({}) },
  'authentik-entry-without-model': {
    bad: `${one({})}  - identifiers: { name: x }\n    attrs: {}\n`,
    near: one({}),
  },
  'authentik-model-unknown': {
    bad: file(
      provider(),
      application(),
      entry('authentik_core.groups', '{ name: family }', { name: 'family' }),
    ),
    near: file(
      provider(),
      application(),
      entry('authentik_core.group', '{ name: family }', { name: 'family' }),
    ),
  },
  'authentik-entry-without-identifiers': {
    bad: `${one({})}  - model: authentik_core.group\n    attrs: { name: family }\n`,
    near: `${one({})}  - model: authentik_core.group\n    identifiers: { name: family }\n`,
  },
  'authentik-entry-id-twice': {
    bad: file(
      provider(),
      application(),
      entry('authentik_core.group', '{ name: family }', { name: 'family' }, '    id: provider\n'),
    ),
    near: file(
      provider(),
      application(),
      entry('authentik_core.group', '{ name: family }', { name: 'family' }, '    id: application\n'),
    ),
  },
  'authentik-state': {
    mended: one({}).replace('    id: application\n', '    id: application\n    state: createt\n'),
    bad: one({}).replace('    id: application\n', '    id: application\n    state: exists\n'),
    near: one({}).replace('    id: application\n', '    id: application\n    state: created\n'),
  },
  'authentik-attr-misspelt': {
    bad: one({ logout_url: 'https://wiki.example.com/logout' }),
    near: one({ logout_uri: 'https://wiki.example.com/logout' }),
  },
  'authentik-file-ending': { bad: { 'wiki.yml': one({}) }, near: { 'wiki.yaml': one({}) } },
};
