import { pointsOf } from '../components/points.ts';

/** The words before several reasons of one cause. */
const REASONS = /^Usual reasons: (.+)\.$/;

/** Between two reasons, but not within brackets. */
const NEXT = /,\s+(?:or\s+)?(?![^()]*\))/;

/** A cause in parts: what was seen, the usual reasons one by one, and what is said besides. */
export function causeParts(text: string): {
  readonly lead: string;
  readonly reasons: readonly string[];
  readonly rest: string;
} {
  const sentences = pointsOf(text);
  const at = sentences.findIndex((sentence) => REASONS.test(sentence));
  if (at < 0) return { lead: text, reasons: [], rest: '' };
  const begin = (count: number) => sentences.slice(0, count).join(' ');
  return {
    lead: `${begin(at)} Usual reasons:`.trim(),
    reasons: REASONS.exec(sentences[at]!)![1]!.split(NEXT),
    rest: sentences.slice(at + 1).join(' '),
  };
}
