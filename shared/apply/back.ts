import { type JsonObject, treeAt, valueAt } from './compare.ts';
import type { JournalEntry, WayBack } from './journal.ts';
import { addressed, type Found, type Keys } from './plan.ts';
import { SHOWN_SECRET, type ShownThing, shown } from './shown.ts';

/** What is left as it is by an undo, and why. */
export interface LeftBack {
  readonly title: string;
  readonly path: string;
  /** `changed`: somebody changed it since. `lost`: a secret that is nowhere any more. `gone`: it is not there. */
  readonly why: 'changed' | 'lost' | 'gone';
}

/** What takes one run back, in the order in which it is sent. */
export interface BackPlan {
  readonly things: readonly ShownThing[];
  readonly left: readonly LeftBack[];
}

/**
 * The plan of an undo as a person sees it, without a secret.
 *
 * @param ways in the order in which they are sent, each with what stands there now
 * @param known false if the secret from before is nowhere any more
 */
export function backPlan(
  ways: readonly { readonly way: WayBack; readonly found: Found }[],
  keys: Keys,
  known: boolean,
): BackPlan {
  return {
    things: ways.map(({ way, found }) => backThing(way, found ?? {}, keys, known)),
    left: ways.flatMap(({ way }) => leftOf(way, known)),
  };
}

/** What of one thing stays as it is. */
export const leftOf = ({ entry: { title }, changed, lost, values }: WayBack, known: boolean): LeftBack[] => [
  ...changed.map((path) => ({ title, path, why: path === '' ? ('gone' as const) : ('changed' as const) })),
  // Only memory had it, and that program has ended.
  ...[...lost, ...(known ? [] : values.filter(({ secret }) => secret).map(({ path }) => path))].map(
    (path) => ({
      title,
      path,
      why: 'lost' as const,
    }),
  ),
];

function backThing(
  { entry, action, values }: WayBack,
  found: JsonObject,
  keys: Keys,
  known: boolean,
): ShownThing {
  const sent = values.filter(({ secret }) => !secret || known);
  const request = requestOf(entry, action);
  const url = request && addressed(request.url, keys);
  return {
    id: entry.id,
    title: entry.title,
    action: action === 'remove' ? 'remove' : action === 'put-back' && sent.length > 0 ? 'change' : 'keep',
    ...(request === undefined || url === undefined || (action === 'put-back' && sent.length === 0)
      ? {}
      : {
          request: {
            method: request.method,
            path: new URL(url).pathname,
            ...(action === 'remove'
              ? {}
              : {
                  body: treeAt(
                    sent.map(({ path, value, secret }) => ({ path, value: secret ? SHOWN_SECRET : value })),
                  ),
                }),
          },
        }),
    differences:
      action === 'put-back'
        ? sent.map(({ path, value, secret }) => ({
            path,
            now: shown(valueAt(found, path), secret || isSecret(entry, path)),
            wanted: shown(value, secret),
          }))
        : [],
    looked_up: [],
    untouched: [],
    unseen: [],
  };
}

const isSecret = ({ values }: JournalEntry, path: string): boolean =>
  values.some((one) => one.path === path && one.secret !== undefined);

/** The request that takes a thing back. */
export const requestOf = (entry: JournalEntry, action: WayBack['action']) =>
  action === 'remove' ? entry.remove : action === 'put-back' ? entry.change : undefined;
