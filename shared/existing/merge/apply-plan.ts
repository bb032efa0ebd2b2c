import { fail, ok, type Result } from '../../result.ts';
import { applyEdits, lineOf, type TextEdit } from './edits.ts';
import type { ByHand, Merged, MergedFile } from './merged.ts';
import { addTo } from './yaml-additions.ts';
import { unexpectedChange } from './yaml-compare.ts';
import { YamlEditor } from './yaml-editor.ts';
import { groupOf, type Step, type YamlPlan } from './yaml-plan.ts';
import { readSource, type YamlSource } from './yaml-source.ts';

/**
 * Makes what is planned in YAML files. What belongs together is done or not at all: half of an app's changes could keep
 * a program from starting, e.g. a policy that is named and not there.
 *
 * @param planOf plans the changes of these files; asked again to see that nothing is left to do. Code: `merge-unsafe`
 */
export function applyPlan(
  sources: readonly YamlSource[],
  planOf: (sources: readonly YamlSource[]) => YamlPlan,
): Result<Merged> {
  const plan = planOf(sources);
  const { steps, notes, offers } = plan;
  const stuck = new Set(steps.flatMap((step) => (step.refusal ? [groupOf(step)] : [])));
  // What is for all apps is of no use if none of them is done.
  const groups = new Set(steps.map(groupOf).filter((group) => group !== undefined));
  if (groups.size > 0 && [...groups].every((group) => stuck.has(group))) stuck.add(undefined);
  const kept = steps.filter((step) => !stuck.has(groupOf(step)));
  const byHand = steps.filter((step) => stuck.has(groupOf(step))).map((step) => handOver(sources, step));
  const files = sources.map((source, file): MergedFile => {
    const edits = editsOf(
      plan,
      file,
      kept.filter((step) => step.file === file),
    );
    const { name, text, mark } = source;
    return { name, before: text, after: applyEdits(text, edits), mark, edits };
  });
  return checked(sources, files, kept, planOf, stuck) ?? ok({ files, byHand, notes, offers });
}

function handOver(sources: readonly YamlSource[], step: Step): ByHand {
  const source = sources[step.file]!;
  const { app, refusal, where, lines } = step;
  return {
    ...(app === undefined ? {} : { app }),
    file: source.name,
    line: lineOf(source.text, refusal?.at ?? step.at),
    where,
    reason: refusal?.reason ?? 'it goes together with the others',
    lines,
  };
}

function editsOf(plan: YamlPlan, file: number, steps: readonly Step[]): TextEdit[] {
  if (steps.length === 0) return [];
  const source = plan.sources[file]!;
  const editor = new YamlEditor(source, plan.styleOf(file));
  for (const { edit } of steps) edit?.(editor);
  const additions = steps.flatMap(({ addition }) => (addition ? [addition] : []));
  if (additions.length > 0) addTo(editor, source, additions);
  return editor.edits();
}

/**
 * Reads what was made as a program would: everything planned has to be in it, and nothing else may differ. The edits
 * are in the text, so a form of YAML that nobody thought of must not slip through.
 */
function checked(
  sources: readonly YamlSource[],
  merged: readonly MergedFile[],
  steps: readonly Step[],
  planOf: (sources: readonly YamlSource[]) => YamlPlan,
  stuck: ReadonlySet<string | undefined>,
): Result<never> | undefined {
  const after: YamlSource[] = [];
  for (const [file, source] of sources.entries()) {
    const { edits, after: text, name } = merged[file]!;
    if (edits.length === 0) {
      after.push(source);
      continue;
    }
    const read = readSource({ name, text }, source.filtered);
    if (!read.ok) return unsafe(name);
    const own = steps.filter((step) => step.file === file);
    const touched = new Set(own.flatMap((step) => step.touches));
    if (unexpectedChange(source, read.value, touched) !== undefined) return unsafe(name);
    if (own.some(({ holds }) => holds?.(read.value) === false)) return unsafe(name);
    after.push(read.value);
  }
  const again = planOf(after).steps.find((step) => !stuck.has(groupOf(step)));
  return again === undefined ? undefined : unsafe(merged[again.file]!.name);
}

export const unsafe = (name: string): Result<never> =>
  fail(
    'merge-unsafe',
    `${name} is written in a way that can’t be edited safely, so nothing was changed. Write the files with latchkey render, and copy what they hold by hand.`,
  );
