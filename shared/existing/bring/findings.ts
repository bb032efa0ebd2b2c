import type { Source } from '../../catalog/fact.ts';
import { RULES } from '../doctor/doctor.ts';
import { isSafe } from '../doctor/fix.ts';
import type { Finding } from '../doctor/rule.ts';
import { FILES } from '../doctor/rules-files.ts';
import { changerOf } from '../merge/changes.ts';
import type { DiffLine } from '../merge/diff.ts';
import { linesAround, linesChanged, type ShownText } from './lines.ts';

/** A finding as a person sees it: with the lines that it is about. */
export interface ShownFinding {
  readonly finding: Finding;
  /** As the lines are, and as they are to be; without a mend, the line as it is. */
  readonly lines: readonly DiffLine[];
  /** Absent: a person has to decide or to know something, so nothing is changed. */
  readonly mend?: 'safe' | 'choice';
  readonly source?: Source;
}

const sources = new Map(RULES.map(({ id, source }) => [id, source]));

/** Rules about a whole file, which is then not read. A second document is read up to its beginning. */
const OF_FILES = new Set(FILES.map(({ id }) => id).filter((id) => id !== 'file-second-document'));

/** True for what keeps a file from being read: that stands at the file, not among the findings. */
export const isOfFile = ({ rule }: Pick<Finding, 'rule'>): boolean => OF_FILES.has(rule);

/** Puts its lines to each finding. One whose change has no place in the text, such as behind an anchor, has no mend. */
export function shownFindings(
  findings: readonly Finding[],
  shown: ReadonlyMap<string, ShownText>,
  mask: string,
): readonly ShownFinding[] {
  const changers = new Map<string, ReturnType<typeof changerOf>>();
  return findings.map((finding): ShownFinding => {
    const source = sources.get(finding.rule);
    const rest = { finding, ...(source === undefined ? {} : { source }) };
    const text = shown.get(finding.file);
    if (text === undefined) return { ...rest, lines: [] };
    const as = linesAround(text, finding.line, 0, mask);
    if (finding.changes === undefined) return { ...rest, lines: as };
    const changer = changers.get(finding.file) ?? changerOf(text.text);
    changers.set(finding.file, changer);
    const edits = changer(finding.changes);
    if (edits === undefined || edits.length === 0) return { ...rest, lines: as };
    return { ...rest, lines: linesChanged(text, edits, mask), mend: isSafe(finding) ? 'safe' : 'choice' };
  });
}
