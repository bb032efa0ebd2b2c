import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEHIND_CA, CASES, FAULTS, VARIANTS } from './cases.ts';
import {
  type BehindCa,
  type CaseResult,
  HEALTHY,
  type HealthyResult,
  PAIRS,
  type PairResult,
  pool,
  tryBehindCa,
  tryCase,
  tryHealthy,
  tryPair,
} from './laboratory.ts';
import { type Measures, measure, meetsGoals } from './measures.ts';
import { measureOverhead, type Overhead } from './overhead.ts';
import { comparable, report } from './report.ts';

/** `UPDATE=1 npm run test:faults` writes the page again. */
const PAGE = new URL('../../docs/fault-laboratory.md', import.meta.url);
const UPDATE = process.env['UPDATE'] === '1';
const AT_ONCE = 6;
/** About a minute and a half on two idle cores; longer if the machine is busy. */
const WHOLE_MS = 600_000;

/** Records what is written to the console, so that it can be searched. The output still appears. */
function listen(): { text: () => string; stop: () => void } {
  const heard: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const before = streams.map((stream) => stream.write.bind(stream));
  streams.forEach((stream, index) => {
    stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
      heard.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return before[index]!(chunk as string, ...rest);
    }) as typeof stream.write;
  });
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const kept = methods.map((name) => console[name]);
  for (const name of methods) {
    const own = console[name].bind(console);
    console[name] = (...args: unknown[]) => {
      heard.push(args.map(String).join(' '));
      own(...args);
    };
  }
  return {
    text: () => heard.join('\n'),
    stop: () => {
      streams.forEach((stream, index) => {
        stream.write = before[index] as typeof stream.write;
      });
      methods.forEach((name, index) => {
        console[name] = kept[index]!;
      });
    },
  };
}

let cases: readonly CaseResult[] = [];
let healthy: readonly HealthyResult[] = [];
let pairs: readonly PairResult[] = [];
let behindCa: readonly BehindCa[] = [];
let measures: Measures;
let overhead: Overhead;
let heard = '';
const listener = listen();

beforeAll(async () => {
  overhead = await measureOverhead();
  cases = await pool(CASES, AT_ONCE, tryCase);
  healthy = await pool(HEALTHY, AT_ONCE, ({ id, set }) => tryHealthy(id, set));
  pairs = await pool(PAIRS, AT_ONCE, tryPair);
  behindCa = await pool(BEHIND_CA, AT_ONCE, tryBehindCa);
  measures = measure(cases, healthy, pairs, behindCa, VARIANTS.length);
  heard = listener.text();
}, WHOLE_MS);
afterAll(() => listener.stop());

/** The cases to look at when a share is too low. */
const strays = () =>
  cases
    .filter((one) => one.rank !== 1)
    .map(
      (one) => `${one.case.name}: ${one.case.expected} expected, ${one.named.join(', ') || 'nothing'} named`,
    );

describe('the laboratory itself', () => {
  it('has as many faults and variants as it says, each with a name of its own', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(70);
    expect(VARIANTS.length).toBeGreaterThanOrEqual(35);
    expect(PAIRS.length).toBeGreaterThanOrEqual(20);
    for (const list of [FAULTS, VARIANTS]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  });
});

describe('a set-up with one thing wrong', () => {
  it('is explained by that thing first', () => {
    expect(measures.top1, strays().join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(measures.top3, strays().join('\n')).toBeGreaterThanOrEqual(0.99);
  });
  it('is never reported as well', () => {
    expect(measures.misses, measures.misses.join('\n')).toEqual([]);
    expect(measures.wrongCertain, measures.wrongCertain.join('\n')).toEqual([]);
  });
  it('is given the side to edit and the value to write', () => {
    expect(measures.wrongSide, measures.wrongSide.join('\n')).toEqual([]);
    expect(measures.wrongValue, measures.wrongValue.join('\n')).toEqual([]);
  });
  it('turns green when the fix is applied to the letter', () => {
    expect(measures.notMended, measures.notMended.join('\n')).toEqual([]);
  });
});

describe('two things wrong at once', () => {
  it('are both named', () => {
    const lost = pairs
      .filter(({ pair, named }) => !pair.expected.every((id) => named.includes(id)))
      .map(
        ({ pair, named }) =>
          `${pair.name}: ${pair.expected.join(' and ')} expected, ${named.join(', ')} named`,
      );
    expect(measures.bothNamed, lost.join('\n')).toBeGreaterThanOrEqual(0.85);
  });
});

describe('a CA file in the workspace', () => {
  it('hides no other cause', () => {
    expect(BEHIND_CA.length).toBeGreaterThan(150);
    const hidden = behindCa
      .filter((one) => one.named[0] !== one.expected)
      .map((one) => `${one.name}: ${one.expected} expected, ${one.named.join(', ') || 'nothing'} named`);
    expect(measures.behindCaTop1, hidden.join('\n')).toBeGreaterThanOrEqual(0.95);
  });
});

describe('a healthy set-up', () => {
  it('never fails, and warns of one thing at most', () => {
    expect(measures.falseAlarms, measures.falseAlarms.join('\n')).toEqual([]);
    expect(measures.manyWarnings, measures.manyWarnings.join('\n')).toEqual([]);
  });
});

describe('every run', () => {
  it('keeps secrets out of pages, evidence, reports, bundles and the console', () => {
    expect(measures.leaks, measures.leaks.join('\n')).toEqual([]);
    const planted = new Set([...cases, ...healthy, ...pairs, ...behindCa].flatMap((one) => [...one.secrets]));
    expect(planted.size).toBeGreaterThan(1000);
    expect([...planted].filter((secret) => heard.includes(secret))).toEqual([]);
  });
  it('asks the provider 25 times at most', () => {
    expect(measures.mostRequests).toBeLessThanOrEqual(25);
  });
});

describe('docs/fault-laboratory.md', () => {
  it('says what was measured', () => {
    const page = report(measures, overhead, cases, healthy, pairs);
    if (UPDATE && meetsGoals(measures)) writeFileSync(PAGE, page);
    expect(
      comparable(readFileSync(PAGE, 'utf8')),
      'The page no longer says what is measured. If the change is meant: UPDATE=1 npm run test:faults',
    ).toBe(comparable(page));
  });
});
