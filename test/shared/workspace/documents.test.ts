import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readProfileFiles } from '../../../electron/services/files/profile-files.ts';
import { parseWorkspace, parseWorkspaceBytes } from '../../../shared/workspace/parse.ts';
import {
  AppSchema,
  MetadataSchema,
  ProviderSchema,
  SettingsSchema,
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

describe('docs/workspace.md', () => {
  it('has examples that are read without a mistake', () => {
    const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(parseWorkspace(example)).toMatchObject({ ok: true, problems: [] });
  });
});

it('the schema and the catalog agree on settings and editions', () => {
  for (const kind of FIRST_KINDS) {
    const { settings, editions } = APPS[kind];
    expect(settings.map((setting) => setting.key).sort()).toEqual([...SETTINGS_OF[kind]].sort());
    expect((editions ?? []).map((edition) => edition.id).sort()).toEqual(EDITIONS_OF[kind].toSorted());
  }
});

it('the schema takes every choice and default that the catalog has of a custom app', () => {
  const values = APPS.custom.settings.flatMap(({ key, choices = [], default: preset }) =>
    [...choices, ...(preset === undefined ? [] : [preset])].map((value) => ({ [key]: value })),
  );
  expect(values.length).toBeGreaterThan(5);
  expect(values.filter((one) => !SettingsSchema.safeParse(one).success)).toEqual([]);
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
