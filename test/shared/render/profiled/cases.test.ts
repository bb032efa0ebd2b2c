import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { MAX_PROFILE_BYTES, readAppProfile } from '../../../../shared/profile/read.ts';
import type { AppProfile } from '../../../../shared/profile/schema.ts';
import { starterProfile } from '../../../../shared/profile/starter.ts';
import { dealtCases } from '../../../../shared/render/profiled/cases.ts';
import {
  brokenPromises,
  casesOf,
  trialsOf,
  unrequestedClaims,
} from '../../../../shared/render/profiled/prove.ts';
import { PROVIDER_KINDS } from '../../../../shared/workspace/kinds.ts';
import { timeOf } from '../../../helpers/processor-time.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('cases that are dealt out', () => {
  const SIZES = [80, 11, 6, ...numbers(200).map((index) => 2 + (index % 4))];

  it('have each value of each part, about equally often', () => {
    const cases = dealtCases(SIZES, 200);
    expect(cases).toHaveLength(200);
    for (const [part, size] of SIZES.entries()) {
      const counts = numbers(size).map((value) => cases.filter((one) => one[part] === value).length);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.floor(200 / size));
      expect(Math.max(...counts)).toBeLessThanOrEqual(Math.ceil(200 / size));
    }
  });

  it('have nearly every pair of values of two settings', () => {
    const cases = dealtCases([2, 3, 4], 100);
    const pairs = new Set(cases.flatMap(([a, b, c]) => [`${a} ${b} *`, `${a} * ${c}`, `* ${b} ${c}`]));
    expect(pairs.size).toBe(2 * 3 + 2 * 4 + 3 * 4);
  });

  it('are the same every time, and enough for the part with the most values', () => {
    expect(dealtCases(SIZES, 50)).toEqual(dealtCases(SIZES, 50));
    expect(dealtCases(SIZES, 1)).toHaveLength(80);
  });
});

/** The largest profile with more and more of one thing. */
function largest(grown: (count: number) => Partial<Record<string, unknown>>): AppProfile {
  const begun = readAppProfile(starterProfile('big-app')!);
  if (!begun.ok) throw new Error('the beginning of a profile is wrong');
  const { unsure: _, ...plain } = begun.profile;
  const texts = [100, 200, 400, 600, 800].flatMap((count) => {
    const text = stringify({ ...plain, ...grown(count) }, { lineWidth: 0 });
    return text.length <= MAX_PROFILE_BYTES ? [text] : [];
  });
  const read = readAppProfile(texts.at(-1)!);
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  return read.profile;
}

const versions = (count: number) => numbers(count).map((index) => `1.${index}`);
const MANY_VERSIONS = { lines: versions(40), patches: versions(40).map((one) => `${one}.1`) };
const EDITIONS = numbers(6).map((index) => ({ id: `e${index}`, name: `E${index}`, supported: index > 2 }));
const named = <T>(count: number, value: (index: number) => T) =>
  Object.fromEntries(numbers(count).map((index) => [`k${index}`, value(index)]));
const switches = (count: number) =>
  named(count, () => ({ label: 'L', type: 'boolean', default: false, help: 'H.' }));
const env = (keys: unknown, name = 'big-app.env') => ({ env: name, service: name.split('.')[0]!, keys });
const BASE = { I: '{issuer}', C: '{client_id}', S: '{client_secret}' };

describe('the largest profile', () => {
  it.each<[string, (count: number) => Partial<Record<string, unknown>>]>([
    [
      'of switches, each with a line',
      (count) => ({
        settings: switches(count / 2),
        targets: [env({ ...BASE, ...named(count / 2, (at) => `{settings.k${at}|bool}`) })],
      }),
    ],
    [
      'of versions, editions and switches',
      (count) => ({ versions: MANY_VERSIONS, editions: EDITIONS, settings: switches(count) }),
    ],
    [
      'of choices',
      (count) => ({
        versions: MANY_VERSIONS,
        settings: named(count / 8, () => ({
          label: 'L',
          type: 'choice',
          choices: numbers(20).map(String),
          help: 'H.',
        })),
      }),
    ],
    [
      'of lines with conditions',
      (count) => ({
        versions: MANY_VERSIONS,
        settings: switches(20),
        targets: [
          env({
            ...BASE,
            ...named(count / 2, (at) => [
              { value: '{issuer}', when: `settings.k${at % 20}` },
              { value: '{callbacks|comma}' },
            ]),
          }),
        ],
      }),
    ],
    [
      'of targets',
      (count) => ({
        versions: MANY_VERSIONS,
        targets: [
          env(BASE),
          ...numbers(11).map((at) =>
            env(
              named(count / 11, () => '{issuer|slash}'),
              `x${at}.env`,
            ),
          ),
        ],
      }),
    ],
  ])('%s is tried in less than two seconds', (_name, grown) => {
    const profile = largest(grown);
    const cases = casesOf(profile);
    let broken: readonly string[] = [];
    const work = (): void => {
      const trials = trialsOf(profile, cases);
      broken = brokenPromises(profile, trials);
      unrequestedClaims(profile, trials);
    };
    expect(timeOf(work, 2000)).toBeLessThan(2000);
    expect(broken).toEqual([]);

    const { lines, patches = [] } = profile.versions;
    const seen = (of: (one: (typeof cases.cases)[number]) => unknown) => new Set(cases.cases.map(of)).size;
    expect(seen(({ version }) => version)).toBe(lines.length + patches.length);
    expect(seen(({ provider }) => provider)).toBe(PROVIDER_KINDS.length);
    expect(seen(({ edition }) => edition)).toBe(profile.editions?.length ?? 1);
    for (const [key, { choices = [true, false] }] of Object.entries(profile.settings ?? {}))
      for (const value of choices)
        expect(cases.cases.some(({ settings }) => settings[key] === value)).toBe(true);
  });

  it('names no more than eight settings of a case', () => {
    const profile = largest((count) => ({ settings: switches(count), targets: [env({ I: '{issuer}' })] }));
    const [said] = brokenPromises(profile);
    expect(said).toMatch(/hands the client secret over.*and \d+ more/);
    expect(said!.length).toBeLessThan(400);
  });
});

it('a plain profile is tried in all cases', () => {
  const read = readAppProfile(starterProfile('my-app')!);
  expect(read.ok && casesOf(read.profile)).toMatchObject({ complete: true });
});
