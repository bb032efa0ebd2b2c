import { describe, expect, it } from 'vitest';
import { entryLookup } from '../../../shared/catalog/apps/circumstances.ts';
import { traitsAt } from '../../../shared/catalog/fact.ts';
import { builtInProfile } from '../../../shared/profile/built-in.ts';
import { fill } from '../../../shared/profile/template.ts';
import { compareVersions, resolveVersion } from '../../../shared/version.ts';
import type { AppEntry } from '../../../shared/workspace/types.ts';
import { APPS, type FirstKind } from '../../helpers/first-apps.ts';

/** Every version at which a profile says something else. */
function boundariesOf(kind: string): string[] {
  const said = JSON.stringify(builtInProfile(kind)).matchAll(/"(?:since|before)":"([\d.]+)"/g);
  return [...new Set([...said].map((match) => match[1]!))];
}

const SINCE: Readonly<Record<FirstKind, readonly string[]>> = {
  memos: boundariesOf('memos'),
  romm: boundariesOf('romm'),
  kestra: boundariesOf('kestra'),
  custom: [],
};
/** The patch just below a boundary, e.g. `0.25.3` → `0.25.2`, `0.26` → `0.25.99`. */
function justBelow(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.99` : `${major - 1}.99.99`;
}
const versionsOf = (kind: FirstKind) => {
  const { lines } = APPS[kind].versions;
  const boundaries = SINCE[kind].flatMap((since) => [since, justBelow(since)]);
  return [...lines, ...boundaries].filter((version) => compareVersions(version, lines[0]!) >= 0);
};
const entryOf = (kind: FirstKind, more: Partial<AppEntry> = {}): AppEntry => ({
  kind,
  url: `https://${kind}.example.com`,
  provider: 'home',
  ...more,
});

describe.each(Object.keys(APPS) as FirstKind[])('%s in the catalog', (kind) => {
  const app = APPS[kind];

  it('is filed under its own kind, with lines in order', () => {
    expect(app.kind).toBe(kind);
    expect([...app.versions.lines].sort(compareVersions)).toEqual(app.versions.lines);
  });

  it('has exactly one fact for every trait at every line and on both sides of every boundary', () => {
    for (const version of versionsOf(kind)) {
      const { value } = traitsAt(app.traits, version);
      expect(value.scopes, version).toContain('openid');
    }
  });

  it('gives every fact, claim and notice a source that can be looked up', () => {
    const facts = Object.values(app.traits).flat();
    expect(facts.length).toBeGreaterThan(7);
    for (const fact of facts) expect(fact.source.ref).toMatch(/\S/);
    for (const version of versionsOf(kind)) {
      for (const claim of app.claims(entryOf(kind), version)) expect(app.sources).toContain(claim.source);
      for (const notice of app.notices(entryOf(kind), version)) {
        expect(app.sources, notice.code).toContain(notice.source);
        expect(notice.code).toMatch(/^[a-z0-9-]+$/);
      }
    }
  });
});

describe('what changes between versions', () => {
  const at = (kind: FirstKind, version: string) => traitsAt(APPS[kind].traits, version).value;
  const claims = (kind: FirstKind, version: string, settings: AppEntry['settings'] = {}) =>
    APPS[kind].claims(entryOf(kind, { settings }), version).map((claim) => claim.claim);
  const codes = (kind: FirstKind, version: string, more: Partial<AppEntry> = {}) =>
    APPS[kind].notices(entryOf(kind, more), version).map((notice) => notice.code);

  it('Memos sends PKCE from 0.26, and tries a second method from 0.30', () => {
    expect(at('memos', '0.25.3').pkce).toBe('none');
    expect(at('memos', '0.26').pkce).toBe('S256-https');
    expect(at('memos', '0.29.1').tries_other_auth_method).toBe(false);
    expect(at('memos', '0.30').tries_other_auth_method).toBe(true);
    for (const version of APPS.memos.versions.lines) {
      expect(at('memos', version).token_endpoint_auth_method).toBe('client_secret_post');
      expect(at('memos', version).claims_from).toBe('userinfo');
    }
  });

  it('Memos tells how accounts are found, by version', () => {
    expect(codes('memos', '0.27')).toContain('memos-linked-by-username');
    expect(codes('memos', '0.28')).toEqual(
      expect.arrayContaining(['memos-link-existing', 'memos-uuid-usernames']),
    );
    expect(codes('memos', '0.29.1')).toContain('memos-uuid-usernames');
    expect(codes('memos', '0.30')).toEqual(
      expect.arrayContaining(['memos-link-existing', 'memos-username-rules']),
    );
    expect(codes('memos', '0.30')).not.toContain('memos-uuid-usernames');
  });

  it('Memos 0.26.0, and no other, can’t log in over plain http', () => {
    const plain = { url: 'http://memos.example.com' };
    expect(codes('memos', '0.26.0', plain)).toContain('memos-plain-http');
    for (const version of ['0.25.3', '0.26.1', '0.30']) {
      expect(codes('memos', version, plain), version).not.toContain('memos-plain-http');
    }
  });

  it('RomM asks for the role claim as a scope from 4.3.2, and for another username claim from 4.5.0', () => {
    const settings = { role_claim: 'groups', username_claim: 'nickname' };
    const entry = entryOf('romm', { settings });
    expect(APPS.romm.extraScopes(entry, '4.3.1')).toEqual([]);
    expect(APPS.romm.extraScopes(entry, '4.3.2')).toEqual(['groups']);
    expect(claims('romm', '4.3.1', settings)).toEqual(['email', 'email_verified', 'preferred_username']);
    expect(claims('romm', '4.3.2', settings)).toEqual([
      'email',
      'email_verified',
      'preferred_username',
      'groups',
    ]);
    expect(claims('romm', '4.5.0', settings)).toEqual(['email', 'email_verified', 'nickname', 'groups']);
  });

  it('RomM says which settings a version doesn’t know, and warns of locking everyone out', () => {
    expect(codes('romm', '4.7.0', { settings: { rp_initiated_logout: true } })).toContain(
      'romm-setting-too-new',
    );
    expect(codes('romm', '4.8.0', { settings: { rp_initiated_logout: true } })).not.toContain(
      'romm-setting-too-new',
    );
    expect(codes('romm', '5.2', { settings: { role_claim: 'groups', role_admin: 'a,b' } })).toEqual(
      expect.arrayContaining(['romm-role-list', 'romm-roles-lock-out']),
    );
    expect(codes('romm', '5.2', { settings: { role_claim: 'groups', role_viewer: '*' } })).not.toContain(
      'romm-roles-lock-out',
    );
    expect(codes('romm', '5.2', { settings: { role_claim: 'realm_access.roles' } })).toContain(
      'romm-role-claim-path',
    );
    expect(codes('romm', '4.3.1')).toContain('romm-strict-cookie');
    expect(codes('romm', '4.3.2')).not.toContain('romm-strict-cookie');
  });

  it('RomM before 3.7 is too old, with the reason', () => {
    expect(resolveVersion('3.6.0', APPS.romm.versions).status).toBe('too-old');
    expect(resolveVersion('3.10.2', APPS.romm.versions)).toMatchObject({
      status: 'known',
      effective: '3.10.2',
    });
  });

  it('Kestra asks for groups only with a groups path, and only where it is known', () => {
    const entry = entryOf('kestra', { settings: { groups_claim_path: 'groups' } });
    expect(APPS.kestra.extraScopes(entry, '0.24')).toEqual([]);
    expect(APPS.kestra.extraScopes(entry, '1.0')).toEqual(['groups']);
    const nested = entryOf('kestra', { settings: { groups_claim_path: 'resource_access.kestra.roles' } });
    expect(APPS.kestra.extraScopes(nested, '1.0')).toEqual([]);
    expect(APPS.kestra.claims(nested, '1.0').map((claim) => claim.claim)).toContain('resource_access');
  });

  it('Kestra’s open-source edition is named as having no single sign-on', () => {
    expect(APPS.kestra.editions).toContainEqual(
      expect.objectContaining({
        id: 'open-source',
        supported: false,
        reason: expect.stringContaining('no single sign-on'),
      }),
    );
  });
});

describe('identifiers', () => {
  it('makes a Provider ID that Memos takes from any provider id', () => {
    const memosProviderId = (entry: AppEntry) =>
      String(
        fill(
          '{settings.provider_id|slug|or sso}',
          entryLookup(builtInProfile('memos')!, entry, '0.30', 'authelia'),
        ),
      );
    for (const provider of ['home', 'a--b', `${'x'.repeat(31)}-yyyyyyyy`, 'trailing-', 'A_B']) {
      const id = memosProviderId(entryOf('memos', { provider }));
      expect(id, provider).toMatch(/^[a-z0-9](?:[a-z0-9]|-(?!-)){0,30}[a-z0-9]$|^[a-z0-9]$/);
    }
    expect(memosProviderId(entryOf('memos', { settings: { provider_id: 'sso' } }))).toBe('sso');
  });

  it('makes a client key that Micronaut leaves as it is', () => {
    const pathsOf = (more: Partial<AppEntry>, provider: string) =>
      APPS.kestra.redirectPaths(entryOf('kestra', more), provider, '2.0');
    expect(pathsOf({}, 'authelia')).toEqual(['/oauth/callback/authelia']);
    expect(pathsOf({}, 'pocket-id')).toEqual(['/oauth/callback/pocketid']);
    expect(pathsOf({ settings: { client_key: 'My-Key' } }, 'oidc')).toEqual(['/oauth/callback/mykey']);
    // Only a file with mistakes has a key without a letter or digit; the wizard shows it while it is typed.
    expect(pathsOf({ settings: { client_key: '-' } }, 'oidc')).toEqual(['/oauth/callback/sso']);
    const entry = entryOf('kestra', { settings: { client_key: 'My-Key' } });
    expect(APPS.kestra.redirectPaths(entry, 'authentik', '2.0')).toEqual(['/oauth/callback/mykey']);
    expect(APPS.kestra.notices(entry, '2.0').map((notice) => notice.code)).toContain('kestra-client-key');
  });
});

describe('a custom app', () => {
  it('behaves as its entry says', () => {
    const base = traitsAt(APPS.custom.traits, '1').value;
    const entry = entryOf('custom', {
      token_endpoint_auth_method: 'client_secret_post',
      settings: { pkce: 'S256', claims_from: 'userinfo', uses_discovery: false },
    });
    expect(APPS.custom.override?.(entry, base, '1')).toEqual({
      token_endpoint_auth_method: 'client_secret_post',
      pkce: 'S256',
      claims_from: 'userinfo',
      uses_discovery: false,
    });
    expect(APPS.custom.override?.(entryOf('custom'), base, '1')).toEqual({});
  });

  it('demands a verified address when told so, and asks for the scopes of its claims', () => {
    const entry = entryOf('custom', {
      settings: { required_claims: ['groups', 'email'], verified_email: true },
    });
    const claims = APPS.custom.claims(entry, '1');
    expect(claims.map((claim) => claim.claim)).toEqual(['groups', 'email', 'email_verified']);
    expect(claims[2]).toMatchObject({ rule: 'verified', type: 'boolean', level: 'required' });
    expect(APPS.custom.extraScopes(entry, '1')).toEqual(['groups']);
  });

  it('says what is missing without a redirect path', () => {
    expect(APPS.custom.notices(entryOf('custom'), '1').map((notice) => notice.code)).toEqual([
      'custom-redirect-missing',
    ]);
    expect(APPS.custom.notices(entryOf('custom', { settings: { redirect_paths: ['/cb'] } }), '1')).toEqual(
      [],
    );
  });
});
