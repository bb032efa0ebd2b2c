import { describe, expect, it } from 'vitest';
import type { Answer, AuthorizeAnswer, Evidence, TokenAttempt } from '../../../shared/diagnosis/evidence.ts';
import { judgeCheckRun, judgeLoginRun } from '../../../shared/diagnosis/judges/index.ts';
import { lights } from '../../../shared/diagnosis/lights.ts';
import { makeTarget, type Target } from '../../../shared/diagnosis/target.ts';
import type { Check, Light } from '../../../shared/diagnosis/types.ts';
import { connectionOf } from './setups.ts';

/**
 * Lights from evidence: each part of the evidence is taken away, in all combinations, and a light may only be
 * green while what it needs is there. What it needs is written down here, apart from the judges.
 */

const ISSUER = 'https://auth.example.com';
const NOW = 1_780_000_000;
const answer = (more: Partial<Answer> = {}): Answer => ({
  exchange: 0,
  url: ISSUER,
  status: 200,
  content_type: 'application/json',
  body: 'json',
  size: 10,
  duration_ms: 5,
  ...more,
});

const targetOf = (provider: string, app: string, change: Parameters<typeof connectionOf>[2] = {}): Target =>
  makeTarget(connectionOf(provider, app, change), {
    has_client_secret: true,
    redirect: { mode: 'loopback', uri: 'http://127.0.0.1:8911/callback' },
  });
const TARGET = targetOf('authelia', 'romm');
const APP_URI = TARGET.client.redirect_uris[0]!;

const probe = (
  kind: AuthorizeAnswer['probe'],
  kindOf: AuthorizeAnswer['class'],
  more: Partial<AuthorizeAnswer> = {},
): AuthorizeAnswer => ({
  probe: kind,
  redirect_uri: APP_URI,
  scopes: TARGET.client.scopes,
  with_pkce: false,
  answer: answer({ status: kindOf === 'error-page' ? 400 : 302, body: 'html' }),
  class: kindOf,
  ...(kindOf === 'back' ? { error: 'login_required' } : {}),
  ...more,
});

const attempt = (
  secret: TokenAttempt['secret'],
  authentication: TokenAttempt['authentication'],
  code: TokenAttempt['code'] = 'bogus',
): TokenAttempt => ({
  style: 'basic',
  code,
  secret,
  authentication,
  answer: answer(
    code === 'real'
      ? {}
      : authentication === 'accepted'
        ? { status: 400, error: 'invalid_grant' }
        : { status: 401, error: 'invalid_client' },
  ),
});

const CLAIMS = {
  iss: ISSUER,
  aud: TARGET.client.client_id,
  sub: 'person',
  iat: NOW,
  exp: NOW + 3600,
  email: 'a@example.org',
  email_verified: true,
  preferred_username: 'ada',
};

/** Everything that a healthy run sees, in parts that can be taken away. */
const PARTS: Readonly<Record<string, Partial<Evidence>>> = {
  network: { network: { host: 'auth.example.com', port: 443, addresses: [] } },
  document: {
    discovery: {
      answer: answer(),
      redirects: [],
      redirect_loop: false,
      document: {
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/a`,
        token_endpoint: `${ISSUER}/t`,
        userinfo_endpoint: `${ISSUER}/u`,
        jwks_uri: `${ISSUER}/k`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
    },
  },
  keys: {
    jwks: {
      answer: answer(),
      has_keys_member: true,
      keys: [
        { kid: '1', kty: 'RSA', alg: 'RS256', use: 'sig', bits: 2048, private_members: [], usable: true },
      ],
    },
  },
  callback: {
    callback: {
      outcome: 'received',
      waited_ms: 10,
      parameters: ['code', 'state'],
      has_code: true,
      seen: {
        wrong_state: 0,
        missing_state: 0,
        empty: 0,
        wrong_path: 0,
        wrong_host: 0,
        wrong_method: 0,
        late: 0,
        paths: [],
      },
    },
  },
  token: {
    token: {
      answer: answer({ cache_control: 'no-store' }),
      style: 'basic',
      has_access_token: true,
      has_id_token: true,
      has_refresh_token: false,
      token_type: 'Bearer',
      expires_in: 3600,
      parameters: [],
    },
  },
  id_token: {
    id_token: {
      parts: 3,
      malformed: false,
      header: { alg: 'RS256', kid: '1' },
      claims: CLAIMS,
      signature: { result: 'valid', candidates: 1, refetched: false },
      nonce: 'equal',
      at_hash: 'absent',
      received_at: NOW,
    },
  },
};

/** What may come for the requests that are lists in the evidence; `undefined`: it was not sent. */
const GOOD: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('good', 'back'),
  probe('good', 'back', { error: 'invalid_request' }),
  probe('good', 'inside', { inside_path: '/login' }),
  probe('good', 'page'),
  probe('good', 'error-page'),
  probe('good', 'error-page', { blames: 'redirect-uri' }),
  probe('good', 'inside-error', { blames: 'client' }),
  probe('good', 'server-error'),
  probe('good', 'none'),
];
const CONTROL: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('unknown-redirect', 'back'),
  probe('unknown-redirect', 'error-page', { blames: 'redirect-uri' }),
  probe('unknown-redirect', 'error-page'),
  probe('unknown-redirect', 'page'),
  probe('unknown-redirect', 'none'),
];
const FOREIGN: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('foreign-redirect', 'back'),
  probe('foreign-redirect', 'error-page', { blames: 'redirect-uri' }),
];
const TEST: readonly (AuthorizeAnswer | undefined)[] = [
  undefined,
  probe('test-redirect', 'back', { redirect_uri: 'http://127.0.0.1:8911/callback' }),
  probe('test-redirect', 'error-page', { redirect_uri: 'http://127.0.0.1:8911/callback' }),
  probe('test-redirect', 'page', { redirect_uri: 'http://127.0.0.1:8911/callback' }),
];

const evidence = (parts: readonly Partial<Evidence>[], more: Partial<Evidence> = {}): Evidence =>
  Object.assign(
    {
      run: 'check',
      started_at: NOW * 1000,
      exchanges: [],
      clock: [],
      authorize: [],
      token_attempts: [],
    } satisfies Evidence,
    ...parts,
    more,
  );

const statusOf = (checks: readonly Check[], light: Light) =>
  lights({ checks }).find((state) => state.light === light)!.status;

describe('the app’s callback', () => {
  it('is green only if the way back was seen, or its login page beside an error for another address', () => {
    let green = 0;
    for (const provider of ['authelia', 'authentik', 'other']) {
      const target = targetOf(provider, 'romm');
      for (const good of GOOD) {
        for (const control of CONTROL) {
          for (const foreign of FOREIGN) {
            for (const test of TEST) {
              const sent = [good, control, foreign, test].filter((one) => one !== undefined);
              const seen = evidence(Object.values(PARTS), { authorize: sent });
              const status = statusOf(judgeCheckRun(seen, target), 'app-callback');
              const say = `${provider}: ${sent.map((one) => `${one.probe} ${one.class}`).join(', ')}`;
              const wayBack = good?.class === 'back';
              const toldApart =
                (good?.class === 'page' || good?.class === 'inside') &&
                control?.class === 'error-page' &&
                test?.class !== 'back';
              if (status === 'pass') {
                green++;
                expect(wayBack || toldApart, say).toBe(true);
                expect(foreign?.class, say).not.toBe('back');
              }
              if (good?.blames === 'redirect-uri') expect(status, say).toBe('fail');
              // The test’s address is the good control: what stops the app’s alone is about the address.
              if (test?.class === 'back' && good?.class === 'error-page') expect(status, say).toBe('fail');
            }
          }
        }
      }
    }
    expect(green).toBeGreaterThan(10);
  });
});

describe('client and secret', () => {
  it('are green only if a wrong secret was refused beside the right one', () => {
    const controls = [undefined, 'accepted', 'refused', 'unclear'] as const;
    let green = 0;
    for (const provider of ['authelia', 'authentik', 'other']) {
      for (const right of controls) {
        for (const wrong of controls) {
          for (const unknown of controls) {
            const token_attempts = [
              ...(right ? [attempt('right', right)] : []),
              ...(wrong ? [attempt('wrong-on-purpose', wrong)] : []),
              ...(unknown ? [attempt('unknown-client', unknown)] : []),
            ];
            const seen = evidence(Object.values(PARTS), {
              authorize: [probe('good', 'back')],
              token_attempts,
            });
            const checks = judgeCheckRun(seen, targetOf(provider, 'romm'));
            const status = statusOf(checks, 'client');
            const say = `${provider}: right ${right}, wrong ${wrong}, unknown ${unknown}`;
            if (status === 'pass') {
              green++;
              expect(right === 'accepted' || right === 'unclear', say).toBe(true);
              expect(wrong, say).toBe('refused');
            }
            // A public client that takes any secret is told, not left open.
            if (right === 'accepted' && wrong === 'accepted' && unknown === 'refused') {
              expect(checks.find((check) => check.id === 'P8')?.findings[0]?.code, say).toBe(
                'secret-not-checked',
              );
            }
          }
        }
      }
    }
    expect(green).toBeGreaterThan(0);
  });
});

/** For each light the parts without which it must not be green after a login. */
const NEEDED: Readonly<Partial<Record<Light, readonly string[]>>> = {
  provider: ['document', 'keys'],
  client: ['token'],
  'test-callback': ['callback', 'id_token'],
  claims: ['id_token'],
};

describe('a login', () => {
  const names = Object.keys(PARTS);
  const run = (kept: readonly string[]) =>
    judgeLoginRun(
      evidence(
        kept.map((name) => PARTS[name]!),
        {
          run: 'login',
          request: {
            endpoint: `${ISSUER}/a`,
            redirect_uri: 'http://127.0.0.1:8911/callback',
            response_type: 'code',
            scopes: TARGET.client.scopes,
            pkce: 'none',
            state_bits: 256,
            nonce_bits: 256,
            parameters: [],
          },
          token_attempts: kept.includes('token') ? [attempt('right', 'accepted', 'real')] : [],
        },
      ),
      TARGET,
    );

  it('is green in the parts that it needs, and never without one of them', () => {
    const all = run(names);
    for (const light of Object.keys(NEEDED) as Light[]) {
      expect(
        ['pass', 'warn'],
        `${light}: ${JSON.stringify(all.filter((one) => one.light === light))}`,
      ).toContain(statusOf(all, light));
    }
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      const kept = names.filter((_, at) => (bits >> at) & 1);
      const checks = run(kept);
      for (const [light, needed] of Object.entries(NEEDED)) {
        const status = statusOf(checks, light as Light);
        if (needed.some((name) => !kept.includes(name)))
          expect(['fail', 'inconclusive'], `${light} with ${kept.join(', ')}`).toContain(status);
      }
      for (const light of ['app-callback', 'app-network'] as const)
        expect(statusOf(checks, light)).toBe('inconclusive');
    }
  });

  it('has no check that passes without a proof', () => {
    for (let bits = 0; bits < 2 ** names.length; bits++) {
      for (const check of run(names.filter((_, at) => (bits >> at) & 1))) {
        if (check.status === 'pass') expect(check.proofs?.length ?? 0, check.id).toBeGreaterThan(0);
      }
    }
  });
});

describe('role settings', () => {
  const roles = { role_claim: 'groups', role_admin: 'chiefs', role_viewer: 'players' };
  const withGroups = (groups: unknown, settings: Record<string, unknown> = roles) => {
    const target = targetOf('authelia', 'romm', { app: { settings } });
    const id_token = { ...PARTS['id_token']!.id_token!, claims: { ...CLAIMS, groups: groups as string[] } };
    const checks = judgeLoginRun(
      evidence([...Object.values(PARTS), { id_token }], {
        run: 'login',
        token_attempts: [attempt('right', 'accepted', 'real')],
      }),
      target,
    );
    return checks.find((check) => check.id === 'S17')!;
  };

  it.each([
    ['one of them', ['players'], 'pass'],
    ['another one', ['guests'], 'fail'],
    ['none', [], 'fail'],
    ['in another case', ['Players'], 'fail'],
  ] as const)('%s: %j', (_, groups, status) => {
    expect(withGroups(groups).status).toBe(status);
  });

  it('let everyone in with “*”, and nobody when no value is set', () => {
    expect(withGroups(['guests'], { role_claim: 'groups', role_viewer: '*' }).status).toBe('pass');
    expect(withGroups(['guests'], { role_claim: 'groups' }).status).toBe('fail');
  });

  it('are not judged by a list that was cut off', () => {
    const many = Array.from({ length: 200 }, (_, at) => `group-${at}`);
    expect(withGroups(many).status).toBe('inconclusive');
    expect(withGroups([...many.slice(1), 'players']).status).toBe('pass');
  });
});

describe('a scope that only asks for what another scope brings', () => {
  const settings = { role_claim: 'groups', role_viewer: '*' };
  it('is no warning at authentik, which has the groups in profile', () => {
    const target = targetOf('authentik', 'romm', { app: { settings } });
    const document = {
      ...PARTS['document']!.discovery!.document,
      scopes_supported: ['openid', 'profile', 'email'],
    };
    const seen = evidence(
      [...Object.values(PARTS), { discovery: { ...PARTS['document']!.discovery!, document } }],
      { authorize: [probe('good', 'back')] },
    );
    const allowed = judgeCheckRun(seen, target).find((check) => check.id === 'P11')!;
    expect(allowed.findings.filter((one) => one.severity !== 'info')).toEqual([]);
    // With a role claim that no scope of authentik brings, the warning stays.
    const other = targetOf('authentik', 'romm', {
      app: { settings: { ...settings, role_claim: 'entitled' } },
    });
    const told = judgeCheckRun(seen, other).find((check) => check.id === 'P11')!;
    expect(told.findings.map((one) => one.code)).toEqual(['scope-not-announced']);
  });
});
