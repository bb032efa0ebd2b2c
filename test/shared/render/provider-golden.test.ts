import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { PLANTED } from '../../helpers/pairs.ts';
import { DIGEST } from './provider-support.ts';

/**
 * The output for some providers that profiles describe. Update with
 * `UPDATE=1 npx vitest run test/shared/render/provider-golden.test.ts`, then read every changed line.
 */
const GOLDEN = join(import.meta.dirname, '../../golden/profiled');

const CASES = {
  'pocket-id-memos': [
    { kind: 'pocket-id', url: 'https://id.example.com', version: '2.14' },
    {
      kind: 'memos',
      version: '0.30',
      groups: ['family'],
      test_redirect_uri: 'http://127.0.0.1:8911/callback',
    },
  ],
  'keycloak-grafana': [
    { kind: 'keycloak', url: 'https://id.example.com/realms/home', version: '26.7' },
    { kind: 'grafana', version: '13.1', groups: ['ops', 'staff'] },
  ],
  // It makes the secret itself, and each client has an issuer of its own.
  'kanidm-romm': [
    { kind: 'kanidm', url: 'https://idm.example.com', version: '1.11' },
    { kind: 'romm', version: '5.2', groups: ['family'], client_id: 'romm' },
  ],
  // Two clients: its page, and its command line.
  'authelia-argo-cd': [
    { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup: 'new' },
    { kind: 'argo-cd', version: '3.3', groups: ['ops'], settings: { admin_group: 'ops' } },
  ],
  'authentik-argo-cd': [
    { kind: 'authentik', url: 'https://ak.example.com', version: '2026.8' },
    { kind: 'argo-cd', version: '3.3', groups: ['ops'], settings: { command_line: false } },
  ],
  'keycloak-argo-cd': [
    { kind: 'keycloak', url: 'https://id.example.com/realms/home', version: '26.7' },
    { kind: 'argo-cd', version: '3.3', groups: ['ops'] },
  ],
  // Four clients, all public, with ids that their programs have.
  'authentik-opencloud': [
    { kind: 'authentik', url: 'https://ak.example.com', version: '2025.12' },
    { kind: 'opencloud', version: '7.2' },
  ],
  'oidc-opencloud': [
    { kind: 'oidc', url: 'https://id.example.com' },
    { kind: 'opencloud', version: '7.2' },
  ],
} as const;

const filesIn = (folder: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => relative(folder, join(one.parentPath, one.name)))
        .sort();

describe.each(Object.entries(CASES))('%s', (name, [provider, app]) => {
  const workspace = {
    latchkey: 1 as const,
    id: 'golden',
    providers: { home: provider },
    apps: { [app.kind]: { ...app, url: `https://${app.kind}.example.com`, provider: 'home' } },
  };
  const secret = provider.kind === 'kanidm' ? {} : { client_secret: PLANTED.client_secret };
  const client_id = 'client_id' in app ? app.client_id : `${app.kind}Client`;
  const connections = deriveConnections(workspace, { [app.kind]: client_id });
  const digest = provider.kind === 'authelia' ? { client_secret_digest: DIGEST } : {};
  const bag = {
    clients: Object.fromEntries(
      connections
        .flatMap(clientsOf)
        .map((one) => [one.key, { client_id: one.client.client_id, ...secret, ...digest }]),
    ),
    providers: { home: { hmac_secret: PLANTED.hmac_secret, jwks_key: PLANTED.jwks_key } },
  };
  const files = renderDeliverables(connections, bag).flatMap(filesOf);
  const folder = join(GOLDEN, name);

  it('is what was read and approved', () => {
    if (process.env['UPDATE'] === '1') {
      rmSync(folder, { recursive: true, force: true });
      for (const { path, content } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
    }
    expect(filesIn(folder)).toEqual(files.map(({ path }) => path).sort());
    for (const { path, content } of files)
      expect(content, `${name}/${path}`).toBe(readFileSync(join(folder, path), 'utf8'));
  });
});
