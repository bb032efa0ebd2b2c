import * as client from 'openid-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  PRACTICE_ACCOUNT,
  type PracticeProvider,
  type PracticeProviderOptions,
  startPracticeProvider,
} from '../../../../electron/services/practice/provider.ts';
import { browse, lastVisit } from '../../../helpers/browse.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const running: PracticeProvider[] = [];
const start = async (options: Partial<PracticeProviderOptions> = {}) => {
  const provider = await startPracticeProvider({
    clients: [{ client_id: 'app', client_secret: 'a-secret', redirect_uris: [CALLBACK] }],
    ...options,
  });
  running.push(provider);
  return provider;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((provider) => provider.close()));
});

/** Makes one login with openid-client alone, as an app would do it. */
async function login(
  provider: PracticeProvider,
  form?: Record<string, string>,
  scope = 'openid profile email',
) {
  const config = await client.discovery(
    new URL(provider.issuer),
    'app',
    undefined,
    client.ClientSecretBasic('a-secret'),
    { execute: [client.allowInsecureRequests] },
  );
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope, state, nonce });
  const visits = await browse(url.href, { stopBefore: CALLBACK, ...(form ? { form } : {}) });
  const back = new URL(lastVisit(visits).url);
  const tokens = await client.authorizationCodeGrant(config, back, {
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  return { tokens, config, visits };
}

describe('the practice provider', () => {
  it('signs in without a form and keeps scope claims in userinfo', async () => {
    const provider = await start();
    const { tokens, config } = await login(provider);
    const claims = tokens.claims()!;
    expect(claims.sub).toBe(PRACTICE_ACCOUNT.sub);
    expect(claims).not.toHaveProperty('email');
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    expect(userinfo.email).toBe('ada@example.com');
    expect(userinfo.email_verified).toBe(true);
  });

  it('puts claims into the ID token where the profile says so', async () => {
    const provider = await start({ profile: { claimsInIdToken: true } });
    const { tokens } = await login(provider);
    expect(tokens.claims()!['email']).toBe('ada@example.com');
  });

  it('lets a person choose the user and agree', async () => {
    const other = { sub: 'second', claims: { preferred_username: 'grace' } };
    const provider = await start({ login: 'page', accounts: [PRACTICE_ACCOUNT, other] });
    const { tokens, visits } = await login(provider, { decision: 'agree', account: 'second' });
    expect(tokens.claims()!.sub).toBe('second');
    expect(visits.some((visit) => visit.body.includes('grace'))).toBe(true);
  });

  it('carries a refusal back to the app', async () => {
    const provider = await start({ login: 'page' });
    await expect(login(provider, { decision: 'refuse' })).rejects.toMatchObject({ error: 'access_denied' });
  });

  it.each(['/application/o/app/', '/sub', '/'])('serves an issuer with the path %s', async (issuerPath) => {
    const provider = await start({ issuerPath });
    expect(provider.issuer.endsWith(issuerPath)).toBe(true);
    const document = (await (await fetch(provider.discovery_url)).json()) as Record<string, string>;
    expect(document['issuer']).toBe(provider.issuer);
    expect(document['token_endpoint']).toBe(`${provider.url}${issuerPath.replace(/\/$/, '')}/token`);
    if (issuerPath !== '/') expect((await login(provider)).tokens.access_token).toBeTruthy();
  });

  it('lets hooks answer first or rewrite an answer', async () => {
    const provider = await start({
      onRequest: (request, response) => {
        if (request.url !== '/own') return false;
        response.end('mine');
        return true;
      },
      onResponse: (route, ctx) => {
        if (route === 'discovery') (ctx.body as Record<string, unknown>)['issuer'] = 'https://else.example';
        if (route === 'authorization' && ctx.state['error']) ctx.redirect('/consent/completion');
      },
    });
    expect(await (await fetch(`${provider.url}/own`)).text()).toBe('mine');
    const document = (await (await fetch(provider.discovery_url)).json()) as { issuer: string };
    expect(document.issuer).toBe('https://else.example');
    const refused = await fetch(`${provider.url}/auth?client_id=nobody`, { redirect: 'manual' });
    expect(refused.headers.get('location')).toBe('/consent/completion');
  });

  it('can insist on the registered method', async () => {
    const provider = await start({ profile: { enforceAuthMethod: true } });
    const ask = (basic: boolean) =>
      fetch(`${provider.url}/token`, {
        method: 'POST',
        headers: basic ? { authorization: `Basic ${btoa('app:a-secret')}` } : {},
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: 'x'.repeat(43),
          redirect_uri: CALLBACK,
          ...(basic ? {} : { client_id: 'app', client_secret: 'a-secret' }),
        }),
      }).then(async (answer) => ((await answer.json()) as { error: string }).error);
    expect(await ask(true)).toBe('invalid_grant');
    expect(await ask(false)).toBe('invalid_client');
  });

  it('prints nothing and frees its port on close', async () => {
    const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info'), vi.spyOn(console, 'error')];
    const provider = await start();
    await login(provider);
    await provider.close();
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    const again = await start({ port: provider.port });
    expect(again.port).toBe(provider.port);
    await expect(start({ port: provider.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
