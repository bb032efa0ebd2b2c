import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtInProfile,
  builtInProvider,
  PROFILE_KINDS,
  PROVIDER_PROFILE_KINDS,
} from '../../../shared/profile/built-in.ts';
import { type Circumstances, type Dependent, holds } from '../../../shared/profile/condition.ts';
import { neverCounts } from '../../../shared/profile/never-counts.ts';
import { type Known, possible } from '../../../shared/profile/possible.ts';
import { readAppProfile, readProfile } from '../../../shared/profile/read.ts';
import type { AppProfile } from '../../../shared/profile/schema.ts';
import { starterProfile, starterProvider } from '../../../shared/profile/starter.ts';
import { firstWorld, split, type World } from '../../../shared/targets/worlds.ts';

/** A small product, of which every state can be listed. */
const SETTINGS = {
  on: { label: 'On', type: 'boolean', help: 'H.' },
  off: { label: 'Off', type: 'boolean', default: false, since: '2.0', help: 'H.' },
  way: { label: 'Way', type: 'choice', choices: ['a', 'b', 'c'], default: 'a', help: 'H.' },
  old: { label: 'Old', type: 'choice', choices: ['x', 'y'], before: '3.0', help: 'H.' },
} as const satisfies NonNullable<AppProfile['settings']>;
const VERSIONS = ['1.0', '2.0', '3.0'] as const;
const EDITIONS = ['free', 'paid'] as const;
const FACTS = ['app.https', 'client.public', 'provider.end_session', 'provider.no_end_session'] as const;
const KNOWN: Known = { settings: SETTINGS, editions: EDITIONS };

const ATOMS = [
  ...['settings.on', 'settings.off', 'settings.off=false', 'settings.way=a', 'settings.way=b'],
  ...['settings.way~[bc]', 'settings.old', 'settings.old=y', 'edition=free', 'edition=paid', ...FACTS],
];

/** What a person may have set, and what is so. */
interface State {
  readonly version: (typeof VERSIONS)[number];
  readonly values: Readonly<Record<keyof typeof SETTINGS, boolean | string | undefined>>;
  readonly edition: string | undefined;
  readonly facts: Readonly<Record<string, boolean>>;
}

const STATES: readonly State[] = VERSIONS.flatMap((version) =>
  [true, false, undefined].flatMap((on) =>
    (version === '1.0' ? [undefined] : [true, false]).flatMap((off) =>
      ['a', 'b', 'c'].flatMap((way) =>
        (version === '3.0' ? [undefined] : ['x', 'y', undefined]).flatMap((old) =>
          [...EDITIONS, undefined].flatMap((edition) =>
            Array.from({ length: 12 }, (_, bits) => ({
              version,
              values: { on, off, way, old },
              edition,
              facts: {
                'app.https': bits % 2 === 1,
                'client.public': (bits >> 1) % 2 === 1,
                // A provider has one, has none, or isn't known.
                'provider.end_session': bits >> 2 === 1,
                'provider.no_end_session': bits >> 2 === 2,
              },
            })),
          ),
        ),
      ),
    ),
  ),
);

const circumstances = ({ version, values, edition, facts }: State): Circumstances => ({
  version,
  setting: (key) => values[key as keyof typeof values],
  ...(edition === undefined ? {} : { edition }),
  facts,
});

/** The conditions that are true in a state, by a table of its own. */
const truths = ({ values: { on, off, way, old }, edition, facts }: State): ReadonlySet<string> =>
  new Set([
    ...(on === true ? ['settings.on'] : []),
    ...(off === true ? ['settings.off'] : []),
    ...(off === false ? ['settings.off=false'] : []),
    `settings.way=${String(way)}`,
    ...(way === 'a' ? [] : ['settings.way~[bc]']),
    ...(old === undefined ? [] : ['settings.old', `settings.old=${String(old)}`]),
    ...(edition === undefined ? [] : [`edition=${edition}`]),
    ...FACTS.filter((name) => facts[name]),
  ]);

const TRUTHS = new Map(STATES.map((state) => [state, truths(state)]));

/** Whether a part counts, by the ways of choosing one condition of each clause. */
function countsIn({ when = [], unless = [], since, before }: Dependent): (state: State) => boolean {
  const ways = when.reduce<string[][]>(
    (all, clause) =>
      all.flatMap((way) => (typeof clause === 'string' ? [clause] : clause.any).map((one) => [...way, one])),
    [[]],
  );
  return (state) => {
    const known = TRUTHS.get(state)!;
    return (
      ways.some((way) => way.every((one) => known.has(one))) &&
      unless.every((one) => !known.has(one)) &&
      (since === undefined || Number(state.version) >= Number(since)) &&
      (before === undefined || Number(state.version) < Number(before))
    );
  };
}

const atom = fc.constantFrom(...ATOMS);
const version = fc.constantFrom('1.0', '2.0', '3.0');
const part: fc.Arbitrary<Dependent> = fc.record(
  {
    when: fc.array(fc.oneof(atom, fc.record({ any: fc.uniqueArray(atom, { minLength: 2, maxLength: 4 }) })), {
      minLength: 1,
      maxLength: 3,
    }),
    unless: fc.array(atom, { minLength: 1, maxLength: 3 }),
    since: version,
    before: version,
  },
  { requiredKeys: [] },
);

describe('a condition', () => {
  it('holds where one of each clause does and none of the exceptions, by another way of evaluation, too', () => {
    fc.assert(
      fc.property(part, fc.nat(STATES.length - 1), (one, at) => {
        const state = STATES[at]!;
        expect(holds(one, circumstances(state))).toBe(countsIn(one)(state));
      }),
      { numRuns: 3000 },
    );
  });

  it('is called possible exactly where some state lets it count', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 2 }),
        fc.array(part, { maxLength: 3 }),
        (parts, without) => {
          const [all, none] = [parts.map(countsIn), without.map(countsIn)];
          const some = STATES.some(
            (state) => all.every((one) => one(state)) && !none.some((one) => one(state)),
          );
          // Versions between those and after them are no others than these; there are none before.
          expect(possible([{ since: '1.0' }, ...parts], without, KNOWN)).toBe(some);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('parts the worlds of the reader into those in which it counts and those in which it doesn’t, each state once', () => {
    const profile = {
      settings: SETTINGS,
      editions: EDITIONS.map((id) => ({ id, name: id, supported: true })),
    };
    const isIn = ({ domains, filled, facts }: World, { values, edition, facts: known }: State): boolean =>
      [...domains].every(([name, all]) =>
        all.includes(name === 'edition' ? edition : values[name.slice(9) as keyof typeof values]),
      ) &&
      [...filled].every(
        ([name, wanted]) => (values[name.slice(9) as keyof typeof values] !== undefined) === wanted,
      ) &&
      [...facts].every(([name, wanted]) => known[name] === wanted);
    fc.assert(
      fc.property(part, fc.nat(STATES.length - 1), (one, at) => {
        const state = STATES[at]!;
        // The reader knows which edition it reads, or takes one of those that there are.
        fc.pre(state.edition !== undefined);
        const first = firstWorld({ profile: profile as unknown as AppProfile, version: state.version });
        const { yes, no } = split(first, one as Parameters<typeof split>[1], state.version);
        const where = [yes, no].map((worlds) => worlds.filter((world) => isIn(world, state)).length);
        expect(where).toEqual(countsIn(one)(state) ? [1, 0] : [0, 1]);
      }),
      { numRuns: 1500 },
    );
  });

  it('says nothing where it would take too long to be sure', () => {
    const any = (from: number) => ({ any: Array.from({ length: 6 }, (_, at) => `scope=s${from + at}`) });
    const wide: Dependent = { when: Array.from({ length: 6 }, (_, at) => any(6 * at)) };
    const started = process.cpuUsage().user;
    expect(possible([wide, wide], [wide, wide, wide, wide])).toBe(true);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(3000);
  });
});

const STARTER = starterProfile('my-app')!;
const replaced = (starter: string, lines: string): string => {
  const keys = [...lines.matchAll(/^(\w+):/gm)].map(([, key]) => key!);
  const kept = starter.split('\n').reduce<{ lines: string[]; skips: boolean }>(
    ({ lines: all, skips }, line) => {
      const begins = /^\w/.test(line);
      const skip = begins ? keys.some((key) => line.startsWith(`${key}:`)) : skips;
      return { lines: skip ? all : [...all, line], skips: skip };
    },
    { lines: [], skips: false },
  ).lines;
  return `${kept.join('\n')}\n${lines}\n`;
};
const never = (lines: string, starter = STARTER): string[] => {
  const read = readProfile(replaced(starter, lines));
  if (!read.ok) return read.problems.map((one) => `refused: ${one.path.join('.')}: ${one.message}`);
  return neverCounts(read.profile).map((one) => {
    const { line } = read.placed(one, 'never-counts', 'warning');
    expect(line, one.path.join('.')).toBeGreaterThan(1);
    return `${one.path.join('.')}: ${one.message}`;
  });
};

const WITH = `settings:
  way: { label: Way, type: choice, choices: [a, b], default: a, help: H. }
  on: { label: On, type: boolean, default: true, help: H. }
  late: { label: Late, type: boolean, default: true, since: '2.0', help: H. }
versions: { lines: ['1.0', '2.0'] }
`;
const target = (keys: string, more = '') => `${WITH}targets:
  - env: my-app.env
    service: my-app
${more}    keys:
      ID: '{client_id}'
      SECRET: '{client_secret}'
${keys}`;

describe('what counts in no workspace is said', () => {
  it.each<[string, string, RegExp[]]>([
    ['nothing', target('      X: { value: a, when: { any: [settings.on, settings.way=b] } }'), []],
    [
      'the same in when and unless',
      target('      X: { value: a, when: settings.on, unless: settings.on }'),
      [/^targets\.0\.keys\.X: These conditions can never hold together/],
    ],
    [
      'two values of one setting',
      target('      X: { value: a, when: [settings.way=a, settings.way=b] }'),
      [/^targets\.0\.keys\.X: These/],
    ],
    [
      'a value that is no choice',
      target('      X: { value: a, when: settings.way=c }'),
      [/^targets\.0\.keys\.X: These/],
    ],
    [
      'a value that is no choice among others',
      target('      X: { value: a, when: { any: [settings.way=c, settings.on] } }'),
      [/^targets\.0\.keys\.X: “settings\.way=c” can never hold here/],
    ],
    [
      'a setting that the version doesn’t have',
      target("      X: { value: a, when: settings.late, before: '2.0' }"),
      [/^targets\.0\.keys\.X: These/],
    ],
    [
      'a value against its target',
      target('      X: { value: a, when: settings.way=a }', '    when: settings.way=b\n'),
      [/^targets\.0\.keys\.X: The part that this stands in/],
    ],
    [
      'a version against that of its target',
      target("      X: { value: a, before: '2.0' }", "    since: '2.0'\n"),
      [/^targets\.0\.keys\.X: The part that this stands in/],
    ],
    [
      'a value after one that always counts',
      target('      X: [{ value: a }, { value: b, when: settings.on }]'),
      [/^targets\.0\.keys\.X\.1: Wherever this would count, one before it does/],
    ],
    [
      'a value after all that there are',
      target(
        '      X: [{ value: a, when: settings.way=a }, { value: b, when: settings.way=b }, { value: c }]',
      ),
      [/^targets\.0\.keys\.X\.2: Wherever/],
    ],
    [
      'a value after one that asks for less',
      target(
        '      X: [{ value: a, when: { any: [settings.on, app.https] } }, { value: b, when: app.https, unless: client.public }]',
      ),
      [/^targets\.0\.keys\.X\.1: Wherever/],
    ],
    [
      'a value after one that asks for more',
      target('      X: [{ value: a, when: [settings.on, app.https] }, { value: b, when: app.https }]'),
      [],
    ],
    [
      'a sentence that is never said',
      `${target('')}after:
  restart: [{ value: A., when: settings.on }, { value: B. }, { value: C., when: app.https }]
  check: [{ value: D., when: settings.way=z }, E.]`,
      [/^after\.restart\.2: Wherever/, /^after\.check\.0: These/],
    ],
    [
      'a trait',
      `${target('')}claims: [{ claim: a, scope: openid, level: optional, why: W., when: provider.ca_file }]`,
      [/^refused: claims\.0\.when: “provider\.ca_file” is not known here yet/],
    ],
  ])('%s', (_what, lines, wanted) => {
    const said = never(lines);
    expect(said).toHaveLength(wanted.length);
    for (const [index, pattern] of wanted.entries()) expect(said[index]).toMatch(pattern);
  });

  it('of a provider, too', () => {
    const starter = starterProvider('my-id')!;
    const of = (when: string) =>
      never(
        `targets: [{ screen: Clients, when: ${when}, fields: { ID: '{client_id}', Secret: '{client_secret}', R: '{callbacks|comma}' } }]`,
        starter,
      );
    expect(of('[method=none, method=client_secret_post]')).toEqual([
      expect.stringMatching(/^targets\.0: These conditions can never hold together/),
    ]);
    expect(of('[consent.always, consent.never]')).toHaveLength(1);
    expect(of('[scope=email, scope=groups]')).toEqual([]);
  });

  it('and no profile of ours has any', () => {
    for (const kind of PROFILE_KINDS) expect(neverCounts(builtInProfile(kind)!), kind).toEqual([]);
    for (const kind of PROVIDER_PROFILE_KINDS) expect(neverCounts(builtInProvider(kind)!), kind).toEqual([]);
  });
});

describe('a wrong condition is refused with its place', () => {
  it.each([
    ['when: { any: [settings.on] }', /any/],
    ['when: { any: [settings.on, { any: [app.https, settings.on] }] }', /any/],
    ['when: { all: [settings.on, app.https] }', /./],
    ['when: { any: [settings.on, settings.gone] }', /There is no setting “gone”/],
    ['when: { any: [settings.on, nonsense] }', /is no condition/],
    ['when: { any: [settings.on, scope=email] }', /is for the profiles of providers/],
    ['unless: { any: [settings.on, app.https] }', /./],
  ])('%s', (condition, wanted) => {
    const lines = target(`      X: { value: a, ${condition} }`);
    const read = readAppProfile(replaced(STARTER, lines));
    expect(read.ok).toBe(false);
    if (read.ok) return;
    const text = replaced(STARTER, lines).split('\n');
    const [first] = read.problems;
    expect(text[first!.line! - 1]).toContain(condition);
    expect(`${read.problems.map((one) => `${one.message} ${one.suggestion}`).join(' ')}`).toMatch(wanted);
  });
});

it('a profile full of wide conditions is read, and judged, in seconds, not minutes', () => {
  const any = (from: number) =>
    `{ any: [${Array.from({ length: 6 }, (_, at) => `settings.s${from + at}`).join(', ')}] }`;
  const when = `[${Array.from({ length: 6 }, (_, at) => any(6 * at)).join(', ')}]`;
  const lines = `settings:
${Array.from({ length: 36 }, (_, at) => `  s${at}: { label: S, type: boolean, help: H. }`).join('\n')}
callbacks: [${Array.from({ length: 12 }, (_, at) => `{ uri: /${at < 2 ? 'same' : at}, when: ${when}${at === 0 ? ', unless: settings.s0' : ''} }`).join(', ')}]
${target(Array.from({ length: 12 }, (_, at) => `      X${at}: [${Array.from({ length: 12 }, () => `{ value: a, when: ${when} }`).join(', ')}]`).join('\n')).replace(WITH, "versions: { lines: ['1.0', '2.0'] }\n")}`;
  const started = process.cpuUsage().user;
  const read = readAppProfile(replaced(STARTER, lines));
  if (read.ok) neverCounts(read.profile);
  expect((process.cpuUsage().user - started) / 1_000_000).toBeLessThan(10);
});
