import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogView } from '../../../electron/host/catalog-view.ts';
import { findApps, groupApps, neighbour, type Pickable, similarApps } from '../../../renderer/wizard/pick.ts';
import { CATEGORIES } from '../../../shared/profile/categories.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const APPS = catalogView().apps.filter(({ kind }) => kind !== 'custom');
const kinds = (apps: readonly Pickable[]) => apps.map(({ kind }) => kind);

describe('the search of the picker', () => {
  it('finds every app of the catalog first by its name, its kind, and its name without marks and blanks', () => {
    const wrong = APPS.flatMap(({ kind, name }) =>
      [name, kind, name.toUpperCase(), name.replace(/[^a-z0-9]/gi, ''), ` ${name} `]
        .filter((query) => findApps(APPS, query)[0]?.kind !== kind)
        .map((query) => `${query} → ${findApps(APPS, query)[0]?.kind}`),
    );
    expect(wrong).toEqual([]);
  });

  it('finds by what an app is for, and by the beginnings of several words', () => {
    expect(kinds(findApps(APPS, 'recipe'))).toEqual(['tandoor', 'mealie']);
    expect(kinds(findApps(APPS, 'wiki.js'))[0]).toBe('wikijs');
    expect(kinds(findApps(APPS, 'hom ass'))[0]).toBe('home-assistant');
    expect(findApps(APPS, 'dokuwiki')).toEqual([]);
    expect(findApps(APPS, '…')).toEqual([]);
    expect(findApps(APPS, '  ')).toEqual(APPS);
  });

  it('loses nothing while a name is typed, letter by letter', () => {
    for (const { kind, name } of APPS)
      for (let length = 1; length <= name.length; length++)
        expect(kinds(findApps(APPS, name.slice(0, length))), name.slice(0, length)).toContain(kind);
  });

  it('knows every name with one slip of the finger, or finds it all the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...APPS),
        fc.nat(),
        fc.constantFrom('drop', 'swap', 'wrong'),
        (app, at, slip) => {
          const name = app.name.replace(/[^a-z0-9]/gi, '');
          fc.pre(name.length >= 5);
          const place = at % (name.length - 1);
          const typed = {
            drop: name.slice(0, place) + name.slice(place + 1),
            swap: name.slice(0, place) + name[place + 1] + name[place] + name.slice(place + 2),
            wrong: `${name.slice(0, place)}q${name.slice(place + 1)}`,
          }[slip];
          expect(kinds([...findApps(APPS, typed), ...similarApps(APPS, typed)])).toContain(app.kind);
        },
      ),
    );
  });

  it('takes any text, and answers with apps that are there, each once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (query) => {
        for (const found of [findApps(APPS, query), similarApps(APPS, query)]) {
          expect(new Set(found).size).toBe(found.length);
          expect(found.every((one) => APPS.includes(one))).toBe(true);
        }
        expect(similarApps(APPS, query).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('is fast among 1,000 apps', () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ ...APPS[at % APPS.length]!, kind: `app-${at}` }));
    timeOf(() => {
      for (const query of ['p', 'pa', 'pap', 'pape', 'paper', 'papr ngx']) {
        findApps(many, query);
        similarApps(many, query);
      }
    }, 600);
  });
});

describe('the groups of the picker', () => {
  it('hold every app once, and every category has several', () => {
    const groups = groupApps(APPS);
    expect(groups.flatMap(({ apps }) => kinds(apps)).toSorted()).toEqual(kinds(APPS).toSorted());
    expect(groups.map(({ category }) => category)).toEqual([...CATEGORIES]);
    for (const { category, apps } of groups) expect(apps.length, category).toBeGreaterThan(3);
  });

  it('put what a person described first, whatever its category', () => {
    const own = { kind: 'wiki', name: 'Wiki', description: '', category: 'documents', is_own: true } as const;
    expect(groupApps([...APPS, own])[0]).toEqual({ category: 'own', apps: [own] });
  });
});

describe('the arrows', () => {
  /** Rows of different lengths, three beside each other. */
  const PLACES = [3, 2, 1, 3].flatMap((count, row) =>
    Array.from({ length: count }, (_, column) => ({
      left: column * 100,
      top: row * 50 + (row > 1 ? 30 : 0),
    })),
  );
  const walk = (from: number, ...keys: string[]) =>
    keys.reduce((at, key) => neighbour(PLACES, at, key) ?? at, from);

  it('move in rows and columns, also over a gap and from a short row', () => {
    expect(walk(0, 'ArrowRight', 'ArrowDown')).toBe(4);
    expect(walk(2, 'ArrowDown')).toBe(4);
    expect(walk(4, 'ArrowDown')).toBe(5);
    expect(walk(5, 'ArrowDown')).toBe(6);
    expect(walk(8, 'ArrowUp', 'ArrowUp', 'ArrowUp')).toBe(0);
    expect(walk(3, 'End')).toBe(8);
    expect(walk(3, 'Home')).toBe(0);
    expect(neighbour(PLACES, 0, 'ArrowUp')).toBeUndefined();
    expect(neighbour(PLACES, 8, 'ArrowRight')).toBeUndefined();
    expect(neighbour(PLACES, 8, 'a')).toBeUndefined();
    expect(neighbour([], 0, 'ArrowDown')).toBeUndefined();
  });

  it('never leave the grid', () => {
    fc.assert(
      fc.property(
        fc.nat(PLACES.length - 1),
        fc.array(fc.constantFrom('ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End')),
        (from, keys) => PLACES[walk(from, ...keys)] !== undefined,
      ),
    );
  });
});
