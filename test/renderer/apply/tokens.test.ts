import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeLanguage, tokenize } from '../../../renderer/apply/tokens.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const LANGUAGES: readonly CodeLanguage[] = ['yaml', 'env', 'json', 'shell', 'markdown'];
const kinds = (line: string, language: CodeLanguage) =>
  tokenize(line, language)
    .filter((token) => token.text.trim() !== '')
    .map((token) => [token.kind, token.text]);

describe('colouring', () => {
  it('never changes a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...LANGUAGES),
        (line, language) => {
          expect(
            tokenize(line, language)
              .map((token) => token.text)
              .join(''),
          ).toBe(line);
        },
      ),
    );
  });

  it('takes a long hostile line in its stride', () => {
    const line = `${'"\\'.repeat(20_000)}: ${"'".repeat(20_000)}`;
    const work = (): void => {
      for (const language of LANGUAGES) tokenize(line, language);
    };
    expect(timeOf(work, 2000)).toBeLessThan(2000);
  });

  it('knows keys, strings and remarks', () => {
    expect(kinds("        client_name: 'RomM' # as shown", 'yaml')).toEqual([
      ['key', 'client_name'],
      ['mark', ':'],
      ['string', "'RomM'"],
      ['note', '# as shown'],
    ]);
    expect(kinds('OIDC_ENABLED=true', 'env')).toEqual([
      ['key', 'OIDC_ENABLED'],
      ['mark', '='],
      ['plain', 'true'],
    ]);
    expect(kinds('{"name": "x"}', 'json').map(([kind]) => kind)).toEqual([
      'mark',
      'key',
      'mark',
      'string',
      'mark',
    ]);
  });

  it('keeps a hash inside a word, and a URL, from being taken for something else', () => {
    expect(kinds('  - https://auth.example.com/#x', 'yaml').some(([kind]) => kind === 'key')).toBe(false);
  });

  it('shows a masked secret as such, also inside quotes', () => {
    expect(kinds("client_secret: '••••••••••••••••'", 'yaml')).toContainEqual(['mask', '••••••••••••••••']);
  });
});
