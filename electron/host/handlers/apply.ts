import { ok } from '../../../shared/result.ts';
import { forgetToken } from '../../services/apply/kept-tokens.ts';
import { noSuchApp } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { fromStore, refuseCopy } from '../secret-access.ts';

type Names =
  | 'apply.state'
  | 'apply.plan'
  | 'apply.send'
  | 'apply.undo-plan'
  | 'apply.undo'
  | 'apply.compare'
  | 'apply.forget-token';

interface OnSide {
  readonly handle: string;
  readonly app: string;
  readonly side: 'provider' | 'app';
}

/** What asks products is loaded when a person wants it for the first time. */
const load = () => import('../applying.ts');
const loadUndo = () => import('../undoing.ts');

export const applyHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  const reach = async ({ handle, app, side }: OnSide) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const store = await parts.secrets.store();
    return store.ok ? ok({ open: open.value, store: store.value, app, side }) : store;
  };
  /** Also fails if the secrets belong to another file: the journal of the way back stands beside that one. */
  const reachToChange = async (input: OnSide) => {
    const open = parts.workspaces.get(input.handle);
    if (!open.ok) return open;
    return refuseCopy(open.value) ?? reach(input);
  };
  return {
    'apply.state': async (input) => {
      const place = await reach(input);
      return place.ok ? (await load()).stateOfSide(parts, place.value) : place;
    },
    'apply.plan': async ({ token, fields, ...input }) => {
      const place = await reachToChange(input);
      return place.ok ? (await load()).planSides(parts, place.value, token, fields) : place;
    },
    'apply.send': async ({ plan, ...input }) => {
      const place = await reachToChange(input);
      return place.ok ? (await load()).sendPlan(parts, place.value, plan) : place;
    },
    'apply.undo-plan': async ({ run, token, ...input }) => {
      const place = await reachToChange(input);
      return place.ok ? (await loadUndo()).planUndo(parts, place.value, run, token) : place;
    },
    'apply.undo': async ({ run, plan, ...input }) => {
      const place = await reachToChange(input);
      return place.ok ? (await loadUndo()).undoRun(parts, place.value, run, plan) : place;
    },
    'apply.compare': async ({ token, ...input }) => {
      const place = await reach(input);
      return place.ok ? (await load()).compareSides(parts, place.value, token) : place;
    },
    'apply.forget-token': async ({ kept, ...input }) => {
      const place = await (kept ? reachToChange(input) : reach(input));
      if (!place.ok) return place;
      const owner = (await load()).ownerOf(place.value);
      if (!owner.ok) return owner;
      const { open, store } = place.value;
      parts.tokens.drop(open.workspace.id, owner.value.owner);
      if (!kept) return ok({});
      const gone = fromStore(await forgetToken(store, open.workspace.id, owner.value.owner));
      return gone.ok ? ok({}) : gone;
    },
  };
};
