import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { PLANTED } from '../../helpers/pairs.ts';

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
  const bag = { clients: { [app.kind]: { client_id, ...secret } }, providers: {} };
  const files = renderDeliverables(deriveConnections(workspace, { [app.kind]: client_id }), bag).flatMap(
    filesOf,
  );
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
