import type { SecretStoreView } from '../../shared/host/session.ts';
import type { HostFailure } from '../../shared/host.ts';
import { type Failure, ok, type Result } from '../../shared/result.ts';
import { openMemoryStore, type SecretStore } from '../services/secrets/store.ts';
import { refuse } from './failures.ts';

/** What the keychain's failures are called in the contract. */
export type SecretCode = 'keychain-locked' | 'keychain-unavailable' | 'no-such-secret';
export type SecretFailure = HostFailure<SecretCode>;

/** The one place where handlers get the secret store from. */
export interface SecretAccess {
  /** The store, opened when it is first needed. A locked one is tried again each time. */
  store(): Promise<Result<SecretStore, SecretFailure>>;
  /** The store if it is open by now; asks nobody for anything. */
  readonly opened: SecretStore | undefined;
  /** Where secrets are kept, as far as it is known; waits a moment at most. */
  status(): Promise<SecretStoreView>;
}

/** The system may ask a person to unlock: a start page must not wait for that. */
const STATUS_WAIT_MS = 1_500;

const SYSTEM_LABEL: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Keychain',
  win32: 'Credential Manager',
  linux: 'Secret Service',
};

/** Failures after which asking again may help; after the others there is no keychain to be had. */
const PASSING = ['keychain-locked', 'keychain-denied', 'keychain-no-answer'];

/**
 * @param open opens the system's keychain
 * @param onChange told when it is known better where secrets are kept
 */
export function createSecretAccess(
  open: () => Promise<Result<SecretStore>>,
  onChange: (view: SecretStoreView) => void,
  platform: NodeJS.Platform = process.platform,
): SecretAccess {
  let opened: SecretStore | undefined;
  let opening: Promise<Result<SecretStore, SecretFailure>> | undefined;
  const pending: SecretStoreView = {
    kind: 'keychain',
    label: SYSTEM_LABEL[platform] ?? 'keychain',
    locked: true,
  };
  let view = pending;

  const show = (next: SecretStoreView) => {
    const changed = JSON.stringify(next) !== JSON.stringify(view);
    view = next;
    if (changed) onChange(view);
  };

  const tryOpen = async (): Promise<Result<SecretStore, SecretFailure>> => {
    const result = await open();
    if (result.ok) {
      opened = result.value;
      show({ kind: opened.kind === 'memory' ? 'session' : 'keychain', label: opened.label, locked: false });
      return ok(opened);
    }
    if (PASSING.includes(result.error.code)) {
      show({ ...pending, note: result.error.message });
      opening = undefined;
      return { ok: false, error: secretFailure(result.error) };
    }
    // No keychain at all: kept for this session, and the note says so.
    opened = openMemoryStore();
    show({ kind: 'session', label: opened.label, note: result.error.message, locked: false });
    return ok(opened);
  };

  const store = () => {
    opening ??= tryOpen();
    return opening;
  };

  return {
    store,
    get opened() {
      return opened;
    },
    async status() {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        store(),
        new Promise((resolve) => {
          timer = setTimeout(resolve, STATUS_WAIT_MS);
        }),
      ]);
      clearTimeout(timer);
      return view;
    },
  };
}

/** A failure of the store under the contract's codes; its sentence already says what to do. */
export function secretFailure({ code, message, detail }: Failure): SecretFailure {
  const known: SecretCode = PASSING.includes(code) ? 'keychain-locked' : 'keychain-unavailable';
  return { code: known, message, ...(detail === undefined ? {} : { detail }) };
}

/** A store's result under the contract's codes. */
export const fromStore = <T>(result: Result<T>): Result<T, SecretFailure> =>
  result.ok ? result : { ok: false, error: secretFailure(result.error) };

export const noSuchSecret = (what: string) =>
  refuse('no-such-secret', `There is no ${what} yet. Make the secrets first.`);
