import { exportJWK, generateKeyPair } from 'jose';
import type { PracticeContext } from '../../electron/services/practice/provider.ts';
import type { Side } from '../../shared/diagnosis/sides.ts';
import {
  announced,
  answer,
  type Claims,
  claims,
  defect,
  idToken,
  jsonBody,
  type Place,
  page,
  registers,
  type SetUp,
  sentBack,
  signJwt,
} from '../faults/fault.ts';

/** What the app is told of the provider. */
export interface Told {
  readonly issuer: string;
  readonly client_id: string;
  readonly scope: string;
  /** Whether the app was given the CA of the provider. */
  readonly ca: boolean;
}

/** One thing that is wrong, and what has to be said of it whatever library tells of it. */
export interface MessageFault {
  readonly id: string;
  /** One sentence: what was done. */
  readonly description: string;
  readonly put?: (set: SetUp) => SetUp;
  /** What is wrong in what the app is told. */
  readonly tell?: (told: Told) => Told;
  /** Its text is about time: the provider answers later than the programs wait. */
  readonly slow?: true;
  /** How the browser differs. */
  readonly browser?: 'cookies-lost';
  /** Causes of the catalogue that are right. */
  readonly right: readonly string[];
  /** Causes that are too general, or only lead near it. */
  readonly vague?: readonly string[];
  /** The sides that may be named. */
  readonly sides: readonly Side[];
  /** A value that has to be named wherever the message has it. As it stands in a recording. */
  readonly value?: string;
}

/** The address of the provider and of the app in every recording. */
export const PROVIDER = 'https://auth.example.com';
export const APP = 'https://app.example.com';

const OTHER_ISSUER = 'https://other.example.com';
const HOUR = 3600;
const seconds = () => Math.floor(Date.now() / 1000);

const html = (status: number, title: string, text: string) => (ctx: PracticeContext) =>
  page(ctx, status, title, text);
const BAD_GATEWAY = html(502, '502 Bad Gateway', 'nginx');
const LOGIN_PAGE = html(200, 'Sign in', 'Please sign in to continue.');

/** The answer of one route is another. */
const answers =
  (route: string, change: (ctx: PracticeContext, at: Place) => void | Promise<void>) => (set: SetUp) =>
    defect(set, answer('provider', [route], change));
/** Claims or header of the ID token are others. */
const token =
  (change: (claims: Claims, header: { alg: string; kid?: string }, at: Place) => void) => (set: SetUp) =>
    defect(set, idToken('provider', change));
/** The token answer has another body. */
const tokenBody = (change: (body: Claims, at: Place) => void | Promise<void>) =>
  answers('token', async (ctx, at) => {
    const body = jsonBody(ctx);
    if (typeof body?.['id_token'] === 'string') await change(body, at);
  });
/** An OAuth error of the token endpoint. */
const refuses = (status: number, error: string, error_description: string) =>
  answers('token', (ctx) => {
    ctx.status = status;
    ctx.body = { error, error_description };
  });
/** The person comes back with an error. */
const comesBack = (error: string, error_description: string) => (set: SetUp) => ({
  ...set,
  login: () => ({ error, error_description }),
});
const discovers = (change: (document: Claims, at: Place) => void) => (set: SetUp) =>
  defect(set, announced('provider', change));
const claimsOf = (body: Claims): Claims =>
  JSON.parse(Buffer.from(String(body['id_token']).split('.')[1]!, 'base64url').toString());
const newKey = async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256' };
};
/** Nothing listens there. */
export const CLOSED_PORT = 9;

export const FAULTS: readonly MessageFault[] = [
  // The ID token.
  {
    id: 'id-token-missing',
    description: 'The token endpoint answers without an ID token.',
    put: tokenBody((body) => {
      delete body['id_token'];
    }),
    right: ['no-id-token', 'openid-scope-missing'],
    vague: ['token-answer-odd'],
    sides: ['provider', 'app'],
  },
  {
    id: 'id-token-garbage',
    description: 'The ID token is no JWT.',
    put: tokenBody((body) => {
      body['id_token'] = 'this-is-not-a-token';
    }),
    right: ['id-token-unreadable'],
    vague: ['token-answer-odd', 'id-token-signature-wrong'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'id-token-encrypted',
    description: 'The ID token is encrypted.',
    put: tokenBody((body) => {
      const header = Buffer.from(JSON.stringify({ alg: 'RSA-OAEP', enc: 'A256GCM' })).toString('base64url');
      body['id_token'] = [header, 'a'.repeat(342), 'b'.repeat(16), 'c'.repeat(400), 'd'.repeat(22)].join('.');
    }),
    right: ['encrypted-id-token'],
    vague: ['id-token-unreadable', 'signing-algorithm'],
    sides: ['provider'],
  },
  {
    id: 'id-token-unsigned',
    description: 'The ID token has the algorithm none and no signature.',
    put: tokenBody(async (body) => {
      body['id_token'] = await signJwt(claimsOf(body), { alg: 'none' }, undefined);
    }),
    right: ['id-token-signature-wrong', 'signing-algorithm'],
    vague: ['id-token-unreadable'],
    sides: ['provider'],
    value: 'none',
  },
  {
    id: 'id-token-hs256',
    description: 'The ID token is signed with the client secret.',
    put: tokenBody(async (body, at) => {
      body['id_token'] = await signJwt(claimsOf(body), { alg: 'HS256' }, Buffer.from(at.secret));
    }),
    right: ['signing-algorithm'],
    vague: ['id-token-signature-wrong', 'signing-key-not-published'],
    sides: ['provider', 'app'],
    value: 'HS256',
  },
  {
    id: 'id-token-unknown-key',
    description: 'The ID token is signed with a key that is not in the key set.',
    put: tokenBody(async (body) => {
      body['id_token'] = await signJwt(
        claimsOf(body),
        { alg: 'RS256', kid: 'rotated-key-2' },
        await newKey(),
      );
    }),
    right: ['signing-key-not-published'],
    vague: ['id-token-signature-wrong'],
    sides: ['provider'],
    value: 'rotated-key-2',
  },
  {
    id: 'id-token-wrong-signature',
    description: 'The ID token is signed with another key than the one it names.',
    put: tokenBody(async (body, at) => {
      const header = JSON.parse(
        Buffer.from(String(body['id_token']).split('.')[0]!, 'base64url').toString(),
      ) as { kid?: string };
      body['id_token'] = await signJwt(
        claimsOf(body),
        { alg: 'RS256', kid: header.kid ?? String(at.keys[0]?.kid) },
        await newKey(),
      );
    }),
    right: ['id-token-signature-wrong'],
    vague: ['signing-key-not-published'],
    sides: ['provider'],
  },
  {
    id: 'audience-other',
    description: 'The ID token is for another client.',
    put: token((body) => {
      body['aud'] = 'another-client';
    }),
    right: ['id-token-for-another-client'],
    sides: ['provider', 'app'],
    value: 'another-client',
  },
  {
    id: 'azp-other',
    description: 'The ID token has two audiences and was issued to the other one.',
    put: token((body, _, at) => {
      body['aud'] = [at.client_id, 'another-client'];
      body['azp'] = 'another-client';
    }),
    right: ['id-token-for-another-client'],
    sides: ['provider', 'app'],
    value: 'another-client',
  },
  {
    id: 'nonce-other',
    description: 'The ID token carries the nonce of another login.',
    put: token((body) => {
      if (body['nonce'] !== undefined) body['nonce'] = 'a-nonce-of-another-login';
    }),
    right: ['nonce-wrong'],
    sides: ['provider', 'app'],
  },
  {
    id: 'nonce-missing',
    description: 'The ID token carries no nonce.',
    put: token((body) => {
      delete body['nonce'];
    }),
    right: ['nonce-wrong'],
    sides: ['provider', 'app'],
  },
  {
    id: 'token-issuer-other',
    description: 'The ID token names another issuer than the discovery document.',
    put: token((body) => {
      body['iss'] = OTHER_ISSUER;
    }),
    right: ['issuer-mismatch', 'idp-advertises-wrong-self'],
    sides: ['provider', 'app', 'proxy'],
    value: OTHER_ISSUER,
  },
  {
    id: 'id-token-expired',
    description: 'The ID token expired an hour ago.',
    put: token((body) => {
      body['iat'] = seconds() - 2 * HOUR;
      body['exp'] = seconds() - HOUR;
    }),
    right: ['id-token-times', 'clock-skew'],
    sides: ['provider', 'host'],
  },
  {
    id: 'id-token-not-yet-valid',
    description: 'The ID token is valid from an hour from now.',
    put: token((body) => {
      body['nbf'] = seconds() + HOUR;
    }),
    right: ['id-token-times', 'clock-skew'],
    sides: ['provider', 'host'],
  },
  {
    id: 'id-token-issued-later',
    description: 'The ID token was issued an hour from now.',
    put: token((body) => {
      body['iat'] = seconds() + HOUR;
    }),
    right: ['id-token-times', 'clock-skew'],
    sides: ['provider', 'host'],
  },
  {
    id: 'clock-ahead',
    description: 'The clock of the provider is ten minutes ahead.',
    put: (set) => ({ ...set, clock_s: 600 }),
    right: ['clock-skew', 'id-token-times'],
    sides: ['provider', 'host'],
  },
  {
    id: 'clock-behind',
    description: 'The clock of the provider is two hours behind.',
    put: (set) => ({ ...set, clock_s: -2 * HOUR }),
    right: ['clock-skew', 'id-token-times'],
    sides: ['provider', 'host'],
  },
  {
    id: 'at-hash-wrong',
    description: 'The at_hash of the ID token belongs to another access token.',
    put: token((body) => {
      body['at_hash'] = 'AAAAAAAAAAAAAAAAAAAAAA';
    }),
    right: ['at-hash-wrong'],
    sides: ['provider'],
  },
  {
    id: 'subject-missing',
    description: 'The ID token has no sub.',
    put: token((body) => {
      delete body['sub'];
    }),
    right: ['subject-missing'],
    vague: ['identifier-claim-missing', 'claim-not-released'],
    sides: ['provider'],
    value: 'sub',
  },

  // The issuer.
  {
    id: 'issuer-host',
    description: 'The provider names itself by another host.',
    put: (set) => ({ ...set, issuer: () => OTHER_ISSUER }),
    right: ['issuer-mismatch', 'idp-advertises-wrong-self'],
    sides: ['app', 'provider', 'proxy'],
    value: OTHER_ISSUER,
  },
  {
    id: 'issuer-path',
    description: 'The issuer has a path that the app was not told.',
    put: (set) => ({ ...set, issuer: (own) => `${own}/realms/home` }),
    right: ['issuer-mismatch'],
    sides: ['app', 'provider'],
    value: `${PROVIDER}/realms/home`,
  },
  {
    id: 'issuer-slash',
    description: 'The issuer ends with a slash that the app was not told.',
    put: (set) => ({ ...set, issuer: (own) => `${own}/` }),
    right: ['issuer-mismatch'],
    sides: ['app', 'provider'],
    value: `${PROVIDER}/`,
  },
  {
    id: 'issuer-http',
    description: 'The provider stands behind a proxy and names itself by http.',
    put: (set) => ({ ...set, issuer: (own) => own.replace('https:', 'http:') }),
    right: ['idp-advertises-wrong-self', 'issuer-mismatch'],
    sides: ['proxy', 'provider'],
    value: PROVIDER.replace('https:', 'http:'),
  },

  // Userinfo.
  {
    id: 'userinfo-signed',
    description: 'Userinfo is a signed JWT.',
    put: (set) => registers(set, (client) => ({ ...client, userinfo_alg: 'RS256' })),
    right: ['userinfo-is-signed'],
    vague: ['userinfo-empty-or-wrong-url', 'answer-not-json'],
    sides: ['provider', 'app'],
  },
  {
    id: 'userinfo-401',
    description: 'Userinfo refuses the access token.',
    put: answers('userinfo', (ctx) => {
      ctx.status = 401;
      ctx.set('www-authenticate', 'Bearer error="invalid_token", error_description="invalid token provided"');
      ctx.body = { error: 'invalid_token', error_description: 'invalid token provided' };
    }),
    right: ['userinfo-refused', 'authorization-header-dropped'],
    vague: ['userinfo-empty-or-wrong-url'],
    sides: ['proxy', 'provider'],
  },
  {
    id: 'userinfo-header-dropped',
    description: 'A proxy takes the Authorization header away in front of userinfo.',
    put: (set) =>
      defect(set, {
        setting: 'proxy',
        onRequest: () => (request) => {
          if (request.url?.startsWith('/me')) delete request.headers.authorization;
          return false;
        },
      }),
    right: ['userinfo-refused', 'authorization-header-dropped'],
    vague: ['userinfo-empty-or-wrong-url'],
    sides: ['proxy', 'provider'],
  },
  {
    id: 'userinfo-502',
    description: 'Userinfo is answered with 502 and a page.',
    put: answers('userinfo', BAD_GATEWAY),
    right: ['provider-failing', 'userinfo-empty-or-wrong-url'],
    sides: ['provider', 'proxy'],
    value: '502',
  },
  {
    id: 'userinfo-html',
    description: 'Userinfo is answered with a login page.',
    put: answers('userinfo', LOGIN_PAGE),
    right: ['userinfo-empty-or-wrong-url'],
    vague: ['answer-not-json'],
    sides: ['proxy', 'app', 'provider'],
  },
  {
    id: 'userinfo-other-subject',
    description: 'Userinfo is about another person than the ID token.',
    put: answers('userinfo', (ctx) => {
      const body = jsonBody(ctx);
      if (body) body['sub'] = 'another-person';
    }),
    right: ['userinfo-of-someone-else'],
    sides: ['provider'],
    value: 'another-person',
  },
  {
    id: 'claims-only-in-userinfo',
    description: 'The claims are in userinfo and not in the ID token.',
    put: (set) => registers(set, (client) => ({ ...client, id_token_claims: [], claims_in_id_token: false })),
    right: ['claims-left-the-id-token', 'claim-not-released', 'identifier-claim-missing', 'username-missing'],
    sides: ['provider', 'app'],
    value: 'email',
  },
  {
    id: 'email-missing',
    description: 'The person has no e-mail address.',
    put: (set) => claims(set, { email: undefined, email_verified: undefined }),
    right: ['claim-not-released', 'identifier-claim-missing', 'claims-left-the-id-token'],
    sides: ['provider', 'app'],
    value: 'email',
  },
  {
    id: 'email-not-verified',
    description: 'The e-mail address of the person is not verified.',
    put: (set) => claims(set, { email_verified: false }),
    right: ['email-not-verified'],
    sides: ['provider'],
  },

  // Discovery.
  {
    id: 'discovery-404',
    description: 'The discovery document is not found.',
    put: answers('discovery', html(404, 'Not found', 'There is no such page.')),
    right: ['discovery-path-wrong'],
    sides: ['app', 'provider'],
    value: '/.well-known/openid-configuration',
  },
  {
    id: 'discovery-html',
    description: 'A page stands where the discovery document should be.',
    put: answers('discovery', LOGIN_PAGE),
    right: ['discovery-path-wrong', 'answer-not-json'],
    sides: ['app', 'provider', 'proxy'],
  },
  {
    id: 'discovery-bad-json',
    description: 'The discovery document is cut.',
    put: answers('discovery', (ctx) => {
      ctx.body = '{"issuer": "https://auth.example.com", "token_endpoint": ';
      ctx.type = 'application/json';
    }),
    right: ['answer-not-json'],
    vague: ['discovery-path-wrong'],
    sides: ['proxy', 'provider'],
  },
  {
    id: 'discovery-endpoint-missing',
    description: 'The discovery document names no token endpoint.',
    put: discovers((document) => {
      delete document['token_endpoint'];
    }),
    right: ['metadata-incomplete'],
    sides: ['provider'],
    value: 'token_endpoint',
  },
  {
    id: 'discovery-500',
    description: 'The discovery document is answered with an error.',
    put: answers('discovery', html(500, 'Internal Server Error', 'Something went wrong.')),
    right: ['provider-failing'],
    vague: ['discovery-path-wrong'],
    sides: ['provider', 'proxy'],
    value: '500',
  },
  {
    id: 'discovery-redirect',
    description: 'A proxy leads from the discovery document to a login page.',
    put: (set) =>
      defect(set, {
        setting: 'proxy',
        onRequest: () => (request, response) => {
          if (request.url?.endsWith('/.well-known/openid-configuration')) {
            response.writeHead(302, { location: '/portal/?rd=discovery', 'content-type': 'text/html' });
            response.end('<a href="/portal/">Found</a>.');
            return true;
          }
          if (!request.url?.startsWith('/portal/')) return false;
          response.writeHead(200, { 'content-type': 'text/html' });
          response.end('<!doctype html><title>Sign in</title><h1>Sign in</h1>');
          return true;
        },
      }),
    right: ['discovery-redirected', 'answer-not-json', 'discovery-path-wrong'],
    sides: ['proxy', 'app', 'provider'],
  },
  {
    id: 'endpoint-as-issuer',
    description: 'The app was given the authorization endpoint in place of the issuer.',
    tell: (told) => ({ ...told, issuer: `${told.issuer}/auth` }),
    right: ['endpoint-given-as-issuer', 'discovery-path-wrong'],
    sides: ['app'],
    value: '/auth/.well-known/openid-configuration',
  },

  // The keys.
  {
    id: 'keys-empty',
    description: 'The key set is empty.',
    put: answers('jwks', (ctx) => {
      ctx.body = { keys: [] };
    }),
    right: ['empty-key-set'],
    vague: ['signing-key-not-published', 'id-token-signature-wrong'],
    sides: ['provider'],
  },
  {
    id: 'keys-404',
    description: 'The address of the keys is not found.',
    put: answers('jwks', html(404, 'Not found', 'There is no such page.')),
    right: ['keys-unreachable'],
    sides: ['provider', 'proxy'],
    value: '404',
  },
  {
    id: 'keys-html',
    description: 'A login page stands where the keys should be.',
    put: answers('jwks', LOGIN_PAGE),
    right: ['keys-unreachable'],
    vague: ['answer-not-json'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'keys-refused',
    description: 'Nothing listens at the address of the keys.',
    put: discovers((document) => {
      document['jwks_uri'] = `https://localhost:${CLOSED_PORT}/jwks`;
    }),
    right: ['keys-unreachable'],
    vague: ['provider-does-not-answer', 'container-cannot-reach-idp'],
    sides: ['provider', 'proxy'],
  },

  // The token endpoint.
  {
    id: 'secret-wrong',
    description: 'The app has another secret than the one registered.',
    put: (set) => ({ ...set, holds: 'wrong' }),
    right: ['secret-wrong-or-swapped'],
    sides: ['app', 'provider'],
  },
  {
    id: 'method-other',
    description: 'The client is registered for the other method, and the provider does not say so.',
    put: (set) => ({
      ...registers(set, (client) => ({
        ...client,
        method: client.method === 'client_secret_post' ? 'client_secret_basic' : 'client_secret_post',
      })),
      practice: { ...set.practice, enforceAuthMethod: true },
    }),
    right: ['wrong-secret-method', 'secret-wrong-or-swapped'],
    sides: ['provider', 'app'],
  },
  {
    id: 'method-other-told',
    description:
      'The client is registered for the other method, and the provider says so in the words of Authelia.',
    put: refuses(
      401,
      'invalid_client',
      "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_post', however the OAuth 2.0 client registration does not allow this method. The registered client with id 'labclient4c1e' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic'.",
    ),
    right: ['wrong-secret-method'],
    sides: ['provider', 'app'],
    value: 'client_secret_basic',
  },
  {
    id: 'code-refused',
    description: 'The token endpoint refuses the code.',
    put: refuses(400, 'invalid_grant', 'grant request is invalid'),
    right: ['code-refused'],
    vague: ['redirect-differs-at-token'],
    sides: ['app', 'provider', 'host'],
  },
  {
    id: 'redirect-differs-at-token',
    description: 'The token endpoint finds another redirect URI than at the start.',
    put: refuses(
      400,
      'invalid_grant',
      "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client. The 'redirect_uri' from this request does not match the one from the authorize request.",
    ),
    right: ['redirect-differs-at-token'],
    sides: ['app'],
  },
  {
    id: 'grant-not-allowed',
    description: 'The client may not redeem codes.',
    put: refuses(400, 'unauthorized_client', 'requested grant type is not allowed for this client'),
    right: ['token-request-malformed'],
    vague: ['client-disabled', 'response-type-refused'],
    sides: ['provider'],
  },
  {
    id: 'token-html',
    description: 'The token endpoint is answered with a login page.',
    put: answers('token', LOGIN_PAGE),
    right: ['token-answer-odd', 'blocked-by-waf'],
    vague: ['answer-not-json'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'token-form',
    description: 'The token endpoint answers with form-encoded text.',
    put: answers('token', (ctx) => {
      const body = jsonBody(ctx);
      if (typeof body?.['access_token'] !== 'string') return;
      ctx.body = new URLSearchParams(body as Record<string, string>).toString();
      ctx.type = 'application/x-www-form-urlencoded';
    }),
    right: ['token-answer-odd'],
    vague: ['answer-not-json'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'token-500',
    description: 'The token endpoint is answered with an error of the server.',
    put: refuses(500, 'server_error', 'oops! something went wrong'),
    right: ['provider-failing'],
    sides: ['provider', 'proxy'],
    value: '500',
  },
  {
    id: 'token-502',
    description: 'A proxy answers 502 in place of the token endpoint.',
    put: answers('token', BAD_GATEWAY),
    right: ['provider-failing'],
    sides: ['provider', 'proxy'],
    value: '502',
  },
  {
    id: 'token-403-html',
    description: 'A bot protection turns the token request away.',
    put: answers(
      'token',
      html(403, 'Access denied', 'Sorry, you have been blocked. Cloudflare Ray ID: 0a1b2c'),
    ),
    right: ['blocked-by-waf'],
    vague: ['token-answer-odd'],
    sides: ['proxy'],
    value: '403',
  },
  {
    id: 'token-429',
    description: 'The token endpoint says that there were too many requests.',
    put: answers('token', html(429, 'Too Many Requests', 'Try again later.')),
    right: ['rate-limited'],
    sides: ['provider', 'proxy'],
    value: '429',
  },
  {
    id: 'token-slow',
    description: 'The token endpoint does not answer in time.',
    put: answers('token', () => new Promise((resolve) => setTimeout(resolve, 14_000).unref())),
    slow: true,
    right: ['provider-does-not-answer'],
    vague: ['container-cannot-reach-idp', 'token-request-never-arrives'],
    sides: ['host', 'provider', 'proxy'],
  },
  {
    id: 'token-cut',
    description: 'The connection is cut at the token endpoint.',
    put: (set) =>
      defect(set, {
        setting: 'proxy',
        onRequest: () => (request) => {
          if (!request.url?.startsWith('/token')) return false;
          request.socket.destroy();
          return true;
        },
      }),
    right: ['provider-does-not-answer'],
    vague: ['container-cannot-reach-idp', 'token-request-never-arrives'],
    sides: ['host', 'provider', 'proxy'],
  },
  {
    id: 'authorization-dropped',
    description: 'A proxy takes the Authorization header away.',
    put: (set) =>
      defect(set, {
        setting: 'proxy',
        onRequest: () => (request) => {
          delete request.headers.authorization;
          return false;
        },
      }),
    right: ['authorization-header-dropped', 'userinfo-refused'],
    vague: ['wrong-secret-method', 'secret-wrong-or-swapped', 'token-request-malformed'],
    sides: ['proxy'],
  },

  // The authorization endpoint.
  {
    id: 'access-denied',
    description: 'The provider does not let the person in.',
    put: comesBack('access_denied', 'The resource owner or authorization server denied the request.'),
    right: ['denied-by-policy', 'login-not-finished'],
    sides: ['provider', 'host'],
  },
  {
    id: 'unauthorized-client',
    description: 'The client may not use this flow.',
    put: comesBack(
      'unauthorized_client',
      'The client is not authorized to request an authorization code using this method.',
    ),
    right: ['response-type-refused', 'client-disabled'],
    vague: ['authorization-refused'],
    sides: ['provider'],
  },
  {
    id: 'scope-refused',
    description: 'The app asks for a scope that the client may not have.',
    put: (set) =>
      registers(set, (client) => ({ ...client, scopes: client.scopes.filter((one) => one !== 'groups') })),
    tell: (told) => ({ ...told, scope: `${told.scope} groups` }),
    right: ['scope-not-allowed'],
    sides: ['provider', 'app'],
    value: 'groups',
  },
  {
    id: 'login-required',
    description: 'The provider would have to ask the person, and was told not to.',
    put: comesBack('login_required', 'End-User authentication is required'),
    right: ['interaction-required'],
    sides: ['app'],
  },
  {
    id: 'provider-error-at-login',
    description: 'The provider fails while the person signs in.',
    put: comesBack('server_error', 'The authorization server encountered an unexpected condition.'),
    right: ['provider-failing'],
    vague: ['authorization-refused'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'temporarily-unavailable',
    description: 'The provider is overloaded while the person signs in.',
    put: comesBack('temporarily_unavailable', 'The authorization server is currently overloaded.'),
    right: ['provider-failing'],
    vague: ['authorization-refused'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'request-refused',
    description: 'The provider refuses the request for a reason of its own.',
    put: comesBack('invalid_request', 'Unsupported parameter.'),
    right: ['authorization-refused'],
    sides: ['provider'],
  },
  {
    id: 'pkce-required',
    description: 'The provider demands PKCE.',
    put: (set) => registers(set, (client) => ({ ...client, require_pkce: true })),
    right: ['pkce-required'],
    sides: ['provider', 'app'],
  },
  {
    id: 'callback-issuer-other',
    description: 'The answer to the login names another issuer.',
    put: (set) =>
      defect(
        set,
        sentBack('proxy', (url) => url.searchParams.set('iss', OTHER_ISSUER)),
      ),
    right: ['mixed-up-answer', 'issuer-mismatch'],
    sides: ['provider', 'proxy', 'app'],
    value: OTHER_ISSUER,
  },
  {
    id: 'state-lost',
    description: 'The browser has lost the cookie of the app when it comes back.',
    browser: 'cookies-lost',
    right: ['state-cookie-lost'],
    sides: ['app', 'proxy'],
  },
  {
    id: 'state-other',
    description: 'The answer to the login carries another state.',
    put: (set) =>
      defect(
        set,
        sentBack('proxy', (url) => url.searchParams.set('state', 'a-state-of-another-login')),
      ),
    right: ['state-cookie-lost', 'callback-malformed'],
    sides: ['app', 'proxy', 'provider'],
  },
  {
    id: 'code-missing',
    description: 'The browser comes back without a code.',
    put: (set) =>
      defect(
        set,
        sentBack('proxy', (url) => url.searchParams.delete('code')),
      ),
    right: ['callback-malformed'],
    sides: ['provider', 'proxy'],
  },
  {
    id: 'redirect-not-registered',
    description: 'Another redirect URI is registered.',
    put: (set) => registers(set, (client) => ({ ...client, redirect_uris: [`${APP}/some/other/callback`] })),
    right: ['redirect-not-registered'],
    sides: ['provider', 'app'],
  },
  {
    id: 'client-unknown',
    description: 'The provider has no client with this id.',
    tell: (told) => ({ ...told, client_id: 'no-such-client' }),
    right: ['client-unknown'],
    sides: ['provider', 'app'],
  },

  // TLS and the network.
  {
    id: 'tls-unknown-authority',
    description: 'The certificate is from a CA that the app was not told.',
    tell: (told) => ({ ...told, ca: false }),
    right: ['untrusted-certificate'],
    vague: ['certificate-chain-incomplete'],
    sides: ['app', 'proxy', 'host'],
  },
  {
    id: 'tls-self-signed',
    description: 'The certificate is signed by itself.',
    put: (set) => ({ ...set, https: 'self-signed' }),
    right: ['untrusted-certificate'],
    sides: ['app', 'proxy', 'host'],
  },
  {
    id: 'tls-expired',
    description: 'The certificate has expired.',
    put: (set) => ({ ...set, https: 'expired' }),
    right: ['certificate-expired'],
    sides: ['proxy', 'host'],
  },
  {
    id: 'tls-not-yet-valid',
    description: 'The certificate is not valid yet.',
    put: (set) => ({ ...set, https: 'not-yet-valid' }),
    right: ['certificate-expired'],
    sides: ['proxy', 'host'],
  },
  {
    id: 'tls-wrong-name',
    description: 'The certificate is for another name.',
    put: (set) => ({ ...set, https: 'wrong-name' }),
    right: ['certificate-wrong-name'],
    sides: ['proxy'],
  },
  {
    id: 'tls-chain-incomplete',
    description: 'The server leaves out the intermediate certificate.',
    put: (set) => ({ ...set, https: 'missing-intermediate' }),
    right: ['certificate-chain-incomplete', 'untrusted-certificate'],
    sides: ['proxy', 'app', 'host'],
  },
  {
    id: 'tls-not-spoken',
    description: 'The address says https, and the port speaks http.',
    put: ({ https: _, ...set }) => set,
    right: ['tls-not-spoken'],
    sides: ['proxy', 'app'],
  },
  {
    id: 'connection-refused',
    description: 'Nothing listens at the address of the provider.',
    put: (set) => ({ ...set, down: true }),
    right: ['provider-does-not-answer', 'container-cannot-reach-idp'],
    sides: ['host', 'provider', 'proxy'],
  },
  {
    id: 'name-not-found',
    description: 'The name of the provider does not resolve.',
    tell: (told) => ({ ...told, issuer: 'https://auth.invalid' }),
    right: ['provider-name-not-found', 'container-cannot-reach-idp'],
    sides: ['host'],
  },
];

/** The run without a fault, with the debug log on. */
export const HEALTHY = 'healthy';
