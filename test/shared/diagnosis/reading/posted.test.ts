import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { connectionOf } from '../setups.ts';

/** Kinds of texts that people post, each in a form of our own. */
const first = (text: string) => explain(text)[0];

describe('values that stand in a text decide the side', () => {
  const refused = (uri: string, before = '') =>
    `${before}level=error msg="The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'. The 'redirect_uris' registered with OAuth 2.0 Client with id 'links' did not match 'redirect_uri' value '${uri}'."`;

  it('http where only that is wrong, is the proxy’s and no missing entry, whatever words stand around it', () => {
    expect(first(refused('http://books.example.com/api/callback'))).toMatchObject({
      id: 'redirect-downgraded-to-http',
      side: 'proxy',
    });
  });

  it('what is registered fits the app named: the app’s own address is wrong', () => {
    const registered = `# Linkwarden\nredirect_uris:\n  - 'https://links.example.com/api/v1/auth/callback/authelia'\n`;
    expect(first(refused('https://links.example.com/api/auth/callback/authelia', registered))).toMatchObject({
      side: 'app',
      fix: { setting: 'NEXTAUTH_URL', value: 'https://links.example.com/api/v1/auth' },
    });
    // It is not, where the app sends what it always sends.
    const wrong = `# Linkwarden\nredirect_uris:\n  - 'https://links.example.com/callback'\n`;
    expect(first(refused('https://links.example.com/api/v1/auth/callback/authelia', wrong))?.side).toBe(
      'provider',
    );
  });

  it('an entry that is literally there was taken for a pattern', () => {
    const event = (kind: string, given: string) =>
      `{"event": "Invalid redirect uri (${kind} comparison)", "level": "warning", "redirect_uri_expected": ["https://files.example.com/?page=sso"], "redirect_uri_given": "${given}"}`;
    expect(first(event('regex', 'https://files.example.com/?page=sso'))).toMatchObject({
      id: 'redirect-authentik',
      side: 'provider',
      title: 'The registered redirect URI is taken for a pattern',
    });
    expect(first(event('regex', 'https://files.example.com/?page=other'))?.title).not.toContain('pattern');
    expect(first(event('strict', 'https://files.example.com/other'))?.fix.value).toBe(
      'https://files.example.com/other',
    );
  });

  it('the root as the issuer is authentik’s mode, a slash or a path the app’s', () => {
    const told = (actual: string, expected: string) =>
      first(`Validation error: unexpected issuer URI \`${actual}\` (expected \`${expected}\`)`);
    expect(told('https://id.example.com/', 'https://id.example.com/application/o/notes/')).toMatchObject({
      id: 'issuer-mismatch',
      side: 'provider',
      fix: { setting: 'Issuer mode' },
    });
    expect(
      told('https://id.example.com/application/o/notes/', 'https://id.example.com/application/o/notes')?.side,
    ).toBe('app');
    expect(told('https://id.example.com/realms/home', 'https://id.example.com/realms/other')?.side).toBe(
      'app',
    );
    expect(told('https://id.example.com', 'https://id.example.com/')?.side).toBe('app');
  });

  it('a discovery address on the app’s own host is the app’s', () => {
    const told = (host: string) =>
      first(
        `Error connecting to https://${host}/application/o/notes/.well-known/openid-configuration: Not Found`,
      );
    expect(told('notes.example.com')).toMatchObject({ id: 'discovery-path-wrong', side: 'app' });
    expect(told('id.example.com')).toMatchObject({ id: 'discovery-path-wrong', side: 'provider' });
  });

  it('a path of another product than the text speaks of is the app’s', () => {
    expect(
      first(
        '{"error":"login failed"}\nProvider: Authelia\nIssuer-URL: https://id.example.com/application/o/notes/',
      ),
    ).toMatchObject({ id: 'discovery-path-wrong', side: 'app' });
    expect(explain('Provider: authentik\nIssuer-URL: https://id.example.com/application/o/notes/')).toEqual(
      [],
    );
  });

  it('an error that the app puts into its own address is no refusal of the provider', () => {
    expect(explain('https://app.example.com/login?error=user_creation_failed&details=nothing')).toEqual([]);
    expect(
      first('https://app.example.com/login?error=user_creation_failed&details=username_claim_missing'),
    ).toMatchObject({ id: 'identifier-claim-missing', side: 'app' });
    expect(first('https://app.example.com/cb?error=not_today&state=abcdefghijkl')?.id).toBe(
      'authorization-refused',
    );
  });

  it('a 404 at a callback with its code is the app’s', () => {
    expect(
      first('GET https://app.example.com/api/auth/callback/home?code=abc&state=abcdefghij 404'),
    ).toMatchObject({
      id: 'loop-after-callback',
      side: 'app',
    });
    expect(
      explain('GET https://app.example.com/api/auth/callback/home?code=abc&state=abcdefghij 302'),
    ).toEqual([]);
  });
});

describe('a setting that names a claim', () => {
  it('is wrong if it holds scopes, or a name with a letter wrong', () => {
    expect(first("Can not get identifier\n'id' => 'preffered_username',")).toMatchObject({
      id: 'identifier-claim-missing',
      side: 'app',
      fix: { current: 'preffered_username', value: 'preferred_username' },
    });
    expect(
      first('OIDC is on, and there is no login button\nOIDC_USER_CLAIM=openid profile email'),
    ).toMatchObject({
      id: 'app-config-ignored',
      fix: { setting: 'OIDC_USER_CLAIM' },
    });
    expect(first('No username found in user info.\nusername_field: "jane"')).toMatchObject({ side: 'app' });
  });

  it.each([
    'OIDC_USER_CLAIM=email',
    'username_claim: preferred_username',
    "'id' => 'sub',",
    'user_claim: department',
    'roles_claim: urn:zitadel:iam:org:project:roles',
    'id: portainer',
    'level=debug msg="Process user information" gid=0 name=root uid=0 username=root',
    'level=error uid=emial',
  ])('is passed over if it may be right: %s', (text) => {
    expect(explain(text)).toEqual([]);
  });
});

describe('what is no failure, or not of the login', () => {
  it('a warning of an old name is called one', () => {
    expect(
      first(
        "configuration key 'identity_providers.oidc.some_key' is deprecated in 4.38.0 and has been replaced by 'identity_providers.oidc.other': you are not required to make any changes as this has been automatically mapped for you",
      ),
    ).toMatchObject({ id: 'only-a-warning', side: 'provider' });
  });

  it('a login in front of the app is the proxy’s', () => {
    expect(first('Error: server redirected to sso.example.org')).toMatchObject({
      id: 'forward-auth-in-front',
      side: 'proxy',
    });
  });

  it('a person who switched passwords off is told of a way in', () => {
    expect(first('After I disabled the password the admin is locked out')).toMatchObject({
      id: 'admin-locked-out',
      side: 'app',
    });
  });

  it('a phrase begins with a whole word', () => {
    expect(explain('Bean myclient is disabled')).toEqual([]);
    expect(first('The client is disabled')?.id).toBe('client-disabled');
  });
});

describe('an app’s own words', () => {
  it('are not taken for those of the only app of a workspace if the text names another', () => {
    const connections = [connectionOf('authelia', 'memos')];
    expect(explain('grafana: Email is not verified', { connections })[0]?.cause).not.toContain('Memos');
    expect(explain('Email is not verified', { connections })[0]?.cause).toContain('Memos');
  });

  it('show which app speaks, where no other app and no library says the same', () => {
    expect(first('[OidcAuth] Invalid redirect_uri=player://callback')).toMatchObject({
      id: 'mobile-callback',
      side: 'app',
    });
    expect(first('OpenID Redirect failed\nRequest failed (500)')?.cause).toContain('Proxmox');
  });

  it('name no app that a text of a library or of many programs could be of', () => {
    for (const text of [
      'Unauthorized',
      'Login failed',
      'invalid_client',
      'access denied',
      'Something went wrong',
    ])
      for (const { cause } of explain(text))
        for (const { name } of allApps()) expect(cause, text).not.toContain(`${name} says`);
  });
});

describe('a variable that has one of a few words', () => {
  const all = allApps().flatMap(({ profile }) =>
    (profile?.targets ?? []).flatMap((target) =>
      'env' in target
        ? Object.entries(target.keys).flatMap(([name, value]) => {
            const word = typeof value === 'object' && 'value' in value ? value.value : value;
            return typeof word === 'string' && /^[a-z]{4,20}$/.test(word) ? [[name, word] as const] : [];
          })
        : [],
    ),
  );
  // What several apps have may be anything in one of them.
  const words = all.filter(
    ([name]) => all.filter(([other]) => other === name).length === 1 && !/CLAIM|ENABLED/.test(name),
  );
  const swapped = (word: string) => `${word[0]}${word[2]}${word[1]}${word.slice(3)}`;

  it('is known for several apps', () => expect(words.length).toBeGreaterThan(5));

  it.each(words)('%s=%s', (name, word) => {
    const misspelt = (text: string) => explain(text).filter(({ fix }) => fix.setting === name);
    for (const line of [
      `${name}=${word}`,
      `${name}: "${word}"`,
      `set ${name}=${word.toUpperCase()} and restart`,
    ])
      expect(misspelt(line), line).toEqual([]);
    expect(misspelt(`${name}=completelyother`)).toEqual([]);
    if (word[1] === word[2]) return;
    for (const line of [
      `${name}=${swapped(word)}`,
      `      ${name}: ${swapped(word)}`,
      `I have \`${name}=${swapped(word)}\` there`,
    ])
      expect(misspelt(line)[0], line).toMatchObject({ side: 'app', fix: { current: swapped(word) } });
  });
});

describe('addresses that show what was mixed up', () => {
  it.each(['_', 'undefined', 'null', '0.0.0.0', '$host'])(
    'a redirect URI on %s, which is nobody’s',
    (host) => {
      for (const text of [
        `redirect_uri=http://${host}/oauth2/callback`,
        `GET /authorize?client_id=a&redirect_uri=${encodeURIComponent(`https://${host}/cb`).replace('%24', '$')}&scope=openid`,
        `"redirect_uri": "https://${host}:8443/cb"`,
      ])
        expect(first(text), text).toMatchObject({ id: 'internal-address-leaks' });
      expect(explain(`redirect_uri=https://${host === '$host' ? 'notes' : host}.example.com/cb`)).toEqual([]);
    },
  );

  it.each([
    (url: string) => `Client error: \`GET ${url}\` resulted in a \`400 Bad Request\` response`,
    (url: string) => `requests.exceptions.HTTPError: 404 Client Error: Not Found for url: ${url}`,
    (url: string) => `| ID | Client ID | Discovery endpoint |\n+----+---+---+\n| 2 | cloud | ${url} |`,
    (url: string) => `| Name | Issuer |\n|---|---|\n| home | ${url} |`,
  ])('the authorization endpoint in place of the issuer', (told) => {
    for (const path of ['/realms/home/protocol/openid-connect/auth', '/api/oidc/authorization', '/authorize'])
      expect(first(told(`https://id.example.com${path}`)), path).toMatchObject({
        id: 'endpoint-given-as-issuer',
        side: 'app',
      });
    expect(explain(told('https://id.example.com/realms/home')).map(({ id }) => id)).not.toContain(
      'endpoint-given-as-issuer',
    );
  });
});
