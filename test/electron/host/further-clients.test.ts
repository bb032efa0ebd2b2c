import { describe, expect, it } from 'vitest';
import { connectionView } from '../../../electron/host/connection-view.ts';
import { secretsStatus } from '../../../electron/host/handlers/secrets.ts';
import type { HostParts } from '../../../electron/host/parts.ts';
import { createRenderings, renderForReal } from '../../../electron/host/rendering.ts';
import { collectSecrets, rotateSecret } from '../../../electron/services/secrets/bag.ts';
import { openMemoryStore } from '../../../electron/services/secrets/keychain.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { connectionView as viewSchema } from '../../../shared/host/connection.ts';
import { secretsStatus as statusSchema } from '../../../shared/host/secrets.ts';
import type { Result } from '../../../shared/result.ts';
import { allText } from '../../helpers/deliverables.ts';
import { towers } from '../../helpers/several-clients.ts';

/** What the screens get of an app with several clients. */

const WORKSPACE = towers({ setup: 'existing' });
const PARTS = {
  secrets: { status: async () => ({ kind: 'session', label: 'memory', locked: false }) },
} as unknown as HostParts;
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('an app with several clients', () => {
  it('has them all on the page, in the form of the contract', () => {
    const [connection] = deriveConnections(WORKSPACE, { tower: 'towerClient' });
    const view = viewSchema.parse(connectionView(WORKSPACE, connection!));
    expect(view.further_clients.map(({ key, used_by, client }) => [key, used_by, client.client_id])).toEqual([
      ['tower_cli', 'command line', 'towerClientcli'],
      ['tower_worker', 'worker', 'towerClientworker'],
      ['tower_phone', 'phone app', 'ExampleTowerPhone'],
    ]);
  });

  it('shows the secret of each client that has one, with what uses it, and its rotation', async () => {
    const store = openMemoryStore();
    const listed = async () =>
      statusSchema.parse(must(await secretsStatus(PARTS, WORKSPACE, store, 'tower')));
    const needed = (status: Awaited<ReturnType<typeof listed>>) =>
      status.entries
        .filter(({ state }) => state !== 'not-needed')
        .map(({ owner, purpose, state, used_by }) => `${owner} ${purpose} ${state} ${used_by ?? ''}`.trim());
    expect(needed(await listed())).toEqual([
      'tower client_id missing',
      'tower client_secret missing',
      'tower client_secret_digest missing',
      'tower_worker client_secret missing worker',
      'tower_worker client_secret_digest missing worker',
    ]);
    must(await collectSecrets(WORKSPACE, ['tower'], store));
    expect(needed(await listed()).every((line) => line.includes(' present'))).toBe(true);
    must(await rotateSecret(store, WORKSPACE, 'tower'));
    expect((await listed()).rotations.map(({ app }) => app)).toEqual(['tower']);
  });

  it('is rendered for pages without any of its secrets, each with a mark of its own', async () => {
    const store = openMemoryStore();
    const bag = must(await collectSecrets(WORKSPACE, ['tower'], store));
    const secrets = ['tower', 'tower_worker'].map((key) => bag.clients[key]!.client_secret!);
    const real = must(await renderForReal(WORKSPACE, store, ['tower']));
    const masked = await createRenderings().masked(WORKSPACE, store, ['tower']);
    if (!masked.ok) throw new Error('not rendered');
    for (const secret of secrets) {
      expect(
        real.deliverables.filter((one) => allText(one).includes(secret)).map(({ secret: is }) => is),
      ).toEqual([true, true, true]);
      expect(JSON.stringify(masked.value)).not.toContain(secret);
    }
    const shown = masked.value.deliverables.find(({ path }) => path === 'tower/tower.env')!;
    const marks = [...allText(shown).matchAll(/^OIDC_(?:CLIENT|WORKER_CLIENT)_SECRET=(.+)$/gm)].map(
      ([, mark]) => mark,
    );
    expect(new Set(marks).size).toBe(2);
    expect(real.connections[0]!.further_clients.map(({ client }) => client.client_id)).toEqual(
      masked.value.connections[0]!.further_clients.map(({ client }) => client.client_id),
    );
  });
});
