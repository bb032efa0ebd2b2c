import { randomUUID } from 'node:crypto';
import { same } from '../../../shared/apply/compare.ts';
import {
  begin,
  formerThings,
  type Journal,
  type JournalRun,
  mayHaveOther,
  openRun,
  settled,
  withState,
} from '../../../shared/apply/journal.ts';
import { addressed, type Found, type PlannedThing, planThing, withKeys } from '../../../shared/apply/plan.ts';
import type { ApplySide } from '../../../shared/apply/things.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretName } from '../../../shared/secrets.ts';
import { type Api, answeredInFull, changedNothing } from './api.ts';
import { readJournal, withJournal, writeJournal } from './journal-file.ts';
import { type LookedUp, lookUp, Pass, type Readable } from './pass.ts';
import type { ApplyPlace } from './place.ts';
import { replacedSecret, takeBackNow } from './take-back.ts';

/** What was done about one thing. */
export interface DoneThing {
  readonly id: string;
  readonly title: string;
  readonly action: PlannedThing['action'];
}

export interface Applied {
  readonly things: readonly DoneThing[];
  /** Secrets that the product doesn't show, by thing and path: a login shows whether they are right. */
  readonly unseen: readonly { readonly title: string; readonly path: string }[];
}

/** Why it ended, and how things stand now. */
export interface ApplyFailure extends Failure {
  /** What had been sent when it ended, by title. */
  readonly sent: readonly string[];
  /** `all`: taken back, and seen. `nothing`: there was nothing to take back. A failure: it could not be. */
  readonly taken_back: 'all' | 'nothing' | Failure;
}

/**
 * Reads everything that a side is about and compares it with what it shall be. Changes nothing.
 *
 * @param resend also plans to send secrets that the product doesn't show
 */
export async function planSide(
  side: ApplySide,
  api: Api,
  resend = false,
): Promise<Result<readonly PlannedThing[]>> {
  const looked = await lookUp(side, api);
  return looked.ok ? planWith(side, api, looked.value, resend) : looked;
}

async function planWith(
  side: ApplySide,
  api: Api,
  looked: ReadonlyMap<string, readonly LookedUp[]>,
  resend = false,
): Promise<Result<readonly PlannedThing[]>> {
  const pass = new Pass(api, looked);
  const planned: PlannedThing[] = [];
  const coming = new Set<string>();
  for (const thing of side.things) {
    const one = withKeys(thing, pass.keys);
    const found = await pass.read(one);
    if (!found.ok) return found;
    if (found.value === undefined && thing.optional) continue;
    const plan = planThing(one, found.value, resend, coming.has(thing.part_of ?? ''));
    if (plan.action === 'make') coming.add(thing.id);
    if (thing.former) {
      // It is gone already, or what takes its place doesn't stand there yet.
      const next = planned.find(({ thing: { id } }) => id === thing.former);
      if (plan.action === 'keep' || next?.action !== 'keep') continue;
    }
    const url = plan.request && addressed(plan.request.url, pass.keys);
    const uses = (thing.keys ?? []).flatMap(({ of }) => of.flatMap((id) => looked.get(id) ?? []));
    const lacks = uses.flatMap(({ find, key }) => (key === undefined ? find.lacks : []));
    planned.push({
      ...plan,
      ...(url === undefined || !plan.request ? {} : { request: { ...plan.request, url } }),
      looked_up: uses.flatMap(({ find, key }) => (key === undefined ? [] : { title: find.title, key })),
      ...(lacks.length === 0 ? {} : { lacks }),
    });
  }
  return ok(planned);
}

/**
 * Brings one side to what it shall be, reads it back and compares. What is going to be sent stands in the journal before
 * the first request, so a run that is cut off anywhere is gone on with or taken back by the next. A failure on the way
 * takes back what was done.
 *
 * Codes: those of the API (`apply-…`), `apply-cannot`, `apply-read-back`, those of the journal and of the keychain.
 */
export const applySideNow = (
  meant: ApplySide,
  api: Api,
  place: ApplyPlace,
): Promise<Result<Applied, ApplyFailure | Failure>> =>
  withJournal(place.file, async (): Promise<Result<Applied, ApplyFailure | Failure>> => {
    const journal = await readJournal(place.file);
    if (!journal.ok) return journal;
    const { side: wide, resend } = await prepared(meant, journal.value, place);
    const looked = await lookUp(wide, api);
    if (!looked.ok) return looked;
    const planned = await planWith(wide, api, looked.value, resend);
    if (!planned.ok) return planned;
    // Only what the plan removes is removed: what is replaced in this run stays beside it.
    const side = { ...wide, things: planned.value.map(({ thing }) => thing) };
    if (place.agreed?.(planned.value) === false) return { ok: false, error: changedMeanwhile(side) };
    const stuck = planned.value.find(({ action }) => action === 'cannot');
    if (stuck)
      return fail(
        'apply-cannot',
        `${side.product} has ${stuck.thing.title} otherwise than it shall be, and no request changes it. Change it by hand, or remove it and apply again.`,
      );
    const open = openRun(journal.value, side);
    const doing = planned.value.filter(({ action }) => action !== 'keep');
    if (doing.length === 0) {
      // A run that was cut off after its last request.
      if (open !== undefined) {
        const closed = await writeJournal(
          place.file,
          settled(withState(journal.value, open.id, 'done'), open.id),
        );
        if (!closed.ok) return closed;
      }
      return ok(outcome(planned.value));
    }
    const kept = await keepReplaced(side, doing, open, place);
    if (!kept.ok) return kept;
    const begun = begin(journal.value, side, planned.value, {
      id: randomUUID(),
      at: (place.now?.() ?? new Date()).toISOString(),
      workspace: place.workspace,
      kept: kept.value,
    });
    const written = await writeJournal(place.file, begun);
    if (!written.ok) return written;
    const run = openRun(begun, side)!;
    const sent: string[] = [];
    const broken = await sendAll(side, new Pass(api, looked.value), sent, resend, planned.value);
    const back =
      broken === undefined ? await readBack(side, api, looked.value) : { ok: false as const, error: broken };
    if (!back.ok)
      return {
        ok: false,
        error: await giveUp(back.error, sent, { run, begun, goesOn: open !== undefined }, api, place),
      };
    const closed = await writeJournal(place.file, settled(withState(begun, run.id, 'done'), run.id));
    if (closed.ok) return ok(outcome(planned.value, back.value));
    const titles = side.things.filter(({ id }) => sent.includes(id)).map(({ title }) => title);
    return {
      ok: false,
      error: {
        ...closed.error,
        sent: titles,
        taken_back: {
          code: 'apply-begun',
          message: 'All of it stands as it was meant; only that it was seen to its end could not be noted.',
        },
      },
    };
  });

/**
 * A side as it is to be compared with what stands there: with what earlier runs made and later ones replaced, unless a
 * rotation is not finished, in which the former secret has to stay.
 *
 * @returns also whether a secret that the product doesn't show has to be sent, because it may have another one
 */
export async function prepared(
  side: ApplySide,
  journal: Journal,
  { store, workspace }: Pick<ApplyPlace, 'store' | 'workspace'>,
): Promise<{ readonly side: ApplySide; readonly resend: boolean }> {
  const listed = await store.list(workspace);
  const stored = (purpose: SecretName['purpose']) =>
    listed.ok ? listed.value.find((one) => one.owner === side.app && one.purpose === purpose) : undefined;
  // Memory doesn't know whether an app may still have the former secret.
  const rotating = store.kind === 'memory' || !listed.ok || stored('client_secret_previous') !== undefined;
  return {
    side: rotating ? side : { ...side, things: [...side.things, ...formerThings(journal, side)] },
    resend: mayHaveOther(journal, side, stored('client_secret')?.changedAt),
  };
}

/** What was done, and what of it was not shown when it was read back. */
const outcome = (planned: readonly PlannedThing[], back = planned): Applied => ({
  things: planned.map(({ thing, action }) => ({ id: thing.id, title: thing.title, action })),
  unseen: back.flatMap(({ thing, comparison }) =>
    comparison.unseen.map((path) => ({ title: thing.title, path })),
  ),
});

/** Sends what every thing needs, each after it was read again: the key of one may stand in the address of the next. */
async function sendAll(
  side: ApplySide,
  pass: Pass,
  sent: string[],
  resend: boolean,
  agreed: readonly PlannedThing[],
): Promise<Failure | undefined> {
  for (const thing of side.things) {
    const one = withKeys(thing, pass.keys);
    const found = await pass.read(one);
    if (!found.ok) return found.error;
    if (found.value === undefined && thing.optional) continue;
    const { action, request } = planThing(one, found.value, resend);
    if (request === undefined) continue;
    // What differs before the first request is somebody else's doing, and no part of the plan.
    const plan = agreed.find((each) => each.thing.id === thing.id);
    if (sent.length === 0 && (plan?.action !== action || !same(plan.request?.differing, request.differing)))
      return changedMeanwhile(side);
    const url = addressed(request.url, pass.keys);
    if (url === undefined)
      return { code: 'apply-not-there', message: `What ${thing.title} belongs to is not there.` };
    const answer = await pass.send({ ...request, url }, request.body);
    if (answer.ok || (await mayHaveChanged(answer.error, pass, one, found.value))) sent.push(thing.id);
    if (!answer.ok) return answer.error;
    if (thing.key !== undefined && !pass.keys.has(thing.id)) {
      const made = await pass.read(one);
      if (!made.ok) return made.error;
    }
  }
  return undefined;
}

const changedMeanwhile = ({ product }: ApplySide): Failure => ({
  code: 'apply-changed',
  message: `What stands at ${product} has changed since it was looked at, so nothing was sent. Look at it again.`,
});

/** True unless a request that failed is known to have had no effect: a product may refuse one part and keep another. */
async function mayHaveChanged(
  failure: Failure,
  pass: Pass,
  thing: Readable,
  before: Found,
): Promise<boolean> {
  if (changedNothing(failure)) return false;
  if (!answeredInFull(failure)) return true;
  const now = await pass.read(thing);
  return !now.ok || !same(now.value, before);
}

/** Nothing is believed that was not seen. */
async function readBack(
  side: ApplySide,
  api: Api,
  looked: ReadonlyMap<string, readonly LookedUp[]>,
): Promise<Result<readonly PlannedThing[]>> {
  const planned = await planWith(side, api, looked);
  if (!planned.ok) return planned;
  const wrong = planned.value.find(({ action }) => action !== 'keep');
  if (wrong === undefined) return planned;
  const paths = wrong.comparison.differences.map(({ path }) => path.replaceAll('/', ' › ')).join(', ');
  return fail(
    'apply-read-back',
    wrong.found === undefined
      ? `${side.product} took ${wrong.thing.title}, but does not show it afterwards.`
      : `${side.product} took the request, but ${wrong.thing.title} is not as it was meant: ${paths}.`,
  );
}

/** Puts the client secret that stands there into the keychain if another one takes its place. True if it is there. */
async function keepReplaced(
  side: ApplySide,
  doing: readonly PlannedThing[],
  open: JournalRun | undefined,
  { store, workspace }: ApplyPlace,
): Promise<Result<boolean>> {
  const [replaced] = doing.flatMap(({ found, thing, comparison }) =>
    comparison.differences.filter(
      ({ path, secret }) => secret && found !== undefined && thing.secrets.includes(path),
    ),
  );
  const value = replaced?.now;
  if (typeof value !== 'string' || value === '') return ok(false);
  // What an earlier part of the same run kept is what stood there before it.
  if (open?.things.some((one) => one.values.some(({ secret }) => secret !== undefined))) return ok(true);
  const set = await store.set(replacedSecret({ workspace, app: side.app }), value, 'provided');
  return set.ok ? ok(true) : set;
}

/**
 * Takes back what this program sent. Of a run that another one began and did not end, all is taken back if this one sent
 * something, too; else it stays as that one left it.
 */
async function giveUp(
  failure: Failure,
  sent: readonly string[],
  { run, begun, goesOn }: { run: JournalRun; begun: Journal; goesOn: boolean },
  api: Api,
  place: ApplyPlace,
): Promise<ApplyFailure> {
  const changed = run.things.filter(({ id }) => sent.includes(id));
  const titles = changed.map(({ title }) => title);
  if (changed.length === 0 && goesOn)
    return {
      ...failure,
      sent: titles,
      taken_back: {
        code: 'apply-begun',
        message:
          'Nothing was sent now. What an earlier run sent before it was cut off stands as it was left.',
      },
    };
  if (changed.length === 0) {
    const closed = await writeJournal(place.file, withState(begun, run.id, 'undone'));
    return { ...failure, sent: titles, taken_back: closed.ok ? 'nothing' : closed.error };
  }
  const back = await takeBackNow(goesOn ? run : { ...run, things: changed }, begun, api, place);
  if (!back.ok) return { ...failure, sent: titles, taken_back: back.error };
  const left = back.value.left.map(({ title }) => title).join(', ');
  return {
    ...failure,
    sent: titles,
    taken_back:
      left === '' ? 'all' : { code: 'apply-left', message: `This could not be taken back: ${left}.` },
  };
}
