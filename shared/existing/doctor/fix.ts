import { type Changer, changerOf, composed } from '../merge/changes.ts';
import { applyEdits, inOrder, type TextEdit } from '../merge/edits.ts';
import type { MergedFile } from '../merge/merged.ts';
import { examine } from './doctor.ts';
import { type GivenFile, type Known, type Reading, readExisting } from './reading.ts';
import type { Finding } from './rule.ts';

/** What the safe fixes make of files, and what is found in them then. */
export interface Fixed {
  /** The files that change, by their place among those given. */
  readonly changes: readonly { readonly index: number; readonly merged: MergedFile }[];
  readonly left: readonly Finding[];
}

type Matches = (clear: string, digest: string) => boolean | undefined;

/** Mending shows what stood behind a mistake, such as a second one in the same place; nobody has more of them. */
const MOST_ROUNDS = 8;
/** Where mended together they lead to something new, so many are tried one by one. */
const MOST_ALONE = 40;

/**
 * Applies the safe fixes among the findings. One that would lead to anything that was not found before is left out.
 *
 * @param known what was told of versions beside the files
 */
export function fixed(files: readonly GivenFile[], matches: Matches, known: Known = {}): Fixed {
  const read = (all: readonly string[]): Reading =>
    readExisting(
      files.map(({ name }, index) => ({ name, text: all[index]! })),
      known,
    );
  const found = (all: readonly string[]): readonly Finding[] =>
    examine(read(all), matches, Number.POSITIVE_INFINITY);
  const marks = files.map(({ text }): MergedFile['mark'] => (text.startsWith('\ufeff') ? '\ufeff' : ''));
  const before = files.map(({ text }, index) => text.slice(marks[index]!.length));
  let texts = before;
  let left = found(texts);
  const edits: TextEdit[][] = files.map(() => []);
  const given = new Map(files.map(({ name }, index) => [name, index]));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const plans = plansOf(left, given, texts);
    const step = best(plans, texts, left, found);
    if (step === undefined) break;
    texts = step.texts;
    left = step.left;
    for (const [index, made] of step.edits)
      edits[index] = composed(edits[index]!, inOrder(made), before[index]!.length);
  }
  return {
    changes: edits.flatMap((made, index) =>
      made.length === 0
        ? []
        : [
            {
              index,
              merged: {
                name: files[index]!.name,
                mark: marks[index]!,
                before: before[index]!,
                after: texts[index]!,
                edits: made,
              },
            },
          ],
    ),
    left: examine(read(texts), matches),
  };
}

/** The edits that one finding asks for. */
interface Plan {
  readonly index: number;
  readonly edits: readonly TextEdit[];
}

/** What can be changed at once: no two at the same place. What is left comes with the next round. */
function plansOf(
  findings: readonly Finding[],
  given: ReadonlyMap<string, number>,
  texts: readonly string[],
): readonly Plan[] {
  const changers = new Map<number, Changer>();
  const taken = new Map<number, TextEdit[]>();
  return findings.flatMap(({ file, changes }): Plan[] => {
    const index = given.get(file);
    if (changes === undefined || index === undefined) return [];
    const changer = changers.get(index) ?? changerOf(texts[index]!);
    changers.set(index, changer);
    const edits = changer(changes);
    if (edits === undefined || edits.length === 0) return [];
    const there = taken.get(index) ?? [];
    if (edits.some((edit) => there.some((other) => meet(edit, other)))) return [];
    taken.set(index, [...there, ...edits]);
    return [{ index, edits }];
  });
}

const meet = (one: TextEdit, other: TextEdit): boolean =>
  one.at <= other.at + other.length && other.at <= one.at + one.length;

interface Step {
  readonly texts: string[];
  readonly left: readonly Finding[];
  readonly edits: ReadonlyMap<number, readonly TextEdit[]>;
}

/** All plans together; if that leads to anything new, those that don't. */
function best(
  plans: readonly Plan[],
  texts: readonly string[],
  findings: readonly Finding[],
  found: (texts: readonly string[]) => readonly Finding[],
): Step | undefined {
  if (plans.length === 0) return undefined;
  const whole = stepOf(plans, texts, found);
  if (isBetter(findings, whole.left)) return whole;
  let step: Step | undefined;
  const kept: Plan[] = [];
  for (const plan of plans.slice(0, MOST_ALONE)) {
    const tried = stepOf([...kept, plan], texts, found);
    if (!isBetter(step?.left ?? findings, tried.left)) continue;
    kept.push(plan);
    step = tried;
  }
  return step;
}

function stepOf(
  plans: readonly Plan[],
  texts: readonly string[],
  found: (texts: readonly string[]) => readonly Finding[],
): Step {
  const edits = new Map<number, TextEdit[]>();
  for (const plan of plans) edits.set(plan.index, [...(edits.get(plan.index) ?? []), ...plan.edits]);
  const after = texts.map((text, index) => applyEdits(text, edits.get(index) ?? []));
  return { texts: after, left: found(after), edits };
}

/** True if something is gone and nothing has come. */
function isBetter(before: readonly Finding[], after: readonly Finding[]): boolean {
  const counts = new Map<string, number>();
  for (const { rule } of before) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const { rule } of after) counts.set(rule, (counts.get(rule) ?? 0) - 1);
  const differences = [...counts.values()];
  return differences.every((more) => more >= 0) && differences.some((more) => more > 0);
}
