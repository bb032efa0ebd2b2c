import { expect } from 'vitest';
import type {
  Answer,
  AuthorizationRequestEvidence,
  AuthorizeAnswer,
  Evidence,
  NetworkFailure,
  TokenAttempt,
} from '../../../shared/diagnosis/evidence.ts';
import type { FindingCode } from '../../../shared/diagnosis/findings.ts';
import type { ProofCode } from '../../../shared/diagnosis/proofs.ts';
import { makeTarget, type Target } from '../../../shared/diagnosis/target.ts';
import type { Check, CheckStatus, EvidenceValue, Finding } from '../../../shared/diagnosis/types.ts';
import { connectionOf } from './setups.ts';

/** The parts that the evidence of one run is put together from. */

export const ISSUER = 'https://auth.example.com';
/** Seconds since 1970. */
export const NOW = 1_780_000_000;
export const TEST_URI = 'http://127.0.0.1:8911/callback';

export const answer = (more: Partial<Answer> = {}): Answer => ({
  exchange: 0,
  url: ISSUER,
  status: 200,
  content_type: 'application/json',
  body: 'json',
  size: 10,
  duration_ms: 5,
  ...more,
});

export const failure = (
  kind: NetworkFailure['kind'],
  code: string = kind.toUpperCase(),
  message = `It failed: ${kind}.`,
): NetworkFailure => ({ kind, code, message });

/** No answer at all. */
export const noAnswer = (kind: NetworkFailure['kind'], code?: string): Answer =>
  answer({ status: 0, content_type: '', body: 'empty', size: 0, failure: failure(kind, code) });

export const targetOf = (
  provider: string,
  app: string,
  change: Parameters<typeof connectionOf>[2] = {},
  run: Partial<Parameters<typeof makeTarget>[1]> = {},
): Target =>
  makeTarget(connectionOf(provider, app, change), {
    has_client_secret: true,
    redirect: { mode: 'loopback', uri: TEST_URI },
    ...run,
  });

/** RomM at Authelia. */
export const TARGET = targetOf('authelia', 'romm');
export const APP_URI = TARGET.client.redirect_uris[0]!;

export const probe = (
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

export const attempt = (
  secret: TokenAttempt['secret'],
  authentication: TokenAttempt['authentication'],
  code: TokenAttempt['code'] = 'bogus',
  more: Partial<TokenAttempt> = {},
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
  ...more,
});

/** Evidence of a run that saw only these parts. */
export const evidence = (...parts: readonly Partial<Evidence>[]): Evidence =>
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
  );

export type Document = Readonly<Record<string, EvidenceValue>>;
export const DOCUMENT: Document = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/a`,
  token_endpoint: `${ISSUER}/t`,
  userinfo_endpoint: `${ISSUER}/u`,
  jwks_uri: `${ISSUER}/k`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  id_token_signing_alg_values_supported: ['RS256'],
};

export const CLAIMS = {
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
export const PARTS: Readonly<Record<string, Partial<Evidence>>> = {
  network: { network: { host: 'auth.example.com', port: 443, addresses: [] } },
  document: {
    discovery: {
      answer: answer(),
      redirects: [],
      redirect_loop: false,
      document: DOCUMENT,
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
        other_user: 0,
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

/** The request of a test login. */
export const REQUEST: AuthorizationRequestEvidence = {
  endpoint: `${ISSUER}/a`,
  redirect_uri: TEST_URI,
  response_type: 'code',
  scopes: TARGET.client.scopes,
  pkce: 'none',
  state_bits: 256,
  nonce_bits: 256,
  parameters: [],
};

/** A discovery document that was read. */
export const announcing = (document: Document, more: Partial<Answer> = {}): Partial<Evidence> => ({
  discovery: { answer: answer(more), redirects: [], redirect_loop: false, document },
});

/** What a check saw: `severity code`, and the values that its texts get. */
export interface Told {
  readonly status: CheckStatus;
  readonly findings: readonly (readonly [string, Finding['data']])[];
  readonly proofs: readonly ProofCode[];
}

/** One sentence or more, with a value in every place for one. */
const SENTENCE = /^[\p{Lu}\d](?:(?!undefined|null|NaN|\[object| {2}|,,| [.,:]|: *\.)[^\n])+\.$/u;

/** What a check saw. Whatever it is, it is told in whole sentences, and a check without a proof never passes. */
export function told(check: Check | undefined): Told {
  if (!check) throw new Error('There is no such check.');
  expect(check.summary, `${check.id}: ${check.summary}`).toMatch(SENTENCE);
  expect(check.title).not.toBe('');
  for (const value of [check.evidence, ...check.findings.map((one) => one.data)]) {
    expect(Object.values(value)).not.toContain(undefined);
  }
  if (check.status === 'pass') expect(check.proofs?.length ?? 0, check.id).toBeGreaterThan(0);
  return {
    status: check.status,
    findings: check.findings.map(({ severity, code, data }) => [`${severity} ${code}`, data]),
    proofs: check.proofs ?? [],
  };
}

/** What is told of a check that failed, warned, or stayed open by exactly these findings. */
export const expected = (
  status: CheckStatus,
  findings: readonly (readonly [`${Finding['severity']} ${FindingCode}`, Finding['data']])[] = [],
  proofs: readonly ProofCode[] = [],
): Told => ({ status, findings, proofs });
