import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { judgeDigests, judgeVariableNames } from '../../../../shared/diagnosis/reading/app-settings.ts';

/** The variables of each app, as its profile writes them. */
const APPS = allApps().flatMap(({ kind, name, profile }) => {
  const names = (profile?.targets ?? []).flatMap((target) =>
    'env' in target ? Object.keys(target.keys) : [],
  );
  const own = [...new Set(names)].filter((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]{2,}$/.test(one));
  return own.length < 2 ? [] : [{ kind, name, own }];
});

/** The mistakes that people make in a name: a letter too few, one twice, two swapped, a line left out. */
const MISTAKES: readonly (readonly [what: string, mistake: (name: string) => string])[] = [
  ['a letter left out', (name) => `${name.slice(0, 3)}${name.slice(4)}`],
  ['a letter twice', (name) => `${name.slice(0, -2)}${name.at(-2)}${name.slice(-2)}`],
  ['an underscore left out', (name) => name.replace('_', '')],
];
const envOf = (names: readonly string[]) => names.map((name) => `${name}=value`).join('\n');

describe('names of variables', () => {
  it('are many', () => expect(APPS.length).toBeGreaterThan(25));

  it.each(APPS)('of $name are right as its profile has them', ({ kind, own }) => {
    expect(judgeVariableNames(envOf(own), [kind])).toEqual([]);
    expect(judgeVariableNames(envOf(own), [])).toEqual([]);
  });

  it.each(APPS)('of $name are told where one is misspelt', ({ kind, own }) => {
    let told = 0;
    let all = 0;
    for (const name of own)
      for (const [, mistake] of MISTAKES) {
        const wrong = mistake(name);
        if (own.includes(wrong) || wrong.length < 8 || wrong === name) continue;
        all++;
        const [found] = judgeVariableNames(envOf([...own.filter((one) => one !== name), wrong]), [kind]);
        if (found === undefined) continue;
        told++;
        expect(found.data).toEqual({ misspelt: [wrong], variable: [name] });
      }
    // Where another of its names is as near, none is told.
    expect(told / all).toBeGreaterThan(0.75);
  });

  it('are not told of an app whose name stands rightly beside them', () => {
    expect(judgeVariableNames('OAUTH2_CLIENT_SECRET=a\nOAUTH_CLIENT_SECRET=b', ['miniflux'])).toEqual([]);
  });

  it('are not told where two apps are named, as each may have what the other lacks', () => {
    expect(judgeVariableNames('OAUTH_CLIENT_SECRET=b', ['miniflux', 'karakeep'])).toEqual([]);
  });

  it('are explained with both names', () => {
    const [first] = explain(
      'miniflux says that the secret is empty\n  - OAUTH_CLIENT_SECRET=xxxx\n  - OAUTH_CLIENT_ID=xxxx',
    );
    expect(first).toMatchObject({ id: 'literal-quotes-or-misspelt-name', side: 'app' });
    expect(first!.fix.text).toContain('OAUTH2_CLIENT_SECRET, OAUTH2_CLIENT_ID');
  });
});

describe('the digest of a secret', () => {
  const DIGESTS = [
    '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR',
    '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub',
    '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW',
    '$6$rounds=5000$usesomesillystri$D4IrlXatmP7rx3P3',
  ];
  const FORMS: readonly ((digest: string) => string)[] = [
    (digest) => `OIDC_CLIENT_SECRET=${digest}`,
    (digest) => `OIDC_CLIENT_SECRET='${digest}'`,
    (digest) => `      - "OAUTH_CLIENT_SECRET=${digest.replaceAll('$', '$$$$')}"`,
    (digest) => `  'oidc_login_client_secret' => '${digest}',`,
    (digest) => `SOCIAL_SECRET = "${digest}"`,
    (digest) => `    clientSecret: "${digest}"`,
    (digest) => `{"clientSecret": "${digest}"}`,
  ];

  it.each(DIGESTS.flatMap((digest) => FORMS.map((form) => [form(digest)])))(
    'is none of an app’s: %s',
    (text) => {
      expect(judgeDigests(text)).toEqual([expect.objectContaining({ id: 'secret-wrong-or-swapped' })]);
      const [first] = explain(`Login fails with invalid_client\n${text}`);
      expect(first).toMatchObject({ id: 'secret-wrong-or-swapped', side: 'app' });
      expect(first!.cause).toContain('a digest is never sent');
      expect(JSON.stringify(first)).not.toMatch(/c8p78n7p|RdescudvJ|R9h\/cIPz|D4IrlXat/);
    },
  );

  it.each(DIGESTS)('is right in the file of Authelia: %s', (digest) => {
    for (const text of [
      `      - client_id: notes\n        client_secret: '${digest}'`,
      `        client_secret: ${digest}`,
      `password: '${digest}'`,
      `AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET=${digest}`,
    ])
      expect(judgeDigests(text), text).toEqual([]);
  });
});

describe('addresses of endpoints', () => {
  const PRODUCTS = {
    Keycloak: {
      authorization: 'https://id.example.com/realms/home/protocol/openid-connect/auth',
      token: 'https://id.example.com/realms/home/protocol/openid-connect/token',
      userinfo: 'https://id.example.com/realms/home/protocol/openid-connect/userinfo',
    },
    authentik: {
      authorization: 'https://id.example.com/application/o/authorize/',
      token: 'https://id.example.com/application/o/token/',
      userinfo: 'https://id.example.com/application/o/userinfo/',
    },
    Authelia: {
      authorization: 'https://id.example.com/api/oidc/authorization',
      token: 'https://id.example.com/api/oidc/token',
      userinfo: 'https://id.example.com/api/oidc/userinfo',
    },
    other: {
      authorization: 'https://id.example.com/authorize',
      token: 'https://id.example.com/oauth/v2/token',
      userinfo: 'https://id.example.com/oidc/v1/userinfo',
    },
  } as const;
  const NAMES = {
    authorization: ['Authorization URL', 'Auth URL', 'OIDC_AUTHORIZATION_ENDPOINT', 'authorize_url'],
    token: ['Access token URL', 'Token URL', 'OIDC_TOKEN_ENDPOINT', 'token_url'],
    userinfo: ['Resource URL', 'User API URL', 'OIDC_USERINFO_ENDPOINT', 'user_info_url'],
  } as const;
  const PURPOSES = ['authorization', 'token', 'userinfo'] as const;
  const ROWS = Object.entries(PRODUCTS).flatMap(([product, ends]) =>
    PURPOSES.flatMap((purpose) => NAMES[purpose].map((name) => ({ product, ends, purpose, name }))),
  );
  const line = (name: string, url: string) =>
    /^[A-Z_]+$/.test(name) ? `${name}=${url}` : /_/.test(name) ? `${name}: ${url}` : `${name}   ${url}`;

  it.each(ROWS)('$name of $product: right, and another one', ({ ends, purpose, name }) => {
    const about = 'The login of the app fails.\n';
    expect(
      explain(`${about}${line(name, ends[purpose])}`).filter(({ id }) => id === 'app-endpoint-wrong'),
    ).toEqual([]);
    for (const other of PURPOSES.filter((one) => one !== purpose)) {
      const found = explain(`${about}${line(name, ends[other])}\n`).find(
        ({ id }) => id === 'app-endpoint-wrong',
      );
      expect(found, ends[other]).toMatchObject({ side: 'app' });
      expect(found!.fix.setting).toBe(name);
    }
  });

  it('one letter wrong in the end is told with the right one', () => {
    const found = explain(
      'Resource URL: https://id.example.com/realms/home/protocol/openid-connect/user\nIt says Unauthorized.',
    );
    expect(found[0]).toMatchObject({
      id: 'app-endpoint-wrong',
      fix: { value: PRODUCTS.Keycloak.userinfo, setting: 'Resource URL' },
    });
  });
});

describe('a redirect URI that stands alone', () => {
  it.each(['http://chat.example.org/oauth/callback', 'http%3A%2F%2Fchat.example.org%2Foauth%2Fcallback'])(
    'by http, where the app is reached by https: %s',
    (uri) => {
      const text = `I open it by https, and what goes to the provider has redirect_uri=${uri} and nothing works.`;
      expect(explain(text)[0]).toMatchObject({ id: 'redirect-downgraded-to-http', side: 'proxy' });
      expect(explain(text.replace('by https, ', 'and '))).toEqual([]);
    },
  );

  it('on the app’s own machine, where others are named', () => {
    const uri = 'redirect_uri=http%3A%2F%2Flocalhost%3A7575%2Fapi%2Fauth%2Fcallback';
    expect(
      explain(
        `authentik says Redirect URI Error. My app is https://home.example.com, and it asks with ${uri}`,
      )[0],
    ).toMatchObject({
      id: 'internal-address-leaks',
      side: 'app',
    });
    expect(explain(`On my own machine it goes with ${uri}`)[0]?.confidence ?? 0).toBeLessThan(0.5);
  });
});

describe('what a person says beside the error of a program', () => {
  it('does not come before it', () => {
    const text = `ERROR: [Auth] Error in openid callback - Error: getaddrinfo EAI_AGAIN auth.example.org

The signing key is the self-signed certificate of authentik, I checked that first.`;
    expect(explain(text)[0]).toMatchObject({
      id: expect.stringMatching(/provider-name-not-found|container-cannot-reach-idp/),
    });
  });
});
