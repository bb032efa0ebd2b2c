import { describe, expect, it } from 'vitest';
import { allProviders } from '../../../shared/catalog/providers/index.ts';
import { providerFromProfile } from '../../../shared/catalog/providers/profiled.ts';
import { adoptAnnounced, ENDPOINTS } from '../../../shared/client/announced.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { builtInProvider } from '../../../shared/profile/built-in.ts';
import type { ProviderProfile } from '../../../shared/profile/provider-schema.ts';

const ANNOUNCED = Object.fromEntries(ENDPOINTS.map((name) => [name, `https://id.example.com/its/${name}`]));

describe('what a discovery document announces', () => {
  it.each(allProviders().map((one) => [one.kind, one] as const))(
    'is adopted for %s exactly where it is assumed',
    (kind, definition) => {
      const entry = { kind, url: definition.profile?.url.example ?? 'https://id.example.com' };
      const { assumed } = definition.metadata(entry, 'app', definition.versions.lines.at(-1)!, 'app');
      expect(definition.open_endpoints).toEqual(assumed);
      const { adopted, entry: after } = adoptAnnounced(entry, definition.open_endpoints, ANNOUNCED);
      expect(adopted).toEqual(assumed);
      expect(definition.metadata(after, 'app', definition.versions.lines.at(-1)!, 'app').assumed).toEqual([]);
    },
  );

  /** A profile that leaves these endpoints to discovery. */
  const without = (...names: readonly (keyof ProviderProfile['endpoints'])[]) => {
    const profile = builtInProvider('zitadel')!;
    const endpoints = Object.fromEntries(
      Object.entries(profile.endpoints).filter(([name]) => !names.includes(name as never)),
    );
    return providerFromProfile({ ...profile, endpoints });
  };

  it('fills in what a profile leaves out, and nothing else; until then it is assumed and said', () => {
    const definition = without('token_endpoint', 'jwks_uri');
    const workspace = (metadata?: Record<string, string>) => ({
      latchkey: 1 as const,
      id: 'open',
      providers: {
        home: { kind: 'zitadel', url: 'https://id.example.com', ...(metadata ? { metadata } : {}) },
      },
      apps: { notes: { kind: 'memos', url: 'https://notes.example.com', provider: 'home' } },
    });
    const before = deriveConnection(workspace(), 'notes', 'notes', undefined, definition);
    expect(before.assumed_metadata).toEqual(['token_endpoint', 'jwks_uri']);
    expect(before.notices.map(({ code }) => code)).toContain('provider-endpoints-assumed');

    const entry = workspace().providers.home;
    const { entry: after, adopted } = adoptAnnounced(entry, definition.open_endpoints, ANNOUNCED);
    expect(adopted).toEqual(['token_endpoint', 'jwks_uri']);
    expect(Object.keys(after.metadata ?? {})).toEqual(['token_endpoint', 'jwks_uri']);
    const then = deriveConnection(workspace({ ...after.metadata }), 'notes', 'notes', undefined, definition);
    expect(then.assumed_metadata).toEqual([]);
    expect(then.notices.map(({ code }) => code)).not.toContain('provider-endpoints-assumed');
    expect(then.provider_metadata.token_endpoint).toBe('https://id.example.com/its/token_endpoint');
    expect(then.provider_metadata.authorization_endpoint).toBe('https://id.example.com/oauth/v2/authorize');
  });

  it('never replaces what the workspace states', () => {
    const entry = {
      kind: 'oidc',
      url: 'https://id.example.com',
      metadata: { token_endpoint: 'https://id.example.com/mine' },
    };
    const { entry: after, differs } = adoptAnnounced(entry, ENDPOINTS, ANNOUNCED);
    expect(after.metadata?.token_endpoint).toBe('https://id.example.com/mine');
    expect(differs.map(({ name }) => name)).toEqual(['token_endpoint']);
  });
});
