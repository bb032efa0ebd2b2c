import { isMap, isScalar, type ParsedNode, Scalar, type YAMLSeq } from 'yaml';
import { KEPT_SECRET } from '../../client/pending.ts';
import { isMergeable } from '../../mergeable.ts';
import { linesToText } from '../../render/text/deliverable.ts';
import { entry, item, type YamlStyle } from '../../render/text/yaml-lines.ts';
import type { FileDeliverable } from '../../render/types.ts';
import { fail, ok, type Result } from '../../result.ts';
import { readCompose } from '../../targets/compose.ts';
import { readEnv } from '../../targets/env.ts';
import { applyPlan } from './apply-plan.ts';
import { mergeEnv } from './env.ts';
import { innerText, outerEdits } from './inner-text.ts';
import { mergeLines } from './lines.ts';
import type { Merged } from './merged.ts';
import { linesOf, refusalOf } from './yaml-editor.ts';
import {
  addEntry,
  addItem,
  isOpaque,
  placeOf,
  planValue,
  reach,
  type Scope,
  type Twice,
  YamlPlan,
} from './yaml-plan.ts';
import {
  asList,
  asMap,
  type FileText,
  followed,
  isNothing,
  lookUp,
  type PlainMap,
  plainOf,
  readSource,
  type YamlSource,
} from './yaml-source.ts';
import { nodeOf, planTree, twiceOnTheWay } from './yaml-values.ts';

/** What an app's side is put into. */
export type TargetForm =
  | 'compose'
  | 'env'
  | 'yaml'
  | 'json'
  | 'toml'
  | 'ini'
  | 'xml'
  | 'php'
  | 'python'
  | 'ruby';

const BY_ENDING: readonly (readonly [RegExp, TargetForm])[] = [
  [/\.ya?ml$/i, 'yaml'],
  [/\.json$/i, 'json'],
  [/\.toml$/i, 'toml'],
  [/\.(?:ini|cfg|conf|properties)$/i, 'ini'],
  [/\.xml$/i, 'xml'],
  [/\.php$/i, 'php'],
  [/\.py$/i, 'python'],
  [/\.rb$/i, 'ruby'],
  [/(?:^|[\\/.])(?:[\w-]*\.)?env(?:\.[\w-]+)?$/i, 'env'],
];

/** What kind of file this is, by its name and, for YAML, by what it holds. Undefined: it can't be said. */
export function formOf(file: FileText): TargetForm | undefined {
  const form = BY_ENDING.find(([ending]) => ending.test(file.name))?.[1];
  if (form !== 'yaml') return form;
  const source = readSource(file, false);
  return source.ok && isMap(reach(source.value, ['services']).value) ? 'compose' : form;
}

/** Which of the files that Latchkey writes for the app says what belongs into one of this form. */
function sourceFor(
  form: TargetForm,
  file: FileText,
  deliverables: readonly FileDeliverable[],
): FileDeliverable | undefined {
  const fitting = deliverables.filter(({ kind, language }) => {
    if (!isMergeable(kind)) return false;
    return form === 'compose' || form === 'env' ? kind === form : language === form;
  });
  const base = (path: string): string => path.split(/[\\/]/).at(-1)!;
  return fitting.find(({ path }) => base(path) === base(file.name)) ?? fitting[0];
}

/** The file of ours that says what belongs into this one. */
export function renderedFor(
  file: FileText,
  deliverables: readonly FileDeliverable[],
): FileDeliverable | undefined {
  const form = formOf(file);
  return form === undefined ? undefined : sourceFor(form, file, deliverables);
}

/** JSON is YAML in braces, written in one way only. */
const JSON_STYLE: Partial<YamlStyle> = { hidden: '', quotes: 'double', quotedKeys: true, flowLists: true };

/**
 * Puts what is rendered for an app into a file of the app’s, or of its provider’s. Only the text of what changes is changed.
 *
 * Codes: `merge-unknown-file`, `merge-no-form` if the app is not set in such a file, `existing-duplicate`, `merge-which-service`,
 * `merge-env-file` if the service has its variables in another file, `merge-secret-unknown`, those of `readSource` and
 * `applyPlan`.
 *
 * @param service the service of a compose file, if its name is not the app's
 */
export function mergeApp(
  file: FileText,
  app: string,
  deliverables: readonly FileDeliverable[],
  service?: string,
): Result<Merged> {
  const form = formOf(file);
  if (form === undefined) {
    return fail(
      'merge-unknown-file',
      `What ${file.name} is can’t be told from its name. Known are env files, and names that end in .yml, .json, .toml, .ini, .xml, .php, .py or .rb.`,
    );
  }
  const rendered = sourceFor(form, file, deliverables);
  if (rendered === undefined) {
    const names = deliverables.map(({ path }) => path.split('/').at(-1)).join(', ');
    return fail(
      'merge-no-form',
      `${app} is not set in a file such as ${file.name}${names === '' ? '; its guide says where' : `. What Latchkey writes for it: ${names}`}.`,
    );
  }
  const text = linesToText(rendered.lines);
  if (text.includes(KEPT_SECRET)) {
    return fail(
      'merge-secret-unknown',
      `Only the digest of the client secret of ${app} is known, so what ${file.name} has as its secret has to stay, and nothing was changed. Bring the secret along (latchkey render --secrets stdin), or change the other lines by hand.`,
    );
  }
  if (form === 'env') {
    const planned = readEnv(text).entries.map(({ path, value }) => ({
      name: String(path[0]),
      value: String(value ?? ''),
    }));
    return ok(mergeEnv(file, app, planned));
  }
  if (form === 'json' && file.text.trim() === '') return ok(filled(file, text));
  if (form === 'yaml' || form === 'json' || form === 'compose') {
    const wanted = treeIn(text);
    const source = readSource(file, false);
    if (!source.ok) return source;
    if (!isNothing(source.value.document.contents) && !isMap(source.value.document.contents)) {
      return fail('merge-no-form', `${file.name} doesn’t begin with keys, so nothing can be added to it.`);
    }
    if (form === 'compose') return mergeCompose(source.value, app, wanted, service);
    const twice = twiceOnTheWay(source.value, source.value.document.contents, wanted);
    if (twice) return duplicate(file.name, twice);
    const fixed = form === 'json' ? JSON_STYLE : { hidden: '' };
    const done = applyPlan([source.value], (read) => {
      const plan = new YamlPlan(read, [], fixed);
      if (!hasFlatKeys(read[0]!, wanted)) planTree(plan, app, 0, [], wanted);
      else {
        for (const [key, value] of wanted) {
          const one = entry(key, nodeOf(value));
          plan.steps.push({
            app,
            file: 0,
            where: key,
            at: 0,
            refusal: { at: 0, reason: `“${key}” is written with dots (${key}.…) in this file` },
            lines: linesOf(one, 0, plan.styleOf(0)),
            touches: [],
          });
        }
      }
      return plan;
    });
    if (form !== 'json' || !done.ok || isJson(done.value.files[0]!.after)) return done;
    return handedOver(file, app, text, 'it is no plain JSON');
  }
  if (form === 'ini' || form === 'toml') return mergeLines(file, app, text, form);
  return handedOver(file, app, text, 'files of a programming language are left to you');
}

const duplicate = (file: string, { name, lines: [first, second] }: Twice): Result<never> =>
  fail(
    'existing-duplicate',
    `${file}: “${name}” stands twice in one map, in line ${first} and in line ${second}. Programs take the last of them or refuse the file. Join the two first.`,
  );

/** Keys such as `micronaut.security.enabled` say the same as maps; what wins of two would be a guess. */
const hasFlatKeys = (source: YamlSource, wanted: PlainMap): boolean => {
  const root = source.document.contents;
  return (
    isMap(root) &&
    root.items.some(
      ({ key }) => isScalar(key) && [...wanted.keys()].some((one) => String(key.value).startsWith(`${one}.`)),
    )
  );
};

/** An empty file has no braces yet, so it gets all of what is rendered. */
const filled = ({ name, text: before }: FileText, after: string): Merged => ({
  files: [{ name, mark: '', before, after, edits: [{ at: 0, length: before.length, text: after }] }],
  byHand: [],
  notes: [],
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** All lines, for a person to put into the file. */
function handedOver(file: FileText, app: string, text: string, reason: string): Result<Merged> {
  const lines = text.trimEnd().split('\n');
  const there = new Set(file.text.split(/\r?\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => line.trim() !== '' && !there.has(line.trim()));
  const isThere = missing.every((line) => /^\s*(?:#|\/\/|<\?php)/.test(line));
  const before = file.text.replace(/^\ufeff/, '');
  return ok({
    files: [
      { name: file.name, before, after: before, mark: file.text === before ? '' : '\ufeff', edits: [] },
    ],
    byHand: isThere
      ? []
      : [{ app, file: file.name, line: file.text.split('\n').length, where: 'at the end', reason, lines }],
    notes: [],
  });
}

/** What a rendered YAML or JSON file says. */
function treeIn(text: string): PlainMap {
  const source = readSource({ name: 'rendered', text }, false);
  const plain = source.ok ? plainOf(source.value, source.value.document.contents) : undefined;
  if (!(plain instanceof Map)) throw new Error('What was rendered can’t be read.');
  return plain as PlainMap;
}

/** The environment that the rendered compose file gives to its one service: names and values, each `$` doubled. */
function environmentIn(wanted: PlainMap): readonly [service: string, variables: PlainMap] {
  const services = wanted.get('services') as PlainMap;
  const [name, service] = [...services][0] as [string, PlainMap];
  return [name, service.get('environment') as PlainMap];
}

/** The services of a compose file, to choose the app’s from. */
export function servicesOf(file: FileText): readonly string[] {
  const source = readSource(file, false);
  const services = source.ok ? reach(source.value, ['services']).value : undefined;
  return isMap(services)
    ? services.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))
    : [];
}

function mergeCompose(
  source: YamlSource,
  app: string,
  wanted: PlainMap,
  named: string | undefined,
): Result<Merged> {
  const [usual, variables] = environmentIn(wanted);
  const services = asMap(reach(source, ['services']).value);
  const names = (services?.items ?? []).flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
  const service =
    named ?? [usual, app].find((one) => names.includes(one)) ?? (names.length === 1 ? names[0] : undefined);
  if (service === undefined || !names.includes(service)) {
    return fail(
      'merge-which-service',
      `Which service of ${source.name} is ${app}? Name it with --service; there are ${names.join(', ')}.`,
    );
  }
  const path = new Map([['services', new Map([[service, new Map([['environment', variables]])]])]]);
  const twice = twiceOnTheWay(source, source.document.contents, path);
  if (twice) return duplicate(source.name, twice);
  if (reach(source, ['services', service, 'environment']).found < 3) {
    const files = readCompose(source.text).env_files.filter((one) => one.service === service);
    if (files.length > 0) {
      return fail(
        'merge-env-file',
        `The service “${service}” of ${source.name} takes its variables from ${files.map(({ file }) => file).join(', ')} (env_file). Merge into that file instead.`,
      );
    }
  }
  return applyPlan([source], (read) => planEnvironment(read, app, service, variables));
}

function planEnvironment(
  sources: readonly YamlSource[],
  app: string,
  service: string,
  variables: PlainMap,
): YamlPlan {
  const path = ['services', service, 'environment'];
  const plan = new YamlPlan(sources, path, { hidden: '' });
  const source = sources[0]!;
  const there = reach(source, path);
  const [list, map] = [asList(there.value), asMap(there.value)];
  if (reach(source, ['services', service, 'env_file']).value !== undefined)
    plan.note(
      `${source.name}: the service “${service}” also has an env_file. What stands under environment wins over it, so keep each variable in one of them.`,
    );
  for (const [name, value] of variables) {
    const one = entry(name, nodeOf(value));
    const text = String(value);
    if (list !== undefined) planListed(plan, app, path, list, name, text);
    else if (map === undefined) addEntry(plan, app, 0, path, one);
    else {
      const scope: Scope = { plan, app, file: 0, path, map, refusal: there.refusal };
      const looked = lookUp(source, map, name);
      const node = followed(source, looked?.value);
      if (looked === undefined) addEntry(plan, app, 0, path, one);
      else if (text.includes('\n') && isScalar(node) && String(node.value).includes('\n'))
        planInside(scope, name, node as ParsedNode & Scalar, text);
      else if (isNothing(node)) noteFilledIn(plan, name, looked.pair?.key.range[0] ?? map.range?.[0] ?? 0);
      // What a merge key brings is not changed there: the map gets a value of its own.
      else if (planValue(scope, { ...one, value: text }).length > 0) addEntry(plan, app, 0, path, one);
    }
  }
  return plan;
}

const noteFilledIn = (plan: YamlPlan, name: string, at: number): void =>
  plan.note(
    `${placeOf(plan.sources[0]!, at)}: “${name}” is filled in from elsewhere, so it stays. See that it gives the value that is meant.`,
  );

/** A variable in the list form, `- NAME=value`. */
function planListed(
  plan: YamlPlan,
  app: string,
  path: readonly string[],
  list: YAMLSeq,
  name: string,
  value: string,
): void {
  const source = plan.sources[0]!;
  const whole = `${name}=${value}`;
  const index = list.items.findLastIndex((one) => {
    const node = followed(source, one);
    return isScalar(node) && (node.value === name || String(node.value).startsWith(`${name}=`));
  });
  const node = list.items[index] as ParsedNode | undefined;
  if (node === undefined) {
    addItem(plan, app, 0, path, item(whole));
    return;
  }
  const target = followed(source, node);
  if (!isScalar(target) || target.value === whole) return;
  if (target.value === name || isOpaque(source, node)) {
    noteFilledIn(plan, name, node.range[0]);
    return;
  }
  plan.steps.push({
    app,
    file: 0,
    where: [...path, name].join('.'),
    at: node.range[0],
    refusal: reach(source, path).refusal ?? refusalOf(source, node),
    lines: linesOf(item(whole), 0, plan.styleOf(0)),
    edit: (editor) => editor.replaceScalar(node, whole),
    touches: [[...path, String(index)].join('/')],
  });
}

/** A file inside a variable, such as KESTRA_CONFIGURATION: what is wanted is put into that file. */
function planInside(scope: Scope, name: string, node: ParsedNode & Scalar, wanted: string): void {
  const { plan, app, path } = scope;
  const source = plan.sources[0]!;
  const inner = node.type === Scalar.BLOCK_LITERAL ? innerText(source.text, node) : undefined;
  const at = node.range[0];
  const done = inner === undefined ? undefined : mergeInner(app!, inner.text, wanted);
  const step = { app: app!, file: 0, where: [...path, name].join('.'), touches: [[...path, name].join('/')] };
  if (inner === undefined || done === undefined || !done.ok || done.value.byHand.length > 0) {
    const told = done?.ok ? done.value.byHand : [];
    plan.steps.push({
      ...step,
      at,
      refusal: refusalOf(source, node) ?? {
        at,
        reason: told[0]?.reason ?? 'the text in this variable can’t be edited safely',
      },
      lines: told.length > 0 ? told.flatMap(({ lines }) => lines) : wanted.trimEnd().split('\n'),
    });
    return;
  }
  for (const note of done.value.notes) plan.note(note);
  const { edits } = done.value.files[0]!;
  if (edits.length === 0) return;
  plan.steps.push({
    ...step,
    at,
    refusal: scope.refusal ?? refusalOf(source, node),
    lines: wanted.trimEnd().split('\n'),
    edit: (editor) => editor.take(outerEdits(inner, edits)),
  });
}

function mergeInner(app: string, text: string, wanted: string): Result<Merged> {
  const source = readSource({ name: 'the text in the variable', text }, false);
  if (!source.ok) return source;
  const tree = treeIn(wanted);
  const twice = twiceOnTheWay(source.value, source.value.document.contents, tree);
  if (twice) return duplicate(source.value.name, twice);
  return applyPlan([source.value], (read) => {
    const plan = new YamlPlan(read, [], { hidden: '' });
    planTree(plan, app, 0, [], tree);
    return plan;
  });
}
