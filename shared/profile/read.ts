import { isAlias, isScalar, type Node, visit } from 'yaml';
import type * as z from 'zod';
import { nearest } from '../workspace/nearest.ts';
import {
  either,
  type Flaw,
  INVISIBLE,
  MAX_PROBLEMS,
  quoted,
  theKey,
  type WorkspaceProblem,
} from '../workspace/problem.ts';
import { SourceText } from '../workspace/source-text.ts';
import { readYaml } from '../workspace/yaml-reader.ts';
import type { ProfileFlaw } from './flaw.ts';
import { hasInvisible } from './names.ts';
import { providerFlaws } from './provider-rules.ts';
import { type ProviderProfile, ProviderProfileSchema } from './provider-schema.ts';
import { profileFlaws } from './rules.ts';
import { type AppProfile, AppProfileSchema } from './schema.ts';
import { hiddenInProfile, secretsIn } from './secret-values.ts';

/** The largest profile, in bytes of UTF-8. */
export const MAX_PROFILE_BYTES = 32_768;

export type ReadProfile<T = AppProfile> =
  | {
      readonly ok: true;
      readonly profile: T;
      /** What is said of the profile later, with its place in the text. */
      readonly placed: (flaw: ProfileFlaw, code: string, severity: 'error' | 'warning') => WorkspaceProblem;
    }
  | { readonly ok: false; readonly problems: readonly WorkspaceProblem[] };

/** One of the two sides that a profile may be of: its keys, and what the schema can't see. */
interface Form<T extends AppProfile | ProviderProfile> {
  readonly schema: z.ZodType<T> & { readonly shape: Readonly<Record<string, unknown>> };
  readonly flaws: (profile: T) => readonly ProfileFlaw[];
}

const APP: Form<AppProfile> = { schema: AppProfileSchema, flaws: profileFlaws };
const PROVIDER: Form<ProviderProfile> = { schema: ProviderProfileSchema, flaws: providerFlaws };

/** True for the profile of a provider, which says so. */
export const isProviderProfile = (profile: AppProfile | ProviderProfile): profile is ProviderProfile =>
  'side' in profile;

type Path = readonly (string | number)[];

/**
 * Reads an app's profile from YAML text. Reports every mistake with its line and column and what to write
 * instead. Never throws, for any text. A profile is data: aliases, anchors and tags are refused.
 */
export const readAppProfile = (text: string): ReadProfile => read(text, () => APP);

/** Reads a profile of either side: that of a provider has `side: provider`. */
export const readProfile = (text: string): ReadProfile<AppProfile | ProviderProfile> =>
  read<AppProfile | ProviderProfile>(text, (value) =>
    typeof value === 'object' && value !== null && 'side' in value
      ? (PROVIDER as unknown as Form<AppProfile | ProviderProfile>)
      : (APP as unknown as Form<AppProfile | ProviderProfile>),
  );

function read<T extends AppProfile | ProviderProfile>(
  text: string,
  formOf: (value: unknown) => Form<T>,
): ReadProfile<T> {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text;
  const shown = bare.slice(0, MAX_PROFILE_BYTES);
  const source = new SourceText(shown, () => hiddenInProfile(shown));
  const refused = (flaws: readonly Flaw[]): ReadProfile<T> => ({
    ok: false,
    problems: [...flaws]
      .sort((a, b) => a.start - b.start)
      .slice(0, MAX_PROBLEMS)
      .map((flaw) => source.problem(flaw)),
  });
  if (new TextEncoder().encode(bare).length > MAX_PROFILE_BYTES)
    return refused([
      whole(
        'file-too-big',
        `A profile has at most ${MAX_PROFILE_BYTES.toLocaleString('en-GB')} bytes.`,
        'Check that this is the right file.',
      ),
    ]);
  const hidden = hiddenCharacters(bare);
  const { document, flaws } = readYaml(bare);
  const wrong = flaws.filter((flaw) => flaw.severity === 'error');
  // Such a character is then the mistake, and the rest follows from it.
  if (wrong.length > 0) return refused(hidden.length > 0 ? hidden : wrong);
  if (!document?.contents)
    return refused([whole('empty-file', 'The file is empty.', 'Begin it with profile: 1, kind and name.')]);
  const unfit = unfitNodes(document.contents);
  if (unfit.length > 0) return refused(unfit);

  const at = (path: Path, about: 'key' | 'value'): { start: number; end: number } => {
    for (let length = path.length; length >= 0; length--) {
      const node = nodeAt(
        document.contents,
        path.slice(0, length),
        about === 'key' && length === path.length,
      );
      if (node?.range) return { start: node.range[0], end: node.range[1] };
    }
    return { start: 0, end: 1 };
  };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const escaped = textsIn(value).filter(({ text }) => hasInvisible(text.replace(/[\t\n]/g, '')));
  if (escaped.length > 0)
    return refused(
      escaped.map(({ path, text, about }) => ({
        ...hiddenCharacter(text.replace(/[\t\n]/g, '').match(INVISIBLE)![0]),
        path,
        ...at(path, about),
      })),
    );
  if (hidden.length > 0) return refused(hidden);
  const { schema, flaws: flawsOf } = formOf(value);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issues = meant(
      parsed.error.issues.flatMap((issue) => worded(issue, value, [])),
      Object.keys(schema.shape),
    );
    return refused(issues.map((one) => ({ ...one, ...at(one.path, one.about) })));
  }
  const flawAt = (
    { path, about, message, suggestion }: ProfileFlaw,
    code: string,
    severity: 'error' | 'warning',
  ): Flaw => ({ code, severity, path, message, suggestion, ...at(path, about ?? 'value') });
  const rules = flawsOf(parsed.data);
  if (rules.length > 0) return refused(rules.map((one) => flawAt(one, 'bad-profile', 'error')));
  const secrets = secretsIn(parsed.data);
  if (secrets.length > 0)
    return refused(
      secrets.map((path) => ({
        ...whole(
          'secret-in-profile',
          'This looks like a secret, which no profile may hold: it is data for everybody.',
          "Write '{client_secret}' where the app gets its client secret, and take others out.",
        ),
        path,
        ...at(path, 'value'),
      })),
    );
  return { ok: true, profile: parsed.data, placed: (...said) => source.problem(flawAt(...said)) };
}

const whole = (code: string, message: string, suggestion: string): Flaw => ({
  code,
  severity: 'error',
  path: [],
  start: 0,
  end: 1,
  message,
  suggestion,
});

/** A character that can't be seen, wherever it stands: a name or a comment could be read as another one. */
const hiddenCharacters = (text: string): Flaw[] =>
  [...text.matchAll(INVISIBLE)].flatMap(({ 0: one, index }) =>
    /[\t\n\r]/.test(one) ? [] : [{ ...hiddenCharacter(one), start: index, end: index + one.length }],
  );

const hiddenCharacter = (one: string): Flaw =>
  whole(
    'hidden-character',
    `A character that can’t be seen stands here (U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}).`,
    'Take it out, or type the text again: it may have come along with copied text.',
  );

interface Text {
  readonly path: Path;
  readonly text: string;
  readonly about: 'key' | 'value';
}

/** Every text of a value, and the name of every key. */
function textsIn(node: unknown, path: Path = []): Text[] {
  if (typeof node === 'string') return [{ path, text: node, about: 'value' }];
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((one, index) => textsIn(one, [...path, index]));
  return Object.entries(node).flatMap(([key, one]) => [
    { path: [...path, key], text: key, about: 'key' as const },
    ...textsIn(one, [...path, key]),
  ]);
}

/** Aliases, anchors, tags and keys that stand twice, which could hide what a profile says. */
function unfitNodes(root: Node): Flaw[] {
  const flaws: Flaw[] = [];
  visit(root, {
    Map(_key, map) {
      unfit(_key, map);
      const { items } = map;
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = String(isScalar(key) ? key.value : key);
        if (seen.has(name)) {
          const [start, end] = (key as Node).range ?? [0, 1];
          const twice = whole('duplicate-key', `${theKey(name)} stands here twice.`, 'Keep one of them.');
          flaws.push({ ...twice, start, end });
        }
        seen.add(name);
        // It would be dropped without a word.
        if (name === '__proto__') {
          const [start, end] = (key as Node).range ?? [0, 1];
          flaws.push({
            ...whole('unfit-key', `${quoted(name)} can’t be a key.`, 'Take it out.'),
            start,
            end,
          });
        }
      }
    },
    Scalar: unfit,
    Seq: unfit,
    Alias: unfit,
  });
  return flaws;

  function unfit(_key: unknown, node: Node): void {
    const anchored = 'anchor' in node && node.anchor !== undefined;
    if (!isAlias(node) && !anchored && node.tag === undefined) return;
    flaws.push({
      ...whole('not-plain', 'A profile has no anchors, aliases or tags.', 'Write the value out.'),
      start: node.range?.[0] ?? 0,
      end: node.range?.[1] ?? 1,
    });
  }
}

function nodeAt(root: Node | null, path: Path, key: boolean): Node | undefined {
  let node: unknown = root;
  for (const [index, step] of path.entries()) {
    const items = (node as { items?: unknown[] } | undefined)?.items;
    if (!items) return undefined;
    if (typeof step === 'number') node = items[step];
    else {
      const pair = items.find(
        (one) =>
          isScalar((one as { key?: unknown }).key) &&
          String((one as { key: { value: unknown } }).key.value) === step,
      ) as { key: Node; value: Node | null } | undefined;
      if (!pair) return undefined;
      node = key && index === path.length - 1 ? pair.key : (pair.value ?? pair.key);
    }
  }
  return node as Node | undefined;
}

interface Worded {
  readonly code: string;
  readonly severity: 'error';
  readonly path: Path;
  readonly about: 'key' | 'value';
  readonly message: string;
  readonly suggestion: string;
}

const say = (
  path: Path,
  about: Worded['about'],
  code: string,
  message: string,
  suggestion: string,
): Worded => ({
  code,
  severity: 'error',
  path,
  about,
  message,
  suggestion,
});

/** A key that is missing and one that is much like it are one mistake. */
function meant(issues: readonly Worded[], keys: readonly string[]): Worded[] {
  const named = new Set<Worded>();
  const mended = issues.map((one) => {
    if (one.code !== 'unknown-key') return one;
    const beside = issues.filter(
      ({ code, path }) =>
        code === 'missing-key' && path.slice(0, -1).join('/') === one.path.slice(0, -1).join('/'),
    );
    const known = one.path.length === 1 ? keys : beside.map(({ path }) => String(path.at(-1)));
    const near = nearest(String(one.path.at(-1)), known);
    const lacking = beside.find(({ path }) => path.at(-1) === near);
    if (lacking) named.add(lacking);
    return near === undefined ? one : { ...one, suggestion: `Write ${near} instead.` };
  });
  return mended.filter((one) => !named.has(one));
}

/** What zod calls the types, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list: [one, two]',
  object: 'a map of keys',
  record: 'a map of keys',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
};

function worded(issue: z.core.$ZodIssue, root: unknown, prefix: Path): Worded[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const written = path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | undefined)?.[step],
    root,
  );
  const name = theKey(String(path.findLast((step) => typeof step === 'string') ?? 'profile'));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      say(
        [...path, key],
        'key',
        'unknown-key',
        `${theKey(key)} is not known here.`,
        'Take it out, or write the key that is meant: docs/profiles.md lists all.',
      ),
    );
  if (written === undefined && issue.code !== 'custom')
    return [
      say(path, 'value', 'missing-key', `${name} is missing.`, 'Add it: docs/profiles.md says its form.'),
    ];
  switch (issue.code) {
    case 'invalid_union':
      return (
        closest(issue, written, root, path) ?? [
          say(
            path,
            'value',
            'bad-value',
            `The value of ${name.replace(/^T/, 't')} has none of the forms it may have.`,
            'Write one of those that docs/profiles.md lists.',
          ),
        ]
      );
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const near = typeof written === 'string' ? nearest(written, choices) : undefined;
      return [
        say(
          path,
          'value',
          'bad-value',
          `${typeof written === 'object' ? `The value of ${name.replace(/^T/, 't')}` : quoted(String(written))} is not one of the values here.`,
          near === undefined
            ? `Write ${either(choices)}${typeof written === 'object' ? ', or a list of values with what they depend on' : ''}.`
            : `Write ${near}.`,
        ),
      ];
    }
    case 'invalid_type':
      return [
        say(
          path,
          'value',
          'wrong-type',
          `${name} is of the wrong type${typeof written === 'object' ? '' : `: ${quoted(String(written))}`}.`,
          issue.expected === 'string' && typeof written === 'number'
            ? `Write it in quotes: "${written}" (1.20 without quotes is 1.2).`
            : `It takes ${EXPECTED[issue.expected] ?? issue.expected}.`,
        ),
      ];
    case 'too_big':
      return [
        say(
          path,
          'value',
          'too-long',
          `${name} is longer than ${String(issue.maximum)}${typeof written === 'string' ? `: ${quoted(written)}` : ''}.`,
          'Make it shorter.',
        ),
      ];
    case 'too_small':
      return [
        say(
          path,
          'value',
          'too-short',
          `${name} is empty or too short.`,
          'Write at least one, or leave the key out.',
        ),
      ];
    default:
      return [
        say(
          path,
          issue.code === 'invalid_key' ? 'key' : 'value',
          'bad-value',
          `${name}: ${quoted(String(typeof written === 'object' ? (path.at(-1) ?? '') : written))} ${issue.message}.`,
          'Correct it: docs/profiles.md says the form of each key.',
        ),
      ];
  }
}

/** Of several forms, the one that is meant: the one whose first key is written, or with the fewest mistakes. */
function closest(
  issue: z.core.$ZodIssueInvalidUnion,
  written: unknown,
  root: unknown,
  path: Path,
): Worded[] | undefined {
  const score = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce(
      (sum, one) =>
        sum +
        (one.code === 'unrecognized_keys'
          ? 3 * one.keys.length
          : one.code === 'invalid_type' && one.path.length === 0
            ? 9
            : one.path.length === 0
              ? 4
              : 1),
      0,
    );
  const best = [...issue.errors].sort((a, b) => score(a) - score(b))[0];
  if (!best || written === undefined) return undefined;
  return best.flatMap((one) => worded(one, root, path)).slice(0, 5);
}
