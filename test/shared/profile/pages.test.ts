import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toJSONSchema } from 'zod';
import { TREE_FORMATS } from '../../../shared/profile/formats.ts';
import { readAppProfile } from '../../../shared/profile/read.ts';
import { AppProfileSchema } from '../../../shared/profile/schema.ts';
import { FILTERS, VARIABLES } from '../../../shared/profile/template.ts';
import { appsPage } from './apps-page.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** `UPDATE=1 npx vitest run test/shared/profile/pages.test.ts` writes them again. */
function isMade(name: string, made: string): void {
  const file = join(DOCS, name);
  if (process.env['UPDATE']) writeFileSync(file, made);
  expect(readFileSync(file, 'utf8')).toBe(made);
}

it('docs/apps.md is what the profiles say', () => isMade('apps.md', appsPage()));

it('docs/profile.schema.json is the schema, for editors', () => {
  const schema = { title: 'A profile of Latchkey', ...toJSONSchema(AppProfileSchema, { io: 'input' }) };
  isMade('profile.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
});

describe('docs/profiles.md', () => {
  const page = readFileSync(join(DOCS, 'profiles.md'), 'utf8');

  it('has an example that is right', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    const read = readAppProfile(example);
    expect(read.ok ? [] : read.problems).toEqual([]);
  });

  it('names every key, variable, filter, condition and format', () => {
    const words = [
      ...Object.keys(AppProfileSchema.shape),
      ...VARIABLES,
      ...FILTERS,
      ...TREE_FORMATS,
      ...['app.https', 'app.sub_path', 'client.public', 'access.groups', 'edition=ID', 'settings.KEY=VALUE'],
      ...['provider.end_session', 'provider.ca_file', 'provider.discovery_below_issuer'],
    ];
    expect(words.filter((word) => !page.includes(word))).toEqual([]);
  });
});
