import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Description,
  describedProfile,
  descriptionIn,
  kindOfName,
} from '../../../shared/profile/describe.ts';
import { readAppProfile } from '../../../shared/profile/read.ts';
import { namedCallbacks, namedSettings, withoutSecrets } from '../../../shared/profile/setting-words.ts';
import { brokenPromises, trialsOf } from '../../../shared/render/profiled/prove.ts';
import { addProfile } from '../../../shared/workspace/edit.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';

const ANSWERS: Description = {
  name: 'Stirling PDF',
  version: '1.3',
  callbacks: 'https://pdf.example.com/login/oauth2/code/oidc',
  method: 'client_secret_basic',
  pkce: 'S256',
  scopes: 'openid profile email',
  way: 'env',
  place: '',
  settings:
    'SECURITY_OAUTH2_ENABLED=true\nSECURITY_OAUTH2_ISSUER=https://old.example.com\nSECURITY_OAUTH2_CLIENTID: abc\nSECURITY_OAUTH2_CLIENTSECRET="8f2b9c44aa"\nSECURITY_OAUTH2_SCOPES=openid',
};
const read = (answers: Partial<Description> = {}) =>
  readAppProfile(describedProfile({ ...ANSWERS, ...answers }, '2026-11-26'));

describe('an app that is described once', () => {
  it('becomes a profile that keeps every promise, with both sides right', () => {
    const profile = read();
    if (!profile.ok) throw new Error(profile.problems[0]!.message);
    expect(brokenPromises(profile.profile)).toEqual([]);
    const [trial] = trialsOf(profile.profile);
    expect(trial!.connection.client).toMatchObject({
      client_name: 'Stirling PDF',
      redirect_uris: ['https://stirling-pdf.example.com/login/oauth2/code/oidc'],
      token_endpoint_auth_method: 'client_secret_basic',
      scopes: ['openid', 'profile', 'email'],
    });
    expect(trial!.connection.pkce).toEqual({ app_uses: true, require: true });
    expect(profile.profile.targets).toEqual([
      {
        env: 'stirling-pdf.env',
        service: 'stirling-pdf',
        keys: {
          SECURITY_OAUTH2_ENABLED: 'true',
          SECURITY_OAUTH2_ISSUER: '{issuer}',
          SECURITY_OAUTH2_CLIENTID: '{client_id}',
          SECURITY_OAUTH2_CLIENTSECRET: '{client_secret}',
          SECURITY_OAUTH2_SCOPES: '{scopes|space}',
        },
      },
    ]);
    // The person's own secret was among what was pasted.
    expect(describedProfile(ANSWERS, '2026-11-26')).not.toContain('8f2b9c44aa');
  });

  it('says again what was said: the same text follows from the answers that are read from it', () => {
    const name = fc.constantFrom(
      'Client ID',
      'PLANES_SECRET',
      'export X',
      '- y',
      'Colour',
      'Issuer',
      '#a',
      '🛩',
      '7',
    );
    const value = fc.constantFrom(
      '',
      'true',
      'FALSE',
      '{issuer}',
      '"quoted"',
      "'a' and 'b'",
      '"\'x\'"',
      'a: b # c',
      '  x ',
    );
    const lines = fc.array(
      fc.tuple(fc.constantFrom('', '- ', 'export ', '- - '), name, fc.constantFrom('', '=', ': '), value),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('Planes', 'Paper “Planes”: 2', "It's", 'a  b '),
          version: fc.constantFrom('', '1.30', ' 2.0 '),
          callbacks: fc.constantFrom('/a', '/a\n/b, /a', 'https://x.example.com/cb', 'app:/cb'),
          method: fc.constantFrom('client_secret_basic', 'client_secret_post', 'none', 'unknown'),
          pkce: fc.constantFrom('S256', 'none', 'unknown'),
          scopes: fc.constantFrom('', 'openid', 'email groups', 'email,  openid'),
          way: fc.constantFrom('env', 'screen'),
          place: fc.constantFrom('Settings › Login', ' a '),
          settings: lines.map((all) => all.map((parts) => parts.join('')).join('\n')),
        }),
        (said) => {
          const text = describedProfile(said as Description, '2026-11-26');
          const profile = readAppProfile(text);
          if (!profile.ok) return;
          const again = descriptionIn(text, profile.profile);
          expect(again, text).toBeDefined();
          expect(describedProfile(again!, '2026-11-26')).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says what was not said', () => {
    const profile = read({ method: 'unknown', pkce: 'unknown', version: '' });
    expect(profile).toMatchObject({
      ok: true,
      profile: { traits: { method: 'client_secret_basic', pkce: 'none' }, tested: { how: 'guide' } },
    });
    expect(profile.ok && profile.profile.unsure!.join(' ')).toMatch(/secret was not said.*PKCE was not said/);
  });

  it('takes a public app, a screen, and endpoints one by one', () => {
    const profile = read({
      method: 'none',
      way: 'screen',
      place: 'Settings › Login',
      settings: 'Client ID\nClient secret\nAuthorization URL\nToken URL\nUser info URL',
    });
    if (!profile.ok) throw new Error(profile.problems[0]!.message);
    expect(brokenPromises(profile.profile)).toEqual([]);
    expect(profile.profile).toMatchObject({
      traits: { discovery: false },
      endpoints: ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'],
      targets: [{ screen: 'Settings › Login', fields: { 'Client ID': '{client_id}' } }],
    });
    expect(JSON.stringify(profile.profile)).not.toContain('{client_secret}');
  });

  it.each([
    ['OIDC_CLIENT_ID', '{client_id}'],
    ['oauth.clientId', '{client_id}'],
    ['Application (client) ID', '{client_id}'],
    ['OPENID_CLIENT_SECRET', '{client_secret}'],
    ['clientSecret', '{client_secret}'],
    ['OIDC_ISSUER', '{issuer}'],
    ['OIDC_ISSUER_URL', '{issuer}'],
    ['OAUTH_AUTHORITY', '{issuer}'],
    ['OPENID_PROVIDER_URL', '{issuer}'],
    ['OIDC_DISCOVERY_URL', '{discovery_url}'],
    ['OAUTH2_WELL_KNOWN', '{discovery_url}'],
    ['OpenID Connect configuration URL', '{discovery_url}'],
    ['OIDC_AUTH_URL', '{authorization_endpoint}'],
    ['AUTHORIZATION_ENDPOINT', '{authorization_endpoint}'],
    ['Authorize URL', '{authorization_endpoint}'],
    ['OIDC_TOKEN_ENDPOINT', '{token_endpoint}'],
    ['Token URL', '{token_endpoint}'],
    ['OIDC_USERINFO_URL', '{userinfo_endpoint}'],
    ['User Info Endpoint', '{userinfo_endpoint}'],
    ['JWKS_URI', '{jwks_uri}'],
    ['OIDC_REDIRECT_URI', '{callback}'],
    ['Callback URL', '{callback}'],
    ['OIDC_SCOPES', '{scopes|space}'],
    ['OIDC_LOGOUT_URL', '{end_session_endpoint}'],
    ['OIDC_ENABLED = true', 'true'],
    ['OIDC_CLIENT_SECRET = hunter2hunter2', '{client_secret}'],
    ['OIDC_BUTTON = "Sign in"', 'Sign in'],
    ['OIDC_BUTTON', undefined],
  ])('%s is understood', (line, value) => {
    expect(namedSettings(line).map((one) => one.value)).toEqual([value]);
  });

  it.each([
    ['OIDC_CLIENT_SECRET=hunter2', 'OIDC_CLIENT_SECRET='],
    ['Client secret: hunter2', 'Client secret: '],
    ['  export SESSION_PASSWORD = "hunter2 x"', '  export SESSION_PASSWORD = '],
    ['OIDC_CLIENT_SECRET={client_secret}', 'OIDC_CLIENT_SECRET={client_secret}'],
    ['DISABLE_PASSWORD=true', 'DISABLE_PASSWORD=true'],
    ['DISABLE_PASSWORD=fa', 'DISABLE_PASSWORD=fa'],
    ['OIDC_SCOPES=openid email', 'OIDC_SCOPES=openid email'],
    ['A=1\nTOKEN=hunter2\nB=2', 'A=1\nTOKEN=\nB=2'],
    ['OIDC_KEY=-----BEGIN PRIVATE KEY-----', 'OIDC_KEY='],
  ])('%s is kept as %s', (typed, kept) => {
    expect(withoutSecrets(typed)).toBe(kept);
    expect(withoutSecrets(kept)).toBe(kept);
  });

  it('reads redirect URIs as they are copied', () => {
    expect(namedCallbacks('https://me.example.com/a/callback?x=1\n/b  app.immich:///oauth /b')).toEqual([
      '/a/callback?x=1',
      '/b',
      'app.immich:///oauth',
    ]);
  });

  it('gives a profile or a reason for anything that is typed, and never a secret', () => {
    const line = fc.string({ maxLength: 60, unit: 'grapheme' });
    const answers: fc.Arbitrary<Description> = fc.record({
      name: fc.oneof(fc.constant('Paper Planes'), line),
      version: fc.oneof(fc.constant(''), fc.constant('2.1'), line),
      callbacks: fc.oneof(fc.constant('/cb'), line),
      method: fc.constantFrom('client_secret_basic', 'client_secret_post', 'none', 'unknown'),
      pkce: fc.constantFrom('S256', 'none', 'unknown'),
      scopes: fc.oneof(fc.constant('openid email groups'), line),
      way: fc.constantFrom('env', 'screen'),
      place: line,
      settings: fc
        .array(fc.oneof(fc.constantFrom('A_ISSUER', 'A_CLIENT_ID', 'A_CLIENT_SECRET=hunter2hunter2'), line), {
          maxLength: 6,
        })
        .map((lines) => lines.join('\n')),
    });
    let well = 0;
    fc.assert(
      fc.property(answers, (said) => {
        const text = describedProfile(said, '2026-11-26');
        expect(text).not.toContain('hunter2');
        const profile = readAppProfile(text);
        if (!profile.ok) {
          expect(profile.problems.length).toBeGreaterThan(0);
          return;
        }
        well++;
        expect(profile.profile.kind).toBe(kindOfName(said.name));
      }),
      { numRuns: 300 },
    );
    expect(well).toBeGreaterThan(10);
  });
});

describe('naming a profile in a workspace', () => {
  it.each([
    [
      'latchkey: 1\nid: a\n# mine\nproviders: {}\napps: {}\n',
      'latchkey: 1\nid: a\nprofiles: [./x.yaml]\n# mine\nproviders: {}\napps: {}\n',
    ],
    [
      'latchkey: 1\nid: a\nprofiles: [./a.yaml] # one\nproviders: {}\napps: {}\n',
      'latchkey: 1\nid: a\nprofiles: [./a.yaml, ./x.yaml] # one\nproviders: {}\napps: {}\n',
    ],
    [
      'latchkey: 1\nid: a\nprofiles:\n  # from Ada\n  - ./a.yaml # hers\nproviders: {}\napps: {}\n',
      'latchkey: 1\nid: a\nprofiles:\n  # from Ada\n  - ./a.yaml # hers\n  - ./x.yaml\nproviders: {}\napps: {}\n',
    ],
    [
      'latchkey: 1\nid: a\nprofiles:\nproviders: {}\napps: {}\n',
      'latchkey: 1\nid: a\nprofiles: [./x.yaml]\nproviders: {}\napps: {}\n',
    ],
  ])('keeps what is there', (before, after) => {
    expect(addProfile(before, './x.yaml')).toEqual({ ok: true, value: after });
    expect(parseWorkspace(after).problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});
