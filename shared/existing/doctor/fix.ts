import { type Changer, changerOf, composed } from '../merge/changes.ts';
import { applyEdits, inOrder, type TextEdit } from '../merge/edits.ts';
import type { MergedFile } from '../merge/merged.ts';
import { examine, firstOfEach } from './doctor.ts';
import { type GivenFile, type Known, readExisting } from './reading.ts';
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
/** Every try reads and examines all files again. For so many characters no more is tried: the next call goes on from there. */
const MOST_READ = 2_000_000;

/** Which of the mends are made. */
export interface Wanted {
  readonly is: (finding: Finding) => boolean;
  /** True: also what shows only once these are made. */
  readonly also: boolean;
}

const ALL: Wanted = { is: () => true, also: true };

/** Those in which nothing is to be decided. */
export const SAFE: Wanted = { is: isSafe, also: true };

/** True for a finding whose mend means the same as before, or the one thing that can be meant. */
export function isSafe({ changes, choice }: Finding): boolean {
  return changes !== undefined && choice === undefined;
}

/**
 * Applies the certain mends among the findings. One that would lead to anything that was not found before is left out.
 *
 * @param known what was told of versions beside the files
 */
export function fixed(
  files: readonly GivenFile[],
  matches: Matches,
  known: Known = {},
  wanted: Wanted = ALL,
): Fixed {
  let characters = 0;
  const look: Look = (all) => {
    characters += all.reduce((sum, text) => sum + text.length, 0);
    const reading = readExisting(
      files.map(({ name }, index) => ({ name, text: all[index]! })),
      known,
    );
    return examine(reading, matches, Number.POSITIVE_INFINITY);
  };
  const mayTry = (): boolean => characters < MOST_READ;
  const marks = files.map(({ text }): MergedFile['mark'] => (text.startsWith('\ufeff') ? '\ufeff' : ''));
  const before = files.map(({ text }, index) => text.slice(marks[index]!.length));
  let texts = before;
  let left = look(texts);
  const edits: TextEdit[][] = files.map(() => []);
  const given = new Map(files.map(({ name }, index) => [name, index]));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (round > 0 && !mayTry()) break;
    const plans = plansOf(left.filter(wanted.is), given, texts);
    const step = best(plans, texts, left, look, mayTry);
    if (step === undefined) break;
    ({ texts, left } = step);
    for (const [index, made] of step.edits)
      edits[index] = composed(edits[index]!, inOrder(made), before[index]!.length);
    if (!wanted.also) break;
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
    left: firstOfEach(left),
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
  const taken = new Map<number, Taken>();
  return findings.flatMap(({ file, changes }): Plan[] => {
    const index = given.get(file);
    if (changes === undefined || index === undefined) return [];
    const changer = changers.get(index) ?? changerOf(texts[index]!);
    changers.set(index, changer);
    const edits = changer(changes);
    if (edits === undefined || edits.length === 0) return [];
    const there = taken.get(index) ?? new Taken();
    taken.set(index, there);
    if (edits.some((edit) => there.meets(edit))) return [];
    for (const edit of edits) there.add(edit);
    return [{ index, edits }];
  });
}

/** Places of a text that edits have, in their order, so that those of thousands are found at once. */
class Taken {
  readonly #edits: TextEdit[] = [];

  /** True if it touches one that is there. */
  meets({ at, length }: TextEdit): boolean {
    const place = this.#before(at);
    const before = this.#edits[place - 1];
    const behind = this.#edits[place];
    return (
      (before !== undefined && at <= before.at + before.length) ||
      (behind !== undefined && behind.at <= at + length)
    );
  }

  add(edit: TextEdit): void {
    this.#edits.splice(this.#before(edit.at), 0, edit);
  }

  /** How many of them begin before this place. */
  #before(at: number): number {
    let [from, to] = [0, this.#edits.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#edits[middle]!.at < at) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Reads and examines all files, with every finding of each rule. */
type Look = (texts: readonly string[]) => readonly Finding[];

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
  look: Look,
  mayTry: () => boolean,
): Step | undefined {
  if (plans.length === 0) return undefined;
  const whole = stepOf(plans, texts, look);
  if (isBetter(findings, whole.left)) return whole;
  let step: Step | undefined;
  const kept: Plan[] = [];
  for (const plan of plans.slice(0, MOST_ALONE)) {
    if (!mayTry()) break;
    const tried = stepOf([...kept, plan], texts, look);
    if (!isBetter(step?.left ?? findings, tried.left)) continue;
    kept.push(plan);
    step = tried;
  }
  return step;
}

function stepOf(plans: readonly Plan[], texts: readonly string[], look: Look): Step {
  const edits = new Map<number, TextEdit[]>();
  for (const plan of plans) {
    const there = edits.get(plan.index);
    if (there === undefined) edits.set(plan.index, [...plan.edits]);
    else there.push(...plan.edits);
  }
  const after = texts.map((text, index) => applyEdits(text, edits.get(index) ?? []));
  return { texts: after, left: look(after), edits };
}

/** True if something is gone and nothing has come. */
function isBetter(before: readonly Finding[], after: readonly Finding[]): boolean {
  const counts = new Map<string, number>();
  for (const { rule } of before) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const { rule } of after) counts.set(rule, (counts.get(rule) ?? 0) - 1);
  const differences = [...counts.values()];
  return differences.every((more) => more >= 0) && differences.some((more) => more > 0);
}
