import { expect, it } from 'vitest';
import { appliedOf } from '../../../electron/host/deliverable-views.ts';
import { createRenderings, type Outlines, stepDigest } from '../../../electron/host/rendering.ts';
import { openMemoryStore, type SecretStore } from '../../../electron/services/secrets/store.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';

const workspaceOf = (
  kind: 'authelia' | 'authentik',
  changed: Readonly<Record<string, string>> = {},
): Workspace => ({
  latchkey: 1,
  id: 'incremental',
  providers: {
    home: { kind, url: 'https://id.example.com', version: kind === 'authelia' ? '4.39' : '2025.12' },
  },
  apps: Object.fromEntries(
    ['anton', 'berta', 'caesar'].map((id) => [
      id,
      { kind: 'romm', url: changed[id] ?? `https://${id}.example.com`, provider: 'home', version: '5.2' },
    ]),
  ),
});

async function outlinesOf(
  renderings: ReturnType<typeof createRenderings>,
  workspace: Workspace,
  store: SecretStore,
): Promise<Outlines> {
  const made = await renderings.outlines(workspace, store);
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

const ownBy = ({ connections, own }: Outlines) =>
  Object.fromEntries(connections.map((one) => [one.app.id, own(one)]));

it.each(['authelia', 'authentik'] as const)(
  'looks again only at the app that has changed, in the file or in the keychain, at %s',
  async (kind) => {
    const store = openMemoryStore();
    const renderings = createRenderings();
    const first = ownBy(await outlinesOf(renderings, workspaceOf(kind), store));
    expect(first['anton']!.length).toBeGreaterThan(0);

    const moved = workspaceOf(kind, { berta: 'https://elsewhere.example.com' });
    const after = ownBy(await outlinesOf(renderings, moved, store));
    expect(after['anton']).toBe(first['anton']);
    expect(after['caesar']).toBe(first['caesar']);
    expect(after['berta']).not.toBe(first['berta']);

    await store.set({ workspace: 'incremental', owner: 'anton', purpose: 'client_secret' }, 'x'.repeat(40));
    const rotated = ownBy(await outlinesOf(renderings, moved, store));
    expect(rotated['anton']).not.toBe(after['anton']);
    expect(rotated['berta']).toBe(after['berta']);
    expect(rotated['caesar']).toBe(after['caesar']);
  },
);

it('tells by a guide for all apps that one of them has changed', async () => {
  const store = openMemoryStore();
  const renderings = createRenderings();
  const plain = workspaceOf('authelia');
  const limited = (groups: Readonly<Record<string, string>>): Workspace => ({
    ...plain,
    apps: Object.fromEntries(
      Object.entries(plain.apps).map(([id, app]) => [id, { ...app, groups: [groups[id] ?? 'family'] }]),
    ),
  });
  const masked = await renderings.masked(limited({}), store, ['anton', 'berta', 'caesar']);
  if (!masked.ok) throw new Error(masked.error.message);
  const at = '2026-01-01T00:00:00.000Z';
  const ticks = Object.fromEntries(
    masked.value.deliverables.flatMap((one) =>
      one.form === 'guide'
        ? [
            [
              one.path,
              {
                steps: Object.fromEntries(
                  one.steps.map((step) => [step.id, { at, digest: stepDigest(masked.value, step) }]),
                ),
              },
            ],
          ]
        : [],
    ),
  );
  const count = async (workspace: Workspace) => {
    const outlines = await outlinesOf(renderings, workspace, store);
    return outlines.connections.map(
      (one) => appliedOf(outlines, one, { ticks, ways: { providers: {}, apps: {} } }).changed,
    );
  };
  expect(await count(limited({}))).toEqual([0, 0, 0]);
  // The groups in the guide are everybody's.
  expect(Math.min(...(await count(limited({ berta: 'another' }))))).toBeGreaterThan(0);
});
