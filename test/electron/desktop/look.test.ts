import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTheme } from '../../../electron/desktop/look.ts';
import { openAppState } from '../../../electron/host/app-state.ts';
import { THEMES } from '../../../shared/host/look.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-look-'));

describe('the theme that the window opens with', () => {
  it('is what the settings say, whichever was chosen', async () => {
    for (const theme of THEMES) {
      await openAppState(folder).changeSettings({ theme });
      expect(readTheme(folder)).toBe(theme);
    }
  });

  it('follows the system where there is no file', () => {
    expect(readTheme(path.join(folder, 'missing'))).toBe('system');
  });

  it('follows the system if it is not one of the choices', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        writeFileSync(path.join(folder, 'settings.json'), text);
        expect(THEMES).toContain(readTheme(folder));
      }),
    );
    writeFileSync(path.join(folder, 'settings.json'), '{"theme":"pink"}');
    expect(readTheme(folder)).toBe('system');
  });
});
