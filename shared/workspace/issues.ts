import type * as z from 'zod';
import { own } from '../own.ts';
import { kindForm, kindsWith } from './kind-form.ts';
import { APP_KINDS, PROVIDER_KINDS } from './kinds.ts';
import { nearest } from './nearest.ts';
import { either, MAX_PROBLEMS, MISSING_ID, type Objection, quoted, theKey } from './problem.ts';
import { entryIdRule } from './rules.ts';
import { AppSchema, MetadataSchema, ProviderSchema, WorkspaceSchema } from './schema.ts';

type Path = readonly (string | number)[];

/** An objection with its path. `about` says whether the key or the value is wrong. */
export interface Issue extends Objection {
  readonly path: Path;
  readonly about: 'key' | 'value';
  /** Set for a missing key. */
  readonly missing?: string;
  /** Set for an unknown key that is similar to this known one. */
  readonly meant?: string;
}

/**
 * Limit of issues to process: if a file has more, only the first ones are reported, because wording each one
 * takes time.
 */
const MANY = MAX_PROBLEMS * 2;

const EXAMPLES: Readonly<Record<string, string>> = {
  latchkey: '1',
  kind: 'authelia',
  url: 'https://example.com',
  provider: 'home',
};

/** Names that other programs use for a key, and names that Latchkey used before its first format. */
const SYNONYMS: Readonly<Record<string, string>> = {
  issuer: 'url',
  base_url: 'url',
  host: 'url',
  address: 'url',
  type: 'kind',
  secret_method: 'token_endpoint_auth_method',
  auth_method: 'token_endpoint_auth_method',
  token_auth_method: 'token_endpoint_auth_method',
  pkce: 'require_pkce',
  callback: 'redirect_uris',
  callback_url: 'redirect_uris',
  authorization_policy: 'policy',
  consent_mode: 'consent',
};

/** Checks plain values against the schema. Returns the issues in our own wording. */
export function schemaIssues(value: unknown): Issue[] {
  return issuesOf(WorkspaceSchema, value, value, []);
}

function issuesOf(schema: z.ZodType, value: unknown, root: unknown, prefix: Path): Issue[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.slice(0, MANY).flatMap((issue) => translate(issue, root, prefix));
}

function translate(issue: z.core.$ZodIssue, root: unknown, prefix: Path): Issue[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const written = at(root, path);
  switch (issue.code) {
    case 'custom': {
      const objection = issue.params?.['objection'] as Objection;
      return [{ ...objection, path, about: 'value' }];
    }
    case 'unrecognized_keys':
      return issue.keys.slice(0, MANY).map((key) => unknownKey(path, key));
    case 'invalid_key': {
      // zod does not check the value under an invalid key, but we want to report all mistakes at once.
      const objection = entryIdRule(String(path.at(-1)));
      const entry = path[0] === 'providers' ? ProviderSchema : AppSchema;
      const inner = issuesOf(entry, written, root, path);
      return objection ? [{ ...objection, path, about: 'key' }, ...inner] : inner;
    }
    case 'invalid_value':
      return [
        written === undefined ? missingKey(path, root) : badChoice(path, written, issue.values.map(String)),
      ];
    case 'too_small':
      return [
        {
          code: 'empty-list',
          path,
          about: 'value',
          message: `The list ${quoted(keyOf(path))} is empty.`,
          suggestion: 'Name at least one, or leave the key out.',
        },
      ];
    case 'too_big':
      return [
        {
          code: 'too-long-list',
          path,
          about: 'value',
          message: `The list ${quoted(keyOf(path))} has more than ${String(issue.maximum)} items.`,
          suggestion: 'Check that it is what you mean.',
        },
      ];
    case 'invalid_type':
      if (written === undefined) return [missingKey(path, root)];
      return [wrongType(path, written, issue.expected)];
    default:
      return [
        {
          code: 'bad-value',
          path,
          about: 'value',
          message: `The value of ${quoted(keyOf(path))} is not understood.`,
          suggestion: 'See docs/workspace.md for what it takes.',
        },
      ];
  }
}

export function wrongType(path: Path, written: unknown, expected: string): Issue {
  const key = keyOf(path);
  const issue = (message: string, suggestion: string): Issue => ({
    code: 'wrong-type',
    path,
    about: 'value',
    message,
    suggestion,
  });
  if (written === null) {
    if (path.length === 2) {
      const keys = path[0] === 'apps' ? 'kind, url and provider' : 'kind and url';
      return issue(`${quoted(key)} has nothing below it.`, `Write its ${keys} below it, or take it out.`);
    }
    return issue(`${quoted(key)} has no value.`, 'Write one after the colon, or leave the key out.');
  }
  const is = Array.isArray(written)
    ? 'a list'
    : typeof written === 'object'
      ? 'a map of keys'
      : typeof written === 'boolean'
        ? 'true or false'
        : 'a single value';
  if (expected === 'boolean') {
    const yes = typeof written === 'string' && /^(?:yes|y|on|1|true|enabled?)$/i.test(written.trim());
    const no = typeof written === 'string' && /^(?:no|n|off|0|false|disabled?)$/i.test(written.trim());
    return issue(
      `${quoted(key)} takes true or false${typeof written === 'string' ? `, not ${quoted(written)}` : `, not ${is}`}.`,
      yes || no
        ? `Write ${key}: ${yes ? 'true' : 'false'}, without quotes.`
        : `Write ${key}: true or ${key}: false.`,
    );
  }
  if (expected === 'array') {
    const items =
      typeof written === 'string'
        ? written
            .trim()
            .split(/[\s,]+/)
            .filter(Boolean)
        : [];
    const shown =
      items.length > 0 && items.length <= 8 && items.every((item) => /^[\w.:/@-]{1,80}$/.test(item));
    return issue(
      `${quoted(key)} takes a list, not ${is}.`,
      shown
        ? `Write ${key}: [${items.join(', ')}].`
        : `Write ${key}: [one, two], or one “- item” a line below it.`,
    );
  }
  if (expected === 'object' || expected === 'record') {
    if (path.length === 0) {
      return issue(
        `The file holds ${is}; a workspace is a map of keys.`,
        'Begin it with the lines latchkey: 1, id, providers and apps.',
      );
    }
    const entries = path.length === 1;
    return issue(
      `${quoted(key)} takes a map of keys, not ${is}.`,
      entries
        ? `Give each its id as a key: ${key}, and on the next line, indented, ${key === 'apps' ? 'memos:' : 'home:'}.`
        : 'Write one `key: value` a line below it, indented by two more blanks.',
    );
  }
  if (typeof written === 'boolean') {
    return issue(
      `${quoted(key)} takes a text, not ${String(written)}.`,
      `Put it in quotes: ${key}: "${String(written)}".`,
    );
  }
  const first = Array.isArray(written) && typeof written[0] === 'string' ? written[0] : undefined;
  return issue(
    `${quoted(key)} takes one text, not ${is}.`,
    first !== undefined && Array.isArray(written) && written.length === 1 && /^[\w.:/-]{1,100}$/.test(first)
      ? `Write ${key}: ${first}.`
      : `Write ${key}: and one value on the same line.`,
  );
}

export function badChoice(path: Path, written: unknown, choices: readonly string[]): Issue {
  const key = keyOf(path);
  const text = typeof written === 'string' ? written : undefined;
  if (path.length === 1 && key === 'latchkey') {
    return {
      code: 'bad-format-version',
      path,
      about: 'value',
      message: 'The number of the file format is not understood.',
      suggestion: 'Write latchkey: 1, without quotes.',
    };
  }
  const near = text === undefined ? undefined : (nearest(text, choices) ?? partOf(text, choices));
  const issue = (code: string, suggestion: string): Issue => ({
    code,
    path,
    about: 'value',
    message: `${text === undefined ? `The value of ${quoted(key)}` : quoted(text)} is none of ${either(choices)}.`,
    suggestion,
  });
  if (key === 'kind' && text !== undefined) {
    const isProvider = path[0] === 'providers';
    if (isProvider && APP_KINDS.includes(text)) {
      return issue('unknown-kind', `${quoted(text)} is a kind of app: move the entry under apps.`);
    }
    if (!isProvider && PROVIDER_KINDS.includes(text)) {
      return issue('unknown-kind', `${quoted(text)} is a kind of provider: move the entry under providers.`);
    }
    if (near) return issue('unknown-kind', `Write kind: ${near}.`);
    return issue(
      'unknown-kind',
      isProvider
        ? 'Write kind: oidc for any other provider that conforms to OpenID Connect.'
        : 'Write kind: custom for any other app.',
    );
  }
  return issue('unknown-choice', near ? `Write ${key}: ${near}.` : `Write one of ${either(choices)}.`);
}

/**
 * Returns the only choice that contains a word: `post` gives `client_secret_post`. Undefined if not exactly
 * one does.
 */
function partOf(text: string, choices: readonly string[]): string | undefined {
  const word = text.trim().toLowerCase();
  const holding = word.length < 3 ? [] : choices.filter((choice) => choice.toLowerCase().includes(word));
  return holding.length === 1 ? holding[0] : undefined;
}

/** Which of the providers that there are is meant can't be known; one that isn't there would only be the next mistake. */
function providerLine(root: unknown): string | undefined {
  const ids = keysOf(at(root, ['providers'])).map(quoted);
  if (ids.length === 0) return undefined;
  if (ids.length === 1) return `Add the line provider: ${keysOf(at(root, ['providers']))[0]}.`;
  const some = ids.slice(0, MOST_NAMED);
  const named =
    ids.length > some.length
      ? `${some.join(', ')} or another`
      : `${some.slice(0, -1).join(', ')} or ${some.at(-1)}`;
  return `Add a line provider: with the key of its provider: ${named}.`;
}

/** So many keys are named. */
const MOST_NAMED = 6;

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

function missingKey(path: Path, root: unknown): Issue {
  const key = keyOf(path);
  if (key === 'id' && path.length === 1) return missingId;
  const owner = path.length === 1 ? 'The file' : `${quoted(String(path.at(-2)))}`;
  const example = key === 'kind' && path[0] === 'apps' ? 'memos' : (own(EXAMPLES, key) ?? '…');
  return {
    code: 'missing-key',
    path: path.slice(0, -1),
    about: 'key',
    missing: key,
    message: `${owner} lacks the key ${quoted(key)}.`,
    suggestion:
      (key === 'provider' && path[0] === 'apps' ? providerLine(root) : undefined) ??
      `Add a line such as ${key}: ${example}.`,
  };
}

/** An example id would be inherited by everybody who follows the advice. */
const missingId: Issue = {
  code: 'missing-key',
  path: [],
  about: 'key',
  missing: 'id',
  message: MISSING_ID,
  suggestion:
    'Latchkey makes one when it renders or opens the file. By hand: a line id: with a name that no other file of yours has.',
};

/** @param known the keys that there are. Default: those of the schema */
export function unknownKey(parent: Path, key: string, known: readonly string[] = keysAt(parent)): Issue {
  const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
  const meant = nearest(key, known) ?? (synonym && known.includes(synonym) ? synonym : undefined);
  const elsewhere = parent.length === 2 && parent[0] === 'apps' ? settingOf(key) : undefined;
  return {
    code: 'unknown-key',
    path: [...parent, key],
    about: 'key',
    ...(meant !== undefined && { meant }),
    message: `${theKey(key)} is not known here.`,
    suggestion: elsewhere
      ? `Move it below settings of the same app, where ${elsewhere} belongs.`
      : meant
        ? `Write ${meant} instead.`
        : `Take it out; known here are ${either(known, 30)}.`,
  };
}

const settingOf = (key: string): string | undefined =>
  kindsWith({}, ({ settings }) => settings.includes(key)).length > 0 ? key : undefined;

/** The keys that are known at a path of the workspace. */
export function keysAt(path: Path): readonly string[] {
  const last = path[2];
  if (path.length === 0) return Object.keys(WorkspaceSchema.shape);
  if (path.length === 2) return Object.keys(path[0] === 'providers' ? ProviderSchema.shape : AppSchema.shape);
  if (last === 'settings')
    return [...new Set(APP_KINDS.flatMap((kind) => kindForm(kind, {})?.settings ?? []))];
  if (last === 'metadata') return Object.keys(MetadataSchema.shape);
  return [];
}

function keyOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `${String(path.at(-2))}[${last}]` : (last ?? 'workspace');
}

function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
