import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import {
  PRACTICE_ACCOUNT,
  type PracticeClient,
  type PracticeContext,
  type PracticeProvider,
  startPracticeProvider,
} from '../../electron/services/practice/provider.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { DeliverableKind } from '../../shared/deliverable-kinds.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import type { RenderedFile } from '../../shared/render/types.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { ProviderKind } from '../../shared/workspace/types.ts';
import { type AppGiven, connect } from '../helpers/app-connection.ts';

/** Only letters and digits, like the secrets Latchkey generates. */
const SECRET = 'Kq7Zr2mX9vB4nK8sT1wY6uE3oP5aD0fG7hJ2lC9xV4bN8m';

export interface PairGiven {
  /** The practice provider gets the paths, claims per scope and strictness stated in the catalogue. */
  readonly provider: { readonly kind: ProviderKind; readonly version?: string };
  readonly app: AppGiven & { readonly url: string };
  readonly client_secret?: string;
  /** The provider's port. Default: any free one. */
  readonly port?: number;
  /** Claims of the person that differ from Ada's; `undefined` removes one. */
  readonly person?: Readonly<Record<string, unknown>>;
  /** What is missing at the provider: the rendered claims policy, or the mapping for verified addresses. */
  readonly forgotten?: 'claims-policy' | 'verified-email';
  /** Any provider may also put a scope's claims into the ID token. Default: as stated in the catalogue. */
  readonly claimsInIdToken?: boolean;
  /** What is wrong in the registration. */
  readonly registered?: Partial<PracticeClient>;
  /** Keys of the discovery document that are different. */
  readonly discovery?: Readonly<Record<string, unknown>>;
}

/** What the provider saw of the app. */
export interface Seen {
  readonly authorizations: Record<string, string>[];
  readonly tokens: {
    method: 'client_secret_basic' | 'client_secret_post' | 'none';
    verifier: boolean;
    status: number;
  }[];
  userinfo: number;
  discovery: number;
  /** The last error that the provider showed or answered. */
  error?: string;
}

export interface Pair {
  readonly connection: Connection;
  readonly secret: string;
  readonly practice: PracticeProvider;
  readonly seen: Seen;
  /** The text of the app's only file of this kind; for a guide, its JSON. */
  readonly file: (kind: DeliverableKind) => string;
  /** Everything that is written for the app's side. */
  readonly files: readonly RenderedFile[];
  readonly close: () => Promise<void>;
}

/** The practice provider, with this app registered exactly as Latchkey derives it, and Latchkey's files. */
export async function startPair(given: PairGiven): Promise<Pair> {
  const secret = given.client_secret ?? SECRET;
  const at = (url: string) => connect(given.app, { version: '1.0', ...given.provider, url });
  const plan = at('http://127.0.0.1:1');
  const traits = plan.provider.traits.value;
  const issuerPath = new URL(plan.provider_metadata.issuer).pathname.replace(/^\/$/, '');
  const prefix = issuerPath.replace(/\/$/, '');
  const route = (url: string) => {
    const path = new URL(url).pathname;
    return prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  };
  const inIdToken = given.claimsInIdToken ?? traits.claims_placement.includes('id_token');
  const added = given.forgotten === 'claims-policy' ? [] : plan.id_token_claims;
  const verified =
    traits.email_verified !== 'false' || (plan.needs_verified_email && given.forgotten !== 'verified-email');
  const claims = { ...PRACTICE_ACCOUNT.claims, email_verified: verified, ...given.person };
  const seen: Seen = { authorizations: [], tokens: [], userinfo: 0, discovery: 0 };
  let connection = plan;
  let practice: PracticeProvider | undefined;

  practice = await startPracticeProvider({
    issuerPath,
    port: given.port ?? 0,
    clients: (address) => {
      connection = at(address);
      return [{ ...registration(connection, secret), ...given.registered }];
    },
    accounts: [{ ...PRACTICE_ACCOUNT, claims }],
    profile: {
      claimsInIdToken: inIdToken || added.length > 0,
      scopeClaims: traits.scope_claims,
      tokenEndpointAuthMethods: traits.token_endpoint_auth_methods,
      enforceAuthMethod: traits.enforces_auth_method,
    },
    configure: (settings) => ({
      ...settings,
      routes: {
        ...settings.routes,
        authorization: route(plan.provider_metadata.authorization_endpoint),
        token: route(plan.provider_metadata.token_endpoint),
        userinfo: route(plan.provider_metadata.userinfo_endpoint),
        jwks: route(plan.provider_metadata.jwks_uri),
      },
    }),
    // Refused before the code is used, as real providers do, so a client may try again with the other method.
    onRequest: (request, response) => {
      const method = given.registered?.token_endpoint_auth_method ?? plan.client.token_endpoint_auth_method;
      const isToken = new URL(request.url ?? '/', 'http://x').pathname.endsWith(
        new URL(plan.provider_metadata.token_endpoint).pathname,
      );
      const isBasic = /^basic /i.test(request.headers.authorization ?? '');
      if (!isToken || !isBasic || !traits.enforces_auth_method || method === 'client_secret_basic')
        return false;
      request.resume();
      seen.tokens.push({ method: 'client_secret_basic', verifier: false, status: 401 });
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'invalid_client' }));
      return true;
    },
    onResponse: async (name, context) => {
      note(seen, name, context);
      if (name === 'discovery') {
        Object.assign(context.body as object, connection.provider_metadata, given.discovery);
        delete (context.body as Record<string, unknown>)['discovery_url'];
      }
      if (name === 'token' && context.status === 200 && !inIdToken && added.length > 0) {
        const body = context.body as Record<string, unknown>;
        body['id_token'] = await onlyClaims(String(body['id_token']), added, practice!);
      }
    },
  });
  const files = renderDeliverables([connection], bag(connection, secret))
    .flatMap(filesOf)
    .filter(({ side }) => side === 'app');
  return {
    connection,
    secret,
    practice,
    seen,
    files,
    file: (kind) => {
      const found = files.filter(
        (file) => file.kind === kind && (kind !== 'guide' || file.path.endsWith('.json')),
      );
      if (found.length !== 1) throw new Error(`${found.length} files of kind ${kind}`);
      return found[0]!.content;
    },
    close: practice.close,
  };
}

/** The registration in RFC 7591 terms, with only what the connection says. */
function registration(connection: Connection, client_secret: string): PracticeClient {
  const { client, pkce, provider } = connection;
  return {
    client_id: client.client_id,
    client_name: client.client_name,
    client_secret,
    redirect_uris: client.redirect_uris,
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: client.grant_types,
    id_token_signed_response_alg: client.id_token_signed_response_alg,
    // Redirect URIs are compared exactly, including the port.
    application_type: 'web',
    require_pkce: pkce.require,
    ...(provider.traits.value.unknown_scope === 'refused' ? { scope: client.scopes.join(' ') } : {}),
  };
}

function note(seen: Seen, name: string, context: PracticeContext): void {
  const params = (context.oidc?.params ?? {}) as Record<string, unknown>;
  const error = context.state['error'] ?? (context.body as Record<string, unknown> | undefined)?.['error'];
  if (error !== undefined) seen.error = typeof error === 'string' ? error : JSON.stringify(error);
  if (name === 'authorization') {
    seen.authorizations.push(
      Object.fromEntries(
        Object.entries(params).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      ),
    );
  }
  if (name === 'token') {
    const basic = /^basic /i.test(context.get('authorization'));
    seen.tokens.push({
      method: basic ? 'client_secret_basic' : params['client_secret'] ? 'client_secret_post' : 'none',
      verifier: params['code_verifier'] !== undefined,
      status: context.status,
    });
  }
  if (name === 'userinfo') seen.userinfo++;
  if (name === 'discovery') seen.discovery++;
}

/** The claims a token always has; the others depend on the claims policy. */
const PROTOCOL = ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'auth_time', 'at_hash', 'c_hash', 'azp', 'sid'];

/** The same ID token with only the protocol's claims and these, as a claims policy produces it. */
async function onlyClaims(
  token: string,
  names: readonly string[],
  practice: PracticeProvider,
): Promise<string> {
  const header = decodeProtectedHeader(token);
  const key = practice.signingKeys.find((one) => one.kid === header.kid);
  if (!key) throw new Error('The ID token is signed with a key that is not the provider’s.');
  const kept = Object.entries(decodeJwt(token)).filter(
    ([name]) => PROTOCOL.includes(name) || names.includes(name),
  );
  return new SignJWT(Object.fromEntries(kept))
    .setProtectedHeader({ ...header, alg: String(header.alg) })
    .sign(await importJWK(key, String(header.alg)));
}

/** Secrets in the form the store returns. The provider's own secrets are only printed here, never used. */
function bag(connection: Connection, client_secret: string): SecretBag {
  return {
    clients: {
      [connection.app.id]: {
        client_id: connection.client.client_id,
        client_secret,
        client_secret_digest: '$pbkdf2-sha512$310000$c2FsdHNhbHRzYWx0c2FsdA$bm90IGEgZGlnZXN0IG9mIGFueXRoaW5n',
      },
    },
    providers: {
      [connection.provider.id]: {
        hmac_secret: 'x'.repeat(64),
        jwks_key: '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n',
      },
    },
  };
}
