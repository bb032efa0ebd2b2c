import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../shared/profile/built-in.ts';
import {
  atLeast,
  compareVersions,
  inRange,
  type KnownVersions,
  parseVersion,
  resolveVersion,
} from '../../shared/version.ts';
import { timeOf } from '../helpers/processor-time.ts';

const numbers = fc.array(fc.nat(999_999), { minLength: 1, maxLength: 4 });
const version = fc
  .tuple(fc.constantFrom('', 'v'), numbers, fc.constantFrom('', '-rc1', '+build.5', '-alpine'))
  .map(([prefix, parts, suffix]) => prefix + parts.join('.') + suffix);

describe('parseVersion', () => {
  it('gives the numbers that are written', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom('', 'v'),
        fc.constantFrom('', '-rc1', '+x'),
        (parts, prefix, suffix) => {
          expect(parseVersion(` ${prefix}${parts.join('.')}${suffix}`)).toEqual(parts);
        },
      ),
    );
  });

  it.each([
    '',
    'v',
    'latest',
    '4.',
    '.4',
    '4..3',
    '1.2.3.4.5',
    '1234567',
    '-1',
    '4.39 beta',
    '4,39',
    '4.39-',
    '٤.٣',
    '1e3',
    `1-${'a'.repeat(41)}`,
  ])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('never throws and never takes long', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseVersion(text)));
    const work = (): void => {
      for (const piece of ['1.', '9', '1-', '.', 'v']) parseVersion(piece.repeat(500_000));
    };
    expect(timeOf(work, 1000)).toBeLessThan(1000);
  });
});

describe('compareVersions', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        expect(atLeast(a, b) || atLeast(b, a)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes a missing part for 0 and goes by numbers, not letters', () => {
    expect(compareVersions('4', '4.0.0')).toBe(0);
    expect(compareVersions('4.9', '4.10')).toBeLessThan(0);
    expect(compareVersions('0.30', '0.3')).toBeGreaterThan(0);
    expect(compareVersions('2024.12', '2025.2')).toBeLessThan(0);
    expect(compareVersions('v4.39-rc1', '4.39')).toBe(0);
  });

  it('throws on what is no version, naming it', () => {
    expect(() => compareVersions('latest', '1')).toThrow('latest');
    expect(() => compareVersions('1', 'newest')).toThrow('newest');
  });
});

describe('resolveVersion', () => {
  const known: KnownVersions = { lines: ['4.38', '4.39'], tooOld: { before: '4.37', reason: 'x' } };

  it.each([
    [undefined, '4.39', 'not-stated'],
    ['latest', '4.39', 'not-stated'],
    ['4.36.9', '4.38', 'too-old'],
    ['4.37', '4.38', 'older-than-known'],
    ['4.37.5', '4.38', 'older-than-known'],
    ['4.38', '4.38', 'known'],
    ['4.38.19', '4.38.19', 'known'],
    ['4.39.20', '4.39.20', 'known'],
    ['v4.39.1-rc1', 'v4.39.1-rc1', 'known'],
    ['4.40', '4.39', 'newer-than-known'],
    ['5', '4.39', 'newer-than-known'],
    ['4', '4.38', 'too-old'],
  ] as const)('takes %s for %s: %s', (requested, effective, status) => {
    expect(resolveVersion(requested, known)).toMatchObject({ effective, status });
  });

  it('stays within what is known, for any version', () => {
    const lines = fc
      .uniqueArray(
        fc.tuple(fc.nat(9), fc.nat(60)).map((parts) => parts.join('.')),
        { minLength: 1, maxLength: 6 },
      )
      .map((all) => all.sort(compareVersions));
    fc.assert(
      fc.property(lines, fc.option(version, { nil: undefined }), (all, requested) => {
        const resolved = resolveVersion(requested, { lines: all });
        expect(atLeast(resolved.effective, all[0]!)).toBe(true);
        const newest = all.at(-1)!;
        const line = parseVersion(resolved.effective)!.slice(0, 2).join('.');
        expect(atLeast(newest, line)).toBe(true);
        if (resolved.status === 'known') expect(resolved.effective).toBe(requested);
        if (requested === undefined) expect(resolved).not.toHaveProperty('requested');
      }),
      { numRuns: 300 },
    );
  });

  it('knows the newest line of one number by its first number', () => {
    expect(resolveVersion('5.9', { lines: ['4', '5'] }).status).toBe('known');
    expect(resolveVersion('6.0', { lines: ['4', '5'] }).status).toBe('newer-than-known');
  });
});

describe('a range as a document shows it', () => {
  it.each([
    ['2026.8', '2026.5 or newer', true],
    ['2026.5', '2026.5 or newer', true],
    ['2026.2.4', '2026.5 or newer', false],
    ['2025.6.3', '2025.6 or older', true],
    ['2025.8', '2025.6 or older', false],
    ['2026.2.4', '2025.8 to 2026.2', true],
    ['2025.6.4', '2025.8 to 2026.2', false],
    ['2026.5', '2025.8 to 2026.2', false],
    ['4.39.20', '4.39', true],
    ['4.38', '4.39', false],
    ['4.39', 'some time ago', undefined],
    ['latest', '4.39 or newer', undefined],
    ['4.39', '', undefined],
  ])('has or has not %s in “%s”', (version, range, expected) => {
    expect(inRange(version, range)).toBe(expected);
  });

  it('is understood in every profile that shows one', () => {
    const shown = PROVIDER_PROFILE_KINDS.flatMap(
      (kind) => builtInProvider(kind)!.signs?.versions?.map(({ version }) => version) ?? [],
    );
    expect(shown.length).toBeGreaterThan(2);
    for (const range of shown) expect([range, inRange('1.0', range)]).not.toContain(undefined);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (version, range) => {
        expect([true, false, undefined]).toContain(inRange(version, range));
      }),
    );
  });
});
