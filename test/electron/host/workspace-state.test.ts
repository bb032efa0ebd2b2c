import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openWorkspaceStates } from '../../../electron/host/workspace-state.ts';

it('reads notes of before, which say nothing of access', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-state-'));
  try {
    mkdirSync(path.join(folder, 'workspaces'));
    const ticks = { 'a.yml': { steps: { one: { at: '2026-01-01T00:00:00.000Z', digest: 'd' } } } };
    writeFileSync(
      path.join(folder, 'workspaces', 'home.json'),
      JSON.stringify({ progress: {}, ticks, tests: {}, answered: {} }),
    );
    const state = openWorkspaceStates(folder)('home');
    expect(await state.read()).toMatchObject({ ticks, access: {} });
    const former = { romm: { provider: 'home', policy: 'two_factor', groups: ['family'] } };
    await state.update((now) => ({ ...now, access: former }));
    expect(await openWorkspaceStates(folder)('home').read()).toMatchObject({ ticks, access: former });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
