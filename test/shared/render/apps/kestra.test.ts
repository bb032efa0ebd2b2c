import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderApp } from '../../../../shared/render/app.ts';
import type { AppSettings } from '../../../../shared/workspace/types.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { allText, fileText, guideOf, stepOf, valuesOf } from '../../../helpers/deliverables.ts';
import { readComposeText } from '../../../helpers/env-readers.ts';
import { APPS } from '../../../helpers/first-apps.ts';

const render = (version: string, settings: AppSettings = {}, provider = {}, more = {}, secret = 'S3cret') => {
  const connection = connect({ kind: 'kestra', version, edition: 'enterprise', settings, ...more }, provider);
  return renderApp(connection, bagOf(connection, secret));
};
const config = (...given: Parameters<typeof render>) => parse(fileText(render(...given), 'kestra-config'));

/** The configuration inside compose.yaml, as the start script writes it. */
const insideCompose = (...given: Parameters<typeof render>) =>
  parse(
    readComposeText(
      parse(fileText(render(...given), 'compose')).services.kestra.environment.KESTRA_CONFIGURATION,
    ),
  );

/**
 * Resolves a value as Micronaut does: a placeholder without a default is an error, as test/interop/kestra
 * shows.
 */
function readMicronautText(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    if (!text.startsWith('${', at)) {
      out += text[at++];
      continue;
    }
    const found = /^\$\{[\w.]+:([^}]*)\}/.exec(text.slice(at));
    if (!found) throw new Error(`Could not resolve placeholder in ${text}`);
    out += found[1];
    at += found[0].length;
  }
  return out;
}

describe('Kestra’s configuration', () => {
  it('is what Micronaut Security reads, in kebab case', () => {
    expect(config('1.3').micronaut).toEqual({
      security: {
        oauth2: {
          enabled: true,
          clients: {
            authelia: {
              'client-id': 'kestra-client',
              'client-secret': 'S3cret',
              openid: { issuer: 'https://auth.example.com' },
            },
          },
        },
        endpoints: { logout: { 'get-allowed': true } },
      },
    });
  });

  it.each(APPS.kestra.versions.lines)(
    '%s has the least role in its own words, under kestra.security',
    (version) => {
      const role = config(version).kestra.security['default-role'];
      expect(role.permissions).toEqual(
        version === '2.0'
          ? {
              FLOW: ['VIEW', 'LIST', 'EXECUTE'],
              EXECUTION: ['VIEW', 'LIST', 'ACCESS_LOGS', 'FOLLOW'],
              NAMESPACE: ['VIEW', 'LIST'],
            }
          : { FLOW: ['READ'], EXECUTION: ['CREATE', 'READ'], NAMESPACE: ['READ'] },
      );
      expect(role.name).toBe('sso_user');
    },
  );

  it.each(APPS.kestra.versions.lines)('%s has the tenants keys only before 0.23', (version) => {
    const there = version.startsWith('0.') && Number(version.slice(2)) < 23;
    expect(config(version).kestra.ee).toEqual(
      there ? { tenants: { enabled: true, 'default-tenant': false } } : undefined,
    );
    expect(guideOf(render(version)).steps.some((step) => step.id === 'kestra-tenants')).toBe(there);
  });

  it('names the tenant and the groups where they are set and known', () => {
    const settings = { tenant_id: 'main', groups_claim_path: 'groups' };
    expect(config('1.0', settings).kestra.security).toMatchObject({
      'default-role': { 'tenant-id': 'main' },
      oidc: { 'groups-claim-path': 'groups' },
    });
    expect(config('1.0', settings).micronaut.security.oauth2.clients.authelia.scopes).toEqual([
      'openid',
      'email',
      'profile',
      'groups',
    ]);
    expect(config('0.24', settings).kestra.security).not.toHaveProperty('oidc');
    expect(config('0.24', settings).micronaut.security.oauth2.clients.authelia).not.toHaveProperty('scopes');
    expect(config('1.0').kestra.security['default-role']).not.toHaveProperty('tenant-id');
  });

  it.each([
    [
      { kind: 'authentik', url: 'https://ak.example.com', version: '2026.5' },
      'authentik',
      'https://ak.example.com/application/o/kestra/',
    ],
    [
      { kind: 'oidc', url: 'https://id.example.com/realms/main' },
      'oidc',
      'https://id.example.com/realms/main',
    ],
  ])('takes key and issuer from the provider: %j', (provider, key, issuer) => {
    expect(config('2.0', {}, provider).micronaut.security.oauth2.clients).toHaveProperty(
      [key, 'openid', 'issuer'],
      issuer,
    );
    expect(valuesOf(stepOf(render('2.0', {}, provider), 'kestra-configuration'))).toMatchObject({
      'Client key': key,
      'Redirect URI at the provider': `https://kestra.example.com/oauth/callback/${key}`,
    });
  });

  it('has the same key in the file and in the redirect URI when one is chosen', () => {
    const settings = { client_key: 'Corp-SSO' };
    expect(Object.keys(config('2.0', settings).micronaut.security.oauth2.clients)).toEqual(['corpsso']);
    expect(valuesOf(stepOf(render('2.0', settings), 'kestra-configuration'))).toMatchObject({
      'Redirect URI at the provider': 'https://kestra.example.com/oauth/callback/corpsso',
    });
  });

  it('is the same inside the compose file, whatever is in the values', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcXYZ019$\'"\\#{} :=-._~!%&*|>@`é😀'), minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (secret, tenant_id) => {
          const given = ['0.22', { tenant_id }, {}, {}, secret] as const;
          const file = config(...given);
          expect(insideCompose(...given)).toEqual(file);
          const client = file.micronaut.security.oauth2.clients.authelia;
          expect(readMicronautText(client['client-secret'])).toBe(secret);
          expect(readMicronautText(file.kestra.security['default-role']['tenant-id'])).toBe(tenant_id);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('doubles every $ for Compose and for nobody else', () => {
    const deliverables = render('2.0', {}, {}, {}, 'a$b');
    expect(fileText(deliverables, 'compose')).toContain("client-secret: 'a$$b'");
    expect(fileText(deliverables, 'kestra-config')).toContain("client-secret: 'a$b'");
  });
});

describe('Kestra’s guide', () => {
  it('begins with the issuer that the container must reach', () => {
    const [first] = guideOf(render('2.0')).steps;
    expect(first!.id).toBe('kestra-reach-issuer');
    expect(valuesOf(first!)['Command']).toBe(
      "docker compose exec kestra curl -fsS 'https://auth.example.com/.well-known/openid-configuration'",
    );
  });

  it('gives the proxy the public host and scheme, and the address that proves the set-up', () => {
    const deliverables = render('2.0', {}, {}, { url: 'https://kestra.example.com:8443' });
    expect(valuesOf(stepOf(deliverables, 'kestra-proxy'))).toEqual({
      'X-Forwarded-Host': 'kestra.example.com:8443',
      'X-Forwarded-Proto': 'https',
    });
    expect(stepOf(deliverables, 'kestra-check').url).toBe(
      'https://kestra.example.com:8443/oauth/login/authelia',
    );
  });
});

describe('the open-source edition', () => {
  const deliverables = render('1.3', {}, {}, { edition: 'open-source' });

  it('gets the plain statement and a way out, and no configuration', () => {
    expect(deliverables.map((one) => one.kind)).toEqual(['guide']);
    expect(guideOf(deliverables).intro).toContain('has no single sign-on');
    expect(stepOf(deliverables, 'kestra-forward-auth').note).toContain('forward authentication');
    expect(allText(deliverables[0]!)).not.toContain('S3cret');
  });
});
