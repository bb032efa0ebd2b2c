import * as client from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import { browse, lastVisit } from '../../electron/services/practice/browser.ts';
import type { Stage } from './stage.ts';

/** What an app that uses openid-client as in its manual would report. */
export type BareVerdict =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly code: string };

/** The library's fetch, with the CA of the set-up. */
function fetchOf(stage: Stage): client.CustomFetch | undefined {
  if (stage.ca === undefined || stage.connection.provider.entry.ca_file === undefined) return undefined;
  const dispatcher = new Agent({ connect: { ca: stage.ca } });
  return (url, options) =>
    undiciFetch(url, { ...(options as object), dispatcher }) as unknown as Promise<Response>;
}

/** One login with openid-client alone: discovery, code, tokens, userinfo. Failures as an app logs them. */
export async function bareLogin(stage: Stage): Promise<BareVerdict> {
  const { connection, client_secret, place } = stage;
  const { client: registered, provider_metadata, pkce } = connection;
  const method = registered.token_endpoint_auth_method;
  const started = performance.now();
  try {
    const auth =
      method === 'none' || client_secret === undefined
        ? client.None()
        : method === 'client_secret_post'
          ? client.ClientSecretPost(client_secret)
          : client.ClientSecretBasic(client_secret);
    const customFetch = fetchOf(stage);
    const config = await client.discovery(
      new URL(provider_metadata.issuer),
      registered.client_id,
      undefined,
      auth,
      {
        execute: [client.allowInsecureRequests],
        timeout: (stage.set.request_timeout_ms ?? 10_000) / 1000,
        ...(customFetch ? { [client.customFetch]: customFetch } : {}),
      },
    );
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: place.callback,
      scope: registered.scopes.join(' '),
      state,
      nonce,
      ...(pkce.app_uses
        ? { code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }
        : {}),
    });
    const visits = await browse(url.href, {
      stopBefore: place.callback,
      ...(stage.ca === undefined ? {} : { ca: stage.ca }),
    });
    const back = lastVisit(visits).url;
    if (!back.startsWith(place.callback)) return { ok: false, code: 'never came back' };
    const tokens = await client.authorizationCodeGrant(config, new URL(back), {
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(pkce.app_uses ? { pkceCodeVerifier: verifier } : {}),
    });
    const sub = tokens.claims()?.sub;
    if (config.serverMetadata().userinfo_endpoint !== undefined && sub !== undefined)
      await client.fetchUserInfo(config, tokens.access_token, sub);
    return { ok: true, ms: performance.now() - started };
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string };
    return { ok: false, code: code ?? name ?? 'Error' };
  }
}
