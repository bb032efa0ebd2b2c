import type { IdTokenEvidence, TokenEvidence, UserinfoEvidence } from '../../../shared/diagnosis/evidence.ts';
import { authenticationOf } from '../../../shared/diagnosis/judges/token.ts';
import type { EvidenceValue } from '../../../shared/diagnosis/types.ts';
import type { Received } from '../network/received.ts';
import { fingerprint, isSecretName } from '../network/redactor.ts';
import { atHash, type DecodedJwt, decodeJwt, verifySignature } from './jwt-evidence.ts';
import type { ProviderRun } from './provider-run.ts';
import { secondOpinion } from './second-opinion.ts';
import {
  alternatives,
  attemptOf,
  maySendSecretTo,
  needsEncoding,
  requestToken,
  styleOf,
} from './token-request.ts';

/** The values that one login was started with. */
export interface LoginValues {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string | undefined;
  readonly redirect_uri: string;
  readonly client_secret: string | undefined;
}

interface Tokens {
  readonly received: Received;
  readonly access_token: string | undefined;
  readonly id_token: string | undefined;
  readonly refresh_token: string | undefined;
}

/**
 * Runs all steps from the code to the claims: tokens, keys, signature, userinfo, refresh and the library's
 * opinion.
 */
export async function exchangeCode(
  run: ProviderRun,
  values: LoginValues,
  code: string,
  callback: URLSearchParams,
): Promise<void> {
  run.tell('token', 'running', 'Exchanging the code');
  const tokens = await requestTokens(run, values, code);
  run.tell('token', tokens?.id_token === undefined ? 'failed' : 'done', 'Exchanged the code');
  // Keys are fetched after the token, so that a key created just before signing is included.
  await run.fetchKeys();
  if (!tokens) return;
  const decoded = await readIdToken(run, values, tokens);
  const userinfo = await readUserinfo(run, values, tokens);
  if (run.target.client.uses_refresh) await refresh(run, values, tokens);
  await askLibrary(run, values, tokens, callback, decoded, userinfo);
}

const stringOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * Exchanges the code with the app's method. If the client is refused, also tries the other methods to find
 * the reason.
 */
async function requestTokens(
  run: ProviderRun,
  values: LoginValues,
  code: string,
): Promise<Tokens | undefined> {
  const { target, recorder, redactor } = run;
  const endpoint = run.endpoint('token_endpoint');
  if (endpoint === undefined) return undefined;
  const credentials = { client_id: target.client.client_id, client_secret: values.client_secret };
  const method = styleOf(target.client.auth_method);
  // Without a secret, `none` is the only possible method.
  const own = values.client_secret === undefined ? 'none' : method;
  // The code is a secret as well, so this holds for every method.
  if (!run.maySendTo(endpoint)) return undefined;
  if (own !== 'none' && !maySendSecretTo(endpoint)) return undefined;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: values.redirect_uri,
    ...(values.verifier === undefined ? {} : { code_verifier: values.verifier }),
  };
  run.evidence = { ...run.evidence, credentials_need_encoding: needsEncoding(credentials) };
  let first: Received | undefined;
  let best: Received | undefined;
  for (const style of [own, ...alternatives(own, credentials)]) {
    const received = await requestToken(recorder, redactor, {
      purpose: 'token',
      endpoint,
      style,
      credentials,
      form,
    });
    // From here on, the tokens are treated as secrets.
    for (const name of ['access_token', 'id_token', 'refresh_token'])
      redactor.add(stringOf(received.object()?.[name]));
    run.tokenAttempts.push(attemptOf(received, style, 'real', style === 'none' ? 'none' : 'right'));
    first ??= received;
    const verdict = authenticationOf(received.answer);
    if (verdict === 'accepted') best = received;
    if (verdict !== 'refused') break;
  }
  const received = best ?? first!;
  run.received.set('token', received);
  const body = received.answer.status === 200 ? received.object() : undefined;
  const tokens: Tokens = {
    received,
    access_token: stringOf(body?.['access_token']),
    id_token: stringOf(body?.['id_token']),
    refresh_token: stringOf(body?.['refresh_token']),
  };
  const used = run.tokenAttempts.find((attempt) => attempt.answer === received.answer);
  run.evidence = { ...run.evidence, token: tokenEvidence(run, tokens, used?.style ?? own, body) };
  return tokens;
}

function tokenEvidence(
  run: ProviderRun,
  tokens: Tokens,
  style: TokenEvidence['style'],
  body: Readonly<Record<string, unknown>> | undefined,
): TokenEvidence {
  const plain = (value: unknown): EvidenceValue =>
    typeof value === 'string'
      ? run.redactor.printable(value, 60)
      : typeof value === 'number' || typeof value === 'boolean'
        ? value
        : null;
  return {
    answer: tokens.received.answer,
    style,
    has_access_token: tokens.access_token !== undefined,
    has_id_token: tokens.id_token !== undefined,
    has_refresh_token: tokens.refresh_token !== undefined,
    ...(body && Object.hasOwn(body, 'token_type') ? { token_type: plain(body['token_type']) } : {}),
    ...(body && Object.hasOwn(body, 'expires_in') ? { expires_in: plain(body['expires_in']) } : {}),
    ...(typeof body?.['scope'] === 'string' ? { scope: run.redactor.printable(body['scope'], 500) } : {}),
    parameters: Object.keys(body ?? {})
      .slice(0, 40)
      .map((name) => run.redactor.printable(name, 60)),
  };
}

/**
 * Returns claims that are safe to show: printable texts, nonce and tokens as fingerprints, own properties
 * only.
 */
function shownClaims(
  run: ProviderRun,
  claims: Readonly<Record<string, unknown>>,
): Record<string, EvidenceValue> {
  const clean = (value: unknown, depth: number): EvidenceValue => {
    if (typeof value === 'string') return run.redactor.printable(value, 1000);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
    if (typeof value !== 'object' || depth > 5) return null;
    if (Array.isArray(value)) return value.slice(0, 200).map((item) => clean(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, 100)
        .map(([name, inner]) => [run.redactor.printable(name, 100), clean(inner, depth + 1)]),
    );
  };
  return Object.fromEntries(
    Object.entries(claims)
      .slice(0, 200)
      .map(([name, value]) => [
        run.redactor.printable(name, 100),
        typeof value === 'string' && isSecretName(name) ? fingerprint(value) : clean(value, 0),
      ]),
  );
}

/** The names that a token has twice, fit to be shown. */
const repeatedIn = (
  run: ProviderRun,
  decoded: DecodedJwt,
): { readonly repeated_members?: readonly string[] } =>
  decoded.repeated.length === 0
    ? {}
    : { repeated_members: decoded.repeated.map((name) => run.redactor.printable(name, 100)) };

async function readIdToken(
  run: ProviderRun,
  values: LoginValues,
  tokens: Tokens,
): Promise<DecodedJwt | undefined> {
  if (tokens.id_token === undefined) return undefined;
  const received_at = Date.now() / 1000;
  const decoded = decodeJwt(tokens.id_token);
  const before = run.evidence.jwks;
  const signature = await verifySignature(
    tokens.id_token,
    decoded,
    run.keys,
    values.client_secret,
    async () => (before && before.answer.status !== 200 ? [] : run.fetchKeys()),
  );
  const { nonce } = decoded.claims;
  const evidence: IdTokenEvidence = {
    parts: decoded.parts,
    malformed: decoded.malformed,
    header: shownClaims(run, decoded.header),
    claims: shownClaims(run, decoded.claims),
    ...repeatedIn(run, decoded),
    signature,
    nonce: nonce === undefined ? 'missing' : nonce === values.nonce ? 'equal' : 'differs',
    at_hash: compareAtHash(run, decoded, tokens.access_token),
    received_at: Math.round(received_at),
  };
  run.evidence = { ...run.evidence, id_token: evidence };
  return decoded;
}

function compareAtHash(
  run: ProviderRun,
  decoded: DecodedJwt,
  access_token: string | undefined,
): IdTokenEvidence['at_hash'] {
  const stated = decoded.claims['at_hash'];
  if (stated === undefined) return 'absent';
  const { alg, kid } = decoded.header;
  if (access_token === undefined || typeof alg !== 'string') return 'not-computable';
  const curve = run.keys.find((key) => key.evidence.kid === kid)?.evidence.crv;
  const computed = atHash(access_token, alg, curve);
  return computed === undefined ? 'not-computable' : computed === stated ? 'equal' : 'differs';
}

async function readUserinfo(
  run: ProviderRun,
  values: LoginValues,
  tokens: Tokens,
): Promise<UserinfoEvidence | undefined> {
  const url = run.endpoint('userinfo_endpoint');
  if (url === undefined || tokens.access_token === undefined || !maySendSecretTo(url)) return undefined;
  if (!run.maySendTo(url)) return undefined;
  run.tell('userinfo', 'running', 'Asking userinfo');
  const received = await run.recorder.request({
    purpose: 'userinfo',
    url,
    headers: {
      accept: 'application/json, application/jwt;q=0.9',
      authorization: `Bearer ${tokens.access_token}`,
    },
  });
  run.received.set('userinfo', received);
  let evidence: UserinfoEvidence = { answer: received.answer };
  if (received.answer.status === 200 && received.answer.body === 'jwt') {
    const token = received.text().trim();
    const decoded = decodeJwt(token);
    if (!decoded.malformed) {
      const signature = await verifySignature(token, decoded, run.keys, values.client_secret, () =>
        run.fetchKeys(),
      );
      evidence = {
        answer: received.answer,
        claims: shownClaims(run, decoded.claims),
        signed: { header: shownClaims(run, decoded.header), signature, ...repeatedIn(run, decoded) },
      };
    }
  } else if (received.answer.status === 200) {
    const body = received.object();
    if (body) evidence = { answer: received.answer, claims: shownClaims(run, body) };
  } else if (received.answer.status === 401 && received.answer.body !== 'html') {
    // The one request that tells a lost header from a refused token.
    const { answer } = await run.recorder.request({
      purpose: 'userinfo',
      method: 'POST',
      url,
      headers: { accept: 'application/json, application/jwt;q=0.9' },
      form: { access_token: tokens.access_token },
    });
    const accepted = answer.status === 200 && (answer.body === 'json' || answer.body === 'jwt');
    evidence = { answer: received.answer, as_field: { status: answer.status, accepted } };
  }
  run.evidence = { ...run.evidence, userinfo: evidence };
  run.tell('userinfo', evidence.claims ? 'done' : 'failed', 'Asked userinfo');
  return evidence;
}

async function refresh(run: ProviderRun, values: LoginValues, tokens: Tokens): Promise<void> {
  const endpoint = run.endpoint('token_endpoint');
  const offered = tokens.refresh_token !== undefined;
  run.evidence = { ...run.evidence, refresh: { offered } };
  if (!offered || endpoint === undefined) return;
  const received = await requestToken(run.recorder, run.redactor, {
    purpose: 'refresh',
    endpoint,
    style: run.evidence.token?.style ?? styleOf(run.target.client.auth_method),
    credentials: { client_id: run.target.client.client_id, client_secret: values.client_secret },
    form: { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! },
  });
  const body = received.answer.status === 200 ? received.object() : undefined;
  for (const name of ['access_token', 'id_token', 'refresh_token']) run.redactor.add(stringOf(body?.[name]));
  const id_token = stringOf(body?.['id_token']);
  const decoded = id_token === undefined ? undefined : decodeJwt(id_token);
  run.evidence = {
    ...run.evidence,
    refresh: {
      offered,
      answer: received.answer,
      ...(decoded && !decoded.malformed ? { claims: shownClaims(run, decoded.claims) } : {}),
      ...(decoded ? repeatedIn(run, decoded) : {}),
    },
  };
}

async function askLibrary(
  run: ProviderRun,
  values: LoginValues,
  tokens: Tokens,
  callback: URLSearchParams,
  decoded: DecodedJwt | undefined,
  userinfo: UserinfoEvidence | undefined,
): Promise<void> {
  const { alg } = decoded?.header ?? {};
  const signedAlg = userinfo?.signed?.header['alg'];
  const library = await secondOpinion({
    issuer: run.target.issuer,
    client_id: run.target.client.client_id,
    client_secret: values.client_secret,
    received: run.received,
    callback: new URL(`${values.redirect_uri.split('?')[0]}?${callback}`),
    state: values.state,
    nonce: values.nonce,
    verifier: values.verifier,
    id_token_alg: typeof alg === 'string' && alg !== 'none' ? alg : undefined,
    userinfo_alg: typeof signedAlg === 'string' ? signedAlg : undefined,
    sub: stringOf(decoded?.claims['sub']),
    access_token: tokens.access_token,
    redactor: run.redactor,
  });
  run.evidence = { ...run.evidence, library };
}
