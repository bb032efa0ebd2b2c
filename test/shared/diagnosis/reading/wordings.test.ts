import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { OF_CLIENTS, type Vocabulary, WORDINGS } from './wordings.ts';

const digest = (name: string) => createHash('sha256').update(name).digest('hex');

/** Half of the libraries, by a rule that looks at nothing but their names: only figures of them are looked at. */
const keptOf = (vocabularies: readonly Vocabulary[]) =>
  [...vocabularies]
    .sort((a, b) => (digest(a.library) < digest(b.library) ? -1 : 1))
    .slice(0, Math.floor(vocabularies.length / 2));
const KEPT = [...keptOf(WORDINGS), ...keptOf(OF_CLIENTS)];
const USED = [...WORDINGS, ...OF_CLIENTS].filter((one) => !KEPT.includes(one));

/** Below this, a cause is offered as a guess. */
const GUESS = 0.5;

type Verdict = 'right' | 'wrong' | 'silent';

function judge(message: string, causes: readonly string[]): Verdict {
  const [first] = explain(message);
  if (causes.length === 0)
    return first === undefined || first.id === 'generic-wrapper' || first.confidence < GUESS
      ? 'right'
      : 'wrong';
  if (first !== undefined && causes.includes(first.id)) return 'right';
  return first === undefined || first.id === 'generic-wrapper' ? 'silent' : 'wrong';
}

function judged(vocabularies: readonly Vocabulary[]) {
  const all = vocabularies.flatMap(({ library, says }) =>
    says.map(([message, causes]) => ({ library, message, causes, verdict: judge(message, causes) })),
  );
  const of = (verdict: Verdict) => all.filter((one) => one.verdict === verdict);
  const percent = (verdict: Verdict) => Math.round((1000 * of(verdict).length) / all.length) / 10;
  return {
    all,
    of,
    count: all.length,
    right: percent('right'),
    wrong: percent('wrong'),
    silent: percent('silent'),
  };
}

const used = judged(USED);
const untouched = judged(KEPT);
const figures = ({ count, right, wrong, silent }: typeof used) => ({ count, right, wrong, silent });

describe('what libraries outside the laboratory say', () => {
  it('is of enough libraries, each once', () => {
    expect(WORDINGS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(WORDINGS.map(({ library }) => library)).size).toBe(WORDINGS.length);
  });

  it('is understood in the half that was looked at', () => {
    expect(used.of('wrong').map(({ library, message }) => [library, message])).toHaveLength(0);
    expect(used.right, JSON.stringify(used.of('silent'))).toBeGreaterThanOrEqual(93);
  });

  it('is understood in the half that nobody looked at', () => {
    expect(figures(untouched).right).toBeGreaterThanOrEqual(84);
    expect(figures(untouched).wrong).toBeLessThanOrEqual(4);
  });
});
