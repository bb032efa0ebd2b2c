import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KnownValues } from '../../../shared/diagnosis/known-values.ts';
import { processorTime } from '../../helpers/processor-time.ts';
import { FORMS, ONE_SHORT } from '../../helpers/secret-forms.ts';

const secrets = (...values: readonly string[]): KnownValues<string> => {
  const known = new KnownValues<string>();
  for (const value of values) known.add(value, `[${values.indexOf(value)}]`);
  return known;
};
const hide = (known: KnownValues<string>, text: string) => known.hide(text, (mark) => mark);

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Secrets as programs make them, and as people choose them. */
const secret = fc.oneof(
  fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 8, maxLength: 128 }),
  fc
    .string({
      unit: fc.constantFrom(...LETTERS, ...'-._~!#$%&\'*+/=?@ ^`{|}"<>\\öß€😀'),
      minLength: 10,
      maxLength: 80,
    })
    .filter((value) => value.replace(/\s/g, '').length >= 10),
);
/** Text around a secret that has nothing in common with it. */
const around = fc.constantFrom('', 'invalid_client: ', '"', '=', '<p>', ' ö ', '{"error":"', '(', '\n');

describe('known values', () => {
  test.each(Object.keys(FORMS))('are found %s', (name) => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const form = FORMS[name]!(value);
        const text = `${before}${form}${after}`;
        const shown = hide(secrets(value), text);
        expect(shown).not.toContain(form);
        // At most the ends of the form are left: in base64 they also depend on what stands beside.
        expect(shown.replaceAll('[0]', '').length).toBeLessThanOrEqual(before.length + after.length + 20);
      }),
      { numRuns: 200 },
    );
  });

  test('are found with one character missing, anywhere', () => {
    fc.assert(
      fc.property(secret, fc.nat(), around, around, (value, at, before, after) => {
        const characters = [...value.replace(/\s/g, '')];
        const short = ONE_SHORT(characters.join(''), at % characters.length);
        fc.pre(short !== value);
        const shown = hide(secrets(value), `${before}${short}${after}`);
        expect(shown.replaceAll('[0]', '').length).toBeLessThanOrEqual(before.length + after.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('give the mark of the longest, and nothing of it is left, in whichever order they were added', () => {
    const short = 'Ab3dEf6hIj9k';
    for (const long of [`${short}LmNoP`, `QrStU${short}LmNoP`, `x${short}`, `${short}${short}z`]) {
      for (const values of [
        [short, long],
        [long, short],
      ]) {
        const known = secrets(...values);
        expect(hide(known, `a ${long} b`)).toBe(`a [${values.indexOf(long)}] b`);
        expect(hide(known, `a ${short} b`)).toBe(`a [${values.indexOf(short)}] b`);
      }
    }
  });

  test('leave every other text as it is', () => {
    const known = secrets('kQ7vX2mN9pR4tW8yZ3bD6fH1jL5sG0aC', 'correct horse battery staple', 'abcd1234');
    for (const text of [
      'The request was refused: client authentication failed.',
      'https://auth.example.com/api/oidc/token?client_id=romm',
      'a correct horse, and a battery',
      '%41%42 &lt;b&gt; \\u0041 \\"x\\"',
      'abcd 12',
      '',
    ])
      expect(hide(known, text)).toBe(text);
    expect(hide(secrets('abc'), 'abc')).toBe('abc');
  });

  test('hold a megabyte of tokens, and are found in linear time', () => {
    let seed = 1;
    const random = (length: number) =>
      Array.from({ length }, () => {
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        return LETTERS[(seed >>> 0) % LETTERS.length];
      }).join('');
    const token = `eyJ${random(1 << 20)}.${random(2000)}.${random(2000)}`;
    const client = random(72);
    const worst = 'a'.repeat(200_000);
    const started = processorTime();
    const known = secrets(token, client, worst, `${'a'.repeat(4000)}b`);
    const shown = hide(known, `${token} ${client} ${token.slice(500_000, 500_300)} ${worst}`);
    expect(shown).toBe('[0] [1] [0] [2]');
    for (const text of [
      worst,
      `${'a'.repeat(3999)}c`.repeat(50),
      '%25'.repeat(200_000),
      '\\u00'.repeat(200_000),
    ])
      hide(known, text);
    expect(processorTime() - started).toBeLessThan(20_000);
  });
});
