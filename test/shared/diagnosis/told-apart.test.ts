import { describe, expect, it } from 'vitest';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connect } from '../../helpers/app-connection.ts';

/** The first cause and its side. */
const first = (text: string, connection?: Parameters<typeof connect>[0]) => {
  const [one] = explain(text, connection === undefined ? {} : { connections: [connect(connection)] });
  return one && `${one.id} ${one.side}`;
};
/** The causes that are claimed with confidence. */
const sure = (text: string) =>
  explain(text)
    .filter(({ confidence }) => confidence >= 0.8)
    .map(({ id }) => id);

describe('an issuer that a message compares', () => {
  const SAID: readonly ((expected: string, actual: string) => string)[] = [
    (expected, actual) =>
      `oidc: issuer did not match the issuer returned by provider, expected "${expected}" got "${actual}"`,
    (expected, actual) => `RPError: unexpected iss value, expected ${expected}, got: ${actual}`,
  ];
  const PAIRS: readonly (readonly [expected: string, actual: string, answer: string])[] = [
    ...['http://authentik-server:9000', 'http://10.0.0.4:9000', 'https://old.example.com'].map(
      (origin) =>
        [
          'https://sso.example.com/application/o/games/',
          `${origin}/application/o/games/`,
          'idp-advertises-wrong-self proxy',
        ] as const,
    ),
    ['https://auth.example.com', 'http://auth.example.com', 'idp-advertises-wrong-self proxy'],
    ['https://auth.example.com', 'https://authelia', 'idp-advertises-wrong-self proxy'],
    // The app was given the internal address.
    [
      'http://authentik-server:9000/application/o/games/',
      'https://sso.example.com/application/o/games/',
      'issuer-mismatch app',
    ],
    [
      'https://sso.example.com/application/o/games/',
      'https://sso.example.com/application/o/notes/',
      'issuer-mismatch app',
    ],
    ['https://auth.example.com', 'https://auth.example.com/', 'issuer-mismatch app'],
    ['https://auth.example.com', 'https://auth.example.org', 'issuer-mismatch app'],
  ];
  it.each(
    SAID.flatMap((say) =>
      PAIRS.map(([expected, actual, answer]) => [say(expected, actual), answer] as const),
    ),
  )('is mended where what differs is made: %s', (text, answer) => {
    expect(first(text)).toBe(answer);
  });
});

describe('a redirect URI beside the words that refuse one', () => {
  const FORMS: readonly ((uri: string) => string)[] = [
    (uri) => `{"context": {"message": "Invalid redirect URI used by client", "redirect_uri": "${uri}"}}`,
    (uri) => `level=error msg="redirect_uri does not match" redirect_uri=${uri} client_id=notes`,
    (uri) => `ERROR redirect_uri_mismatch, redirect_uri_given: '${uri}'`,
  ];
  it.each(FORMS.map((form) => [form]))('is read and decides', (form) => {
    expect(first(form('http://notes.example.com/cb'))).toBe('redirect-downgraded-to-http proxy');
    const [plain] = explain(form('https://notes.example.com/cb/'));
    expect(JSON.stringify(plain!.fix)).toContain('https://notes.example.com/cb/');
    // Not the one of the workspace.
    const app = { kind: 'romm', url: 'https://games.example.com' } as const;
    const [known] = explain(form('https://notes.example.com/cb/'), { connections: [connect(app)] });
    expect(JSON.stringify(known)).toContain('https://notes.example.com/cb/');
  });

  it('is told of as written with its usual port', () => {
    const [found] = explain(
      "The 'redirect_uris' registered with OAuth 2.0 Client with id 'news' did not match 'redirect_uri' value 'https://news.example.com:443/i/oidc/'.",
    );
    expect(found).toMatchObject({
      id: 'internal-address-leaks',
      fix: { value: 'https://news.example.com/i/oidc/' },
    });
    expect(found!.cause).not.toMatch(/not the address people use/);
  });
});

describe('what a browser says of a certificate', () => {
  it.each([
    ['NET::ERR_CERT_DATE_INVALID', /not valid at this time/],
    ['SEC_ERROR_EXPIRED_CERTIFICATE', /has expired/],
    ['MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE', /not valid yet/],
    ['MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT', /not trusted/],
  ])('%s', (text, title) => expect(explain(text)[0]!.title).toMatch(title));

  it('does not take a browser’s endless redirects for those of the discovery address', () => {
    const ids = explain('notes.example.com redirected you too many times. ERR_TOO_MANY_REDIRECTS');
    expect(ids.map(({ id }) => id)).not.toContain('discovery-redirected');
    expect(ids[0]?.id).toBe('loop-after-callback');
  });
});

describe('a server that has no part in the login', () => {
  const OTHERS = [
    'level=error msg="Unable to save user session" error="dial tcp: lookup redis on 127.0.0.11:53: no such host"',
    'ERROR sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not translate host name "db" to address: Name or service not known',
    'Error: getaddrinfo ENOTFOUND smtp.example.org',
    'Error: connect ECONNREFUSED 172.18.0.3:6379',
    'ERROR failed to check for updates: Get "https://api.github.com/repos/a/b/releases/latest": dial tcp: lookup api.github.com: no such host',
    'level=error msg="LDAP: x509: certificate signed by unknown authority"',
    'time="2026-11-26T23:54:19Z" level=warning msg="Could not determine the clock offset due to an error" error="error occurred during dial: dial udp: lookup time.example.org on 10.0.0.1:53: no such host"',
  ];
  it.each(OTHERS)('is not taken for the provider: %s', (text) => expect(explain(text)).toEqual([]));

  it('hides no provider that can’t be reached, whatever the time', () => {
    for (let minute = 0; minute < 60; minute++) {
      const time = `20:${String(minute).padStart(2, '0')}:25`;
      const text = `2026-11-26 ${time} ERROR connect ECONNREFUSED auth.example.com:443`;
      expect(first(text), text).toBe('container-cannot-reach-idp host');
    }
  });

  it('hides no login behind the name of a database', () => {
    expect(
      first(
        'ERROR oidc login failed, session store redis: getaddrinfo ENOTFOUND auth.example.com (discovery of https://auth.example.com)',
      ),
    ).toBe('container-cannot-reach-idp host');
  });
});

describe('words that name an error and report none', () => {
  const FAILED =
    '{"level":"error","msg":"failed to fetch discovery document, will retry","error":"Get \\"https://auth.example.com/.well-known/openid-configuration\\": dial tcp: lookup auth.example.com: no such host"}';
  const WELL = '{"level":"info","msg":"discovery document fetched","attempt":2}';

  it('are a retry that succeeded', () => {
    expect(sure(`${FAILED}\n${WELL}`)).toEqual([]);
    expect(sure(FAILED)).toContain('container-cannot-reach-idp');
    expect(sure(`${WELL}\n${FAILED}`)).toContain('container-cannot-reach-idp');
    const given = FAILED.replace(', will retry', '');
    expect(sure(`${FAILED}\n${given}\n${WELL}`)).toContain('container-cannot-reach-idp');
  });

  it.each([
    '✓ issuer mismatch is an error (4 ms)\n✓ rejects an id token with a wrong nonce (1 ms)',
    'ok 3 - invalid_grant when the code was used twice\n--- PASS: TestIssuerDidNotMatch (0.00s)',
    'try:\n    jwt.decode(token)\nexcept jwt.InvalidAudienceError:\n    raise HTTPException(401, "Invalid audience")\nexcept jwt.ExpiredSignatureError:\n    raise HTTPException(401, "token expired")',
    'app  | except jwt.InvalidAudienceError:\napp  |     raise HTTPException(401, "Invalid audience")',
    'audience mismatch=false, signature invalid: 0',
  ])('are tests that passed, source code or a value: %s', (text) => expect(sure(text)).toEqual([]));

  it('are not the end of a traceback', () => {
    const text =
      'Traceback (most recent call last):\n  File "a.py", line 3, in verify\n    raise InvalidAudienceError("Invalid audience")\njwt.exceptions.InvalidAudienceError: Invalid audience';
    expect(first(text)).toBe('id-token-for-another-client provider');
  });
});

describe('a message that names its parameter or status', () => {
  it('says of the nonce that it is too short', () => {
    const [found] = explain(
      "The request has insufficient entropy. Parameter 'nonce' is set but does not satisfy the minimum entropy of 8 characters.",
    );
    expect(found).toMatchObject({ id: 'weak-state', title: 'The app sends a nonce that is too short' });
    expect(found!.cause).not.toMatch(/a state/);
  });

  it.each([401, 403])('knows userinfo that answers %i', (status) => {
    const word = status === 401 ? 'Unauthorized' : 'Forbidden';
    const text = `requests.exceptions.HTTPError: ${status} Client Error: ${word} for url: https://sso.example.com/application/o/userinfo/`;
    expect(first(text)).toBe('userinfo-refused proxy');
  });

  it('reads the levels of .NET', () => {
    const text = (level: string) => `${level}: App.Login[1]\n      Correlation failed.`;
    expect(sure(text('fail'))).toContain('state-cookie-lost');
    for (const level of ['dbug', 'trce', 'info']) expect(sure(text(level)), level).toEqual([]);
  });
});

describe('a grant that is refused', () => {
  it.each(['refresh_token', 'client_credentials', 'authorization_code'])(
    'is the one to allow: %s',
    (grant) => {
      for (const text of [
        `The OAuth 2.0 Client is not allowed to use authorization grant '${grant}'.`,
        `error: unauthorized_client: Unauthorized grant type ${grant} for this client`,
      ]) {
        const [told] = explain(text);
        expect([text, told!.id]).toEqual([text, 'token-request-malformed']);
        expect(told!.fix.value!.split(', ')).toContain(grant);
        expect(told!.cause).toContain(`grant type ${grant} is not allowed`);
        expect(told!.title.includes('redeem codes')).toBe(grant === 'authorization_code');
      }
    },
  );
});

describe('a file with a CA that is not there', () => {
  it.each([
    'Warning: Ignoring extra certs from `/opt/ca/home.pem`, load failed: error:80000002:system library::No such file or directory',
    'OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /opt/ca/home.pem',
    'curl: (77) error setting certificate verify locations:  CAfile: /opt/ca/home.pem CApath: none',
    "FileNotFoundError: [Errno 2] No such file or directory: '/opt/ca/home.pem'",
    'failed to load CA: open /opt/ca/home.pem: no such file or directory',
    'java.nio.file.NoSuchFileException: /opt/ca/home.p12',
  ])('is named by its path: %s', (text) => {
    const [told] = explain(text);
    expect(told).toMatchObject({ id: 'ca-file-missing', side: 'app' });
    expect(told!.fix.current).toMatch(/^\/opt\/ca\/home\.p(?:em|12)$/);
    expect(told!.fix.text).toContain(told!.fix.current!);
  });
});

it('a scope that is refused is among those to write', () => {
  for (const scope of ['offline_access', 'groups', 'email']) {
    const [told] = explain(`The OAuth 2.0 Client is not allowed to request scope '${scope}'.`, {
      connections: [connect({ kind: 'memos' })],
    });
    expect(told).toMatchObject({ id: 'scope-not-allowed', side: 'provider' });
    expect(told!.fix.value!.split(', ')).toEqual(expect.arrayContaining([scope, 'openid', 'profile']));
  }
});

it('the audience that a message wanted is told, and no client ID of the workspace in its place', () => {
  const connections = [connect({ kind: 'memos', client_id: 'memosClient' })];
  const text = 'oidc: expected audience "games-prod" got ["notes-prod"]';
  for (const [told] of [explain(text), explain(text, { connections })]) {
    expect(told).toMatchObject({ id: 'id-token-for-another-client' });
    expect(told!.cause).toMatch(/notes-prod.+“games-prod”/);
    expect(told!.cause).not.toContain('memosClient');
  }
});
