import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressOf, repairAddress } from '../../../shared/addresses/repair.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const MEMOS: AddressOf = { side: 'app', kind: 'memos' };
const shown = (text: string, of: AddressOf) => {
  const repair = repairAddress(text, of);
  return repair && [repair.value, repair.why, repair.must];
};
const sides = (text: string, of: AddressOf) => {
  const parts = repairAddress(text, of)?.parts ?? [];
  const of2 = (...is: string[]) =>
    parts
      .filter((part) => is.includes(part.is))
      .map((part) => part.text)
      .join('');
  return { typed: of2('kept', 'dropped'), value: of2('kept', 'added') };
};

describe('a pasted address', () => {
  it.each([
    ['https://memos.example.com/auth?redirect=%2Fexplore', 'https://memos.example.com', 'page', true],
    ['https://memos.example.com/auth/callback', 'https://memos.example.com', 'page', true],
    ['memos.example.com', 'https://memos.example.com', 'scheme', true],
    ['//memos.example.com/', 'https://memos.example.com', 'scheme', true],
    ['localhost:5230', 'http://localhost:5230', 'scheme', true],
    ['https://memos.example.com/', 'https://memos.example.com', 'slash', false],
    ['https://memos.example.com//', 'https://memos.example.com', 'slash', false],
    [' https://memos.example.com\n', 'https://memos.example.com', 'marks', false],
    ['"https://memos.example.com"', 'https://memos.example.com', 'marks', true],
    ['“https://memos.example.com/”', 'https://memos.example.com', 'marks', true],
    ['<https://memos.example.com>', 'https://memos.example.com', 'marks', true],
    ['https://memos. example.com', 'https://memos.example.com', 'marks', true],
    ['https://memos.example.com,', 'https://memos.example.com', 'marks', true],
    ['Memos: https://memos.example.com/', 'https://memos.example.com', 'marks', true],
    ['[Memos](https://memos.example.com)', 'https://memos.example.com', 'marks', true],
    ['https://memos.exam\u200bple.com', 'https://memos.example.com', 'marks', true],
    ['https://memos.example.com/?utm_source=x', 'https://memos.example.com', 'query', true],
    ['https://memos.example.com/#top', 'https://memos.example.com', 'query', true],
    ['http://[::1]:5230/', 'http://[::1]:5230', 'slash', false],
    ['"http://[::1]"', 'http://[::1]', 'marks', true],
  ])('%j becomes %s', (text, value, why, must) => {
    expect(shown(text, MEMOS)).toEqual([value, why, must]);
  });

  it.each([
    'https://memos.example.com',
    'https://example.com/notes',
    'https://MEMOS.example.com:8443',
    '',
    'memos',
    'ftp://memos.example.com/',
    'https://me:secret@memos.example.com/',
    'https://',
  ])('%j is left as it is', (text) => expect(repairAddress(text, MEMOS)).toBeUndefined());

  it('keeps the slash at the end of an issuer, and finds the root of a provider', () => {
    const oidc: AddressOf = { side: 'provider', kind: 'oidc' };
    expect(repairAddress('https://sso.example.com/application/o/notes/', oidc)).toBeUndefined();
    expect(shown('"https://sso.example.com/application/o/notes/"', oidc)?.[0]).toBe(
      'https://sso.example.com/application/o/notes/',
    );
    expect(shown('https://sso.example.com/application/o/notes/', { ...oidc, kind: 'authentik' })).toEqual([
      'https://sso.example.com',
      'page',
      true,
    ]);
    expect(shown('https://id.example.com/.well-known/openid-configuration', oidc)).toEqual([
      'https://id.example.com',
      'page',
      true,
    ]);
  });

  it('knows the redirect paths of an app, below a path too', () => {
    const of: AddressOf = { side: 'app', kind: 'wiki', callbacks: ['/oidc/callback'] };
    expect(shown('https://example.com/wiki/oidc/callback?code=x', of)).toEqual([
      'https://example.com/wiki',
      'page',
      true,
    ]);
    expect(shown('https://wiki.example.com/login', { side: 'app', kind: 'custom' })).toEqual([
      'https://wiki.example.com',
      'page',
      false,
    ]);
  });

  it('says what falls away and what was missing', () => {
    expect(repairAddress('https://memos.example.com/auth?x', MEMOS)?.parts).toEqual([
      { text: 'https://memos.example.com', is: 'kept' },
      { text: '/auth?x', is: 'dropped' },
    ]);
    expect(repairAddress('"memos.example.com/ "', MEMOS)?.parts).toEqual([
      { text: '"', is: 'dropped' },
      { text: 'https://', is: 'added' },
      { text: 'memos.example.com', is: 'kept' },
      { text: '/ "', is: 'dropped' },
    ]);
  });
});

describe('whatever surrounds an address', () => {
  const root = fc
    .tuple(
      fc.constantFrom('https://', 'http://'),
      fc.stringMatching(/^[a-z][a-z0-9]{0,8}\.[a-z]{2,8}\.org$/),
      fc.constantFrom('', ':8443', ':5230'),
    )
    .map((all) => all.join(''));
  const wrap = fc.constantFrom(
    (text: string) => text,
    (text: string) => `"${text}"`,
    (text: string) => ` ${text} `,
    (text: string) => `‘${text}’`,
    (text: string) => `<${text}>`,
    (text: string) => `${text}.`,
    (text: string) => `${text}\r\n`,
    (text: string) => `\u200b${text}`,
    (text: string) => text.replace(/^https:\/\//, ''),
  );
  const tail = fc.constantFrom(
    '',
    '/',
    '//',
    '/auth',
    '/auth/callback',
    '/settings#sso',
    '?x=1',
    '/#/x',
    '/explore?a=b#c',
  );

  it('the root comes out, and what comes out needs no repair', () => {
    fc.assert(
      fc.property(root, tail, wrap, (address, after, around) => {
        const text = around(address + after);
        const repair = repairAddress(text, MEMOS);
        expect(repair?.value ?? text).toBe(address);
        expect(repairAddress(address, MEMOS)).toBeUndefined();
      }),
    );
  });

  it('the parts are the pasted text, and the value, whatever was pasted', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.tuple(root, fc.string({ unit: 'grapheme-composite', maxLength: 30 })).map((all) => all.join('')),
      fc
        .tuple(fc.string({ maxLength: 8 }), root, tail, fc.string({ maxLength: 8 }))
        .map((all) => all.join('')),
    );
    const whom = fc.constantFrom<AddressOf>(
      MEMOS,
      { side: 'app', kind: 'custom', callbacks: ['/cb'] },
      { side: 'provider', kind: 'oidc' },
      { side: 'provider', kind: 'authentik' },
      { side: 'provider', kind: undefined },
    );
    fc.assert(
      fc.property(any, whom, (text, of) => {
        const repair = repairAddress(text, of);
        if (!repair) return;
        expect(sides(text, of)).toEqual({ typed: text, value: repair.value });
        expect(repair.value).not.toBe(text);
        expect(() => new URL(repair.value)).not.toThrow();
        // Once is enough.
        expect(repairAddress(repair.value, of)?.value ?? repair.value).toBe(repair.value);
      }),
      { numRuns: 400 },
    );
  });

  it('takes a long text in time', () => {
    timeOf(() => {
      for (const text of [
        '"'.repeat(2000),
        `https://${'a.'.repeat(1000)}`,
        ' '.repeat(2048),
        `x${'.'.repeat(2000)}y`,
        'https://a'.repeat(220),
      ])
        repairAddress(text, MEMOS);
    }, 300);
  });
});
