import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { CONDITIONS, PROVIDER_CONDITIONS } from '../../../shared/profile/condition.ts';
import { TREE_FORMATS } from '../../../shared/profile/formats.ts';
import { ProviderProfileSchema } from '../../../shared/profile/provider-schema.ts';
import { isProviderProfile, readProfile } from '../../../shared/profile/read.ts';
import { AppProfileSchema } from '../../../shared/profile/schema.ts';
import { starterProfile } from '../../../shared/profile/starter.ts';
import { FILTERS, PROVIDER_VARIABLES, VARIABLES } from '../../../shared/profile/template.ts';
import { appsPage } from './apps-page.ts';
import { KEY_TABLES, workspacePage } from './workspace-page.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** `UPDATE=1 npx vitest run test/shared/profile/pages.test.ts` writes them again. */
function isMade(name: string, made: string): void {
  const file = join(DOCS, name);
  if (process.env['UPDATE']) writeFileSync(file, made);
  expect(readFileSync(file, 'utf8')).toBe(made);
}

it('docs/apps.md is what the profiles say', () => isMade('apps.md', appsPage()));

describe('docs/workspace.md', () => {
  const page = readFileSync(join(DOCS, 'workspace.md'), 'utf8');

  it('has the tables that the schema and the profiles make, and keeps what was written by hand', () => {
    isMade('workspace.md', workspacePage(page));
  });

  const keys = Object.entries(KEY_TABLES).flatMap(([table, [schema, words]]) =>
    Object.entries(schema.shape).map(([key, value]) => ({ key: `${table}.${key}`, value, ...words[key]! })),
  );
  const wrong = (isWrong: (one: (typeof keys)[number]) => boolean) =>
    keys.filter(isWrong).map(({ key }) => key);

  it('says “required” of exactly the keys that must be there', () => {
    // They are made for a file that lacks them.
    const made = ['file.id', 'file.providers', 'file.apps'];
    expect(
      wrong(({ value, absent }) => (value.def.type === 'optional') === (absent === undefined)).toSorted(),
    ).toEqual(made.toSorted());
  });

  it('has an example of every key that has no table of its own, and the schema takes it', () => {
    const own = ['file.providers', 'file.apps', 'provider.metadata', 'app.settings'];
    expect(wrong(({ example }) => example === undefined)).toEqual(own);
    expect(
      wrong(({ value, example }) => example !== undefined && !z.safeParse(value, parseYaml(example)).success),
    ).toEqual([]);
  });
});

it('docs/profile.schema.json is the schema, for editors', () => {
  const schema = {
    title: 'A profile of Latchkey',
    ...z.toJSONSchema(AppProfileSchema, { io: 'input', reused: 'ref' }),
  };
  isMade('profile.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
});

it('docs/provider-profile.schema.json is the schema of providers, for editors', () => {
  const schema = {
    title: 'A profile of Latchkey for a provider',
    ...z.toJSONSchema(ProviderProfileSchema, { io: 'input', reused: 'ref' }),
  };
  isMade('provider-profile.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
});

describe('docs/profiles.md', () => {
  const page = readFileSync(join(DOCS, 'profiles.md'), 'utf8');

  it('has an example that is right', () => {
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => readProfile(text!));
    expect(examples.flatMap((read) => (read.ok ? [] : read.problems))).toEqual([]);
    expect(examples.map((read) => read.ok && isProviderProfile(read.profile))).toEqual([false, true]);
  });

  it('names every key, variable, filter, condition and format', () => {
    const words = [
      ...Object.keys(AppProfileSchema.shape),
      ...Object.keys(ProviderProfileSchema.shape),
      ...Object.keys(ProviderProfileSchema.shape.traits.shape),
      ...VARIABLES,
      ...PROVIDER_VARIABLES,
      ...FILTERS,
      ...TREE_FORMATS,
      ...CONDITIONS,
      ...PROVIDER_CONDITIONS,
      ...['edition=ID', 'settings.KEY=VALUE', 'scope=NAME', 'method=NAME'],
    ];
    expect(words.filter((word) => !page.includes(word))).toEqual([]);
  });
});

describe('an app with nothing special', () => {
  const profiles = join(import.meta.dirname, '../../../shared/catalog/profiles');
  it.each(['docmost', 'wikijs', 'planka'])('is one file of at most 62 lines: %s', (kind) => {
    const text = readFileSync(join(profiles, `${kind}.yaml`), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(62);
    expect(readProfile(text).ok).toBe(true);
  });

  it('needs not say that it reads discovery and checks the issuer', () => {
    const text = starterProfile('my-app')!;
    const short = text.replace(/^ {2}(?:discovery|checks_issuer): true.*\n/gm, '');
    expect(short.length).toBeLessThan(text.length);
    const [long, said] = [readProfile(text), readProfile(short)];
    expect(said.ok && said.profile).toEqual(long.ok && long.profile);
  });
});
