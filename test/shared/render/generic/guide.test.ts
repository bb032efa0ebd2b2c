import { describe, expect, it } from 'vitest';
import { renderOidcProvider } from '../../../../shared/render/generic/guide.ts';
import { linesToText } from '../../../../shared/render/text/deliverable.ts';
import type { AppEntry, ProviderEntry } from '../../../../shared/workspace/types.ts';
import { bagFor, connect, field, fileAt, guideAt, secretOf, textOf } from '../provider-support.ts';

function render(app: Partial<AppEntry> = {}, provider: Partial<ProviderEntry> = {}) {
  const connections = connect(
    { kind: 'oidc', url: 'https://id.example.com/realms/home/', ...provider },
    { memos: app },
  );
  return renderOidcProvider(connections, bagFor(connections));
}
const guideOf = (...args: Parameters<typeof render>) => guideAt(render(...args), 'home/memos-guide.md');
const TEST = 'http://127.0.0.1:53682/callback';

describe('the guide', () => {
  it('gives the registration in the standard’s terms', () => {
    const guide = guideOf();
    const value = (label: string) => field(guide, 'oidc-register', label);
    expect(value('client_id')).toBe('memos-client');
    expect(value('client_secret')).toBe(secretOf('memos'));
    expect(value('redirect_uris')).toBe('https://memos.example.com/auth/callback');
    expect(value('token_endpoint_auth_method')).toBe('client_secret_post');
    expect(value('grant_types')).toBe('authorization_code');
    expect(value('response_types')).toBe('code');
    expect(value('scope')).toBe('openid profile email');
    expect(guide.secret).toBe(true);
  });

  it('names no secret for a public client', () => {
    const guide = guideOf({ kind: 'custom', token_endpoint_auth_method: 'none' });
    expect(field(guide, 'oidc-register', 'client_secret')).toBeUndefined();
    expect(guide.secret).toBe(false);
  });

  it('marks assumed endpoints, and stated ones not', () => {
    const guide = guideOf({}, { metadata: { token_endpoint: 'https://id.example.com/token' } });
    expect(field(guide, 'oidc-compare', 'token_endpoint')).toBe('https://id.example.com/token');
    expect(field(guide, 'oidc-compare', 'authorization_endpoint')).toBe(
      'https://id.example.com/realms/home/authorize',
    );
    expect(field(guide, 'oidc-compare', 'issuer')).toBe('https://id.example.com/realms/home/');
    const { fields = [] } = guide.steps.find(({ id }) => id === 'oidc-compare') ?? {};
    expect(fields.filter(({ assumed }) => assumed).map(({ label }) => label)).toEqual([
      'authorization_endpoint',
      'userinfo_endpoint',
      'jwks_uri',
    ]);
  });

  it('passes on who may sign in and how often consent is asked', () => {
    const step = guideOf({ policy: 'two_factor', groups: ['family'], consent: '7d' }).steps.find(
      (one) => one.id === 'oidc-access',
    );
    expect(step?.fields.map((one) => one.value)).toEqual(['a second factor', 'family', 'remembered for 7d']);
  });

  it('adds the test’s address in one step and removes it in the last', () => {
    const { steps } = guideOf({ test_redirect_uri: TEST });
    expect(
      steps.filter((one) => one.fields.some((each) => each.value === TEST)).map((one) => one.id),
    ).toEqual(['oidc-test-redirect', 'oidc-remove-test-redirect']);
    expect(steps.at(-1)?.id).toBe('oidc-remove-test-redirect');
  });
});

describe('the client metadata', () => {
  it('is JSON of RFC 7591, without the secret, and not secret', () => {
    const file = fileAt(render(), 'home/memos-client-metadata.json');
    expect(JSON.parse(textOf(file))).toEqual({
      client_id: 'memos-client',
      client_name: 'Memos',
      client_uri: 'https://memos.example.com',
      application_type: 'web',
      redirect_uris: ['https://memos.example.com/auth/callback'],
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scope: 'openid profile email',
      id_token_signed_response_alg: 'RS256',
    });
    expect(file.secret).toBe(false);
    expect(textOf(file)).not.toContain(secretOf('memos'));
  });

  it('stays JSON when the line of the test login goes', () => {
    const file = fileAt(render({ test_redirect_uri: TEST }), 'home/memos-client-metadata.json');
    expect(JSON.parse(textOf(file)).redirect_uris).toContain(TEST);
    const kept = linesToText(file.lines.filter((line) => line.mark !== 'test'));
    expect(JSON.parse(kept).redirect_uris).toEqual(['https://memos.example.com/auth/callback']);
  });
});
