import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MARKS } from '../../../renderer/components/marks.ts';
import { initialsOf } from '../../../renderer/components/product-mark.tsx';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { allProviders } from '../../../shared/catalog/providers/index.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const NAMES = new Map([...allApps(), ...allProviders()].map(({ kind, name }) => [kind, name]));
const squashed = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

it('every mark is that of the product whose kind it stands for', () => {
  const source = readFileSync(path.join(ROOT, 'renderer/components/marks.ts'), 'utf8');
  const files = new Map(
    [...source.matchAll(/import (\w+) from '(simple-icons\/icons\/\w+\.svg)/g)].map((one) => [
      one[1]!,
      one[2]!,
    ]),
  );
  const wrong = [...source.matchAll(/^ {2}'?([\w-]+)'?: path\((\w+)\)/gm)].flatMap(([, kind, variable]) => {
    const svg = readFileSync(path.join(ROOT, 'node_modules', files.get(variable!)!), 'utf8');
    const title = /<title>(.*?)<\/title>/.exec(svg)![1]!;
    const name = NAMES.get(kind!);
    return name !== undefined && squashed(name).startsWith(squashed(title)) ? [] : [`${kind}: ${title}`];
  });
  // The mark of a whole family, such as Jupyter or Argo, stands for its parts.
  expect(wrong).toEqual([]);
  expect(Object.keys(MARKS).length).toBe(files.size);
});

it('every mark is one path', () => {
  for (const [kind, path] of Object.entries(MARKS)) expect(path, kind).toMatch(/^[Mm][\d\s.,A-Za-z-]+$/);
});

it('initials stand where there is no mark', () => {
  expect(
    ['Open WebUI', 'Linkwarden', 'Jellyfin (SSO plug-in)', 'oauth2-proxy', 'Évian app', ' ', '🦊 den'].map(
      initialsOf,
    ),
  ).toEqual(['OW', 'L', 'J', 'OP', 'ÉA', '·', '🦊D']);
});
