import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretName, SecretPurpose } from '../../../shared/secrets.ts';
import { inTurn } from '../files/turns.ts';

/** Information about a stored value, without the value. */
export interface StoredSecret extends SecretName {
  readonly origin: SecretOrigin;
  /** When it was last set, ISO 8601. */
  readonly changedAt: string;
}
/**
 * `provided`: given by the user. `found`: was in the keychain but not in Latchkey's list, so nothing else is
 * known of it; `changedAt` is when it was found.
 */
export type SecretOrigin = 'generated' | 'provided' | 'found';

/** A value to store. */
export interface NewSecret extends SecretName {
  readonly value: string;
  readonly origin: SecretOrigin;
}

/** Where secrets are kept. Every failure has a `keychain-…` code or `secret-too-big` and says what to do. */
export interface SecretStore {
  readonly kind: 'secret-service' | 'macos-keychain' | 'windows-credential-manager' | 'memory';
  /** A name for the store that fits into “… in the ‹label›”. Memory is never called a keychain. */
  readonly label: string;
  /** Returns the value, or undefined if there is none. */
  get(name: SecretName): Promise<Result<string | undefined>>;
  /** `origin` defaults to `generated`. */
  set(name: SecretName, value: string, origin?: SecretOrigin): Promise<Result<void>>;
  /**
   * Stores several values of one workspace. Much faster than one after the other: the list of names is written
   * once. After a failure, those before the one that failed are stored.
   */
  setAll(workspace: string, values: readonly NewSecret[]): Promise<Result<void>>;
  /** Resolves to true if there was a value. */
  delete(name: SecretName): Promise<Result<boolean>>;
  /** Lists every stored name of the workspace, sorted by owner and purpose, without values. */
  list(workspace: string): Promise<Result<readonly StoredSecret[]>>;
  /**
   * Removes all that is kept for these owners, or for the whole workspace: also what is not in the list and
   * what an unfinished change left behind. Resolves to the number of values.
   */
  forget(workspace: string, owners?: readonly string[]): Promise<Result<number>>;
  /** The ids of all workspaces that may have something here, sorted. */
  workspaces(): Promise<Result<readonly string[]>>;
  /**
   * Runs several steps as one: meanwhile nobody else changes the secrets of this workspace, no other work of
   * this process and no other program. Steps inside it may call the store as usual.
   */
  exclusive<T>(workspace: string, work: () => Promise<Result<T>>): Promise<Result<T>>;
}

/** True if one of these owners has this, or a further client of it: their keys begin with the app's id and a `_`. */
export const isOf = (owner: string, owners: readonly string[]): boolean =>
  owners.some((one) => owner === one || owner.startsWith(`${one}_`));

/** Finds a stored name by owner and purpose. */
export type StoredIndex = (owner: string, purpose: SecretPurpose) => StoredSecret | undefined;

/** Makes the names of one workspace quick to find. */
export function indexStored(stored: readonly StoredSecret[]): StoredIndex {
  const owners = new Map<string, Map<SecretPurpose, StoredSecret>>();
  for (const one of stored) {
    const known = owners.get(one.owner);
    if (known === undefined) owners.set(one.owner, new Map([[one.purpose, one]]));
    else known.set(one.purpose, one);
  }
  return (owner, purpose) => owners.get(owner)?.get(purpose);
}

/**
 * In characters. Far above a 4096-bit key (3.3 kB), and far below what any of the systems rejects after
 * splitting.
 */
export const SECRET_SIZE_LIMIT = 16_384;

/** Rejects a value that is too big to store on every system. */
export function checkSize(value: string): ReturnType<typeof fail> | undefined {
  if (value.length <= SECRET_SIZE_LIMIT) return undefined;
  return fail(
    'secret-too-big',
    `The value has more than ${SECRET_SIZE_LIMIT} characters, more than a secret or a key has. Is it a whole file? Provide the secret alone.`,
  );
}

/** Keeps secrets only in this process. They are lost when it ends. */
export function openMemoryStore(now: () => Date = () => new Date()): SecretStore {
  const kept = new Map<string, { readonly entry: StoredSecret; readonly value: string }>();
  const key = ({ workspace, owner, purpose }: SecretName): string => `${workspace}/${owner}/${purpose}`;
  const id = `memory-${++stores}`;
  const set = ({ workspace, owner, purpose, value, origin }: NewSecret): Result<void> => {
    const tooBig = checkSize(value);
    if (tooBig) return tooBig;
    const entry = { workspace, owner, purpose, origin, changedAt: now().toISOString() };
    kept.set(key(entry), { entry, value });
    return ok(undefined);
  };
  return {
    kind: 'memory',
    label: 'memory, for this session only',
    get: async (name) => ok(kept.get(key(name))?.value),
    set: async (name, value, origin = 'generated') => set({ ...name, value, origin }),
    setAll: async (_workspace, values) => {
      for (const one of values) {
        const done = set(one);
        if (!done.ok) return done;
      }
      return ok(undefined);
    },
    delete: async (name) => ok(kept.delete(key(name))),
    list: async (workspace) =>
      ok(
        [...kept.values()]
          .map(({ entry }) => entry)
          .filter((entry) => entry.workspace === workspace)
          .sort(byName),
      ),
    forget: async (workspace, owners) => {
      const going = [...kept].filter(
        ([, { entry }]) =>
          entry.workspace === workspace && (owners === undefined || isOf(entry.owner, owners)),
      );
      for (const [name] of going) kept.delete(name);
      return ok(going.length);
    },
    workspaces: async () => ok([...new Set([...kept.values()].map(({ entry }) => entry.workspace))].sort()),
    exclusive: (workspace, work) => inTurn(`${id}/${workspace}`, work),
  };
}
let stores = 0;

/** Sorts by owner, then purpose, in code unit order, so that the order is the same on every system. */
export function byName(a: SecretName, b: SecretName): number {
  if (a.owner !== b.owner) return a.owner < b.owner ? -1 : 1;
  return a.purpose < b.purpose ? -1 : a.purpose > b.purpose ? 1 : 0;
}
