import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { APP_ID, setupAppId } from '../../../electron/desktop/app-id.ts';
import { electron, resetElectron } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

beforeEach(resetElectron);

describe('the app’s name for the system', () => {
  it('is the one of the installers', () => {
    const config = path.resolve(import.meta.dirname, '../../../electron-builder.yml');
    expect(parse(readFileSync(config, 'utf8'))).toMatchObject({ appId: APP_ID });
  });

  it.each([
    ['win32', APP_ID],
    ['linux', undefined],
    ['darwin', undefined],
  ] as const)('is told to %s as %s', (platform, expected) => {
    setupAppId(platform);
    expect(electron.state.userModelId).toBe(expected);
  });

  it('is told at the start of the app', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-app-id-'));
    vi.stubEnv('LATCHKEY_DATA', folder);
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      await import('../../../electron/main.ts');
      await expect.poll(() => electron.state.windows.length).toBe(1);
      expect(electron.state.userModelId).toBe(APP_ID);
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
