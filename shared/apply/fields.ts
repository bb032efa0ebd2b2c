import { isObject, type JsonObject, pathOf, treeAt, valueAt } from './compare.ts';
import type { ApplySide, Thing } from './things.ts';

/** The paths of every value of a side, as a comparison names them. */
export const fieldsOf = (side: ApplySide): readonly string[] => [...new Set(side.things.flatMap(fieldsIn))];

const fieldsIn = ({ wanted, keys = [] }: Thing): string[] => [
  ...pathsIn(wanted),
  ...keys.map(({ path }) => pathOf([path])),
];

const pathsIn = (values: JsonObject, above = ''): string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const path = `${above}${pathOf([name])}`;
    return isObject(value) ? pathsIn(value, `${path}/`) : [path];
  });

/**
 * A side of which only some values are compared and sent. Things without one of them are only looked up.
 *
 * @param wants whether a value of a thing, by the thing's id and its path, is one of them
 */
export const onlyFields = (side: ApplySide, wants: (thing: string, path: string) => boolean): ApplySide => ({
  ...side,
  things: side.things.map((thing): Thing => {
    const paths = pathsIn(thing.wanted).filter((path) => wants(thing.id, path));
    const wanted = treeAt(paths.map((path) => ({ path, value: valueAt(thing.wanted, path)! })));
    // What lacks the rest can't be made, only changed.
    const { make: _, beside: __, keys, ...rest } = thing;
    return {
      ...rest,
      ...(keys === undefined ? {} : { keys: keys.filter((use) => wants(thing.id, pathOf([use.path]))) }),
      wanted,
      secrets: thing.secrets.filter((path) => wants(thing.id, path)),
    };
  }),
});

/** A value of a product, by the thing that it belongs to. */
export interface FieldOf {
  readonly thing: string;
  readonly path: string;
}

/** The values in which two sides differ that are meant for the same client. */
export const differingFields = (before: ApplySide, after: ApplySide): readonly FieldOf[] =>
  [...before.things, ...after.things.filter(({ id }) => !before.things.some((one) => one.id === id))].flatMap(
    ({ id }) => {
      const [old, now] = [before, after].map(({ things }) => things.find((one) => one.id === id));
      const values = (thing: Thing | undefined, path: string) => [
        thing && valueAt(thing.wanted, path),
        thing?.keys?.filter((use) => pathOf([use.path]) === path).map((use) => [...use.of]) ?? [],
      ];
      const finds = (side: ApplySide, thing: Thing | undefined, path: string) =>
        (thing?.keys ?? [])
          .filter((use) => pathOf([use.path]) === path)
          .flatMap((use) => side.finds.filter(({ id: of }) => use.of.includes(of)).map(({ read }) => read));
      const paths = new Set([...(old ? fieldsIn(old) : []), ...(now ? fieldsIn(now) : [])]);
      return [...paths].flatMap((path) =>
        JSON.stringify([values(old, path), finds(before, old, path)]) ===
        JSON.stringify([values(now, path), finds(after, now, path)])
          ? []
          : [{ thing: id, path }],
      );
    },
  );
