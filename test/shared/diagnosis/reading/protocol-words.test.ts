import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { HEALTHY_WORDS, PROTOCOL_WORDS } from './protocol-words.ts';

/** Half of the messages, by a rule that looks at nothing but their words: only figures of them are looked at. */
const isKept = (message: string): boolean => createHash('sha256').update(message).digest()[0]! % 2 === 1;

/** Below this, a cause is offered as a guess. */
const GUESS = 0.5;

const all = Object.entries(PROTOCOL_WORDS).flatMap(([about, rows]) =>
  rows.map(([program, message, causes]) => {
    const first = explain(message)[0];
    const right = first !== undefined && causes.includes(first.id);
    const silent = first === undefined || first.id === 'generic-wrapper' || first.confidence < GUESS;
    const verdict: 'right' | 'silent' | 'wrong' = right ? 'right' : silent ? 'silent' : 'wrong';
    return { about, program, message, causes, verdict, said: first?.id };
  }),
);
const figures = (some: typeof all) => {
  const percent = (verdict: string) =>
    Math.round((1000 * some.filter((one) => one.verdict === verdict).length) / some.length) / 10;
  return { count: some.length, right: percent('right'), silent: percent('silent'), wrong: percent('wrong') };
};
const used = all.filter(({ message }) => !isKept(message));
const kept = all.filter(({ message }) => isKept(message));

describe('what providers, proxies and libraries say where a login stops', () => {
  it('is of enough programs in every kind, each message once', () => {
    for (const rows of Object.values(PROTOCOL_WORDS)) expect(rows.length).toBeGreaterThanOrEqual(25);
    expect(new Set(all.map(({ message }) => message)).size).toBe(all.length);
  });

  it('is understood in the half that was looked at', () => {
    const wrong = used.filter(({ verdict }) => verdict === 'wrong');
    expect(wrong.map(({ message, said, causes }) => [message, said, causes])).toEqual([]);
    expect(figures(used).right, JSON.stringify(figures(used))).toBeGreaterThanOrEqual(97);
  });

  it('is understood in the half that nobody looked at', () => {
    expect(figures(kept).right, JSON.stringify(figures(kept))).toBeGreaterThanOrEqual(83);
    expect(figures(kept).wrong, JSON.stringify(figures(kept))).toBeLessThanOrEqual(4.5);
  });

  it.each(HEALTHY_WORDS)('says nothing of what goes well: %s', (text) => {
    expect(explain(text).filter(({ confidence }) => confidence >= GUESS)).toEqual([]);
  });
});
