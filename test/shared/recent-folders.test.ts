import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldersApart } from '../../shared/recent-folders.ts';

const file = (name: string, path: string) => ({ name, path });

test('files of one name are told apart by as many folders as it takes, others by nothing', () => {
  expect(
    foldersApart([
      file('Home', '/srv/a/home.yaml'),
      file('Home', '/srv/b/home.yaml'),
      file('Work', '/srv/b/work.yaml'),
    ]),
  ).toEqual(['a', 'b', undefined]);
  expect(foldersApart([file('Home', '/x/a/b/h.yaml'), file('Home', '/y/a/b/h.yaml')])).toEqual([
    'x/a/b',
    'y/a/b',
  ]);
  expect(foldersApart([file('Home', 'C:\\\\one\\h.yaml'), file('Home', 'C:\\\\two\\h.yaml')])).toEqual([
    'one',
    'two',
  ]);
  // Beside each other in one folder, only the whole path says which is which.
  expect(foldersApart([file('Home', '/a/1.yaml'), file('Home', '/a/2.yaml')])).toEqual([
    '/a/1.yaml',
    '/a/2.yaml',
  ]);
});

test('no two files of one name look the same', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
    .map((parts) => `/${parts.join('/')}`);
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 6 }), (paths) => {
      const shown = foldersApart(paths.map((one) => file('Home', one)));
      expect(new Set(shown.map((one, index) => one ?? `alone ${index}`)).size).toBe(paths.length);
    }),
  );
});
