import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLook } from '../../../electron/desktop/look.ts';
import { openAppState } from '../../../electron/host/app-state.ts';
import { LANGUAGES, THEMES } from '../../../shared/host/look.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-look-'));
const SYSTEM = { theme: 'system', language: 'system' };

describe('what the window needs of the settings', () => {
  it('is what the settings say, whichever was chosen', async () => {
    for (const theme of THEMES)
      for (const language of LANGUAGES) {
        await openAppState(folder).changeSettings({ theme, language });
        expect(readLook(folder)).toEqual({ theme, language });
      }
  });

  it('follows the system where there is no file', () => {
    expect(readLook(path.join(folder, 'missing'))).toEqual(SYSTEM);
  });

  it('follows the system in everything that is not one of the choices', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        writeFileSync(path.join(folder, 'settings.json'), text);
        const look = readLook(folder);
        expect(THEMES).toContain(look.theme);
        expect(LANGUAGES).toContain(look.language);
      }),
    );
    writeFileSync(path.join(folder, 'settings.json'), '{"theme":"pink","language":7}');
    expect(readLook(folder)).toEqual(SYSTEM);
  });
});
