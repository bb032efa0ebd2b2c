import { createHash, randomBytes } from 'node:crypto';
import type { BackPlan } from '../../shared/apply/back.ts';
import { type JournalRun, lastRun } from '../../shared/apply/journal.ts';
import { APPLY_ERRORS, type BackPlanView, type TakenBackView } from '../../shared/host/apply.ts';
import { ok } from '../../shared/result.ts';
import { type Api, openApi } from '../services/apply/api.ts';
import { readJournal } from '../services/apply/journal-file.ts';
import { appOf, caFileOf } from '../services/apply/sides.ts';
import { planBack, takeBack } from '../services/apply/take-back.ts';
import { type Given, hold, tokenFor } from './api-token.ts';
import { type ApplyParts, fileOf, type Place } from './applying.ts';
import { refuse, translate } from './failures.ts';

/** The run that is to be taken back, if it still is the last one of its side, with the product's API open. */
async function openRun(parts: ApplyParts, place: Place, run: string, given: Given) {
  const { open, app, side } = place;
  const file = await fileOf(open);
  const journal = await readJournal(file);
  if (!journal.ok) return refuse('apply-journal-broken', journal.error.message, journal.error.detail);
  const last = lastRun(journal.value, (one) => appOf(one.app) === app && one.side === side);
  if (last?.id !== run)
    return refuse('nothing-to-undo', 'This was taken back already, or something was applied after it.');
  const token = await tokenFor(parts, place, last, given);
  if (!token.ok) return token;
  const api = await openApi(
    { ...last, version: '' },
    { token: token.value, secrets: [], caFile: caFileOf(open.workspace, last.app) },
  );
  return api.ok
    ? ok({ last, api: api.value, token: token.value, file })
    : translate(api.error, APPLY_ERRORS, 'apply-failed');
}

const FAILURES = [...APPLY_ERRORS, 'apply-no-way-back', 'apply-read-back'] as const;
const where = (parts: ApplyParts, { open, store }: Place, file: string) => ({
  file,
  workspace: open.workspace.id,
  store,
  now: parts.now,
});

/** Changes with everything that a person is shown of the way back. */
const fingerprintOf = (plan: BackPlan): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex');

async function shownBack(
  parts: ApplyParts,
  place: Place,
  { last, api, file }: { readonly last: JournalRun; readonly api: Api; readonly file: string },
) {
  const planned = await planBack(last, api, where(parts, place, file));
  if (!planned.ok) return translate(planned.error, FAILURES, 'apply-failed');
  const { things, left } = planned.value;
  const plan = randomBytes(12).toString('hex');
  const { open, app, side } = place;
  parts.plans.keep(
    { handle: open.handle, app, side },
    { plan, fingerprints: new Map([[last.id, fingerprintOf(planned.value)]]) },
  );
  return ok<BackPlanView>({
    plan,
    product: last.product,
    origin: last.origin,
    requests: things.filter(({ request }) => request !== undefined).length,
    things: [...things],
    left: [...left],
  });
}

/** Says what would take a run back. Changes nothing. */
export async function planUndo(parts: ApplyParts, place: Place, run: string, given: Given) {
  const opened = await openRun(parts, place, run, given);
  if (!opened.ok) return opened;
  const { api, last, token } = opened.value;
  try {
    const shown = await shownBack(parts, place, opened.value);
    if (!shown.ok) return shown;
    if (given === undefined) parts.tokens.used(place.open.workspace.id, last);
    const held = await hold(parts, place, last, token, given);
    return held.ok ? shown : held;
  } finally {
    await api.close();
  }
}

/** Takes a run back as it was shown, or sends nothing and shows what it would be now. */
export async function undoRun(parts: ApplyParts, place: Place, run: string, plan: string) {
  const { open, app, side } = place;
  const known = parts.plans.of({ handle: open.handle, app, side });
  const opened = await openRun(parts, place, run, undefined);
  if (!opened.ok) return opened;
  const { api, last, file } = opened.value;
  try {
    parts.tokens.used(open.workspace.id, last);
    const back = await takeBack(last, api, {
      ...where(parts, place, file),
      agreedBack: (now) => known?.plan === plan && known.fingerprints.get(last.id) === fingerprintOf(now),
    });
    if (!back.ok && back.error.code === 'apply-changed') {
      const shown = await shownBack(parts, place, opened.value);
      return shown.ok ? ok<TakenBackView>({ outcome: 'changed', plan: shown.value }) : shown;
    }
    await parts.drifts.forget(open.workspace, [app], side);
    if (!back.ok) return translate(back.error, FAILURES, 'apply-failed');
    const { things, left } = back.value;
    return ok<TakenBackView>({ outcome: 'done', things: [...things], left: [...left] });
  } finally {
    await api.close();
  }
}
