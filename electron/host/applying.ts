import { createHash, randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { onlyFields } from '../../shared/apply/fields.ts';
import { lastRun } from '../../shared/apply/journal.ts';
import type { PlannedThing } from '../../shared/apply/plan.ts';
import { shownPlan } from '../../shared/apply/shown.ts';
import { applySide } from '../../shared/apply/side.ts';
import { type ApplySide, isNoWay } from '../../shared/apply/things.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { obstacleOf } from '../../shared/client/notices.ts';
import {
  APPLY_ERRORS,
  type ApplyField,
  type ApplyState,
  type Comparison,
  type PlanView,
  type Sent,
} from '../../shared/host/apply.ts';
import { type Failure, ok } from '../../shared/result.ts';
import { readJournal } from '../services/apply/journal-file.ts';
import { liveOf } from '../services/apply/live-clients.ts';
import { applySideNow } from '../services/apply/run.ts';
import {
  appOf,
  closeAll,
  copyOf,
  isToDo,
  nameOf,
  type Ready,
  readyAll,
  sidesOf,
} from '../services/apply/sides.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { fromSecrets, type Given, hold, holdUnsent, tokenFor, tokenView } from './api-token.ts';
import type { Seen } from './drifts.ts';
import { refuse, translate } from './failures.ts';
import type { HostParts } from './parts.ts';
import { takeOvers } from './take-overs.ts';
import type { OpenWorkspace } from './workspaces.ts';

type Side = ApplySide['side'];

/** One side of an app, with the keychain open. */
export interface Place {
  readonly open: OpenWorkspace;
  readonly store: SecretStore;
  readonly app: string;
  readonly side: Side;
}
export type ApplyParts = Pick<HostParts, 'tokens' | 'plans' | 'drifts' | 'now'>;

/** What is known of a side without its secrets: whose API it is, and what token it wants. */
function outlineOf({ open, app, side }: Pick<Place, 'open' | 'app' | 'side'>) {
  const found = applySide(deriveConnection(open.workspace, app, app), side, { clients: {}, providers: {} });
  return isNoWay(found) ? refuse('no-way', found.why) : ok(found);
}

/** What a person may read before anything is asked. */
export async function stateOfSide(parts: ApplyParts, place: Place) {
  const outline = outlineOf(place);
  if (!outline.ok) return outline;
  const { open, app, side } = place;
  const token = await tokenView(parts, place, outline.value);
  if (!token.ok) return token;
  const journal = await readJournal(await fileOf(open));
  if (!journal.ok) return refuse('apply-journal-broken', journal.error.message, journal.error.detail);
  const last = lastRun(journal.value, (one) => appOf(one.app) === app && one.side === side);
  return ok<ApplyState>({
    ...token.value,
    ...(last === undefined
      ? {}
      : {
          last: {
            run: last.id,
            at: last.at,
            things: last.things.map(({ title }) => title),
            state: last.state === 'done' ? ('done' as const) : ('begun' as const),
          },
        }),
  });
}

/** Whose token it is. */
export function ownerOf(place: Pick<Place, 'open' | 'app' | 'side'>) {
  return outlineOf(place);
}

/** The journal stands beside the file itself, also if a link leads to it. */
export const fileOf = ({ file }: OpenWorkspace): Promise<string> => realpath(file).catch(() => file);

/** Asks the product about everything of one side. The token that was typed is held once the product took it. */
async function readSide(
  parts: ApplyParts,
  place: Place,
  given: Given,
  comparing: boolean,
  fields?: readonly ApplyField[],
) {
  const { open, store, app, side } = place;
  const { workspace } = open;
  const outline = outlineOf(place);
  if (!outline.ok) return outline;
  const obstacle = obstacleOf(deriveConnection(workspace, app, app));
  if (obstacle) return refuse('invalid', `${obstacle.message} ${obstacle.fix ?? ''}`.trim());
  const token = await tokenFor(parts, place, outline.value, given);
  if (!token.ok) return token;
  const from = comparing ? await copyOf(store, workspace.id) : ok(store);
  if (!from.ok) return fromSecrets(from.error);
  const bag = await collectSecrets(workspace, [app], from.value);
  if (!bag.ok) return fromSecrets(bag.error);
  const { sides: all, without } = sidesOf(workspace, [app], bag.value, side);
  const sides = fields === undefined ? all : onlyGiven(all, fields);
  if (sides.length === 0) return refuse('no-way', without[0]?.why ?? '');
  const ready = await readyAll(sides, {
    file: await fileOf(open),
    workspace,
    store,
    bag: bag.value,
    tokens: async () => token,
    comparing,
  });
  if (given === undefined) parts.tokens.used(workspace.id, outline.value);
  if (!ready.ok) {
    // It is not asked for again by itself.
    if (ready.error.code === 'apply-unauthorized') parts.tokens.drop(workspace.id, outline.value.owner);
    holdUnsent(parts, place, outline.value, given, ready.error);
    return translate(ready.error, APPLY_ERRORS, 'apply-failed');
  }
  const held = await hold(parts, place, outline.value, token.value, given);
  if (held.ok) return ready;
  await closeAll(ready.value);
  return held;
}

/** The sides with these values alone. */
const onlyGiven = (sides: readonly ApplySide[], fields: readonly ApplyField[]): readonly ApplySide[] =>
  sides.flatMap((one) => {
    const own = fields.filter(({ app }) => app === one.app);
    return own.length === 0
      ? []
      : [onlyFields(one, (thing, path) => own.some((each) => each.thing === thing && each.path === path))];
  });

/** Changes with everything that a person is shown of a plan, and with the secrets in it. */
const fingerprintOf = (planned: readonly PlannedThing[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        planned.map(({ thing, action, request, comparison }) => [
          thing.id,
          action,
          request && [request.method, request.url, request.differing],
          comparison.differences,
        ]),
      ),
    )
    .digest('hex');

/** Makes a plan, and keeps what tells whether it is still the same. */
function showPlan(
  parts: ApplyParts,
  { open, app, side }: Place,
  ready: readonly Ready[],
  fields?: readonly ApplyField[],
): PlanView {
  const plan = randomBytes(12).toString('hex');
  parts.plans.keep(
    { handle: open.handle, app, side },
    { plan, fields, fingerprints: new Map(ready.map((one) => [one.side.app, fingerprintOf(one.planned)])) },
  );
  const things = ready.flatMap(({ planned }) => planned);
  return {
    plan,
    product: ready[0]!.side.product,
    origin: ready[0]!.side.origin,
    state: things.some(({ action }) => action === 'cannot')
      ? 'stuck'
      : things.some(({ action }) => action !== 'keep')
        ? 'to-do'
        : 'nothing',
    requests: things.filter(({ request }) => request !== undefined).length,
    sides: sideViews(ready),
  };
}

const sideViews = (ready: readonly Ready[]): PlanView['sides'] =>
  ready.map(({ side, planned }) => {
    const { app, leaves, things } = shownPlan(side, planned);
    return { app, leaves, things: [...things] };
  });

/** Says what would be sent. */
export async function planSides(
  parts: ApplyParts,
  place: Place,
  given: Given,
  fields?: readonly ApplyField[],
) {
  const ready = await readSide(parts, place, given, false, fields);
  if (!ready.ok) return ready;
  await closeAll(ready.value);
  // A few values say nothing of the others.
  if (fields === undefined) await noteDrift(parts, place, ready.value);
  return ok(showPlan(parts, place, ready.value, fields));
}

/** Says where it differs. */
export async function compareSides(parts: ApplyParts, place: Place, given: Given) {
  const ready = await readSide(parts, place, given, true);
  if (!ready.ok) return ready;
  const { at, fields } = await noteDrift(parts, place, ready.value);
  const { workspace } = place.open;
  const live =
    fields.length > 0 && place.side === 'provider' ? await liveOf(workspace, ready.value) : ok(new Map());
  await closeAll(ready.value);
  return ok<Comparison>({
    at,
    product: ready.value[0]!.side.product,
    same: fields.length === 0,
    sides: sideViews(ready.value).map((view) => ({
      ...view,
      take_over: live.ok
        ? takeOvers(
            workspace,
            ready.value.find(({ side }) => side.app === view.app)!.side,
            live.value.get(view.app),
          )
        : [],
    })),
    ...(live.ok ? {} : { unread: live.error.message }),
  });
}

async function noteDrift(
  parts: ApplyParts,
  { open, app, side }: Place,
  ready: readonly Ready[],
): Promise<Seen> {
  const drift: Seen = {
    side,
    product: ready[0]!.side.product,
    at: parts.now().toISOString(),
    fields: ready.flatMap(({ planned }) =>
      planned
        // What a rotation left over is no difference.
        .filter(({ action }) => action !== 'keep' && action !== 'remove')
        .map(({ thing, found, comparison }) => ({
          title: thing.title,
          paths: found === undefined ? [] : comparison.differences.map(({ path }) => path),
        })),
    ),
  };
  await parts.drifts.note(open.workspace, app, drift);
  return drift;
}

/** Sends what was shown, if it still is what would be sent. */
export async function sendPlan(parts: ApplyParts, place: Place, plan: string) {
  const { open, store, app, side } = place;
  const shown = parts.plans.of({ handle: open.handle, app, side });
  const fields = shown?.plan === plan ? shown.fields : undefined;
  const ready = await readSide(parts, place, undefined, false, fields);
  if (!ready.ok) return ready;
  const all = ready.value;
  const isShown = (key: string, planned: readonly PlannedThing[]) =>
    shown?.plan === plan && shown.fingerprints.get(key) === fingerprintOf(planned);
  try {
    if (!all.every((one) => isShown(one.side.app, one.planned)) || shown?.fingerprints.size !== all.length)
      return ok<Sent>({ outcome: 'changed', plan: showPlan(parts, place, all, fields) });
    const todo = all.filter(isToDo);
    const things: { title: string; action: PlannedThing['action'] }[] = [];
    const unseen: { title: string; path: string }[] = [];
    for (const [index, one] of todo.entries()) {
      const applied = await applySideNow(one.side, one.api, {
        file: await fileOf(open),
        workspace: open.workspace.id,
        store,
        now: parts.now,
        agreed: (planned) => isShown(one.side.app, planned),
      });
      if (!applied.ok && applied.error.code === 'apply-changed' && index === 0) {
        const again = await planSides(parts, place, undefined, fields);
        return again.ok ? ok<Sent>({ outcome: 'changed', plan: again.value }) : again;
      }
      if (!applied.ok) {
        await parts.drifts.forget(open.workspace, [app], side);
        return ok(failureOf(applied.error, todo.slice(0, index)));
      }
      things.push(...applied.value.things.map(({ title, action }) => ({ title, action })));
      unseen.push(...applied.value.unseen);
    }
    // What was compared before holds no more, and the rest was not looked at.
    if (fields !== undefined) await parts.drifts.forget(open.workspace, [app], side);
    else
      await parts.drifts.note(open.workspace, app, {
        side,
        product: all[0]!.side.product,
        at: parts.now().toISOString(),
        fields: [],
      });
    return ok<Sent>({ outcome: 'done', things, unseen, leaves: all.flatMap((one) => one.side.leaves) });
  } finally {
    await closeAll(all);
  }
}

function failureOf(
  error:
    | Failure
    | (Failure & { readonly sent: readonly string[]; readonly taken_back: 'all' | 'nothing' | Failure }),
  before: readonly Ready[],
): Sent {
  const { code, message, detail } = error;
  const { sent, taken_back } = 'taken_back' in error ? error : { sent: [], taken_back: 'nothing' as const };
  return {
    outcome: 'failed',
    code,
    message,
    ...(detail === undefined ? {} : { detail }),
    sent: [...sent],
    ...(typeof taken_back === 'string'
      ? { taken_back }
      : { taken_back: 'left' as const, left: taken_back.message }),
    before: before.map(({ side }) => nameOf(side)),
  };
}
