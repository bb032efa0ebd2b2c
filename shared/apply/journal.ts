import { z } from 'zod';
import { isEmpty, isUnseen, type Json, type JsonObject, same, treeAt, valueAt } from './compare.ts';
import { type Found, type Keys, keysFor, type PlannedThing } from './plan.ts';
import type { ApplySide, Thing } from './things.ts';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.string(), z.number(), z.boolean(), z.array(json), z.record(z.string(), json)]),
);
const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: z.string(),
  entry: z
    .strictObject({
      at: z.string(),
      where: z.record(z.string(), z.string()),
      by_place: z.literal(true).exactOptional(),
    })
    .exactOptional(),
});

/** What was done about one thing, with all that takes it back. Holds no secret. */
const entry = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** `remove`: it was made by an earlier run and replaced since. It can't be made again. */
  action: z.enum(['make', 'change', 'remove']),
  read: z.strictObject({
    url: z.string(),
    list: z.string().exactOptional(),
    where: z.record(z.string(), z.string()),
    shows: z.record(z.string(), z.string()).exactOptional(),
    absent: z.literal(true).exactOptional(),
  }),
  /** What it is a part of, if that was made in the same run: then it is there only as long as that is. */
  part_of: z.string().exactOptional(),
  key: z.string().exactOptional(),
  change: request.extend({ whole: z.union([z.boolean(), z.array(z.string()).readonly()]) }).exactOptional(),
  remove: request.exactOptional(),
  shows_secrets: z.union([z.literal('shown'), z.strictObject({ masked: z.string() })]).exactOptional(),
  /** What it replaced was removed, so nothing takes it back. */
  stays: z.literal(true).exactOptional(),
  /** What stood there before, and what was put in its place. */
  values: z.array(
    z.strictObject({
      path: z.string(),
      before: json,
      after: json,
      /** It was there as null, and not left out. */
      null: z.literal(true).exactOptional(),
      /** Things of the same run whose keys were put there; nobody knew them before they were made. */
      keys: z.array(z.string()).exactOptional(),
      /** `kept`: the secret before is in the keychain. `lost`: it is nowhere, so it can't be put back. */
      secret: z.enum(['kept', 'lost', 'none']).exactOptional(),
    }),
  ),
});
export type JournalEntry = z.output<typeof entry>;

/** One application of one side of one app. */
const run = z.strictObject({
  id: z.string(),
  /** ISO 8601. */
  at: z.string(),
  workspace: z.string(),
  app: z.string(),
  side: z.enum(['provider', 'app']),
  owner: z.string(),
  product: z.string(),
  origin: z.string(),
  token: z.strictObject({
    right: z.string(),
    reads: z.string().exactOptional(),
    how: z.string(),
    header: z.string(),
    headers: z.record(z.string(), z.string()).readonly().exactOptional(),
    encoded: z.literal('basic').exactOptional(),
    by_client: z.string().exactOptional(),
  }),
  /** `open`: begun, and not seen to the end. `taking-back`: the way back was begun. */
  state: z.enum(['open', 'done', 'taking-back', 'undone']),
  things: z.array(entry),
});
export type JournalRun = z.output<typeof run>;

/** What was applied from a workspace, the newest last. */
export const JournalSchema = z.strictObject({ latchkey_apply: z.literal(1), runs: z.array(run) });
export type Journal = z.output<typeof JournalSchema>;
export const NO_JOURNAL: Journal = { latchkey_apply: 1, runs: [] };
/** Nobody takes back more than this of one side, nor of all; what is older is forgotten. */
const MOST_OF_SIDE = 20;
const MOST_RUNS = 1000;

const isOf = (one: JournalRun, { app, side, owner }: Pick<ApplySide, 'app' | 'side' | 'owner'>): boolean =>
  one.app === app && one.side === side && one.owner === owner;

/** The run that was begun for this side and not seen to its end. */
export const openRun = (journal: Journal, side: Pick<ApplySide, 'app' | 'side' | 'owner'>) =>
  journal.runs.findLast((one) => isOf(one, side) && (one.state === 'open' || one.state === 'taking-back'));

/** The run that an undo takes back: the last one that still has an effect, of all or of some apps and sides. */
export const lastRun = (journal: Journal, counts: (one: JournalRun) => boolean = () => true) =>
  journal.runs.findLast(
    (one) =>
      one.state !== 'undone' &&
      one.things.some(({ action, stays }) => action !== 'remove' && !stays) &&
      counts(one),
  );

/**
 * True if the product may have another client secret than the workspace: what it doesn't show was not sent since it was
 * set.
 *
 * @param changedAt when the secret was set, ISO 8601; undefined if nobody knows
 */
export function mayHaveOther(
  journal: Journal,
  side: Pick<ApplySide, 'app' | 'side' | 'owner'>,
  changedAt: string | undefined,
): boolean {
  const last = journal.runs.findLast((one) => isOf(one, side) && one.state === 'done');
  return last === undefined || changedAt === undefined || last.at < changedAt;
}

/**
 * What earlier runs made for this side beside others of its kind, and what is not meant any more: former secrets of a
 * client. What somebody else made is never among them.
 */
export function formerThings(journal: Journal, side: ApplySide): readonly Thing[] {
  const placeOf = ({ url, list, where }: Thing['read']) => JSON.stringify([url, list, where]);
  const known = new Set(side.things.map((one) => placeOf(one.read)));
  const made = journal.runs
    .filter((one) => isOf(one, side) && one.state === 'done')
    .flatMap((one) => one.things)
    .filter(({ action, read }) => {
      const isNew = !known.has(placeOf(read));
      known.add(placeOf(read));
      return action === 'make' && isNew;
    });
  return side.things
    .filter((one) => one.beside)
    .flatMap((thing) =>
      made
        .filter((one) => one.id === thing.id && one.remove !== undefined)
        .map(({ read, remove, key }, index): Thing => {
          const id = `${thing.id}-former-${index + 1}`;
          return {
            id,
            title: `${thing.title}, which another one replaced`,
            read,
            ...(key === undefined ? {} : { key }),
            // Its own key, not that of the one that took its place.
            remove: { ...remove!, url: remove!.url.replace(`:${thing.id}`, `:${id}`) },
            wanted: {},
            secrets: [],
            former: thing.id,
          };
        }),
    );
}

/** The journal once a run removed former things: what took their place stays, or an undo would leave none. */
export function settled(journal: Journal, run: string): Journal {
  const removed = journal.runs.find(({ id }) => id === run)?.things.filter((one) => one.action === 'remove');
  const kinds = new Set(removed?.map(({ id }) => id.replace(/-former-\d+$/, '')));
  if (kinds.size === 0) return journal;
  const stays = (one: JournalEntry): JournalEntry => (kinds.has(one.id) ? { ...one, stays: true } : one);
  return { ...journal, runs: journal.runs.map((one) => ({ ...one, things: one.things.map(stays) })) };
}

/**
 * The journal before the first request: what is there now and what is going to be sent. A run that was begun before
 * goes on, and what stood there before it stays known.
 *
 * @param kept true if the client secret that stands there now was put into the keychain
 */
export function begin(
  journal: Journal,
  side: ApplySide,
  planned: readonly PlannedThing[],
  { id, at, workspace, kept }: { id: string; at: string; workspace: string; kept: boolean },
): Journal {
  const open = openRun(journal, side);
  const doing = planned.filter(({ action }) => action !== 'keep' && action !== 'cannot');
  const entries = doing.map((one) =>
    entryOf(
      one,
      open?.things.find((known) => known.id === one.thing.id),
      kept,
    ),
  );
  const others = (open?.things ?? []).filter((known) => !entries.some((one) => one.id === known.id));
  // In the order of the things, which is the order in which they are made.
  const order = side.things.map((one) => one.id);
  const things = [...others, ...entries].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const next: JournalRun = {
    id: open?.id ?? id,
    at: open?.at ?? at,
    workspace,
    app: side.app,
    side: side.side,
    owner: side.owner,
    product: side.product,
    origin: side.origin,
    token: side.token,
    state: 'open',
    things,
  };
  const rest = journal.runs.filter((one) => one !== open);
  return {
    ...journal,
    // The keychain has room for one secret before, so that of an earlier run is gone.
    runs: newest([...(kept ? rest.map((one) => (one.app === side.app ? forgotten(one) : one)) : rest), next]),
  };
}

/** The newest runs of each side, so that many apps push nothing of each other out. */
function newest(runs: readonly JournalRun[]): JournalRun[] {
  const of = new Map<string, number>();
  return runs
    .toReversed()
    .filter(({ app, side, owner }) => {
      const key = JSON.stringify([app, side, owner]);
      const count = (of.get(key) ?? 0) + 1;
      of.set(key, count);
      return count <= MOST_OF_SIDE;
    })
    .slice(0, MOST_RUNS)
    .reverse();
}

const forgotten = (one: JournalRun): JournalRun => ({
  ...one,
  things: one.things.map((thing) => ({
    ...thing,
    values: thing.values.map((value) => (value.secret === 'kept' ? { ...value, secret: 'lost' } : value)),
  })),
});

function entryOf(
  { thing, action, found, comparison }: PlannedThing,
  known: JournalEntry | undefined,
  kept: boolean,
): JournalEntry {
  const made = action === 'make' || known?.action === 'make';
  const secrets = new Set(thing.secrets);
  const unknown = new Map((thing.keys ?? []).map(({ path, of }) => [path, { keys: [...of] }]));
  const changed = comparison.differences.map(({ path, now, wanted }) => {
    const first = known?.values.find((one) => one.path === path);
    if (!secrets.has(path))
      return {
        path,
        before: first?.before ?? now ?? null,
        after: wanted,
        ...((first === undefined ? found !== undefined && valueAt(found, path) === null : first.null)
          ? { null: true as const }
          : {}),
        ...unknown.get(path),
      };
    const had = found !== undefined && (thing.shows_secrets === undefined || !isEmpty(valueAt(found, path)));
    const was = !had ? 'none' : kept ? 'kept' : 'lost';
    return { path, before: null, after: null, secret: first?.secret ?? (was as 'kept' | 'lost' | 'none') };
  });
  // Nothing stands there to differ from, but an undo has to know where a secret is.
  const hidden =
    action === 'make'
      ? comparison.unseen
          .filter((path) => secrets.has(path))
          .map((path) => ({ path, before: null, after: null, secret: 'none' as const }))
      : [];
  const earlier = (known?.values ?? []).filter(
    ({ path }) => ![...changed, ...hidden].some((one) => one.path === path),
  );
  const { read, key, change, remove, shows_secrets, part_of } = thing;
  // Where it was there before what it belongs to, it is not a part of what was made.
  const part = part_of !== undefined && found === undefined ? part_of : known?.part_of;
  return {
    id: thing.id,
    title: thing.title,
    action: made ? 'make' : action === 'remove' ? 'remove' : 'change',
    read,
    ...(part === undefined ? {} : { part_of: part }),
    ...(key === undefined ? {} : { key }),
    ...(change === undefined ? {} : { change }),
    ...(remove === undefined ? {} : { remove }),
    ...(shows_secrets === undefined ? {} : { shows_secrets }),
    values: [...earlier, ...changed, ...hidden],
  };
}

/** The journal with another state of one run. */
export const withState = (journal: Journal, id: string, state: JournalRun['state']): Journal => ({
  ...journal,
  runs: journal.runs.map((one) => (one.id === id ? { ...one, state } : one)),
});

/** What takes one thing back. */
export interface WayBack {
  readonly entry: JournalEntry;
  /** `nothing`: it is as it was before. */
  readonly action: 'remove' | 'put-back' | 'nothing';
  /** Undefined value of a secret: it is to be read from the keychain. */
  readonly values: readonly { readonly path: string; readonly value: Json; readonly secret: boolean }[];
  /** What somebody changed since, by path: it stays as it is. */
  readonly changed: readonly string[];
  /** Secrets that are nowhere any more. */
  readonly lost: readonly string[];
}

/** The client secrets that can be told apart at a product that shows its own. */
export interface KnownSecrets {
  /** Those that Latchkey may have put there. None: nobody knows whose it is, and it counts as Latchkey's. */
  readonly own: readonly string[];
  /** The one that stood there before. */
  readonly before: string | undefined;
}

/**
 * How one thing gets back to what it was. Only what is still as it was left is taken back: what somebody changed since
 * stays, and is named.
 *
 * @param keys of the things of the same run
 */
export function wayBack(
  entry: JournalEntry,
  found: Found,
  { own, before }: KnownSecrets,
  keys: Keys = new Map(),
): WayBack {
  const nothing = { entry, action: 'nothing', values: [], changed: [], lost: [] } as const;
  if (entry.stays) return nothing;
  if (entry.action === 'remove') return found === undefined ? { ...nothing, lost: [''] } : nothing;
  if (found === undefined)
    return entry.action === 'make' || entry.part_of !== undefined ? nothing : { ...nothing, changed: [''] };
  const open = entry.values
    .filter(({ secret }) => secret === undefined)
    .map((one) =>
      one.keys === undefined
        ? one
        : { ...one, after: keysFor({ of: one.keys, list: Array.isArray(one.after) }, keys) ?? null },
    );
  const secrets = entry.values.filter(({ secret }) => secret !== undefined);
  const shown = (path: string): string | undefined => {
    const value = valueAt(found, path);
    return typeof value === 'string' && value !== '' && !isUnseen(value, entry.shows_secrets)
      ? value
      : undefined;
  };
  const ofSomebody = (path: string): boolean => {
    const now = shown(path);
    return now !== undefined && own.length > 0 && !own.includes(now) && now !== before;
  };
  if (entry.action === 'make') {
    // An entry that was begun and not finished may hold less than was meant; what it holds otherwise is somebody's.
    const changed = open
      .filter(({ path, after }) => !same(valueAt(found, path), after))
      .concat(secrets.filter(({ path }) => ofSomebody(path)))
      .map(({ path }) => path);
    return changed.length > 0 ? { ...nothing, changed } : { ...nothing, action: 'remove' };
  }
  const values: WayBack['values'][number][] = [];
  const changed: string[] = [];
  for (const { path, before, after, null: wasNull } of open) {
    const now = valueAt(found, path);
    if (same(now, before)) continue;
    if (same(now, after))
      values.push({ path, value: before ?? (wasNull ? null : emptyLike(after)), secret: false });
    else changed.push(path);
  }
  const lost = secrets.filter(({ secret }) => secret === 'lost').map(({ path }) => path);
  for (const { path } of secrets.filter(({ secret }) => secret === 'kept')) {
    if (ofSomebody(path)) changed.push(path);
    else if (before === undefined || shown(path) !== before) values.push({ path, value: null, secret: true });
  }
  // There was none, which is known only of a product that shows whether there is one.
  for (const { path } of secrets.filter(({ secret }) => secret === 'none')) {
    if (ofSomebody(path)) changed.push(path);
    else if (!isEmpty(valueAt(found, path))) values.push({ path, value: '', secret: false });
  }
  return { entry, action: values.length > 0 ? 'put-back' : 'nothing', values, changed, lost };
}

/** What is sent for a value that was not there: products keep a value that is left out. */
const emptyLike = (value: Json): Json =>
  typeof value === 'string' ? '' : typeof value === 'boolean' ? false : Array.isArray(value) ? [] : null;

/** The body that puts the values back; a secret from the keychain stands in for the one that is not written down. */
export const bodyOfWayBack = ({ values }: WayBack, secret: string | undefined): JsonObject =>
  treeAt(
    values.flatMap((one) =>
      one.secret
        ? secret === undefined
          ? []
          : [{ path: one.path, value: secret }]
        : [{ path: one.path, value: one.value }],
    ),
  );
