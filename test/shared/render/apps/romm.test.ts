import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Connection } from '../../../../shared/client/types.ts';
import { renderApp } from '../../../../shared/render/app.ts';
import type { AppSettings } from '../../../../shared/workspace/types.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { fileText, guideOf, stepOf, valuesOf } from '../../../helpers/deliverables.ts';
import { readAsCompose, readAsPythonDotenv, readComposeText } from '../../../helpers/env-readers.ts';

/** All settings, so that only the version decides. */
const EVERYTHING: AppSettings = {
  role_claim: 'groups',
  role_admin: 'romm-admins',
  role_editor: 'romm-editors',
  role_viewer: '*',
  username_claim: 'nickname',
  autologin: true,
  allow_registration: false,
  disable_userpass_login: true,
  rp_initiated_logout: true,
  tls_ca_certfile: '/certs/ca.pem',
};
const authentik = { kind: 'authentik', url: 'https://ak.example.com', version: '2026.5' } as const;

const connectionAt = (version: string, settings: AppSettings = {}, provider = {}, more = {}) =>
  connect({ kind: 'romm', version, settings, ...more }, provider);
const render = (version: string, settings: AppSettings = {}, provider = {}, more = {}) => {
  const connection = connectionAt(version, settings, provider, more);
  return renderApp(connection, bagOf(connection, 'S3cret'));
};
/** The variables, as the guide names them. */
const rommVariables = (connection: Connection, secret: string) =>
  stepOf(renderApp(connection, bagOf(connection, secret)), 'romm-environment').fields.map(
    ({ label, value }) => ({ name: label, value }),
  );
const namesAt = (version: string, settings = EVERYTHING) =>
  rommVariables(connectionAt(version, settings, authentik), 'x').map((one) => one.name);

const CORE = [
  'OIDC_ENABLED',
  'OIDC_PROVIDER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_REDIRECT_URI',
  'OIDC_SERVER_APPLICATION_URL',
];
const ROLES = ['OIDC_CLAIM_ROLES', 'OIDC_ROLE_VIEWER', 'OIDC_ROLE_EDITOR', 'OIDC_ROLE_ADMIN'];

/** The environment set in compose.yaml, as the container gets it. */
function composeEnvironment(text: string): Record<string, string> {
  const environment = parse(text).services.romm.environment as Record<string, string>;
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, readComposeText(value)]),
  );
}

describe('RomM’s variables', () => {
  it.each([
    ['3.7.0', CORE],
    ['3.7.1', [...CORE, 'OIDC_TLS_CACERTFILE', 'DISABLE_USERPASS_LOGIN']],
    ['4.3.1', [...CORE, 'OIDC_TLS_CACERTFILE', 'DISABLE_USERPASS_LOGIN']],
    ['4.3.2', [...CORE, 'OIDC_TLS_CACERTFILE', ...ROLES, 'DISABLE_USERPASS_LOGIN']],
    [
      '4.5.0',
      [...CORE, 'OIDC_TLS_CACERTFILE', ...ROLES, 'OIDC_USERNAME_ATTRIBUTE', 'DISABLE_USERPASS_LOGIN'],
    ],
    [
      '4.7.0',
      [
        ...CORE,
        'OIDC_TLS_CACERTFILE',
        ...ROLES,
        'OIDC_USERNAME_ATTRIBUTE',
        'OIDC_AUTOLOGIN',
        'DISABLE_USERPASS_LOGIN',
      ],
    ],
  ])('at %s are those it knows', (version, names) => {
    expect(namesAt(version)).toEqual(names);
  });

  it.each([
    ['OIDC_RP_INITIATED_LOGOUT', '4.7.0', '4.8.0'],
    ['OIDC_ALLOW_REGISTRATION', '4.9', '5.0.0'],
    ['ROMM_SESSION_SECURE_COOKIE', '5.0', '5.1.0'],
  ])('%s is not there at %s, and is at %s', (name, before, since) => {
    expect(namesAt(before)).not.toContain(name);
    expect(namesAt(since)).toContain(name);
  });

  it('are the core ones where nothing is set', () => {
    expect(namesAt('5.2', {})).toEqual([...CORE, 'ROMM_SESSION_SECURE_COOKIE']);
    const plain = connectionAt('5.2', {}, authentik, { url: 'http://romm.lan' });
    expect(rommVariables(plain, 'x').map((one) => one.name)).toEqual(CORE);
  });

  it.each([
    [{}, 'https://auth.example.com', 'authelia'],
    [authentik, 'https://ak.example.com/application/o/romm', 'authentik'],
    [
      { kind: 'oidc', url: 'https://id.example.com/realms/main' },
      'https://id.example.com/realms/main',
      'home',
    ],
  ])('name the provider’s base without a slash: %j', (provider, base, word) => {
    const values = readAsCompose(fileText(render('3.7.0', {}, provider), 'env'));
    expect(values).toMatchObject({
      OIDC_SERVER_APPLICATION_URL: base,
      OIDC_PROVIDER: word,
      OIDC_REDIRECT_URI: 'https://romm.example.com/api/oauth/openid',
      OIDC_CLIENT_ID: 'romm-client',
      OIDC_CLIENT_SECRET: 'S3cret',
      OIDC_ENABLED: 'true',
    });
    expect(values).not.toHaveProperty('OIDC_SERVER_METADATA_URL');
  });

  it('name the discovery document where it isn’t below the issuer, from 4.8.0; before, the guide says so', () => {
    const moved = (version: string) => {
      const connection = connectionAt(version);
      const provider_metadata = {
        ...connection.provider_metadata,
        discovery_url: 'https://auth.example.com/elsewhere',
      };
      return { ...connection, provider_metadata };
    };
    const value = (version: string) =>
      rommVariables(moved(version), 'x').find((one) => one.name === 'OIDC_SERVER_METADATA_URL')?.value;
    expect(value('4.8.0')).toBe('https://auth.example.com/elsewhere');
    expect(value('4.7.0')).toBeUndefined();
    const steps = (version: string) =>
      guideOf(renderApp(moved(version), bagOf(moved(version), 'x'))).steps.map((step) => step.id);
    expect(steps('4.7.0')).toContain('romm-discovery');
    expect(steps('4.8.0')).not.toContain('romm-discovery');
  });

  it('leave logout at the provider out where the provider has none', () => {
    const names = rommVariables(connectionAt('5.2', EVERYTHING), 'x').map((one) => one.name);
    expect(names).not.toContain('OIDC_RP_INITIATED_LOGOUT');
    expect(stepOf(render('5.2', EVERYTHING), 'romm-logout').note).toContain('no end-session endpoint');
  });
});

describe('both forms of the environment', () => {
  /** Values as a user might type them, including `$`, quotes and backslashes. */
  const typed = fc.string({
    unit: fc.constantFrom(...'abcXYZ019$\'"\\#{} :=-._~!%&*|>@`é😀'),
    minLength: 1,
    maxLength: 20,
  });

  it('give back every value they were made from, or leave the variable out and say so', () => {
    fc.assert(
      fc.property(typed, typed, typed, (secret, role_admin, username_claim) => {
        const settings = { ...EVERYTHING, role_admin, username_claim };
        const connection = connectionAt('5.2', settings, authentik);
        const deliverables = renderApp(connection, bagOf(connection, secret));
        const wanted = Object.fromEntries(
          rommVariables(connection, secret).map((one) => [one.name, one.value]),
        );
        const env = fileText(deliverables, 'env');
        const python = readAsPythonDotenv(env);
        expect(readAsCompose(env)).toEqual(python);
        for (const [name, value] of Object.entries(wanted)) {
          if (name in python) expect(python[name]).toBe(value);
          else {
            expect(env).toContain(`# ${name} is missing: `);
            expect(valuesOf(stepOf(deliverables, 'romm-env-values'))).toHaveProperty(name);
          }
        }
        expect(Object.keys(wanted)).toEqual(expect.arrayContaining(Object.keys(python)));
        expect(composeEnvironment(fileText(deliverables, 'compose'))).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('double every $ in the compose file and keep it single in the env file', () => {
    const connection = connectionAt('5.2');
    const deliverables = renderApp(connection, bagOf(connection, 'pa$$word$HOME'));
    expect(fileText(deliverables, 'env')).toContain("OIDC_CLIENT_SECRET='pa$$word$HOME'\n");
    expect(fileText(deliverables, 'compose')).toContain("OIDC_CLIENT_SECRET: 'pa$$$$word$$HOME'\n");
  });

  it('write booleans as text in the compose file', () => {
    const environment = parse(fileText(render('5.2'), 'compose')).services.romm.environment;
    expect(environment.OIDC_ENABLED).toBe('true');
  });
});

describe('RomM’s guide', () => {
  it('tells of the e-mail address before anything else', () => {
    const [first] = guideOf(render('4.0')).steps;
    expect(first!.id).toBe('romm-email');
    expect(first!.note).toContain('before the first login');
  });

  it('names the commands and the two addresses to look at', () => {
    const deliverables = render('5.2');
    expect(valuesOf(stepOf(deliverables, 'romm-recreate'))).toEqual({
      Command: 'docker compose up -d --force-recreate romm',
    });
    expect(valuesOf(stepOf(deliverables, 'romm-check'))).toMatchObject({
      'https://romm.example.com/api/heartbeat': 'OIDC.ENABLED is true',
      'https://romm.example.com/api/login/openid': 'leads to https://auth.example.com/api/oidc/authorization',
    });
  });

  it('speaks of the cookie rule only before 4.3.2', () => {
    expect(stepOf(render('4.3.1'), 'romm-login').note).toContain('mismatching_state');
    expect(stepOf(render('4.3.2'), 'romm-login').note).not.toContain('mismatching_state');
  });
});
