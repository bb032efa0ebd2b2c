// biome-ignore-all lint/suspicious/noTemplateCurlyInString: env files hold such text
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envFailures, envLines, envValue } from '../../../shared/targets/env.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';
import { pythonWithDotenv, readWithPython } from '../../helpers/python-dotenv.ts';

const fileOf = (text: string) => `# a comment\nFIRST=1\nVALUE=${text}\nLAST='end'\nQUOTED="q"\n`;
const around = (value: string) => ({ FIRST: '1', VALUE: value, LAST: 'end', QUOTED: 'q' });

/** Text with many characters that env readers treat specially. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '\\',
        "'",
        '"',
        '#',
        ' ',
        '{',
        '}',
        '\n',
        '\r',
        '\t',
        '=',
        ':',
        '`',
        '!',
        '\u0085',
        '\u00a0',
      ),
      fc.constantFrom('a', 'B', '7', 'n', 'é', '😀', '${A}', '${A:-b}', ' #', '\\n', '$$'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('envValue', () => {
  it('keeps plain values bare, so that readers without quotes take them too', () => {
    for (const value of ['', 'true', '*', 'https://auth.example.com/a?b=c', 'aZ09-._~']) {
      expect(envValue(value)).toEqual({ ok: true, value });
    }
  });

  it('gives back the same value by both readers’ rules, or says that it can’t', () => {
    let written = 0;
    fc.assert(
      fc.property(nasty, (value) => {
        const text = envValue(value);
        if (!text.ok) {
          expect(text.error.code).toBe('env-value-not-expressible');
          expect(value).toMatch(/[$\\\0]|\p{Surrogate}/u);
          return;
        }
        written++;
        expect(readAsPythonDotenv(fileOf(text.value))).toEqual(around(value));
        expect(readAsCompose(fileOf(text.value))).toEqual(around(value));
      }),
      { numRuns: 3000 },
    );
    expect(written).toBeGreaterThan(1000);
  });

  it('can write every value without a backslash, a NUL or ${…}', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        fc.pre(!/[\\\0]|\$\{|\p{Surrogate}/u.test(value) && !(value.includes('$') && /['\r\n]/.test(value)));
        expect(envValue(value).ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what the readers disagree on', () => {
    for (const value of ['${HOME}', '${A:-x}', '$a\\', '$\\\\', 'nul\0', '\ud800']) {
      expect(envValue(value).ok, JSON.stringify(value)).toBe(false);
    }
  });

  const python = pythonWithDotenv();
  it.skipIf(python === undefined)('is read back by python-dotenv itself', () => {
    const values = fc.sample(nasty, { numRuns: 3000, seed: 7 }).flatMap((value) => {
      const text = envValue(value);
      return text.ok ? [{ value, text: text.value }] : [];
    });
    const read = readWithPython(
      python!,
      values.map(({ text }) => fileOf(text)),
    );
    expect(read).toEqual(values.map(({ value }) => around(value)));
  });
});

describe('envLines', () => {
  it('writes a comment in place of a value it can’t write, and reports it', () => {
    const variable = { name: 'SECRET', value: 'a${HOME}b' };
    const [line] = envLines(variable);
    expect(line!.text).toMatch(/^# SECRET is missing: /);
    expect(line!.text).not.toContain('a${HOME}b');
    expect(envFailures([variable, { name: 'FINE', value: 'x' }])).toEqual([
      { name: 'SECRET', message: expect.stringContaining('can’t be written') },
    ]);
  });
});
