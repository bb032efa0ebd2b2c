import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readProfileFiles } from '../../../electron/services/files/profile-files.ts';
import { parseWorkspace, parseWorkspaceBytes } from '../../../shared/workspace/parse.ts';
import {
  AppSchema,
  MetadataSchema,
  ProviderSchema,
  WorkspaceSchema,
} from '../../../shared/workspace/schema.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import { APPS, EDITIONS_OF, FIRST_KINDS, SETTINGS_OF } from '../../helpers/first-apps.ts';

const FIXTURES = new URL('../../fixtures/workspaces/', import.meta.url);
const page = readFileSync(new URL('../../../docs/workspace.md', import.meta.url), 'utf8');
const fixtures = await Promise.all(
  readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.yaml'))
    .map(async (name) => {
      const bytes = readFileSync(new URL(name, FIXTURES));
      const profiles = await readProfileFiles(fileURLToPath(new URL(name, FIXTURES)), bytes.toString());
      return { name, bytes, profiles };
    }),
);

/** The keys listed in the tables of one section of the page. */
function documented(heading: string): string[] {
  const section = page.split(/^#{2,3} /m).find((part) => part.startsWith(heading));
  expect(section, `The page has no section “${heading}”`).toBeDefined();
  return [...section!.matchAll(/^\| `([a-z_]+)` \| (\S.*) \| (\S.*) \| (\S.*) \|$/gm)].map((row) => row[1]!);
}

describe('docs/workspace.md', () => {
  it.each<[string, object]>([
    ['The file', WorkspaceSchema.shape],
    ['A provider', ProviderSchema.shape],
    ['Its `metadata`', MetadataSchema.shape],
    ['An app', AppSchema.shape],
  ])(
    'has every key of the section “%s”, with meaning, default and example, and no other',
    (heading, shape) => {
      expect(documented(heading)).toEqual(Object.keys(shape));
    },
  );

  it('has every setting of every kind', () => {
    const headings = { memos: 'Memos', romm: 'RomM', kestra: 'Kestra', custom: 'a custom app' };
    for (const kind of FIRST_KINDS) {
      expect(documented(`\`settings\` of ${headings[kind]}`)).toEqual(SETTINGS_OF[kind]);
    }
  });

  it('and the schema agree with the catalog on settings, their defaults and the editions', () => {
    for (const kind of FIRST_KINDS) {
      const { settings, editions } = APPS[kind];
      expect(settings.map((setting) => setting.key).sort()).toEqual([...SETTINGS_OF[kind]].sort());
      expect((editions ?? []).map((edition) => edition.id).sort()).toEqual(EDITIONS_OF[kind].toSorted());
      for (const setting of settings) {
        if (setting.default === undefined) continue;
        const row = page.split('\n').find((line) => line.startsWith(`| \`${setting.key}\` |`));
        expect(row?.split(' | ')[2], setting.key).toBe(`\`${String(setting.default)}\``);
      }
    }
  });

  it('has examples that are read without a mistake', () => {
    const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(parseWorkspace(example)).toMatchObject({ ok: true, problems: [] });
  });
});

describe('the sample workspaces', () => {
  it.each(fixtures)('$name is read, and comes back from its written form', ({ name, bytes, profiles }) => {
    const parsed = parseWorkspaceBytes(bytes, profiles);
    if (!parsed.ok)
      throw new Error(parsed.problems.map((problem) => `${problem.line}: ${problem.message}`).join('\n'));
    expect(parsed.problems.map((problem) => problem.code)).toEqual(
      name === 'pre-release.yaml' ? ['older-format'] : [],
    );
    const again = parseWorkspace(stringifyWorkspace(parsed.workspace), profiles);
    expect(again).toEqual({ ok: true, workspace: parsed.workspace, problems: [] });
  });

  it('hold all six pairs and, between them, every key there is', () => {
    const keys = new Set<string>();
    const pairs = new Set<string>();
    for (const { bytes, profiles } of fixtures) {
      const parsed = parseWorkspaceBytes(bytes, profiles);
      if (!parsed.ok) continue;
      const { providers, apps, ...rest } = parsed.workspace;
      for (const key of Object.keys(rest)) keys.add(key);
      for (const entry of Object.values(providers)) {
        for (const key of [...Object.keys(entry), ...Object.keys(entry.metadata ?? {})]) keys.add(key);
      }
      for (const entry of Object.values(apps)) {
        for (const key of [...Object.keys(entry), ...Object.keys(entry.settings ?? {})]) keys.add(key);
        pairs.add(`${providers[entry.provider]?.kind}-${entry.kind}`);
      }
    }
    const all = [WorkspaceSchema, ProviderSchema, MetadataSchema, AppSchema].flatMap((schema) =>
      Object.keys(schema.shape),
    );
    for (const key of [...all, ...Object.values(SETTINGS_OF).flat()]) {
      if (key !== 'providers' && key !== 'apps') expect(keys, key).toContain(key);
    }
    for (const provider of ['authelia', 'authentik']) {
      for (const app of ['memos', 'romm', 'kestra']) expect(pairs).toContain(`${provider}-${app}`);
    }
  });
});
