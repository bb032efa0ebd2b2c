import { ok, type Result } from '../../../shared/result.ts';
import type { SecretName } from '../../../shared/secrets.ts';
import type { SecretStore } from '../secrets/store.ts';

/** Whose token it is, and the only origin that it goes to. */
export interface TokenOwner {
  readonly owner: string;
  readonly origin: string;
}

const nameOf = (workspace: string, owner: string): SecretName => ({
  workspace,
  owner,
  purpose: 'api_token',
});

/**
 * The token that was kept for this owner, or undefined. It goes nowhere but to the origin that it was kept for, whatever
 * address the workspace states now.
 */
export async function keptToken(
  store: SecretStore,
  workspace: string,
  { owner, origin }: TokenOwner,
): Promise<Result<string | undefined>> {
  const stored = await store.get(nameOf(workspace, owner));
  if (!stored.ok) return stored;
  return ok(
    stored.value?.startsWith(`${origin} `) === true ? stored.value.slice(origin.length + 1) : undefined,
  );
}

/** Keeps a token for one origin. Codes: those of the store. */
export const keepToken = (
  store: SecretStore,
  workspace: string,
  { owner, origin }: TokenOwner,
  token: string,
): Promise<Result<void>> => store.set(nameOf(workspace, owner), `${origin} ${token}`, 'provided');

/** Removes the token that was kept for this owner, for whatever origin. Resolves to true if there was one. */
export const forgetToken = (store: SecretStore, workspace: string, owner: string): Promise<Result<boolean>> =>
  store.delete(nameOf(workspace, owner));
