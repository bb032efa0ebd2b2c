import type { SecretStoreView } from '../../shared/host/session.ts';
import type { HostFailure } from '../../shared/host.ts';
import { type Failure, ok, type Result } from '../../shared/result.ts';
import { openMemoryStore, type SecretStore } from '../services/secrets/store.ts';
import { refuse } from './failures.ts';

/** The contract's codes for keychain failures. */
export type SecretCode = 'keychain-locked' | 'keychain-unavailable' | 'no-such-secret';
export type SecretFailure = HostFailure<SecretCode>;

/** The only way for handlers to get the secret store. */
export interface SecretAccess {
  /** Returns the store; opens it on first use. If the keychain is locked, each call tries again. */
  store(): Promise<Result<SecretStore, SecretFailure>>;
  /** The store if it is already open. Reading this never asks a person to unlock anything. */
  readonly opened: SecretStore | undefined;
  /** Where secrets are stored, as far as known. Waits at most `STATUS_WAIT_MS`. */
  status(): Promise<SecretStoreView>;
}

/** The system may ask a person to unlock the keychain; the start page must not wait for that. */
const STATUS_WAIT_MS = 1_500;

const SYSTEM_LABEL: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Keychain',
  win32: 'Credential Manager',
  linux: 'Secret Service',
};

/** Failures after which a new attempt may succeed. After any other failure there is no usable keychain. */
const PASSING = ['keychain-locked', 'keychain-denied', 'keychain-no-answer'];

/**
 * @param open opens the system's keychain
 * @param onChange called when the information on where secrets are stored changes
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
    // There is no keychain: secrets are kept in memory for this session, and the note says so.
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

/** Gives a failure of the store a code of the contract. Its message already says what to do. */
export function secretFailure({ code, message, detail }: Failure): SecretFailure {
  const known: SecretCode = PASSING.includes(code) ? 'keychain-locked' : 'keychain-unavailable';
  return { code: known, message, ...(detail === undefined ? {} : { detail }) };
}

/** A store's result, with a failure's code replaced by one of the contract. */
export const fromStore = <T>(result: Result<T>): Result<T, SecretFailure> =>
  result.ok ? result : { ok: false, error: secretFailure(result.error) };

/**
 * Refuses to change secrets through a copy of a workspace file: they belong to the file that had the id first.
 * Undefined if this file may.
 */
export const refuseCopy = ({ copyOf }: { readonly copyOf: string | undefined }) =>
  copyOf === undefined
    ? undefined
    : refuse(
        'shared-id',
        `These secrets belong to ${copyOf}, which has the same id as this file; changing them here would change them there. Give this file an id of its own first, on the overview.`,
      );

export const noSuchSecret = (what: string) =>
  refuse('no-such-secret', `There is no ${what} yet. Make the secrets first.`);
