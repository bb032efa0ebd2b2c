import { expect, it } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { CATEGORIES } from '../../../shared/profile/categories.ts';

it('every app of the catalog says what it is mostly for, and every category has apps', () => {
  const of = allApps()
    .filter(({ kind }) => kind !== 'custom')
    .map(({ kind, profile }) => ({ kind, category: profile?.category }));
  expect(of.filter(({ category }) => category === undefined)).toEqual([]);
  expect(new Set(of.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
});
