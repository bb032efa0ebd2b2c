import { afterEach, describe, expect, it } from 'vitest';
import {
  checkOf,
  found,
  notPassed,
  startWorld,
  type World,
  type WorldOptions,
} from '../../helpers/login-world.ts';

const worlds: World[] = [];
const world = async (options: WorldOptions = {}) => {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((one) => one.close()));
});

describe('a test login against a healthy provider', () => {
  const variants: readonly (readonly [string, WorldOptions])[] = [
    [
      'basic',
      {
        client: { token_endpoint_auth_method: 'client_secret_basic' },
        profile: { enforceAuthMethod: true, tokenEndpointAuthMethods: ['client_secret_basic'] },
      },
    ],
    [
      'post only',
      {
        client: { token_endpoint_auth_method: 'client_secret_post' },
        profile: { enforceAuthMethod: true, tokenEndpointAuthMethods: ['client_secret_post'] },
      },
    ],
    ['public', { client: { token_endpoint_auth_method: 'none', require_pkce: true } }],
    [
      'PKCE required',
      {
        client: { require_pkce: true },
        app: { settings: { redirect_paths: ['/oauth2/callback'], pkce: 'S256' } },
      },
    ],
    [
      'claims in the ID token',
      {
        profile: { claimsInIdToken: true },
        app: {
          settings: {
            redirect_paths: ['/oauth2/callback'],
            claims_from: 'id_token',
            required_claims: ['email', 'preferred_username'],
          },
        },
      },
    ],
    ['trailing slash in the issuer', { issuerPath: '/application/o/app/' }],
    [
      'refresh',
      {
        app: { scopes: ['openid', 'email', 'offline_access'] },
        client: { scope: 'openid email offline_access' },
      },
    ],
  ];
  it.each(variants)('passes everything it tests: %s', async (_, options) => {
    const { login } = await world(options);
    const outcome = await login();
    expect(found(outcome, 'fail', 'warn')).toEqual([]);
    expect(notPassed(outcome)).toEqual([]);
    expect(outcome.evidence.library).toEqual({ verdict: 'accepted' });
    expect(outcome.timings.requests).toBeLessThanOrEqual(25);
  });
});
