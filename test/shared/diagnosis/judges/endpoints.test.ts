import { describe, expect, it } from 'vitest';
import { judgeEndpoints } from '../../../../shared/diagnosis/judges/endpoints.ts';
import type { WrittenEndpoint } from '../../../../shared/diagnosis/target.ts';
import { announcing, answer, DOCUMENT, evidence, expected, ISSUER, TARGET, told } from '../evidence.ts';

const written = (
  name: WrittenEndpoint['name'],
  url: string,
  from: WrittenEndpoint['from'] = 'assumed',
  in_app = true,
): WrittenEndpoint => ({ name, url, from, in_app });
const TOKEN = written('token_endpoint', `${ISSUER}/t`);
const KEYS = written('jwks_uri', `${ISSUER}/k`, 'stated', false);
const ANNOUNCED = {
  authorization_endpoint: `${ISSUER}/a`,
  token_endpoint: `${ISSUER}/t`,
  userinfo_endpoint: `${ISSUER}/u`,
  jwks_uri: `${ISSUER}/k`,
};

describe('the endpoints that are written down', () => {
  const judge = (endpoints: readonly WrittenEndpoint[], document = DOCUMENT) =>
    judgeEndpoints(evidence(announcing(document)), { ...TARGET, endpoints });

  it('are the announced ones, and shown beside them', () => {
    const check = judge([TOKEN, KEYS]);
    expect(told(check)).toEqual(expected('pass', [], ['endpoints-equal']));
    expect(check).toMatchObject({
      id: 'P12',
      summary: expect.stringContaining('is what the provider announces'),
    });
    expect(check.evidence).toEqual({
      written: { token_endpoint: `${ISSUER}/t`, jwks_uri: `${ISSUER}/k` },
      announced: ANNOUNCED,
      assumed: ['token_endpoint'],
    });
    expect(judge([KEYS]).evidence).toEqual({ written: { jwks_uri: `${ISSUER}/k` }, announced: ANNOUNCED });
  });

  it('are none, so nothing can differ', () => {
    const check = judge([]);
    expect(told(check)).toEqual(expected('pass', [], ['no-endpoint-written']));
    expect(check.summary).toContain('No endpoint is written');
    expect(check.evidence).toEqual({});
  });

  it('are not announced, so nothing was seen', () => {
    const check = judge([TOKEN], { issuer: ISSUER });
    expect(told(check)).toEqual(expected('inconclusive'));
    expect(check.summary).toContain('announces none');
    expect(check.evidence).toEqual({
      written: { token_endpoint: `${ISSUER}/t` },
      announced: {},
      assumed: ['token_endpoint'],
    });
    // One of them is enough to compare.
    expect(told(judge([TOKEN, KEYS], { jwks_uri: `${ISSUER}/k` })).status).toBe('pass');
  });

  it('can’t be compared without a document', () => {
    for (const seen of [
      evidence(),
      evidence({ discovery: { answer: answer(), redirects: [], redirect_loop: false } }),
    ]) {
      const check = judgeEndpoints(seen, { ...TARGET, endpoints: [] });
      expect(told(check)).toEqual(expected('inconclusive'));
      expect(check.summary).toContain('no discovery document');
    }
  });

  it.each([
    ['by the path', `${ISSUER}/x`, 'endpoint-differs'],
    ['by the query', `${ISSUER}/t?x=1`, 'endpoint-differs'],
    ['by the host', 'https://x.example/t', 'endpoint-differs-by-host'],
    ['by the port', `${ISSUER}:8443/t`, 'endpoint-differs-by-host'],
    ['by the scheme', `${ISSUER.replace('https', 'http')}/t`, 'endpoint-differs-by-host'],
  ] as const)('differ %s', (_, url, code) => {
    for (const [from, in_app] of [
      ['assumed', true],
      ['stated', false],
      ['known', true],
    ] as const) {
      const check = judge([KEYS, written('token_endpoint', url, from, in_app)]);
      const data = { endpoint: 'token_endpoint', written: url, announced: `${ISSUER}/t`, from, in_app };
      expect(told(check)).toEqual(expected('warn', [[`warn ${code}`, data]]));
      expect(check.summary).toBe(
        `The token_endpoint is written as ${url}; the provider announces ${ISSUER}/t.`,
      );
      expect(check.evidence['assumed']).toEqual(from === 'assumed' ? ['token_endpoint'] : undefined);
    }
  });

  it('differ, each by its own finding', () => {
    const check = judge([written('token_endpoint', `${ISSUER}/x`), { ...KEYS, url: 'https://x.example/k' }]);
    expect(told(check).findings.map(([code, data]) => [code, data['endpoint'], data['from']])).toEqual([
      ['warn endpoint-differs', 'token_endpoint', 'assumed'],
      ['warn endpoint-differs-by-host', 'jwks_uri', 'stated'],
    ]);
  });
});
