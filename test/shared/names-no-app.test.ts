import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { allApps } from '../../shared/catalog/apps/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Where an app may be named outside its profile and its hook, and why. */
const NAMED: Readonly<Record<string, string>> = {
  'electron/commands/demo.ts': 'the demonstration has three apps',
  'electron/commands/help.ts': 'examples of commands and of a workspace',
  'electron/host/practice.ts': 'the practice workspace has one app',
  'renderer/components/code-words.ts': 'the names of programs that people type',
  'renderer/components/marks.ts': 'the marks of a library, which no profile can hold',
  'renderer/components/product-mark.tsx': 'our own drawings, which no profile can hold',
  'renderer/text/en.ts': 'the first screen names examples',
  'renderer/wizard/app-step.tsx': 'the app that asks for the login in front of one that has none',
  'shared/addresses/products.ts': 'pages that are pasted instead of the root: read before any profile is',
  'shared/deliverable-kinds.ts': 'names that scripts know, see docs/design.md',
  'shared/existing/bring/example.ts': 'the example has four clients',
  'shared/existing/bring/files.ts': 'says what a file is that rules are for',
  'shared/existing/doctor/doctor.ts': 'the list of rules',
  'shared/existing/doctor/pasted.ts': 'says what a file is that rules are for',
  'shared/existing/doctor/reading.ts': 'which rules a file is read for',
  'shared/existing/doctor/settings/rules-environment.ts': 'where a mistake was seen',
  'shared/existing/doctor/settings/rules-kestra.ts': 'rules about one app’s own file',
  'shared/mergeable.ts': 'a name of a deliverable that scripts know',
  'shared/render/profiled/prove-provider.ts': 'apps that differ, which a provider is tried with',
  'shared/workspace/issues.ts': 'an example in a message',
};

/** The text without comments, addresses, and references such as `owner/repo#1`. */
const code = (text: string): string =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/(?<!:)\/\/.*$/gm, '')
    .replace(/https?:\/\/[^\s'"`)]+/g, '')
    .replace(/'[\w.-]+\/[\w.-]+(?:#\d+'| [^\n']+@[^\n']+')/g, "''")
    .toLowerCase();

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

it('names no app outside its profile and its hook, but where a reason is given', () => {
  const names = new Set(
    allApps()
      // An outline is also something that code has.
      .filter(({ kind }) => kind !== 'custom' && kind !== 'outline')
      .flatMap(({ kind, name }) => [kind, name, kind.replaceAll('-', ' '), kind.replaceAll('-', '')])
      .map((name) => name.toLowerCase()),
  );
  const any = new RegExp(`(?<![a-z0-9])(?:${[...names].map(escaped).join('|')})(?![a-z0-9])`);
  expect(any.test(code("case 'romm': threads('rommapp/romm#1')"))).toBe(true);
  expect(any.test(code("case 'x': threads('rommapp/romm#1') // romm"))).toBe(false);
  const found = ['shared', 'electron', 'renderer'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('/hooks/'))
      .filter((name) => any.test(code(readFileSync(path.join(ROOT, name), 'utf8')))),
  );
  // A reason that is no longer needed goes, too.
  expect(found.sort()).toEqual(Object.keys(NAMED).sort());
});
