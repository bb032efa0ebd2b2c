import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import type { Answer, Evidence, TokenAttempt } from '../../../shared/diagnosis/evidence.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { demandFindings } from '../../../shared/diagnosis/judges/demands.ts';
import { judgeCheckRun, judgeLoginRun } from '../../../shared/diagnosis/judges/index.ts';
import { authenticationOf } from '../../../shared/diagnosis/judges/token.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import type { EvidenceValue } from '../../../shared/diagnosis/types.ts';
import { connectionOf } from './setups.ts';

/** What real programs answered, and the one side that has to be edited for it. */

const answer = (more: Partial<Answer>): Answer => ({
  exchange: 0,
  url: 'https://auth.example.com/x',
  status: 400,
  content_type: 'application/json',
  body: 'json',
  size: 10,
  duration_ms: 5,
  ...more,
});

const evidenceOf = (more: Partial<Evidence>): Evidence => ({
  run: 'check',
  started_at: 1_780_000_000_000,
  exchanges: [],
  clock: [],
  authorize: [],
  token_attempts: [],
  ...more,
});

type Setup = Parameters<typeof connectionOf>;

const told = (setup: Setup, more: Partial<Evidence>) => {
  const connection = connectionOf(...setup);
  const target = makeTarget(connection, { has_client_secret: true });
  const evidence = evidenceOf(more);
  const checks = more.run === 'login' ? judgeLoginRun(evidence, target) : judgeCheckRun(evidence, target);
  return diagnose(checks, connection)[0];
};

const attempts = (...list: readonly (readonly [TokenAttempt['style'], Partial<Answer>])[]) => ({
  token_attempts: list.map(
    ([style, given]): TokenAttempt => ({
      style,
      code: 'bogus',
      secret: style === 'none' ? 'none' : 'right',
      answer: answer(given),
      authentication: authenticationOf(answer(given)),
    }),
  ),
});

const userinfo = (given: Partial<Answer>): Partial<Evidence> => ({
  run: 'login',
  userinfo: { answer: answer(given) },
  token: {
    answer: answer({ status: 200, cache_control: 'no-store' }),
    style: 'post',
    has_access_token: true,
    has_id_token: true,
    has_refresh_token: false,
    token_type: 'Bearer',
    expires_in: 3600,
    parameters: [],
  },
  ...attempts(['post', { status: 200 }]),
});

/** authentik 2025.12: one sentence for every reason (authentik/providers/oauth2/errors.py). */
const AUTHENTIK_GRANT =
  'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client';
const AUTHENTIK_CLIENT =
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)';

describe('the token endpoint', () => {
  it('authentik’s one sentence is not about the redirect URI', () => {
    const given = answer({ error: 'invalid_grant', error_description: AUTHENTIK_GRANT });
    const one = told(['authentik', 'romm'], {
      run: 'login',
      token: {
        answer: given,
        style: 'basic',
        has_access_token: false,
        has_id_token: false,
        has_refresh_token: false,
        parameters: [],
      },
      token_attempts: [
        { style: 'basic', code: 'real', secret: 'right', answer: given, authentication: 'accepted' },
      ],
    });
    expect(one?.id).toBe('code-refused');
  });

  it('Keycloak’s own words about the redirect URI still are', () => {
    const given = answer({ error: 'invalid_grant', error_description: 'Incorrect redirect_uri' });
    const one = told(['keycloak', 'romm'], {
      run: 'login',
      token: {
        answer: given,
        style: 'basic',
        has_access_token: false,
        has_id_token: false,
        has_refresh_token: false,
        parameters: [],
      },
      token_attempts: [
        { style: 'basic', code: 'real', secret: 'right', answer: given, authentication: 'accepted' },
      ],
    });
    expect(one?.id).toBe('redirect-differs-at-token');
  });

  it('authentik takes either way, so a header that is refused was lost on the way', () => {
    const one = told(
      ['authentik', 'romm'],
      attempts(
        ['basic', { error: 'invalid_client', error_description: AUTHENTIK_CLIENT }],
        ['post', { error: 'invalid_grant', error_description: AUTHENTIK_GRANT }],
      ),
    );
    expect(one).toMatchObject({ id: 'authorization-header-dropped', side: 'proxy' });
  });

  it('Authelia enforces the way, so there it is the registration', () => {
    const one = told(
      ['authelia', 'romm'],
      attempts(
        ['basic', { status: 401, error: 'invalid_client', error_description: `${AUTHENTIK_CLIENT}.` }],
        ['post', { error: 'invalid_grant' }],
      ),
    );
    expect(one).toMatchObject({ id: 'wrong-secret-method', side: 'provider' });
  });

  it('Authelia says itself when nothing arrived', () => {
    const one = told(
      ['authelia', 'romm'],
      attempts([
        'basic',
        {
          error: 'invalid_request',
          error_description:
            'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body.',
        },
      ]),
    );
    expect(one).toMatchObject({ id: 'authorization-header-dropped', side: 'proxy' });
  });

  it('a client without authorization_code is not called one with a wrong secret', () => {
    const one = told(
      ['authelia', 'romm'],
      attempts([
        'basic',
        {
          error: 'unauthorized_client',
          error_description:
            "The client is not authorized to request a token using this method. The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'.",
        },
      ]),
    );
    expect(one).toMatchObject({ id: 'token-request-malformed', fix: { setting: 'grant_types' } });
  });
});

describe('userinfo', () => {
  /** Seen on Authelia 4.39 (2026-11-25), with Memos asking for profile and email only. */
  const AUTHELIA = {
    status: 403,
    error: 'insufficient_scope',
    error_description:
      "The request requires higher privileges than provided by the Access Token. The granted scope was missing the 'openid' scope.",
  };
  /** authentik/providers/oauth2/errors.py: no word of openid. */
  const AUTHENTIK = {
    status: 403,
    body: 'empty' as const,
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token',
  };

  it('Authelia: the app does not ask for openid', () => {
    const setup: Setup = ['authelia', 'memos', { app: { scopes: ['profile', 'email'] } }];
    expect(told(setup, userinfo(AUTHELIA))).toMatchObject({ id: 'openid-scope-missing', side: 'app' });
  });

  it('authentik: openid was asked for, and has no mapping', () => {
    expect(told(['authentik', 'memos'], userinfo(AUTHENTIK))).toMatchObject({
      id: 'openid-scope-missing',
      side: 'provider',
      fix: { setting: 'Scopes', value: 'openid' },
    });
  });

  it('an answer as to no token at all is the proxy’s (RFC 6750 §3.1)', () => {
    expect(
      told(['authelia', 'memos'], userinfo({ status: 401, body: 'empty', www_authenticate: 'Bearer' })),
    ).toMatchObject({ id: 'authorization-header-dropped', side: 'proxy' });
  });
});

describe('a raised minimum of state and nonce', () => {
  const words = (minimum: number) =>
    `error=invalid_state&error_description=The state is missing or does not have enough characters and is therefore considered too weak. Request parameter 'state' must be at least be ${minimum} characters long to ensure sufficient entropy.`;
  const first = (minimum: number) =>
    explain(words(minimum), { connections: [connectionOf('authelia', 'romm')] }).find(
      (one) => one.id === 'weak-state',
    );

  it('is named with its number', () => {
    const raised = first(64);
    expect(raised).toMatchObject({ side: 'provider' });
    expect(raised?.cause).toContain('at least 64 characters');
    expect(raised?.fix.setting).toBe('identity_providers.oidc.minimum_parameter_entropy');
  });

  it('is the app’s fault at the usual number', () => {
    expect(first(8)).toMatchObject({ side: 'app' });
    expect(first(8)?.cause).toContain('at least 8 characters');
  });
});

describe('a discovery document', () => {
  const target = makeTarget(connectionOf('other', 'romm'), { has_client_secret: true });
  const of = (document: Record<string, EvidenceValue>) =>
    demandFindings(document, target).map((one) => `${one.severity} ${String(one.data['demand'])}`);

  it('demands what the standards let it demand', () => {
    expect(of({ require_pushed_authorization_requests: true })).toEqual(['fail pushed-request']);
    expect(of({ require_signed_request_object: true })).toEqual(['fail request-object']);
    expect(of({ token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth'] })).toEqual([
      'fail client-assertion',
    ]);
    expect(of({ response_modes_supported: ['form_post', 'query.jwt'] })).toEqual(['fail response-mode']);
    // Nothing is known of this one, so it is a warning and no silence.
    expect(of({ require_something_new: true })).toEqual(['warn require_something_new']);
  });

  it('demands nothing by what it only offers', () => {
    /** IANA registry “OAuth Authorization Server Metadata”, as Keycloak 26 and Authelia 4.39 use it. */
    const offers: Record<string, EvidenceValue> = {
      require_pushed_authorization_requests: false,
      require_signed_request_object: false,
      require_request_uri_registration: true,
      pushed_authorization_request_endpoint: 'https://id.example.com/par',
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      request_object_signing_alg_values_supported: ['RS256'],
      claims_parameter_supported: true,
      dpop_signing_alg_values_supported: ['ES256'],
      tls_client_certificate_bound_access_tokens: true,
      mtls_endpoint_aliases: { token_endpoint: 'https://mtls.example.com/token' },
      id_token_encryption_alg_values_supported: ['RSA-OAEP'],
      userinfo_encryption_alg_values_supported: ['RSA-OAEP'],
      userinfo_signing_alg_values_supported: ['RS256', 'none'],
      authorization_signing_alg_values_supported: ['RS256'],
      authorization_encryption_alg_values_supported: ['RSA-OAEP'],
      acr_values_supported: ['0', '1'],
      backchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256'],
      response_modes_supported: ['query', 'fragment', 'form_post', 'query.jwt'],
      prompt_values_supported: ['none', 'login'],
    };
    expect(of(offers)).toEqual([]);
  });
});
