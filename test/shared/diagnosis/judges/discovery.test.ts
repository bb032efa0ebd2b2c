import { describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../../../../shared/diagnosis/evidence.ts';
import type { FindingCode } from '../../../../shared/diagnosis/findings.ts';
import {
  announced,
  announcedList,
  judgeDiscovery,
  judgeDiscoveryAndMetadata,
  judgeMetadata,
} from '../../../../shared/diagnosis/judges/discovery.ts';
import type { EvidenceValue, Finding } from '../../../../shared/diagnosis/types.ts';
import {
  announcing,
  answer,
  DOCUMENT,
  type Document,
  evidence,
  expected,
  failure,
  ISSUER,
  noAnswer,
  TARGET,
  targetOf,
  told,
} from '../evidence.ts';

const AT = `${ISSUER}/.well-known/openid-configuration`;
type Discovery = NonNullable<Evidence['discovery']>;
const answered = (given: Partial<Answer>, more: Partial<Discovery> = {}): Evidence =>
  evidence({
    discovery: { answer: answer({ url: AT, ...given }), redirects: [], redirect_loop: false, ...more },
  });

describe('what the document announces', () => {
  const seen = evidence(announcing({ list: ['a', 1, 'b'], text: 'a', number: 1 }));
  it('is read as lists and texts, and anything else is not there', () => {
    expect(announcedList(seen, 'list')).toEqual(['a', 'b']);
    for (const name of ['text', 'number', 'none']) expect(announcedList(seen, name)).toBeUndefined();
    expect(announced(seen, 'text')).toBe('a');
    for (const name of ['list', 'number', 'none']) expect(announced(seen, name)).toBeUndefined();
    for (const nothing of [evidence(), answered({})]) {
      expect(announced(nothing, 'text')).toBeUndefined();
      expect(announcedList(nothing, 'list')).toBeUndefined();
    }
  });
});

describe('the answer at the document’s address', () => {
  const judge = (seen: Evidence) => judgeDiscovery(seen);
  const about = { url: AT, status: 200, content_type: 'application/json' };
  const HTML = { body: 'html', content_type: 'text/html' } as const;

  it.each([
    ['not found', { status: 404 }, 'discovery-not-found', '404'],
    ['any other refusal', { status: 400 }, 'discovery-not-found', '400'],
    ['no access', { status: 401, ...HTML }, 'discovery-forbidden', '401'],
    ['no access', { status: 403 }, 'discovery-forbidden', '403'],
    ['too many requests', { status: 429 }, 'rate-limited', '429'],
    ['a failing server', { status: 500 }, 'discovery-server-error', '500'],
    ['a failing gateway', { status: 502, ...HTML }, 'discovery-server-error', '502'],
    ['too much', { body: 'too-big' }, 'discovery-too-big', '1 MiB'],
    ['a page', HTML, 'discovery-html', 'web page'],
    ['a text', { body: 'text', content_type: 'text/plain' }, 'discovery-not-json', 'no JSON object'],
    ['a list', {}, 'discovery-not-json', 'no JSON object'],
    ['a very deep object', { body: 'too-deep' }, 'discovery-not-json', 'too deep'],
  ] as const)('%s: %j', (_, given, code, says) => {
    const check = judge(answered(given as Partial<Answer>));
    const { status = 200, content_type = about.content_type } = given as Partial<Answer>;
    expect(told(check)).toEqual(expected('fail', [[`fail ${code}`, { ...about, status, content_type }]]));
    expect(check.summary).toContain(says);
    expect(check.evidence).toMatchObject({ url: AT, status });
  });

  it('cut off: what begins as an object is no other text', () => {
    const cutOf = (excerpt: string) =>
      judge(answered({ body: 'text', excerpt })).findings.map(({ code, data }) => [code, data['cut']]);
    expect(cutOf('{"issuer": "https://auth')).toEqual([['discovery-not-json', true]]);
    expect(cutOf('issuer: see the manual')).toEqual([['discovery-not-json', undefined]]);
  });

  it.each([
    ['timeout', 'UND_ERR_HEADERS_TIMEOUT', 'discovery-timed-out', 'in time'],
    ['scheme-refused', 'X', 'endpoint-scheme-refused', 'answered 0'],
    ['address-refused', 'X', 'endpoint-on-private-host', 'answered 0'],
    ['bad-answer', 'X', 'discovery-not-json', 'no JSON'],
    ['headers-too-big', 'X', 'discovery-not-json', 'no JSON'],
  ] as const)('none: %s', (kind, code, finding, says) => {
    const check = judge(answered(noAnswer(kind, code)));
    expect(told(check)).toEqual(expected('fail', [[`fail ${finding}`, { url: ISSUER, code }]]));
    expect(check.summary).toContain(says);
  });

  it.each(['dns', 'refused', 'unreachable', 'tls', 'reset'] as const)(
    'none, which is the connection’s: %s',
    (kind) => {
      const check = judge(answered(noAnswer(kind)));
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('couldn’t be asked');
    },
  );

  it('none, because it was given up, or not asked for', () => {
    expect(judge(answered(noAnswer('cancelled'))).summary).toBe(failure('cancelled').message);
    for (const seen of [answered(noAnswer('cancelled')), evidence()])
      expect(told(judge(seen))).toEqual(expected('inconclusive'));
    expect(judge(evidence()).summary).toContain('couldn’t be asked');
  });

  const elsewhere = { found_elsewhere: { url: `${ISSUER}/x/c`, issuer: `${ISSUER}/x` } };
  it('not found, and another one nearby, is told with that one’s issuer', () => {
    expect(told(judge(answered({ status: 404 }, elsewhere))).findings).toEqual([
      ['fail discovery-not-found', { ...about, status: 404, suggestion: `${ISSUER}/x` }],
    ]);
  });

  it('not found, and one of another product nearby, is told with that product', () => {
    const product = { kind: 'keycloak', name: 'Keycloak', address: `${ISSUER}/realms/home` };
    const nearby = { found_elsewhere: { ...elsewhere.found_elsewhere, product } };
    expect(told(judge(answered({ status: 404 }, nearby))).findings).toEqual([
      [
        'fail discovery-not-found',
        {
          ...about,
          status: 404,
          suggestion: `${ISSUER}/x`,
          product: 'Keycloak',
          product_kind: 'keycloak',
          product_url: `${ISSUER}/realms/home`,
        },
      ],
    ]);
  });

  it('goes round in circles', () => {
    const hop = { from: AT, to: AT, followed: true };
    const check = judge(answered({ status: 302 }, { redirect_loop: true, redirects: [hop, hop] }));
    expect(told(check).findings).toEqual([
      ['fail discovery-redirect-loop', { ...about, status: 302, redirects: 2 }],
    ]);
    expect(check.summary).toContain('circles');
  });

  it('sends on to somewhere else, which is not followed', () => {
    const redirects = [
      { from: AT, to: `${ISSUER}/y`, followed: true },
      { from: `${ISSUER}/y`, to: 'https://x.example/', followed: false },
    ];
    const check = judge(answered({ status: 302 }, { redirects }));
    expect(told(check).findings).toEqual([
      [
        'fail discovery-redirected-elsewhere',
        { ...about, status: 302, location: 'https://x.example/', actual: 'https://x.example/' },
      ],
    ]);
    expect(check.summary).toContain('on to https://x.example/.');
  });

  const read = (given: Partial<Answer> = {}, more: Partial<Discovery> = {}) =>
    judge(answered(given, { document: DOCUMENT, ...more }));

  it('is the document', () => {
    expect(told(read())).toEqual(expected('pass', [], ['document-read']));
    expect(read().summary).toBe('The document is there.');
    expect(read().evidence).toMatchObject({ url: AT, status: 200 });
  });

  it('is the document after a redirect', () => {
    const redirects = [
      { from: AT, to: `${AT}/`, followed: true },
      { from: `${AT}/`, to: `${AT}//`, followed: true },
    ];
    const check = read({ url: `${AT}//` }, { redirects });
    expect(told(check)).toEqual(
      expected('warn', [['warn discovery-redirected', { ...about, location: `${AT}//` }]], ['document-read']),
    );
    expect(check.summary).toContain('not quite');
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/openid-configuration+json',
    'application/vnd.x-y_z.1+json',
    'application/a+b+json',
  ])('of the type %s is proper', (content_type) => {
    expect(told(read({ content_type })).status).toBe('pass');
  });

  it.each([
    'text/html',
    'application/jsonp',
    'xapplication/json',
    'application/json5',
    'application/a b+json',
    'application/+json',
  ])('of the type %s is told', (content_type) => {
    expect(told(read({ content_type }))).toEqual(
      expected(
        'warn',
        [['warn discovery-wrong-content-type', { ...about, content_type, expected: 'application/json' }]],
        ['document-read'],
      ),
    );
  });

  it('says something twice', () => {
    const check = read({ repeated_members: ['issuer'], content_type: 'text/plain' });
    expect(told(check).findings.map(([code]) => code)).toEqual([
      'fail member-repeated',
      'warn discovery-wrong-content-type',
    ]);
    expect(told(check).findings[0]![1]).toEqual({ where: 'the discovery document', members: ['issuer'] });
    expect(check.summary).toContain('twice');
  });
});

describe('the metadata', () => {
  type Change = Readonly<Record<string, EvidenceValue | undefined>>;
  const changed = (change: Change): Document => {
    const whole: Change = { subject_types_supported: ['public'], ...DOCUMENT, ...change };
    return Object.fromEntries(
      Object.entries(whole).filter((entry): entry is [string, EvidenceValue] => entry[1] !== undefined),
    );
  };
  const judge = (change: Change = {}, target = TARGET) =>
    judgeMetadata(evidence(announcing(changed(change))), target);
  type Row = readonly [`${Finding['severity']} ${FindingCode}`, Finding['data']];
  const seen = ['endpoints-announced'] as const;

  it('that has all that a login needs passes, and shows its endpoints', () => {
    expect(told(judge())).toEqual(expected('pass', [], seen));
    expect(judge().summary).toBe('Everything a login needs is announced.');
    const endpoints = {
      authorization_endpoint: `${ISSUER}/a`,
      token_endpoint: `${ISSUER}/t`,
      jwks_uri: `${ISSUER}/k`,
      userinfo_endpoint: `${ISSUER}/u`,
    };
    expect(judge().evidence).toEqual({ endpoints });
    expect(judge({ end_session_endpoint: `${ISSUER}/e` }).evidence).toEqual({
      endpoints: { ...endpoints, end_session_endpoint: `${ISSUER}/e` },
    });
    const LISTS = [
      'response_types_supported',
      'subject_types_supported',
      'id_token_signing_alg_values_supported',
    ];
    for (const name of LISTS) expect(judge({ [name]: undefined }).evidence['not_announced']).toEqual([name]);
    expect(judge({ jwks_uri: undefined }).evidence['endpoints']).not.toHaveProperty('jwks_uri');
  });

  it('is open without a document', () => {
    expect(told(judgeMetadata(evidence(), TARGET))).toEqual(expected('inconclusive'));
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])('lacks %s', (name) => {
    for (const actual of [undefined, 'nowhere', 7]) {
      const check = judge({ [name]: actual });
      expect(told(check)).toEqual(
        expected(
          'fail',
          [
            [
              'fail metadata-endpoint-missing',
              { missing: name, endpoint: name, ...(typeof actual === 'string' ? { actual } : {}) },
            ],
          ],
          seen,
        ),
      );
      expect(check.summary).toContain('lacks or spoils');
    }
  });

  it('lacks several, which are one finding with a list', () => {
    const data = { missing: 'authorization_endpoint', endpoint: 'authorization_endpoint' };
    expect(told(judge({ authorization_endpoint: undefined, token_endpoint: undefined })).findings).toEqual([
      [
        'fail metadata-endpoint-missing',
        { ...data, endpoints: ['authorization_endpoint', 'token_endpoint'] },
      ],
    ]);
    const all = { authorization_endpoint: undefined, token_endpoint: undefined, jwks_uri: undefined };
    expect(told(judge(all)).findings[0]![1]['endpoints']).toEqual([
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
    ]);
  });

  it.each([
    ['response_types_supported', ['id_token', 'token'], 'code'],
    ['grant_types_supported', ['implicit', 'password'], 'authorization_code'],
  ])('%s lacks the code flow', (name, announced, wanted) => {
    const row: Row = [
      'fail metadata-code-flow-missing',
      { announced, actual: announced.join(', '), expected: wanted },
    ];
    expect(told(judge({ [name]: announced }))).toEqual(expected('fail', [row], seen));
    expect(told(judge({ [name]: [...announced, wanted] })).status).toBe('pass');
    expect(told(judge({ [name]: undefined })).status).toBe('pass');
  });

  it('lacks both, which are not about an endpoint', () => {
    const check = judge({ response_types_supported: ['token'], grant_types_supported: ['implicit'] });
    expect(told(check).findings).toEqual([
      [
        'fail metadata-code-flow-missing',
        { announced: ['token'], actual: 'token', expected: 'code', endpoints: ['', ''] },
      ],
    ]);
  });

  it('demands what the app can’t do', () => {
    const check = judge({ require_pushed_authorization_requests: true });
    expect(told(check).findings.map(([code]) => code)).toEqual(['fail provider-demands-more']);
    expect(check.summary).toContain('can’t do');
    const encrypted = judge(
      { id_token_encryption_alg_values_supported: ['A'] },
      targetOf('authentik', 'romm'),
    );
    expect(told(encrypted).findings.map(([code]) => code)).toContain('fail id-token-encrypted');
    expect(encrypted.summary).toContain('can’t do');
  });

  it('has no userinfo, which only some apps need', () => {
    const data = { missing: 'userinfo_endpoint', endpoint: 'userinfo_endpoint' };
    expect(TARGET.app.claims_from).toBe('id_token');
    const check = judge({ userinfo_endpoint: undefined });
    expect(told(check)).toEqual(expected('warn', [['warn metadata-userinfo-missing', data]], seen));
    expect(check.summary).toContain('something odd');
    const memos = targetOf('authelia', 'memos');
    expect(memos.app.claims_from).toBe('userinfo');
    expect(told(judge({ userinfo_endpoint: undefined }, memos))).toEqual(
      expected('fail', [['fail metadata-userinfo-missing', data]], seen),
    );
  });

  describe('with an endpoint', () => {
    const at = (name: string, url: string, issuer = ISSUER) =>
      told(
        judge(
          {
            authorization_endpoint: `${issuer}/a`,
            token_endpoint: `${issuer}/t`,
            jwks_uri: `${issuer}/k`,
            userinfo_endpoint: `${issuer}/u`,
            [name]: url,
          },
          { ...TARGET, issuer },
        ),
      );
    const host = (url: string) => new URL(url).hostname;
    const row = (severity: 'fail' | 'warn', code: FindingCode, name: string, url: string, more = {}): Row => [
      `${severity} ${code}`,
      { endpoint: name, url, actual: url, host: host(url), expected: ISSUER, ...more },
    ];

    it.each([
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      'userinfo_endpoint',
      'end_session_endpoint',
    ])('%s elsewhere', (name) => {
      for (const url of ['ftp://auth.example.com/x', 'javascript:alert(1)']) {
        expect(at(name, url)).toEqual(
          expected(
            'fail',
            [row('fail', 'endpoint-scheme-refused', name, url, { scheme: new URL(url).protocol })],
            seen,
          ),
        );
      }
      const plain = 'http://auth.example.com/http:x';
      expect(at(name, plain)).toEqual(
        expected(
          'fail',
          [row('fail', 'endpoint-plain-http', name, plain, { expected: 'https://auth.example.com/http:x' })],
          seen,
        ),
      );
      for (const url of [
        'https://login.example.com/x',
        'https://auth.example.com:8443/x',
        'https://10.example.com/',
      ])
        expect(at(name, url)).toEqual(
          expected('warn', [row('warn', 'endpoint-on-other-host', name, url)], seen),
        );
      for (const url of ['https://authelia/x', 'https://10.0.0.5/x', 'https://localhost/'])
        expect(at(name, url)).toEqual(
          expected('warn', [row('warn', 'endpoint-on-private-host', name, url)], seen),
        );
    });

    /** RFC 1918, 3927, 4193, 4291, 6598 and names that are used inside a network only. */
    it.each([
      ['10.1.2.3', true],
      ['127.0.0.1', true],
      ['169.254.10.20', true],
      ['192.168.10.20', true],
      ['172.16.0.1', true],
      ['172.19.0.1', true],
      ['172.20.0.1', true],
      ['172.31.0.1', true],
      ['100.64.0.1', true],
      ['100.69.0.1', true],
      ['100.70.0.1', true],
      ['100.99.0.1', true],
      ['100.100.0.1', true],
      ['100.119.0.1', true],
      ['100.120.0.1', true],
      ['100.127.0.1', true],
      ['[::1]', true],
      ['[fc00::1]', true],
      ['[fdab::1]', true],
      ['[fe80::1]', true],
      ['localhost', true],
      ['authelia', true],
      ['auth.internal', true],
      ['auth.local', true],
      ['auth.lan', true],
      ['auth.svc', true],
      ['auth.docker', true],
      ['auth.ns.svc.cluster.local', true],
      ['11.1.2.3', false],
      ['128.0.0.1', false],
      ['169.253.0.1', false],
      ['192.169.0.1', false],
      ['172.15.0.1', false],
      ['172.32.0.1', false],
      ['100.63.0.1', false],
      ['100.128.0.1', false],
      ['110.0.0.1', false],
      ['8.10.1.1', false],
      ['[2001:db8::1]', false],
      ['[2001:db8::fd]', false],
      ['10.example.com', false],
      ['127.0.0.1.example.com', false],
      ['localhost.example.com', false],
      ['auth.local.example.com', false],
      ['auth.lanes', false],
      ['planlan', true],
      ['plan.xlan', false],
    ])('on %s: only inside a network %s', (name, inside) => {
      expect(at('token_endpoint', `https://${name}/t`).findings.map(([code]) => code)).toEqual([
        `warn endpoint-on-${inside ? 'private' : 'other'}-host`,
      ]);
    });

    it('on another inside address is no secret from a provider that is inside itself', () => {
      const codes = (name: string, url: string, issuer: string) =>
        at(name, url, issuer).findings.map(([code]) => code);
      for (const issuer of ['https://10.0.0.4', 'https://auth.lan']) {
        expect(codes('token_endpoint', 'https://10.0.0.5/t', issuer)).toEqual([
          'warn endpoint-on-other-host',
        ]);
        // The browser has to reach it too, and a name means something only where it is known.
        for (const name of ['authorization_endpoint', 'end_session_endpoint'])
          expect(codes(name, 'https://10.0.0.5/t', issuer)).toEqual(['warn endpoint-on-private-host']);
        expect(codes('token_endpoint', 'https://authelia/t', issuer)).toEqual([
          'warn endpoint-on-private-host',
        ]);
      }
    });

    it('by plain http is only warned of on this machine', () => {
      const local = 'https://127.0.0.1';
      const [first] = at('token_endpoint', 'http://127.0.0.1/t', local).findings;
      expect(first?.[0]).toBe('warn endpoint-plain-http');
      expect(at('token_endpoint', 'http://127.0.0.1/t').findings.map(([code]) => code)).toEqual([
        'fail endpoint-plain-http',
        'warn endpoint-on-private-host',
      ]);
      expect(at('token_endpoint', 'http://auth.example.com/t', local).findings[0]?.[0]).toBe(
        'fail endpoint-plain-http',
      );
      // The port follows from the scheme, and an issuer by http is judged by itself.
      expect(at('token_endpoint', 'http://127.0.0.1:8080/t', local).findings).toHaveLength(1);
      expect(at('token_endpoint', 'http://127.0.0.1/t', 'http://127.0.0.1').findings).toEqual([]);
      expect(at('token_endpoint', 'https://127.0.0.1:1/t', 'http://127.0.0.1').findings).toEqual([]);
    });

    it('can’t be compared with an issuer that is no address', () => {
      expect(
        told(judge({ token_endpoint: 'https://x.example/' }, { ...TARGET, issuer: 'x' })).findings,
      ).toEqual([]);
    });
  });

  it('keeps apart what is worse, and other kinds', () => {
    const check = judge({
      authorization_endpoint: 'https://a.example/',
      token_endpoint: 'https://b.example/',
      jwks_uri: 'ftp://auth.example.com/',
    });
    expect(told(check).findings.map(([code, data]) => [code, data['endpoints'] ?? data['endpoint']])).toEqual(
      [
        ['warn endpoint-on-other-host', ['authorization_endpoint', 'token_endpoint']],
        ['fail endpoint-scheme-refused', 'jwks_uri'],
      ],
    );
  });
});

describe('document and metadata in one check', () => {
  const judge = (seen: Evidence) => judgeDiscoveryAndMetadata(seen, TARGET);
  const full = { subject_types_supported: ['public'], ...DOCUMENT };

  it('pass together, with both proofs and all that was seen', () => {
    const check = judge(answered({}, { document: full }));
    expect(told(check)).toEqual(expected('pass', [], ['document-read', 'endpoints-announced']));
    expect(check).toMatchObject({
      id: 'P1',
      summary: 'Everything a login needs is announced.',
      evidence: { url: AT, endpoints: { jwks_uri: `${ISSUER}/k` } },
    });
  });

  it('tell first what is wrong with the document', () => {
    const check = judge(answered({ content_type: 'text/plain' }, { document: { ...full, jwks_uri: 1 } }));
    expect(told(check).findings.map(([code]) => code)).toEqual([
      'warn discovery-wrong-content-type',
      'fail metadata-endpoint-missing',
    ]);
    expect(check.summary).toContain('not quite');
    expect(judge(answered({}, { document: { ...full, jwks_uri: 1 } })).summary).toContain('lacks');
    expect(told(judge(answered({ status: 404 })))).toMatchObject({ status: 'fail', proofs: [] });
  });

  it('are open together', () => {
    expect(told(judge(evidence()))).toEqual(expected('inconclusive'));
    expect(
      told(judge(answered({ ...noAnswer('cancelled') }, { document: { ...full, userinfo_endpoint: 1 } })))
        .status,
    ).toBe('inconclusive');
  });
});
