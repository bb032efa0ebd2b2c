import type { TokenOwner } from '../services/apply/kept-tokens.ts';

/** A person who reads a plan and then sends it needs no longer. */
const HELD_MS = 10 * 60_000;

/** Tokens that were typed, in memory: a page gives one away with one request, and doesn't have it any more. */
export interface HeldTokens {
  /** Looking at one doesn't prolong it: a page may ask as often as it likes. */
  of(workspace: string, owner: TokenOwner): string | undefined;
  /** It went out with a request, so a person is at work. */
  used(workspace: string, owner: TokenOwner): void;
  hold(workspace: string, owner: TokenOwner, token: string): void;
  /** Without an owner: all of the workspace. */
  drop(workspace: string, owner?: string): void;
}

/** Each token is dropped ten minutes after it was last used. */
export function createHeldTokens(heldMs = HELD_MS): HeldTokens {
  const held = new Map<string, { readonly token: string; readonly timer: NodeJS.Timeout }>();
  const keyOf = (workspace: string, { owner, origin }: TokenOwner) =>
    JSON.stringify([workspace, owner, origin]);
  const remove = (key: string) => {
    clearTimeout(held.get(key)?.timer);
    held.delete(key);
  };
  const hold: HeldTokens['hold'] = (workspace, owner, token) => {
    const key = keyOf(workspace, owner);
    remove(key);
    held.set(key, { token, timer: setTimeout(() => held.delete(key), heldMs).unref() });
  };
  return {
    hold,
    of: (workspace, owner) => held.get(keyOf(workspace, owner))?.token,
    used(workspace, owner) {
      held.get(keyOf(workspace, owner))?.timer.refresh();
    },
    drop(workspace, owner) {
      for (const key of [...held.keys()]) {
        const [of, by] = JSON.parse(key) as [string, string];
        if (of === workspace && (owner === undefined || by === owner)) remove(key);
      }
    },
  };
}
