import { type BackPlan, backPlan, type LeftBack, leftOf, requestOf } from '../../../shared/apply/back.ts';
import { type JsonObject, same, valueAt } from '../../../shared/apply/compare.ts';
import {
  bodyOfWayBack,
  type Journal,
  type JournalEntry,
  type JournalRun,
  type KnownSecrets,
  type WayBack,
  wayBack,
  withState,
} from '../../../shared/apply/journal.ts';
import { addressed, bodyFor, type Found } from '../../../shared/apply/plan.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretName } from '../../../shared/secrets.ts';
import type { Api } from './api.ts';
import { readJournal, withJournal, writeJournal } from './journal-file.ts';
import { Pass } from './pass.ts';
import type { ApplyPlace } from './place.ts';

/** What an undo did, and what it left because somebody changed it since, or because a secret is nowhere any more. */
export interface TakenBack {
  readonly things: readonly { readonly title: string; readonly action: WayBack['action'] }[];
  readonly left: readonly LeftBack[];
}

/** Reads what a run left, and says what takes it back. Changes nothing. */
export async function planBack(run: JournalRun, api: Api, place: ApplyPlace): Promise<Result<BackPlan>> {
  const back = await waysBack(run, new Pass(api), place);
  return back.ok ? ok(back.value.plan) : back;
}

/** The way back of each thing, in the order in which it is sent. */
async function waysBack(run: JournalRun, pass: Pass, place: ApplyPlace) {
  const known = await knownSecrets(run, place);
  const ways: { readonly way: WayBack; readonly found: Found }[] = [];
  for (const entry of run.things) {
    const found = await pass.read(entry);
    if (!found.ok) return found;
    ways.push({ way: wayBack(entry, found.value, known, pass.keys), found: found.value });
  }
  ways.reverse();
  return ok({
    ways: ways.map(({ way }) => way),
    secret: known.before,
    plan: backPlan(ways, pass.keys, known.before !== undefined),
  });
}

/**
 * Takes a run back, in the reverse order, and looks whether everything is as it was before. Begun and cut off, it is gone
 * on with by the next.
 *
 * Codes: those of the API, `apply-changed` where it is not what a person agreed to, `apply-no-way-back`,
 * `apply-read-back`.
 */
export const takeBack = (run: JournalRun, api: Api, place: ApplyPlace): Promise<Result<TakenBack>> =>
  withJournal(place.file, async () => {
    const journal = await readJournal(place.file);
    return journal.ok ? takeBackNow(run, journal.value, api, place) : journal;
  });

/** The same under the lock of the journal. */
export async function takeBackNow(
  run: JournalRun,
  journal: Journal,
  api: Api,
  place: ApplyPlace,
): Promise<Result<TakenBack>> {
  const pass = new Pass(api);
  const back = await waysBack(run, pass, place);
  // A journal that is being taken back says so, also where nothing answers.
  const going = withState(journal, run.id, 'taking-back');
  if (back.ok && place.agreedBack?.(back.value.plan) === false)
    return fail(
      'apply-changed',
      `What stands at ${run.product} has changed since it was looked at, so nothing was sent. Look at it again.`,
    );
  const noted = await writeJournal(place.file, going);
  if (!noted.ok) return noted;
  if (!back.ok) return back;
  const { ways, secret } = back.value;
  const done: TakenBack['things'][number][] = [];
  const left: LeftBack[] = [];
  for (const way of ways) {
    left.push(...leftOf(way, secret !== undefined));
    const taken = await takeThingBack(way.entry, way, secret, pass);
    if (!taken.ok) return taken;
    done.push({ title: way.entry.title, action: taken.value });
  }
  const closed = await writeJournal(place.file, withState(going, run.id, 'undone'));
  if (!closed.ok) return closed;
  // It stands at the product again, so nothing else needs it.
  if (ways.some(({ entry }) => entry.values.some((one) => one.secret === 'kept')) && left.length === 0) {
    const gone = await place.store.delete(replacedSecret(run));
    if (!gone.ok) return gone;
  }
  return ok({ things: done, left });
}

/** Where the secret is kept that a run replaced. */
export const replacedSecret = ({ workspace, app }: Pick<JournalRun, 'workspace' | 'app'>) =>
  ({ workspace, owner: app, purpose: 'client_secret_replaced' }) as const;

/** What the keychain knows of the client secrets of a run. */
async function knownSecrets(run: JournalRun, { store }: ApplyPlace): Promise<KnownSecrets> {
  const { workspace, app: owner } = run;
  const get = async (name: SecretName): Promise<string | undefined> => {
    const found = await store.get(name);
    return found.ok ? found.value : undefined;
  };
  const own = [
    await get({ workspace, owner, purpose: 'client_secret' }),
    await get({ workspace, owner, purpose: 'client_secret_previous' }),
  ].filter((one) => one !== undefined);
  return { own, before: await get(replacedSecret(run)) };
}

async function takeThingBack(
  entry: JournalEntry,
  way: WayBack,
  secret: string | undefined,
  pass: Pass,
): Promise<Result<WayBack['action']>> {
  if (way.action === 'nothing') return ok('nothing');
  const request = requestOf(entry, way.action);
  const url = request && addressed(request.url, pass.keys);
  if (request === undefined || url === undefined)
    return fail('apply-no-way-back', `No request takes ${entry.title} back: do it by hand.`);
  const again = async (): Promise<Result<Found>> => pass.read(entry);
  if (way.action === 'remove') {
    const removed = await pass.send({ ...request, url });
    if (!removed.ok) return removed;
    const found = await again();
    if (!found.ok) return found;
    return found.value === undefined
      ? ok('remove')
      : fail('apply-read-back', `${entry.title} was removed, but is still there.`);
  }
  const before = await again();
  if (!before.ok) return before;
  const body = bodyOfWayBack(way, secret);
  const now = before.value ?? {};
  const paths = way.values.filter((one) => !one.secret || secret !== undefined).map(({ path }) => path);
  if (paths.every((path) => sameAt(now, body, path))) return ok('nothing');
  const whole = bodyFor(entry.change?.whole ?? false, now, body);
  const sent = await pass.send({ ...request, url }, whole);
  if (!sent.ok) return sent;
  const after = await again();
  if (!after.ok) return after;
  const wrong = paths.filter((path) => !sameAt(after.value ?? {}, body, path));
  return wrong.length === 0
    ? ok('put-back')
    : fail('apply-read-back', `${entry.title} is not as it was before: ${wrong.join(', ')}.`);
}

/** True if the same stands at a path of both. */
const sameAt = (now: JsonObject, wanted: JsonObject, path: string): boolean =>
  same(valueAt(now, path), valueAt(wanted, path));
