import { type Json, type JsonObject, treeAt } from './compare.ts';
import { type PlannedRequest, type PlannedThing, shownBody } from './plan.ts';
import type { ApplySide, Thing } from './things.ts';

/** What stands in place of a secret. */
export const SHOWN_SECRET = '••••••••';
/** A value as a person sees it; one that is not there is null. */
export const shown = (value: Json | undefined, secret: boolean): Json =>
  secret ? SHOWN_SECRET : (value ?? null);

/** One thing of a plan as a person sees it, without a secret. */
export interface ShownThing {
  readonly id: string;
  readonly title: string;
  readonly action: PlannedThing['action'];
  /** Without a body it can't be taken back. */
  readonly request?: { readonly method: string; readonly path: string; readonly body?: JsonObject };
  /** Empty where it is made anew. `path`: the names of the value, with slashes between them. */
  readonly differences: readonly { readonly path: string; readonly now: Json; readonly wanted: Json }[];
  /** What was looked up for it, such as a group by its name, with its key there. */
  readonly looked_up: NonNullable<PlannedThing['looked_up']>;
  /** What is there beside and stays, by name. */
  readonly untouched: readonly string[];
  /** Secrets that the product doesn't show. */
  readonly unseen: readonly string[];
}

/** What is sent, without what is only sent again: an entry of a list stands in that list. */
const bodyOf = (thing: Thing, { differing, entry }: PlannedRequest): JsonObject => {
  const body = shownBody(differing, thing.secrets);
  return entry === undefined ? body : treeAt([{ path: entry.at, value: [body] }]);
};

/** One thing of a plan, with dots for secrets. */
export const shownThing = ({
  thing,
  action,
  request,
  comparison,
  looked_up = [],
}: PlannedThing): ShownThing => ({
  id: thing.id,
  title: thing.title,
  action,
  ...(request === undefined
    ? {}
    : {
        request: {
          method: request.method,
          path: new URL(request.url).pathname,
          ...(request.body === undefined ? {} : { body: bodyOf(thing, request) }),
        },
      }),
  differences:
    action === 'make'
      ? []
      : comparison.differences
          // Where nothing is sent, no secret takes the place of another.
          .filter(({ secret }) => action !== 'cannot' || !secret)
          .map(({ path, now, wanted, secret }) => ({
            path,
            now: shown(now, secret),
            wanted: shown(wanted, secret),
          })),
  looked_up,
  untouched: comparison.untouched,
  unseen: comparison.unseen,
});

/** What stays to be done by hand, with what was not there and is left out. */
export const leavesOf = (side: ApplySide, planned: readonly PlannedThing[]): readonly string[] => [
  ...new Set([...side.leaves, ...planned.flatMap(({ lacks = [] }) => lacks)]),
];

/** A side's plan as a person sees it. */
export const shownPlan = (side: ApplySide, planned: readonly PlannedThing[]) => ({
  app: side.app,
  side: side.side,
  product: side.product,
  origin: side.origin,
  leaves: leavesOf(side, planned),
  things: planned.map(shownThing),
});
