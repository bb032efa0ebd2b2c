import type * as z from 'zod';
import { allApps, appOf } from '../../../shared/catalog/apps/index.ts';
import type { AppDefinition } from '../../../shared/catalog/types.ts';
import { code, cell as tableCell } from '../../../shared/render/text/markdown.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import {
  AppSchema,
  MetadataSchema,
  ProviderSchema,
  WorkspaceSchema,
} from '../../../shared/workspace/schema.ts';
import { anchor, cell, settingsTable } from './apps-page.ts';
import { APP_WORDS, type KeyWords, METADATA_WORDS, PROVIDER_WORDS, WORKSPACE_WORDS } from './key-words.ts';

/** The tables with one row a key: the schema of the keys, and what to say of each. */
export const KEY_TABLES: Readonly<
  Record<string, readonly [z.ZodObject, Readonly<Record<string, KeyWords>>]>
> = {
  file: [WorkspaceSchema, WORKSPACE_WORDS],
  provider: [ProviderSchema, PROVIDER_WORDS],
  metadata: [MetadataSchema, METADATA_WORDS],
  app: [AppSchema, APP_WORDS],
};

/** The parts of docs/workspace.md that are made, by the name in their markers. */
const PARTS: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    Object.entries(KEY_TABLES).map(([name, [schema, words]]) => [name, () => keyTable(schema, words)]),
  ),
  'provider kinds': () => `The kinds: ${PROVIDER_KINDS.map(code).join(', ')}.`,
  kinds: kindsTable,
  custom: () => settingsTable(appOf('custom')),
};

const MADE = /(<!-- made: ([a-z ]+) -->\n)[\s\S]*?(\n<!-- \/made -->)/g;

/** The page with the parts between its markers made again. All that was written by hand stays. */
export function workspacePage(page: string): string {
  const found = [...page.matchAll(MADE)].map((match) => match[2]!);
  if (found.toSorted().join() !== Object.keys(PARTS).toSorted().join())
    throw new Error(
      `docs/workspace.md must have each of these parts once: ${Object.keys(PARTS).join(', ')}.`,
    );
  return page.replace(MADE, (_, begin, name, end) => `${begin}\n${PARTS[name]!()}\n${end}`);
}

function keyTable(schema: z.ZodObject, words: Readonly<Record<string, KeyWords>>): string {
  return [
    '| key | type | meaning | default | example |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(schema.shape).map(([key, value]) => {
      const { meaning, absent = 'required', example } = words[key]!;
      const shown = example === undefined ? 'see below' : code(example);
      return `| ${code(key)} | ${typeOf(value)} | ${[meaning, absent, shown].map(tableCell).join(' | ')} |`;
    }),
  ].join('\n');
}

/** What stands behind a key, in words. */
function typeOf(schema: z.core.$ZodType): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'readonly':
      return typeOf(def.innerType);
    case 'boolean':
      return `${code('true')} or ${code('false')}`;
    case 'literal':
      return def.values.map((one) => code(String(one))).join(', ');
    case 'enum':
      return Object.values(def.entries)
        .map((one) => code(String(one)))
        .join(', ');
    case 'array':
      return 'list';
    case 'record':
    case 'object':
      return 'keys';
    case 'string':
      return 'text';
    default:
      throw new Error(`Say in words what a ${def.type} is.`);
  }
}

/** Every kind of app, with what only it may state; the rest stands on its own page. */
function kindsTable(): string {
  return [
    '| kind | app | settings | editions |',
    '| --- | --- | --- | --- |',
    ...allApps().map((app) => {
      const page = app.kind === 'custom' ? '#settings-of-a-custom-app' : `apps.md#${anchor(app.name)}`;
      return `| ${code(app.kind)} | [${cell(app.name)}](${page}) | ${listed(app.settings.map(({ key }) => key))} | ${listed(editionsOf(app))} |`;
    }),
  ].join('\n');
}

const editionsOf = ({ editions = [] }: AppDefinition): readonly string[] => editions.map(({ id }) => id);
const listed = (words: readonly string[]): string => words.map(code).join(', ') || 'none';
