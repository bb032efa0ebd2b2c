import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../../shared/workspace/types.ts';

const AUTHELIA: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' };
const CUSTOM: AppEntry = {
  kind: 'custom',
  url: 'https://app.example.com',
  provider: 'home',
  settings: { redirect_paths: ['/cb'] },
};
const connect = (more: Partial<AppEntry> = {}, provider: ProviderEntry = AUTHELIA) =>
  deriveConnection(
    {
      latchkey: 1,
      id: 'test',
      providers: { home: provider },
      apps: { it: { ...CUSTOM, ...more } },
    } as Workspace,
    'it',
    'abc',
  );

interface Written {
  readonly claims_policies?: Record<string, { readonly id_token: string[] }>;
  readonly clients: readonly Record<string, unknown>[];
}
function written(connection: ReturnType<typeof connect>): Written {
  const bag = {
    clients: { it: { client_id: 'abc', client_secret: 's', client_secret_digest: '$pbkdf2-sha512$1$a$b' } },
    providers: { home: { hmac_secret: 'h', jwks_key: 'k\n' } },
  };
  const file = renderProvider([connection], bag).find((one) => one.path.endsWith('clients.yml'))!;
  const text = file.form === 'file' ? linesToText(file.lines) : '';
  return (parse(text) as { identity_providers: { oidc: Written } }).identity_providers.oidc;
}

// An app of which nothing is known reads claims from the ID token by default; Authelia 4.39 puts none there.
describe('an app that may read any claim of its scopes', () => {
  it.each([
    { scopes: undefined, has: ['name', 'preferred_username', 'given_name', 'email', 'email_verified'] },
    { scopes: ['openid', 'email'], has: ['email', 'email_verified', 'alt_emails'] },
    { scopes: ['openid', 'groups'], has: ['groups'] },
    { scopes: ['openid', 'phone', 'offline_access'], has: ['phone_number', 'phone_number_verified'] },
  ])('finds the claims of $scopes in the ID token', ({ scopes, has }) => {
    const connection = connect(scopes === undefined ? {} : { scopes });
    const released = new Set(
      connection.client.scopes
        .filter((scope) => scope !== 'openid')
        .flatMap((scope) => connection.provider.traits.value.scope_claims[scope] ?? []),
    );
    const { claims_policies, clients } = written(connection);
    expect(clients[0]!['claims_policy']).toBe('it');
    expect(new Set(claims_policies!['it']!.id_token)).toEqual(released);
    expect(claims_policies!['it']!.id_token).toEqual(expect.arrayContaining(has));
    // Protocol claims in a policy keep Authelia from starting.
    expect(claims_policies!['it']!.id_token).not.toContain('sub');
  });

  it('keeps the stated claims, each once', () => {
    const stated = connect({ settings: { redirect_paths: ['/cb'], required_claims: ['groups', 'email'] } });
    const list = written(stated).claims_policies!['it']!.id_token;
    expect(list.filter((claim) => claim === 'email')).toHaveLength(1);
    expect(list).toContain('groups');
  });

  it('needs no policy where the claims are there anyway, or are read from userinfo', () => {
    expect(written(connect({}, { ...AUTHELIA, version: '4.38' })).claims_policies).toBeUndefined();
    const userinfo = connect({ settings: { redirect_paths: ['/cb'], claims_from: 'userinfo' } });
    expect(written(userinfo).claims_policies).toBeUndefined();
    expect(connect({ scopes: ['openid'] }).id_token_claims).toEqual([]);
  });
});

describe('how access tokens are signed', () => {
  it.each(['none', 'RS256'] as const)('%s is written as it is stated', (alg) => {
    expect(written(connect({ access_token_signed_response_alg: alg })).clients[0]).toMatchObject({
      access_token_signed_response_alg: alg,
    });
  });

  it('is left to the provider otherwise, and told where it changes nothing', () => {
    expect(written(connect()).clients[0]).not.toHaveProperty('access_token_signed_response_alg');
    const elsewhere = connect(
      { access_token_signed_response_alg: 'RS256' },
      { kind: 'authentik', url: 'https://sso.example.com', version: '2026.5' },
    );
    expect(elsewhere.notices.map(({ code }) => code)).toContain('access-token-alg-not-applied');
  });
});

describe('what keeps an app from being set up', () => {
  it.each([
    [{ settings: {} }, 'redirect-uri-missing'],
    [{ kind: 'kestra', edition: 'open-source' }, 'app-edition-without-sso'],
    [{}, undefined],
    [{ redirect_uris: ['kitchenowl:/signin/redirect'], settings: {} }, undefined],
  ] as const)('%j: %s', (more, code) => {
    expect(obstacleOf(connect(more as Partial<AppEntry>))?.code).toBe(code);
  });
});
