import { explain } from '../../shared/diagnosis/explain.ts';
import { FAULTS, HEALTHY, type MessageFault } from './faults.ts';
import { LEFT_OUT, LEFT_OUT_ADDED, LEFT_OUT_BY_RULE, WHOLE_PROGRAMS } from './left-out.ts';
import { LIBRARIES } from './libraries.ts';
import { pasted, type Recorded, type Recording, readRecorded } from './recordings.ts';
import { shape } from './stand-ins.ts';

/**
 * `right`: the first cause and its side are accepted. `vague`: an accepted cause stands further down, or with another
 * side, or the first one is too general. `wrong`: another cause comes first. `silent`: nothing is recognised.
 */
export const VERDICTS = ['right', 'vague', 'wrong', 'silent'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Judged {
  readonly library: string;
  readonly fault: string;
  readonly verdict: Verdict;
  /** The cause that came first. */
  readonly said: string | undefined;
  /** Whether the value that the text has is named; undefined if there is none to name. */
  readonly named: boolean | undefined;
  /** True if the library says the same of a fault with other causes, so that nobody can tell the two apart. */
  readonly ambiguous: boolean;
}

/** A cause that is never wrong and never enough: the app only says that the login failed. */
const GENERIC = 'generic-wrapper';

/** Judges what `explain` says of one recorded text, without a workspace. */
export function judge(library: string, recording: Recording, fault: MessageFault): Omit<Judged, 'ambiguous'> {
  const text = pasted(recording);
  const told = explain(text);
  const [first] = told;
  const isRight = (one: (typeof told)[number]) => fault.right.includes(one.id);
  const verdict: Verdict =
    first === undefined
      ? 'silent'
      : isRight(first) && fault.sides.includes(first.side)
        ? 'right'
        : isRight(first) ||
            first.id === GENERIC ||
            fault.vague?.includes(first.id) ||
            told.slice(0, 3).some(isRight)
          ? 'vague'
          : 'wrong';
  const { value } = fault;
  const named =
    value === undefined || verdict !== 'right' || !text.includes(value)
      ? undefined
      : JSON.stringify([first!.title, first!.cause, first!.fix, first!.matched]).includes(value);
  return { library, fault: fault.id, verdict, said: first?.id, named };
}

/** Everything that was recorded of a set of libraries, judged. Texts that are not the library's are left out. */
export function judgeAll(all: readonly Recorded[]): readonly Judged[] {
  const faults = new Map(FAULTS.map((fault) => [fault.id, fault]));
  return all.flatMap(({ library, recordings }) => {
    const told = recordings.flatMap((one) => {
      const fault = faults.get(one.fault);
      return fault && one.outcome === 'refused' && pasted(one) !== '' ? [{ one, fault }] : [];
    });
    const said = new Map<string, MessageFault[]>();
    for (const { one, fault } of told)
      said.set(shape(pasted(one)), [...(said.get(shape(pasted(one))) ?? []), fault]);
    return told.map(({ one, fault }) => ({
      ...judge(library, one, fault),
      ambiguous: said
        .get(shape(pasted(one)))!
        .some((other) => !other.right.some((id) => fault.right.includes(id))),
    }));
  });
}

/** Healthy logs in which a cause is seen. */
export const falseClaims = (all: readonly Recorded[]): readonly string[] =>
  all.flatMap(({ library, recordings }) =>
    recordings
      .filter((one) => one.fault === HEALTHY)
      .flatMap((one) => {
        const [first] = explain(pasted(one));
        return first ? [`${library}: ${first.id} (${first.confidence})`] : [];
      }),
  );

const percent = (part: number, all: number) => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`);

function row(name: string, judged: readonly Judged[]): string {
  const counts = VERDICTS.map((verdict) => judged.filter((one) => one.verdict === verdict).length);
  const withValue = judged.filter((one) => one.named !== undefined);
  const named = withValue.filter((one) => one.named).length;
  return [
    name.padEnd(26),
    String(judged.length).padStart(5),
    ...counts.map((count) => percent(count, judged.length).padStart(8)),
    `${named}/${withValue.length}`.padStart(9),
  ].join(' ');
}

/** The figures as a table. With `details`, also each fault and what was said of it, of the libraries that may be read. */
export function measure(details = false): string {
  const all = LIBRARIES.flatMap(({ id }) => readRecorded(id) ?? []);
  const among = (ids: readonly string[]) => all.filter(({ library }) => ids.includes(library));
  const groups = [
    { name: 'used', of: all.filter(({ library }) => !LEFT_OUT.includes(library)) },
    { name: 'left out', of: among(LEFT_OUT_BY_RULE) },
    { name: 'left out, added', of: among(LEFT_OUT_ADDED) },
    { name: 'whole programs', of: among(WHOLE_PROGRAMS) },
  ];
  const head = ['library'.padEnd(26), 'texts', ...VERDICTS.map((one) => one.padStart(8)), '   values'].join(
    ' ',
  );
  const lines: string[] = [];
  for (const { name, of } of groups) {
    const judged = judgeAll(of);
    lines.push('', head);
    for (const { library } of of)
      lines.push(
        row(
          library,
          judged.filter((one) => one.library === library),
        ),
      );
    lines.push(row(`all ${of.length} ${name}`, judged));
    lines.push(
      row(
        '  that can be told apart',
        judged.filter(({ ambiguous }) => !ambiguous),
      ),
    );
    const healthy = of.filter((one) => one.recordings.some(({ fault }) => fault === HEALTHY));
    const claims = falseClaims(of);
    lines.push(`healthy debug logs with a claim: ${claims.length} of ${healthy.length}`);
    if (details && name === 'used') {
      lines.push(...claims.map((one) => `  ${one}`), '', 'by fault:');
      for (const { id } of FAULTS)
        lines.push(
          row(
            `  ${id}`,
            judged.filter((one) => one.fault === id),
          ),
        );
      lines.push('', 'not right:');
      for (const one of judged.filter(({ verdict }) => verdict !== 'right'))
        lines.push(`  ${one.verdict.padEnd(7)} ${one.library} ${one.fault}: ${one.said ?? '–'}`);
    }
  }
  return lines.join('\n');
}
