import { quoted, visible } from '../workspace/problem.ts';
import type { TREE_FORMATS } from './formats.ts';

/** What is wrong with a name, and what to write instead. */
export interface NameFlaw {
  readonly message: string;
  readonly suggestion: string;
}

type TreeFormat = (typeof TREE_FORMATS)[number];

/** True if a text holds a control character, a line break, a mark that reorders text, or half a character. */
export const hasInvisible = (text: string): boolean => visible(text) !== text;

const flaw = (message: string, suggestion: string): NameFlaw => ({ message, suggestion });

/** What is wrong with the name of an environment variable. */
export const envNameFlaw = (name: string): NameFlaw | undefined =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : flaw(
        `${quoted(name)} is no name of an environment variable.`,
        'Write letters, digits and _, not beginning with a digit.',
      );

/** The same once a client id is filled in. It may hold hyphens, which Docker and Compose take there. */
export const filledEnvNameFlaw = (name: string): NameFlaw | undefined =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)
    ? undefined
    : flaw(
        `${quoted(name)} can become the name of an environment variable, and is none.`,
        'Let client_id.pattern take letters, digits, _ and - only, or write {client_id|alnum}.',
      );

/** What is wrong with the label of a field on a screen. */
export const labelFlaw = (label: string): NameFlaw | undefined =>
  hasInvisible(label) || label.trim() === ''
    ? flaw(`${quoted(label)} is no label of a field.`, 'Write it as the screen shows it, on one line.')
    : undefined;

/** What is wrong with a key inside a tree, whatever the format. */
export function keyFlaw(key: string): NameFlaw | undefined {
  if (key === '')
    return flaw('A key is empty.', 'Write a name between the slashes, and none at the beginning or the end.');
  if (key.length > 120) return flaw(`${quoted(key)} is longer than 120.`, 'Make it shorter.');
  // Programs in JavaScript read these as something other than a key.
  if (['__proto__', 'constructor', 'prototype'].includes(key))
    return flaw(`${quoted(key)} can’t be a key.`, 'Some programs read it as something else. Take it out.');
  if (hasInvisible(key))
    return flaw(`${quoted(key)} holds a line break or another character that can’t be seen.`, 'Take it out.');
  return undefined;
}

/** What is wrong with a key inside a tree of this format. */
export function keyFlawIn(format: TreeFormat, key: string): NameFlaw | undefined {
  const wrong = keyFlaw(key);
  if (wrong) return wrong;
  return format === 'xml' && (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) || /^xml/i.test(key))
    ? flaw(
        `${quoted(key)} is no name of an XML element.`,
        'Write letters, digits, _, - and ., beginning with a letter, and not with xml.',
      )
    : undefined;
}

/** A number in a path is a place in a list. */
export const isPlace = (step: string): boolean => /^(?:0|[1-9]\d{0,2})$/.test(step);

/** What is wrong with a path in the keys of a file. */
export function pathFlaw(format: TreeFormat, path: string): NameFlaw | undefined {
  const steps = path.split('/');
  const [first = '', ...below] = steps;
  for (const step of steps) {
    const wrong = isPlace(step) ? undefined : keyFlawIn(format, step);
    if (wrong) return wrong;
  }
  if (isPlace(first)) return flaw(`${quoted(path)} begins with a number.`, 'Name what holds the list first.');
  switch (format) {
    case 'ini':
      return iniFlaw(steps);
    case 'xml':
      if (below.length === 0 || isPlace(below[0]!))
        return flaw(
          `${quoted(path)} is the whole XML document.`,
          'Begin every path with the outermost element, and name an element in it.',
        );
      return steps.some((step, at) => isPlace(step) && isPlace(steps[at + 1] ?? ''))
        ? flaw(
            `${quoted(path)} is a list in a list, which XML doesn’t have.`,
            'Name the element between them.',
          )
        : undefined;
    case 'php':
      return codeFlaw('PHP', [first], below, ['this', 'GLOBALS']);
    case 'python':
      return codeFlaw('Python', first.split('.'), below, PYTHON_WORDS);
    case 'ruby':
      // A name with a capital is a constant, which Ruby warns of or refuses to assign to.
      return codeFlaw('Ruby', [first], below, [...RUBY_WORDS, ...(/^[A-Z]/.test(first) ? [first] : [])]);
    default:
      return undefined;
  }
}

function iniFlaw(steps: readonly string[]): NameFlaw | undefined {
  const [section, key] = steps.length === 1 ? [undefined, steps[0]!] : [steps[0]!, steps[1]!];
  if (steps.length > 2)
    return flaw(`${quoted(steps.join('/'))} has more than a section and a key.`, 'Write section/key.');
  if (
    section !== undefined &&
    (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.: -]*[A-Za-z0-9_])?$/.test(section) || /^default$/i.test(section))
  )
    return flaw(
      `${quoted(section)} is no section of an INI file that every program reads the same.`,
      'Write letters, digits and . _ : -, and not DEFAULT.',
    );
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) && !/^(?:null|yes|no|true|false|on|off|none)$/i.test(key)
    ? undefined
    : flaw(
        `${quoted(key)} is no key of an INI file that every program reads the same.`,
        'Write letters, digits and . _ -, beginning with a letter.',
      );
}

/** What is wrong with something that is assigned to in code: an injected word would be run. */
function codeFlaw(
  language: string,
  variable: readonly string[],
  below: readonly string[],
  reserved: readonly string[],
): NameFlaw | undefined {
  const wrong = variable.find((word) => !isWord(word) || word.startsWith('__') || reserved.includes(word));
  if (wrong !== undefined)
    return flaw(
      `${quoted(wrong)} is nothing that ${language} can assign to.`,
      'Write the name of a variable, and after a slash the key in it.',
    );
  return below.some(isPlace)
    ? flaw(`A number is no key in ${language}.`, 'Write the list with json: [ … ] instead.')
    : undefined;
}

const isWord = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);

/**
 * What is wrong among the paths of one file, by the path that has to change: one that lies below another's value, a list
 * that has names, two outermost elements.
 */
export function pathsFlaws(format: TreeFormat, paths: readonly string[]): Map<string, NameFlaw> {
  const flaws = new Map<string, NameFlaw>();
  const all = new Set(paths);
  const seen = new Map<string, string>();
  const places = new Map<string, boolean>();
  const beside = new Map<string, Set<string>>();
  for (const path of paths) {
    const steps = path.split('/');
    for (const above of pathsAbove(format, steps)) {
      if (all.has(above))
        flaws.set(
          path,
          flaw(
            `${quoted(path)} lies below ${quoted(above)}, which has a value itself.`,
            'Write both as one json: { … }.',
          ),
        );
    }
    for (const [at, step] of steps.entries()) {
      const holder = steps.slice(0, at).join('/');
      const before = places.get(holder);
      if (before !== undefined && before !== isPlace(step))
        flaws.set(
          path,
          flaw(`${quoted(holder)} has numbers and names in it.`, 'A list has only numbers: 0, 1, 2.'),
        );
      places.set(holder, isPlace(step));
      // What a variable becomes could be the name beside it.
      const others = beside.get(holder) ?? new Set();
      const other = [...others].find((one) => couldBeSame(one, step));
      if (other !== undefined)
        flaws.set(
          path,
          flaw(
            `${quoted(step)} and ${quoted(other)} lie side by side, and could be the same name.`,
            'Let nothing stand beside a name with a variable.',
          ),
        );
      beside.set(holder, others.add(step));
    }
    // INI's usual readers don't tell capital letters from small ones.
    const same = format === 'ini' ? path.toLowerCase() : path;
    const twin = seen.get(same);
    if (twin !== undefined)
      flaws.set(path, flaw(`${quoted(path)} is the same key as ${quoted(twin)}.`, 'Keep one of them.'));
    seen.set(same, path);
    if (format === 'xml' && steps[0] !== paths[0]!.split('/')[0])
      flaws.set(
        path,
        flaw('An XML document has one outermost element.', `Begin with ${paths[0]!.split('/')[0]}, too.`),
      );
  }
  return flaws;
}

/**
 * True if two different names, of which one holds a variable at least, could become the same. They can’t where they begin
 * or end with other words, or where all but what stands before or after the same variable is equal.
 */
function couldBeSame(one: string, other: string): boolean {
  if (one === other) return false;
  const [a, b] = [around(one), around(other)];
  if (a.variables === b.variables && (a.begins === b.begins || a.ends === b.ends)) return false;
  const mayBegin = a.begins.startsWith(b.begins) || b.begins.startsWith(a.begins);
  const mayEnd = a.ends.endsWith(b.ends) || b.ends.endsWith(a.ends);
  return mayBegin && mayEnd && (a.variables !== '' || b.variables !== '');
}

/** A name’s variables, and the words around them. One without a variable begins and ends with all of itself. */
function around(name: string): { begins: string; variables: string; ends: string } {
  const [, begins = name, variables = '', ends = name] = /^([^{]*)(\{.*\})([^}]*)$/s.exec(name) ?? [];
  return { begins, variables, ends };
}

/** The paths that would hold this one: in Python, an attribute lies below its object, too. */
function pathsAbove(format: TreeFormat, [first = '', ...below]: readonly string[]): string[] {
  const words = format === 'python' ? first.split('.') : [first];
  const objects = words.slice(1).map((_, at) => words.slice(0, at + 1).join('.'));
  return [...objects, ...below.map((_, at) => [first, ...below.slice(0, at)].join('/'))];
}

const PYTHON_WORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  );

const RUBY_WORDS =
  'BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield'.split(
    ' ',
  );
