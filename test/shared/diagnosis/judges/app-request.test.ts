import { describe, expect, it } from 'vitest';
import { readAppRequests } from '../../../../shared/diagnosis/app-request.ts';
import { diagnose } from '../../../../shared/diagnosis/diagnose.ts';
import type { AppLoginEvidence, Evidence, SentRequest } from '../../../../shared/diagnosis/evidence.ts';
import { judgeAppRequest } from '../../../../shared/diagnosis/judges/app-request.ts';
import { lights } from '../../../../shared/diagnosis/lights.ts';
import { answer, DOCUMENT, evidence, noAnswer, PARTS, TARGET } from '../evidence.ts';
import { connectionOf } from '../setups.ts';

const OWN = TARGET.client.redirect_uris[0]!;
const ENDPOINT = String(DOCUMENT['authorization_endpoint']);
const START = TARGET.app.login_start!.url;

const RIGHT: SentRequest = {
  found_in: 'redirect',
  endpoint: ENDPOINT,
  client_id: TARGET.client.client_id,
  redirect_uri: OWN,
  scopes: TARGET.client.scopes,
  response_type: 'code',
  pkce: 'none',
};

const login = (more: Partial<AppLoginEvidence> = {}): AppLoginEvidence => ({
  kind: 'redirect',
  answer: answer({ url: START, status: 302, body: 'html' }),
  exchanges: [],
  requests: [RIGHT],
  ...more,
});

const seenWith = (app_login: AppLoginEvidence | undefined, ...parts: readonly Partial<Evidence>[]) =>
  evidence(...Object.values(PARTS), ...parts, app_login === undefined ? {} : { app_login });
const judged = (app_login: AppLoginEvidence | undefined, ...parts: readonly Partial<Evidence>[]) =>
  judgeAppRequest(seenWith(app_login, ...parts), TARGET);
const sent = (change: Partial<SentRequest>) => judged(login({ requests: [{ ...RIGHT, ...change }] }))!;
const lightOf = (check: ReturnType<typeof judged>) =>
  lights({ checks: check === undefined ? [] : [check] }).find(({ light }) => light === 'app-request')!.status;

describe('what the app sends', () => {
  it('is green where client ID, redirect URI and provider were seen to be right', () => {
    const check = judged(login())!;
    expect(check).toMatchObject({ status: 'pass', findings: [] });
    expect(lightOf(check)).toBe('pass');
  });

  it('is left out, and not green, where the app was not asked', () => {
    expect(judged(undefined)).toBeUndefined();
    expect(lightOf(undefined)).toBe('inconclusive');
  });

  it('is never green without one of the three, whatever else is there', () => {
    const names = ['client_id', 'redirect_uri', 'document'] as const;
    for (let bits = 0; bits < 2 ** names.length - 1; bits++) {
      const kept = names.filter((_, at) => (bits >> at) & 1);
      const { client_id, redirect_uri, ...rest } = RIGHT;
      const request = {
        ...rest,
        ...(kept.includes('client_id') ? { client_id: client_id! } : {}),
        ...(kept.includes('redirect_uri') ? { redirect_uri: redirect_uri! } : {}),
      };
      const check = judged(
        login({ requests: [request] }),
        kept.includes('document') ? {} : { discovery: { ...PARTS['document']!.discovery!, document: {} } },
      )!;
      expect(check.status, kept.join()).toBe('inconclusive');
      expect(lightOf(check), kept.join()).toBe('inconclusive');
    }
  });

  /** What the app sent, the finding with what is different, the cause and the side. */
  it.each([
    [{ client_id: 'oldClient' }, 'app-client-id-differs', 'other', 'app-sends-other-client-id', 'app'],
    [{ client_id: '' }, 'app-client-id-differs', 'empty', 'app-sends-other-client-id', 'app'],
    [
      { client_id: '[64 characters, 12ab]', client_id_is: 'digest' },
      'app-client-id-differs',
      'digest',
      'app-sends-other-client-id',
      'app',
    ],
    [
      { client_id: '[43 characters, 12ab]', client_id_is: 'secret' },
      'app-client-id-differs',
      'secret',
      'app-sends-other-client-id',
      'app',
    ],
    [
      { client_id: TARGET.client.client_id.toUpperCase() },
      'app-client-id-differs',
      'case',
      'app-sends-other-client-id',
      'app',
    ],
    [
      { client_id: `"${TARGET.client.client_id}"` },
      'app-client-id-differs',
      'quotes',
      'literal-quotes-or-misspelt-name',
      'app',
    ],
    [
      { redirect_uri: `'${OWN}'` },
      'app-redirect-differs',
      'quotes',
      'literal-quotes-or-misspelt-name',
      'app',
    ],
    [
      { redirect_uri: OWN.replace('https:', 'http:') },
      'app-redirect-differs',
      'scheme',
      'redirect-downgraded-to-http',
      'app',
    ],
    [
      { redirect_uri: OWN.replace('https://romm.example.com', 'http://romm:8080') },
      'app-redirect-differs',
      'internal',
      'internal-address-leaks',
      'app',
    ],
    [
      { redirect_uri: OWN.replace('example.com', 'example.com:8443') },
      'app-redirect-differs',
      'port',
      'internal-address-leaks',
      'app',
    ],
    [
      { redirect_uri: OWN.replace('romm.example.com', 'games.example.net') },
      'app-redirect-differs',
      'host',
      'app-sends-other-redirect',
      'app',
    ],
    [{ redirect_uri: `${OWN}/` }, 'app-redirect-differs', 'slash', 'app-sends-other-redirect', 'app'],
    [{ redirect_uri: `${OWN}/old` }, 'app-redirect-differs', 'path', 'app-sends-other-redirect', 'app'],
    [
      { endpoint: 'https://old.example.net/authorize' },
      'app-provider-differs',
      'host',
      'app-goes-to-other-provider',
      'app',
    ],
    [
      { endpoint: ENDPOINT.replace('https:', 'http:') },
      'app-provider-differs',
      'scheme',
      'app-goes-to-other-provider',
      'app',
    ],
    [{ quoted: true }, 'app-provider-differs', 'quotes', 'literal-quotes-or-misspelt-name', 'app'],
  ] as const)('%j is told as %s (%s): %s', (change, code, how, cause, side) => {
    const check = sent(change);
    expect(check.status).toBe('fail');
    expect(lightOf(check)).toBe('fail');
    expect(check.findings.map((one) => [one.code, one.data['how']])).toEqual([[code, how]]);
    const [first, ...others] = diagnose([check], connectionOf('authelia', 'romm'));
    expect(first).toMatchObject({ id: cause, side });
    expect(first!.fix.setting).toBeTruthy();
    expect(first!.fix.value).toBeTruthy();
    expect(others).toEqual([]);
  });

  it('names the value of the workspace, and the app’s own name for the place', () => {
    const [other] = diagnose([sent({ client_id: 'oldClient' })], connectionOf('authelia', 'romm'));
    expect(other!.fix).toMatchObject({
      setting: 'OIDC_CLIENT_ID',
      value: TARGET.client.client_id,
      current: 'oldClient',
      deliverable: 'env',
    });
  });

  it('names the scopes as a value only of a setting that holds them all', () => {
    const without = sent({ scopes: ['profile', 'email'] });
    expect(without.status).toBe('fail');
    expect(without.findings).toMatchObject([{ code: 'app-scopes-differ' }]);
    const more = sent({ scopes: [...TARGET.client.scopes, 'roles'] });
    const fixOf = (check: typeof more, connection: ReturnType<typeof connectionOf>) => {
      const [told, ...others] = diagnose([check], connection);
      expect([told, others]).toMatchObject([{ id: 'app-asks-other-scopes', side: 'app' }, []]);
      return told!.fix;
    };
    const whole = connectionOf('authelia', 'memos');
    expect(fixOf(without, whole)).toMatchObject({ value: 'openid profile email', current: 'profile email' });
    // RomM asks for its own scopes, and for one that is named like the claim with the roles.
    const added = connectionOf('authelia', 'romm');
    expect(fixOf(without, added)).toMatchObject({ setting: 'OIDC_CLAIM_ROLES' });
    expect(fixOf(without, added)).not.toHaveProperty('value');
    expect(fixOf(more, added)).toMatchObject({ setting: 'OIDC_CLAIM_ROLES', current: 'roles' });
    expect(fixOf(more, added)).not.toHaveProperty('value');
  });

  it('only warns of a scope more or less, as long as openid is among them', () => {
    for (const scopes of [[...TARGET.client.scopes, 'groups'], TARGET.client.scopes.slice(0, -1)]) {
      const check = sent({ scopes });
      expect(check.status).toBe('warn');
      expect(check.findings).toMatchObject([{ code: 'app-scopes-differ', severity: 'warn' }]);
    }
  });

  it('wants PKCE only of an app that has to send it', () => {
    const target = { ...TARGET, pkce: { app_uses: true, require: true } };
    const run = (pkce: SentRequest['pkce']) =>
      judgeAppRequest(seenWith(login({ requests: [{ ...RIGHT, ...(pkce && { pkce }) }] })), target)!;
    expect(run('S256').status).toBe('pass');
    expect(run('none').findings).toMatchObject([{ code: 'app-pkce-missing', severity: 'fail' }]);
    expect(run('plain').findings).toMatchObject([{ code: 'app-pkce-missing', severity: 'fail' }]);
    const lenient = { ...TARGET, pkce: { app_uses: true, require: false } };
    expect(judgeAppRequest(seenWith(login()), lenient)!.status).toBe('warn');
  });

  it.each([
    [{ client_id: 'other' }, { client_id: 'third' }, 'inconclusive'],
    [{ client_id: 'other', endpoint: 'https://x.example/a' }, {}, 'pass'],
    [{ client_id: 'other', endpoint: 'https://x.example/a' }, { client_id: 'old' }, 'fail'],
  ] as const)('judges, of several providers, the one of the workspace: %j and %j', (one, two, status) => {
    const requests = [
      { ...RIGHT, endpoint: 'https://x.example/a', ...one },
      { ...RIGHT, ...(status === 'inconclusive' ? { endpoint: 'https://y.example/a' } : {}), ...two },
    ];
    expect(judged(login({ requests }))!.status).toBe(status);
  });
});

describe('an answer without a request', () => {
  const without = (more: Parameters<typeof answer>[0], kind: AppLoginEvidence['kind'] = 'redirect') =>
    judged(login({ kind, requests: [], answer: answer({ url: START, body: 'html', ...more }) }))!;

  it.each([
    [{ status: 404 }, 'fail', 'app-login-not-found', 'sso-switched-off'],
    [{ status: 410 }, 'fail', 'app-login-not-found', 'sso-switched-off'],
    [{ status: 500 }, 'fail', 'app-login-fails', 'app-login-start-fails'],
    [
      { status: 302, location: `https://auth.example.com/?rd=${encodeURIComponent(START)}&rm=GET` },
      'warn',
      'app-behind-other-login',
      'forward-auth-in-front',
    ],
    [
      { status: 302, location: `https://portal.example.net/login?redirect_uri=${encodeURIComponent(START)}` },
      'warn',
      'app-behind-other-login',
      'forward-auth-in-front',
    ],
    [
      { status: 302, location: 'https://romm.example.com/outpost.goauthentik.io/start?rd=x' },
      'warn',
      'app-behind-other-login',
      'forward-auth-in-front',
    ],
  ] as const)('%j is %s', (more, status, code, cause) => {
    const check = without(more);
    expect(check).toMatchObject({ status, findings: [{ code }] });
    expect(lightOf(check)).not.toBe('pass');
    expect(diagnose([check], connectionOf('authelia', 'romm')).map(({ id }) => id)).toEqual([cause]);
  });

  it.each([
    [{ status: 200 }, 'redirect'],
    [{ status: 200 }, 'page'],
    [{ status: 200, body: 'json' }, 'json'],
    [{ status: 401 }, 'redirect'],
    [{ status: 403, body: 'json', error: 'OIDC is off' }, 'json'],
    [{ status: 502 }, 'redirect'],
    [{ status: 429 }, 'redirect'],
    [{ status: 302, location: 'https://romm.example.com/login' }, 'redirect'],
    [{ status: 302, location: 'https://elsewhere.example.net/' }, 'redirect'],
  ] as const)('%j of a %s stays open, with a sentence and no cause', (more, kind) => {
    const check = without(more, kind);
    expect(check).toMatchObject({ status: 'inconclusive', findings: [] });
    expect(check.summary).toMatch(/^RomM.+\.$/);
    expect(lightOf(check)).toBe('inconclusive');
  });

  it.each(['dns', 'refused', 'timeout', 'tls', 'address-refused', 'cancelled', 'budget'] as const)(
    'that is none (%s) stays open, too',
    (kind) => {
      const check = judged(login({ requests: [], answer: noAnswer(kind) }))!;
      expect(check).toMatchObject({ status: 'inconclusive', findings: [] });
      expect(check.summary).toMatch(/^RomM (was not asked|gave no answer).*\.$/);
    },
  );

  it('is a login in front of the app, if that sends a request of its own', () => {
    for (const path of ['/outpost.goauthentik.io/callback', '/oauth2/callback', '/_oauth']) {
      const check = sent({ client_id: 'proxy', redirect_uri: `https://romm.example.com${path}?x=1` });
      expect(check.findings, path).toMatchObject([{ code: 'app-behind-other-login', severity: 'warn' }]);
    }
  });
});

describe('reading an answer', () => {
  const query = new URLSearchParams({
    client_id: 'abc',
    redirect_uri: 'https://app.example.com/cb',
    response_type: 'code',
    scope: 'openid profile',
    state: 'plantedState',
    nonce: 'plantedNonce',
    code_challenge: 'plantedChallenge',
    code_challenge_method: 'S256',
  }).toString();
  const address = `https://auth.example.com/authorize?${query}`;
  const base = 'https://app.example.com/login';
  const read = {
    endpoint: 'https://auth.example.com/authorize',
    client_id: 'abc',
    redirect_uri: 'https://app.example.com/cb',
    response_type: 'code',
    scopes: ['openid', 'profile'],
    pkce: 'S256',
  };
  const page = (inner: string) => ({ html: `<!doctype html><html><body>${inner}</body></html>` });
  const escaped = address.replaceAll('&', '&amp;');

  it.each([
    ['redirect', { location: address }],
    ['page', page(`<a href="${escaped}">Sign in</a>`)],
    ['page', page(`<a href='${address.replaceAll('&', '&#38;')}'>Sign in</a>`)],
    ['page', page(`<meta http-equiv="refresh" content="0; url=${escaped}">`)],
    ['page', page(`<script>location = ${JSON.stringify(address).replaceAll('&', '\\u0026')}</script>`)],
    ['page', page(`<script>go("${address.replaceAll('/', '\\/')}")</script>`)],
    [
      'form',
      page(
        `<form method="post" action="https://auth.example.com/authorize">${[...new URLSearchParams(query)]
          .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
          .join('')}</form>`,
      ),
    ],
    ['json', { json: { url: address } }],
    ['json', { json: { data: [{ redirectUrl: address }] } }],
    ['json', { json: address }],
  ] as const)('finds the request in a %s', (found_in, raw) => {
    const found = readAppRequests(raw, base);
    expect(found).toEqual([{ found_in, ...read }]);
    expect(JSON.stringify(found)).not.toContain('planted');
  });

  it('takes quotes off an address, and says so', () => {
    for (const location of [`"${address}"`, `%22${address}`, `'${address}'`])
      expect(readAppRequests({ location }, base)[0], location).toMatchObject({
        endpoint: read.endpoint,
        client_id: 'abc',
        quoted: true,
      });
  });

  it('reads what an app lists for its login page', () => {
    const json = {
      identityProviders: [
        {
          name: 'x',
          config: { oauth2Config: { clientId: 'abc', authUrl: read.endpoint, scopes: ['openid'] } },
        },
      ],
    };
    expect(readAppRequests({ json }, base)).toEqual([
      { found_in: 'settings', endpoint: read.endpoint, client_id: 'abc', scopes: ['openid'] },
    ]);
  });

  it('leaves out what the page completes, and what was handed over before', () => {
    const beszel = `https://auth.example.com/authorize?client_id=abc&response_type=code&redirect_uri=`;
    expect(readAppRequests({ json: { authURL: beszel } }, base)[0]).not.toHaveProperty('redirect_uri');
    const pushed = `https://auth.example.com/authorize?client_id=abc&request_uri=urn%3Ax`;
    expect(readAppRequests({ location: pushed }, base)).toEqual([
      { found_in: 'redirect', endpoint: read.endpoint, client_id: 'abc', pushed: true },
    ]);
  });

  it.each([
    [{ location: '/login?next=/' }],
    [{ location: 'https://auth.example.com/?rd=https%3A%2F%2Fapp.example.com%2F' }],
    [{ location: 'javascript:x?client_id=a&redirect_uri=b' }],
    [{ location: 'http://[' }],
    [page('<a href="https://x.example/doc?client_id=1">x</a>')],
    [page('<form action="http://["><input name=client_id></form><form')],
    [{ json: null }],
    [{ json: { client_id: 1, authUrl: {} } }],
    [{}],
  ])('finds none in %j', (raw) => {
    expect(readAppRequests(raw, base)).toEqual([]);
  });

  it('takes no longer for a hostile page', () => {
    const begun = performance.now();
    for (const piece of [
      '<form action=',
      '<input ',
      '<form action="/a"><input name=client_id',
      'https://',
      '&amp;',
    ])
      readAppRequests({ html: piece.repeat(1_000_000 / piece.length) }, base);
    let deep: unknown = {};
    for (let i = 0; i < 5000; i++) deep = { deep };
    readAppRequests({ json: [deep, Array.from({ length: 200_000 }, () => ({}))] }, base);
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

describe('what the app tells everyone', () => {
  const LIST = 'https://romm.example.com/api/providers';
  const told = (more: Partial<NonNullable<AppLoginEvidence['list']>> = {}) => ({
    answer: answer({ url: LIST, status: 200, body: 'json' }),
    names: [],
    ...more,
  });
  const listed: SentRequest = {
    found_in: 'settings',
    endpoint: ENDPOINT,
    client_id: TARGET.client.client_id,
    scopes: TARGET.client.scopes,
  };
  const of = (request: Partial<SentRequest>, more: Partial<AppLoginEvidence> = {}) =>
    judged(
      login({
        kind: 'list',
        answer: told().answer,
        list: told({ offers: true }),
        requests: [{ ...listed, ...request }],
        ...more,
      }),
    )!;

  it('is right as far as it goes, and not green without the redirect URI', () => {
    const check = of({});
    expect(check).toMatchObject({ status: 'inconclusive', findings: [] });
    expect(check.summary).toMatch(/right, but this could not be seen: the redirect URI\.$/);
    expect(lightOf(of({ redirect_uri: OWN }))).toBe('pass');
    const { endpoint: _, ...without } = listed;
    const check2 = judged(
      login({ list: told({ offers: true }), requests: [{ ...without, redirect_uri: OWN }] }),
    )!;
    expect(check2).toMatchObject({ status: 'inconclusive', findings: [] });
    expect(check2.summary).toContain('the provider’s address');
  });

  it.each([
    [{ client_id: 'oldClient' }, 'app-client-id-differs', 'app-sends-other-client-id'],
    [
      { client_id: `"${TARGET.client.client_id}"` },
      'app-client-id-differs',
      'literal-quotes-or-misspelt-name',
    ],
    [{ endpoint: 'https://old.example.net/authorize' }, 'app-provider-differs', 'app-goes-to-other-provider'],
    [
      { redirect_uri: OWN.replace('https://romm.example.com', 'http://web:3000') },
      'app-redirect-differs',
      'internal-address-leaks',
    ],
    [
      { token_endpoint: String(DOCUMENT['token_endpoint']).replace(/\/[^/]*$/, '/old') },
      'app-provider-differs',
      'app-goes-to-other-provider',
    ],
    [
      { userinfo_endpoint: 'https://old.example.net/me' },
      'app-provider-differs',
      'app-goes-to-other-provider',
    ],
  ] as const)('tells %j by %s: %s', (change, code, cause) => {
    const check = of(change);
    expect(check).toMatchObject({ status: 'fail', findings: [{ code }] });
    const found = diagnose([check], connectionOf('authelia', 'romm'));
    expect(found.map(({ id }) => id)).toEqual([cause]);
  });

  it('lets the app itself reach the provider by an internal address', () => {
    const { status, findings } = of({
      token_endpoint: 'http://authelia:9091/api/oidc/token',
      userinfo_endpoint: 'http://192.168.1.20:9091/api/oidc/userinfo',
    });
    expect([status, findings]).toEqual(['inconclusive', []]);
  });

  it('is red where no login is offered, and names the switch', () => {
    for (const kind of ['list', 'page', 'redirect'] as const) {
      const check = judged(
        login({
          kind,
          requests: [],
          answer: answer({ url: START, status: kind === 'redirect' ? 404 : 200, body: 'html' }),
          list: told({ offers: false }),
        }),
      )!;
      expect(check).toMatchObject({ status: 'fail', findings: [{ code: 'app-login-not-offered' }] });
      const [first, ...others] = diagnose([check], connectionOf('authelia', 'romm'));
      expect(first).toMatchObject({ id: 'sso-switched-off', side: 'app' });
      expect(first!.cause).toContain(LIST);
      expect(others).toEqual([]);
    }
  });

  it('stays open where a login is offered and nothing more is shown, or the interface is another one', () => {
    const offered = judged(
      login({ kind: 'page', requests: [], list: told({ offers: true, names: ['Home'] }) }),
    )!;
    expect(offered).toMatchObject({ status: 'inconclusive', findings: [], evidence: { button: ['Home'] } });
    expect(offered.summary).toContain('“Home”');
    for (const status of [404, 401, 500, 502]) {
      const list = { answer: answer({ url: LIST, status, body: 'html' }), names: [] };
      const check = judged(login({ kind: 'list', requests: [], answer: list.answer, list }))!;
      expect(check, String(status)).toMatchObject({ status: 'inconclusive', findings: [] });
    }
  });

  it('says first that the secret is shown to everyone, whatever else is there', () => {
    for (const requests of [[], [listed], [{ ...listed, client_id: 'oldClient' }]]) {
      const check = judged(
        login({ kind: 'list', requests, list: told({ offers: true }), shows_secret: true }),
      )!;
      expect(check).toMatchObject({
        status: 'fail',
        findings: [
          { code: 'app-shows-secret' },
          ...Array(requests[0]?.client_id === 'oldClient' ? 1 : 0).fill({}),
        ],
      });
      expect(diagnose([check], connectionOf('authelia', 'romm'))[0]).toMatchObject({
        id: 'app-shows-secret-to-everyone',
        side: 'app',
      });
    }
  });
});
