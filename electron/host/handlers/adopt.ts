import { ok } from '../../../shared/result.ts';
import { forgetToken } from '../../services/apply/kept-tokens.ts';
import { refuse } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { fromStore, refuseCopy } from '../secret-access.ts';

type Names = Extract<keyof CallHandlers, `adopt.${string}`>;

/** The readers are many, so they are loaded when a person wants them for the first time. */
const load = () => import('../adopting.ts');

/** Clients that a provider has and the workspace doesn't. What takes them is `bring.take`. */
export const adoptHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  const reach = async ({ handle, provider }: { readonly handle: string; readonly provider: string }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.providers, provider))
      return refuse('no-such-entry', 'The workspace has no such provider.');
    const store = await parts.secrets.store();
    return store.ok ? ok({ open: open.value, store: store.value, provider }) : store;
  };
  return {
    'adopt.state': async (input) => {
      const place = await reach(input);
      return place.ok ? (await load()).stateOfList(parts, place.value) : place;
    },
    'adopt.read': async ({ token, ...input }) => {
      const place = await reach(input);
      if (!place.ok) return place;
      const { importedOf, readList, viewOfBrought } = await load();
      const kept = await readList(parts, place.value, token);
      if (!kept.ok) return kept;
      const { open } = place.value;
      parts.brought.keep(open.handle, kept.value);
      return ok(viewOfBrought(kept.value, importedOf(kept.value, open)));
    },
    'adopt.lines': async ({ handle, brought, apps }) => {
      const open = parts.workspaces.get(handle);
      if (!open.ok) return open;
      const kept = parts.brought.of(handle);
      return kept?.id === brought
        ? (await load()).linesOf(open.value, kept, apps)
        : refuse('no-such-files', 'What was read is not at hand any more. Read it again.');
    },
    'adopt.forget-token': async ({ kept, ...input }) => {
      const place = await reach(input);
      if (!place.ok) return place;
      const at = (await load()).listOf(place.value);
      if (!at.ok) return at;
      const { open, store } = place.value;
      const copy = kept ? refuseCopy(open) : undefined;
      if (copy) return copy;
      parts.tokens.drop(open.workspace.id, at.value.side.owner);
      if (!kept) return ok({});
      const gone = fromStore(await forgetToken(store, open.workspace.id, at.value.side.owner));
      return gone.ok ? ok({}) : gone;
    },
  };
};
