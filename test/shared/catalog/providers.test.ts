import { describe, expect, it } from 'vitest';
import { type FactTable, traitsAt } from '../../../shared/catalog/fact.ts';
import { newestPatch } from '../../../shared/catalog/newest-patch.ts';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { builtInProvider } from '../../../shared/profile/built-in.ts';
import { authentikDialectAt } from '../../../shared/render/authentik/dialect.ts';
import { compareVersions, resolveVersion } from '../../../shared/version.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { ProviderEntry } from '../../../shared/workspace/types.ts';

/** Every release line, its first and a high patch, and the versions around each boundary of the table. */
function versionsToWalk(lines: readonly string[], table: FactTable<object>): string[] {
  const bounds = Object.values(table as Record<string, { since?: string; before?: string }[]>)
    .flat()
    .flatMap((fact) => [fact.since, fact.before])
    .filter((bound) => bound !== undefined);
  const around = bounds.flatMap((bound) => {
    const parts = bound.split('.').map(Number);
    const last = parts.length - 1;
    const before = [...parts];
    before[last] = parts[last]! - 1;
    return [bound, `${bound}.1`, `${before.join('.')}.999`, before.join('.')];
  });
  return [
    ...lines,
    ...lines.map((line) => `${line}.0`),
    ...lines.map((line) => `${line}.999`),
    ...around,
  ].filter((version) => compareVersions(version, lines[0]!) >= 0);
}

describe.each(PROVIDER_KINDS)('the catalog of %s', (kind) => {
  const definition = providerOf(kind);

  it('has exactly one fact for every trait at every known version', () => {
    for (const version of versionsToWalk(definition.versions.lines, definition.traits)) {
      const { fact } = traitsAt(definition.traits, version);
      expect(Object.keys(fact)).toHaveLength(22);
    }
  });

  it('names a source for every fact and lists its lines oldest first', () => {
    for (const facts of Object.values(definition.traits)) {
      for (const fact of facts) {
        expect(fact.source.title).not.toBe('');
        expect(fact.source.ref).toMatch(/^https:\/\/|^[\w-]+\/[\w-]+/);
      }
    }
    const { lines } = definition.versions;
    expect([...lines].sort(compareVersions)).toEqual(lines);
    expect(definition.kind).toBe(kind);
  });
});

describe('the screens and forms of authentik', () => {
  it('has exactly one statement for each at every known version', () => {
    const { lines } = providerOf('authentik').versions;
    const table = builtInProvider('authentik')!.dialect as unknown as FactTable<object>;
    for (const version of versionsToWalk(lines, table)) {
      expect(Object.keys(authentikDialectAt(version).value)).toEqual(Object.keys(table));
    }
  });

  it.each([
    ['2024.10.2', 'patterns'],
    ['2024.10.3', 'list'],
    ['2024.10', 'list'],
    ['2024.12', 'list'],
    ['2026.2.9', 'list'],
    ['2026.5', 'typed-list'],
    ['2026.11', 'typed-list'],
  ])('takes redirect URIs at %s as %s', (version, form) => {
    expect(authentikDialectAt(version).value.redirect_uris).toBe(form);
  });

  it.each([
    ['2025.1', 'separate', 'Create'],
    ['2025.2', 'wizard', 'Create with Provider'],
    ['2026.2', 'wizard', 'Create with Provider'],
    ['2026.5', 'wizard', 'New Application'],
  ])('begins at %s with a %s by “%s”', (version, create, button) => {
    expect(authentikDialectAt(version).value).toMatchObject({ create, application_button: button });
  });
});

describe('versions', () => {
  it('takes a line without a patch for its newest patch', () => {
    expect(compareVersions(newestPatch('4.39'), '4.39.17')).toBeGreaterThan(0);
    expect(newestPatch('4.39.5')).toBe('4.39.5');
    expect(compareVersions(newestPatch('2024.10'), '2024.12')).toBeLessThan(0);
  });

  it('calls Authelia 4.37 too old and says why', () => {
    const resolved = resolveVersion('4.37.5', providerOf('authelia').versions);
    expect(resolved).toMatchObject({ status: 'too-old', effective: '4.38' });
    expect(providerOf('authelia').versions.tooOld?.reason).toContain('token_endpoint_auth_method');
  });
});

describe('what changed at a version', () => {
  const at = (kind: 'authelia' | 'authentik', version: string) =>
    traitsAt(providerOf(kind).traits, version).value;

  it('moves claims out of Authelia’s ID token at 4.39', () => {
    expect(at('authelia', '4.38.19').claims_placement).toEqual(['id_token', 'userinfo']);
    expect(at('authelia', '4.38.19').id_token_claims_by).toBe('default');
    expect(at('authelia', '4.39').claims_placement).toEqual(['userinfo']);
    expect(at('authelia', '4.39').id_token_claims_by).toBe('claims_policy');
  });

  it('lets authentik’s addresses count as unverified from 2025.10', () => {
    expect(at('authentik', '2025.8.4').email_verified).toBe('true');
    expect(at('authentik', '2025.10').email_verified).toBe('false');
  });

  it('has authentik decode Basic credentials from 2026.2', () => {
    expect(at('authentik', '2025.12').decodes_basic_credentials).toBe(false);
    expect(at('authentik', '2026.2').decodes_basic_credentials).toBe(true);
  });
});

describe('metadata', () => {
  const metadata = (entry: ProviderEntry, slug = 'memos') =>
    providerOf(entry.kind).metadata(entry, slug, providerOf(entry.kind).versions.lines[0]!, 'client');

  it('gives Authelia’s endpoints below its URL, without a slash at the end of the issuer', () => {
    expect(metadata({ kind: 'authelia', url: 'https://Auth.Example.com:443/sso/' })).toEqual({
      metadata: {
        issuer: 'https://auth.example.com/sso',
        discovery_url: 'https://auth.example.com/sso/.well-known/openid-configuration',
        authorization_endpoint: 'https://auth.example.com/sso/api/oidc/authorization',
        token_endpoint: 'https://auth.example.com/sso/api/oidc/token',
        userinfo_endpoint: 'https://auth.example.com/sso/api/oidc/userinfo',
        jwks_uri: 'https://auth.example.com/sso/jwks.json',
      },
      assumed: [],
    });
  });

  it('gives authentik an issuer of each application, with its slash, and shared endpoints', () => {
    expect(metadata({ kind: 'authentik', url: 'http://ak.lan:9000' }, 'kestra')).toEqual({
      metadata: {
        issuer: 'http://ak.lan:9000/application/o/kestra/',
        discovery_url: 'http://ak.lan:9000/application/o/kestra/.well-known/openid-configuration',
        authorization_endpoint: 'http://ak.lan:9000/application/o/authorize/',
        token_endpoint: 'http://ak.lan:9000/application/o/token/',
        userinfo_endpoint: 'http://ak.lan:9000/application/o/userinfo/',
        jwks_uri: 'http://ak.lan:9000/application/o/kestra/jwks/',
        end_session_endpoint: 'http://ak.lan:9000/application/o/kestra/end-session/',
      },
      assumed: [],
    });
  });

  it('keeps a general issuer as it is written and names what is only assumed', () => {
    const entry: ProviderEntry = {
      kind: 'oidc',
      url: 'https://id.example.com/realms/home/',
      metadata: { token_endpoint: 'https://id.example.com/t' },
    };
    const { metadata: found, assumed } = metadata(entry);
    expect(found.issuer).toBe('https://id.example.com/realms/home/');
    expect(found.discovery_url).toBe('https://id.example.com/realms/home/.well-known/openid-configuration');
    expect(found.token_endpoint).toBe('https://id.example.com/t');
    expect(assumed).toEqual(['authorization_endpoint', 'userinfo_endpoint', 'jwks_uri']);
  });
});

describe('notices', () => {
  const codes = (entry: ProviderEntry, version: string) =>
    providerOf(entry.kind)
      .notices?.(entry, version)
      .map((notice) => notice.code);
  const authelia: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com' };
  const authentik: ProviderEntry = { kind: 'authentik', url: 'https://ak.example.com' };

  it('tells of Authelia’s effective issuer from 4.39.17, and of the line as a whole', () => {
    expect(codes(authelia, '4.39.16')).toEqual(['authelia-issuer-follows-request']);
    expect(codes(authelia, '4.39.17')).toEqual(['authelia-effective-issuer']);
    expect(codes(authelia, '4.39')).toEqual(['authelia-effective-issuer']);
    expect(codes(authelia, '4.38')).toContain('authelia-439-moves-claims');
  });

  it('tells of authentik’s patterns, open applications, proxies and the draft', () => {
    expect(codes(authentik, '2024.10.2')).toEqual(['authentik-redirect-uris-are-patterns']);
    expect(codes(authentik, '2024.10')).toEqual([]);
    expect(codes(authentik, '2026.2')).toEqual([]);
    expect(codes(authentik, '2026.5')).toEqual(['authentik-default-app-access']);
    expect(codes(authentik, '2026.8')).toContain('authentik-trusted-proxies');
    expect(codes(authentik, '2026.8')).not.toContain('authentik-draft-version');
    expect(codes(authentik, '2026.11')).toContain('authentik-draft-version');
  });

  it('tells which endpoints of a general provider are assumed, until all are stated', () => {
    const all = {
      authorization_endpoint: 'https://id/a',
      token_endpoint: 'https://id/t',
      userinfo_endpoint: 'https://id/u',
      jwks_uri: 'https://id/j',
    };
    expect(codes({ kind: 'oidc', url: 'https://id' }, '1.0')).toEqual(['provider-endpoints-assumed']);
    expect(codes({ kind: 'oidc', url: 'https://id', metadata: all }, '1.0')).toEqual([]);
  });
});
