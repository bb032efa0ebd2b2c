import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { SAID_BY_APPS, TOLD_OF_APPS, WELL_SAID } from './said-by-apps.ts';

/** Half of the messages, by a rule that looks at nothing but their text: only figures of them are looked at. */
const isKept = (message: string) => createHash('sha256').update(message).digest()[31]! % 2 === 1;

/** Below this, a cause is offered as a guess. */
const GUESS = 0.5;

type Verdict = 'right' | 'wrong' | 'silent';

function judge(message: string, causes: readonly string[], sides: readonly string[]): Verdict {
  const [first] = explain(message);
  if (first === undefined) return 'silent';
  if (causes.includes(first.id) && sides.includes(first.side)) return 'right';
  return first.confidence < GUESS || first.id === 'generic-wrapper' ? 'silent' : 'wrong';
}

const judged = [SAID_BY_APPS, TOLD_OF_APPS].flatMap((said) =>
  Object.entries(said).flatMap(([kind, { wanted, says }]) =>
    says.map((message) => ({
      kind,
      message,
      told: said === TOLD_OF_APPS,
      kept: isKept(message),
      verdict: judge(message, wanted.causes, wanted.sides),
    })),
  ),
);

/** In per cent, of those of one half. */
const share = (verdict: Verdict, kept: boolean, told: boolean) => {
  const all = judged.filter((one) => one.kept === kept && one.told === told);
  return Math.round((100 * all.filter((one) => one.verdict === verdict).length) / all.length);
};
const listed = (verdict: Verdict) =>
  judged.filter((one) => !one.kept && one.verdict === verdict).map(({ kind, message }) => [kind, message]);

describe('what apps say of accounts, claims, roles and logout', () => {
  it('is each message once', () => {
    expect(new Set(judged.map(({ message }) => message)).size).toBe(judged.length);
  });
  it('is understood in the half that was looked at', () => {
    expect(listed('wrong')).toEqual([]);
    expect(share('right', false, true)).toBeGreaterThanOrEqual(95);
    expect(share('right', false, false), JSON.stringify(listed('silent'))).toBeGreaterThanOrEqual(95);
  });
});

describe('what apps and people say, in the half that nobody looked at', () => {
  it('is understood', () => {
    expect(share('right', true, false)).toBeGreaterThanOrEqual(85);
    expect(share('wrong', true, false)).toBeLessThanOrEqual(4);
    expect(share('right', true, true)).toBeGreaterThanOrEqual(80);
    expect(share('wrong', true, true)).toBeLessThanOrEqual(5);
  });
});

describe('what the same apps say where all is well', () => {
  test.each(WELL_SAID)('is nothing: %s', (text) => {
    expect(explain(text).filter(({ confidence }) => confidence >= GUESS)).toEqual([]);
  });
});
