import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLEAR_AFTER_MS, createSecretClipboard } from '../../../electron/desktop/clipboard.ts';
import { noLog } from '../../../electron/host/log.ts';
import { electron, resetElectron } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

beforeEach(() => {
  resetElectron();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('a copied secret', () => {
  it('leaves the clipboard after a minute', async () => {
    const clipboard = createSecretClipboard(noLog);
    await clipboard.copy('s3cret');
    await vi.advanceTimersByTimeAsync(CLEAR_AFTER_MS - 1);
    expect(electron.state.clipboard).toBe('s3cret');
    await vi.advanceTimersByTimeAsync(1);
    expect(electron.state.clipboard).toBe('');
    expect(clipboard.pending).toBe(false);
  });

  it('never takes away what was copied since', async () => {
    const clipboard = createSecretClipboard(noLog);
    await clipboard.copy('s3cret');
    electron.state.clipboard = 'a shopping list';
    await vi.advanceTimersByTimeAsync(CLEAR_AFTER_MS);
    expect(electron.state.clipboard).toBe('a shopping list');
  });

  it('starts its time anew with the next one', async () => {
    const clipboard = createSecretClipboard(noLog);
    await Promise.all([clipboard.copy('first'), clipboard.copy('second')]);
    await vi.advanceTimersByTimeAsync(CLEAR_AFTER_MS - 1000);
    await clipboard.copy('third');
    await vi.advanceTimersByTimeAsync(CLEAR_AFTER_MS - 1000);
    expect(electron.state.clipboard).toBe('third');
    await vi.advanceTimersByTimeAsync(1000);
    expect(electron.state.clipboard).toBe('');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is kept nowhere in the program', async () => {
    const clipboard = createSecretClipboard(noLog);
    await clipboard.copy('s3cret');
    expect(inspect(clipboard, { depth: 5, showHidden: true })).not.toContain('s3cret');
  });
});
