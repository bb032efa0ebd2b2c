import type { Tree } from '../targets/tree.ts';
import { isObject, type JsonObject, pathOf, treeAt, valueAt } from './compare.ts';
import type { ApplySide, Thing } from './things.ts';

/** The paths of every value of a side, as a comparison names them. */
export const fieldsOf = (side: ApplySide): readonly string[] => [
  ...new Set(side.things.flatMap((thing) => pathsIn(thing.wanted as JsonObject))),
];

const pathsIn = (values: JsonObject, above = ''): string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const path = `${above}${pathOf([name])}`;
    return isObject(value) ? pathsIn(value, `${path}/`) : [path];
  });

/** A side of which only these values are compared and sent. Things without one of them are only looked up. */
export const onlyFields = (side: ApplySide, fields: readonly string[]): ApplySide => ({
  ...side,
  things: side.things.map((thing): Thing => {
    const wanted = treeAt(
      fields.flatMap((path) => {
        const value = valueAt(thing.wanted as JsonObject, path);
        return value === undefined ? [] : [{ path, value }];
      }),
    );
    // What lacks the rest can't be made, only changed.
    const { make: _, beside: __, ...rest } = thing;
    return {
      ...rest,
      wanted: wanted as Tree,
      secrets: thing.secrets.filter((path) => fields.includes(path)),
    };
  }),
});
