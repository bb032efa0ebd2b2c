import type { ApplySide } from '../../shared/apply/things.ts';
import type { ApplyState } from '../../shared/host/apply.ts';
import { type Failure, ok } from '../../shared/result.ts';
import { keepToken, keptToken } from '../services/apply/kept-tokens.ts';
import { judge } from '../services/secrets/stdin.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { refuse } from './failures.ts';
import type { HostParts } from './parts.ts';
import { secretFailure } from './secret-access.ts';
import type { OpenWorkspace } from './workspaces.ts';

type Parts = Pick<HostParts, 'tokens'>;
interface At {
  readonly open: OpenWorkspace;
  readonly store: SecretStore;
}
type TokenOf = Pick<ApplySide, 'owner' | 'product' | 'origin' | 'token'>;

/** A token as a person typed it. */
export type Given = { readonly value: string; readonly keep: boolean } | undefined;

/** Which token a product's API wants, and whether one is there. */
export async function tokenView(parts: Parts, { open, store }: At, owner: TokenOf) {
  const { product, origin, token } = owner;
  const kept = await keptToken(store, open.workspace.id, owner);
  if (!kept.ok) return { ok: false, error: secretFailure(kept.error) } as const;
  const held = parts.tokens.of(open.workspace.id, owner) !== undefined;
  return ok<Omit<ApplyState, 'last'>>({
    product,
    origin,
    token: {
      right: token.right,
      ...(token.reads === undefined ? {} : { reads: token.reads }),
      how: token.how,
      form: token.by_client !== undefined ? 'client' : token.encoded === 'basic' ? 'password' : 'token',
      state: held ? 'held' : kept.value === undefined ? 'none' : 'kept',
    },
  });
}

/** Holds a token that was typed once the product took it, and keeps it if that is wanted. */
export async function hold(parts: Parts, { open, store }: At, owner: TokenOf, token: string, given: Given) {
  if (given === undefined) return ok(undefined);
  parts.tokens.hold(open.workspace.id, owner, token);
  const kept = given.keep ? await keepToken(store, open.workspace.id, owner, token) : ok(undefined);
  return kept.ok ? kept : ({ ok: false, error: secretFailure(kept.error) } as const);
}

/**
 * Holds a token that was typed though nobody took it, after a failure in which it never arrived: a page gives it away with the
 * request and has it no longer, so a person would have to type it again for every cut in the network. It goes to the same
 * origin alone, and as soon as the screen is left or ten minutes are over. Of a token that was refused nothing is held.
 */
export function holdUnsent(
  parts: Parts,
  { open }: Pick<At, 'open'>,
  owner: TokenOf,
  given: Given,
  failure: Pick<Failure, 'code'>,
): void {
  if (given !== undefined && failure.code === 'apply-unreachable')
    parts.tokens.hold(open.workspace.id, owner, given.value);
}

/** Why the secrets of a workspace are not at hand. */
export function fromSecrets(error: Failure) {
  const isStore = error.code.startsWith('keychain-') || error.code === 'secret-too-big';
  return isStore
    ? ({ ok: false, error: secretFailure(error) } as const)
    : refuse('invalid', error.message, error.detail);
}

/** The token that is sent: the one that was typed, the one that is held, or the one that is kept. */
export async function tokenFor(parts: Parts, { open, store }: At, owner: TokenOf, given: Given) {
  const { id } = open.workspace;
  if (given !== undefined) {
    const judged = judge(owner.owner, 'api_token', given.value);
    if (!judged.ok || judged.value === '')
      return refuse('token-unfit', 'A token is one line of letters, digits and signs, without umlauts.');
    return judged;
  }
  const held = parts.tokens.of(id, owner);
  if (held !== undefined) return ok(held);
  const kept = await keptToken(store, id, owner);
  if (!kept.ok) return { ok: false, error: secretFailure(kept.error) } as const;
  return kept.value === undefined
    ? refuse('token-needed', `${owner.product} at ${owner.origin} wants a token.`)
    : ok(kept.value);
}
