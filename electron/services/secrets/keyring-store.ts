import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import {
  APP_SECRET_PURPOSES,
  PROVIDER_SECRET_PURPOSES,
  type SecretName,
  type SecretPurpose,
} from '../../../shared/secrets.ts';
import { WORKSPACE_ID } from '../../../shared/workspace/rules.ts';
import { dataFolder } from '../files/data-folder.ts';
import { errnoOf, fileFailure } from '../files/errors.ts';
import { withLock } from '../files/lock.ts';
import { inTurn } from '../files/turns.ts';
import type { Keyring } from './keyring-process.ts';
import {
  byName,
  checkSize,
  isOf,
  type NewSecret,
  type SecretOrigin,
  type SecretStore,
  type StoredSecret,
} from './store.ts';

const PURPOSES: readonly string[] = [...APP_SECRET_PURPOSES, ...PROVIDER_SECRET_PURPOSES];

/**
 * Windows allows 2560 bytes per credential (CRED_MAX_CREDENTIAL_BLOB_SIZE), and the library writes two bytes
 * per character, so a signing key doesn't fit. Longer values are split there.
 */
const WINDOWS_PART = 1200;
const PARTS = /^latchkey-parts:(\d{1,3}):([ab])$/;
/** Can't be the name of an owner, because owners begin with a letter. */
const INDEX = '.index';

const LABELS = {
  'secret-service': 'system keychain (Secret Service)',
  'macos-keychain': 'macOS keychain',
  'windows-credential-manager': 'Windows Credential Manager',
} as const;

/**
 * Keeps secrets in the system's keychain: service `latchkey/<workspace>`, account `<owner>/<purpose>`. One
 * entry `.index` lists the existing names, because only some systems can list them without reading every
 * value. Each change of a workspace's entries, with its line in the index, is one step for all programs.
 */
export class KeyringStore implements SecretStore {
  readonly kind: keyof typeof LABELS;
  readonly label: string;
  readonly #keyring: Keyring;
  readonly #partSize: number;
  readonly #now: () => Date;
  readonly #locks: string;
  readonly #notes: string;
  readonly #searchable: boolean;
  /** Workspaces whose index this process has compared with the keychain. */
  readonly #compared = new Set<string>();

  constructor(
    keyring: Keyring,
    platform: NodeJS.Platform,
    now: () => Date,
    partSize = platform === 'win32' ? WINDOWS_PART : Number.POSITIVE_INFINITY,
    locks = lockFolder(),
  ) {
    this.#keyring = keyring;
    this.#now = now;
    this.#partSize = partSize;
    this.#locks = locks;
    this.#notes = join(dirname(locks), 'in-keychain');
    // A search reads every value, and macOS may ask the user for each one that another program made.
    this.#searchable = platform !== 'darwin';
    this.kind =
      platform === 'darwin'
        ? 'macos-keychain'
        : platform === 'win32'
          ? 'windows-credential-manager'
          : 'secret-service';
    this.label = LABELS[this.kind];
  }

  get(name: SecretName): Promise<Result<string | undefined>> {
    return this.#read(serviceOf(name.workspace), accountOf(name));
  }

  set(name: SecretName, value: string, origin: SecretOrigin = 'generated'): Promise<Result<void>> {
    return this.setAll(name.workspace, [{ ...name, value, origin }]);
  }

  setAll(workspace: string, values: readonly NewSecret[]): Promise<Result<void>> {
    return this.#change(workspace, async () => {
      for (const { value } of values) {
        const tooBig = checkSize(value);
        if (tooBig) return tooBig;
      }
      const noted = await this.#note(workspace);
      if (!noted.ok) return noted;
      const before = await this.#readIndex(workspace);
      if (!before.ok) return before;
      const changedAt = this.#now().toISOString();
      /** The list with the first of the new values. */
      const listWith = (count: number): StoredSecret[] => {
        const entries = new Map(before.value.map((known) => [accountOf(known), known]));
        for (const { owner, purpose, origin } of values.slice(0, count))
          entries.set(accountOf({ workspace, owner, purpose }), {
            workspace,
            owner,
            purpose,
            origin,
            changedAt,
          });
        return [...entries.values()];
      };
      // The index is written first: a value that is not in the index could be neither listed nor deleted.
      const indexed = await this.#writeIndex(workspace, listWith(values.length));
      if (!indexed.ok) return indexed;
      for (const [index, one] of values.entries()) {
        const written = await this.#write(serviceOf(workspace), accountOf(one), one.value);
        if (written.ok) continue;
        await this.#writeIndex(workspace, listWith(index));
        return written;
      }
      return ok(undefined);
    });
  }

  delete(name: SecretName): Promise<Result<boolean>> {
    return this.#change(name.workspace, async () => {
      const removed = await this.#remove(serviceOf(name.workspace), accountOf(name));
      if (!removed.ok) return removed;
      const index = await this.#readIndex(name.workspace);
      if (!index.ok) return index;
      const others = index.value.filter((known) => byName(known, name) !== 0);
      if (others.length < index.value.length) {
        const written = await this.#writeIndex(name.workspace, others);
        if (!written.ok) return written;
      }
      return removed;
    });
  }

  async list(workspace: string): Promise<Result<readonly StoredSecret[]>> {
    // Once in a process is enough: under the lock, index and entries change together.
    if (this.#searchable && !this.#compared.has(workspace)) {
      const rebuilt = await this.#change(workspace, () => this.#rebuildIndex(workspace), SHORT_PATIENCE_MS);
      if (rebuilt.ok) this.#compared.add(workspace);
      // Another program is at work, so the index is being kept; it can be compared the next time.
      if (rebuilt.ok || rebuilt.error.code !== 'lock-busy') return rebuilt;
    }
    return this.#inTurn(workspace, () => this.#readIndex(workspace));
  }

  forget(workspace: string, owners?: readonly string[]): Promise<Result<number>> {
    return this.#change(workspace, async () => {
      const service = serviceOf(workspace);
      const index = await this.#readIndex(workspace);
      if (!index.ok) return index;
      const found = await this.#keyring.accounts(service);
      if (!found.ok && this.#searchable) return found;
      const going = (owner: string): boolean => owners === undefined || isOf(owner, owners);
      const listed = index.value.filter(({ owner }) => going(owner)).map(accountOf);
      const there = found.ok ? found.value : [];
      const others = there.filter((account) => account.includes('/') && going(ownerOf(account)));
      let count = 0;
      for (const account of new Set([...listed, ...others.filter((account) => !PART.test(account))])) {
        const removed = await this.#remove(service, account);
        if (!removed.ok) return removed;
        if (removed.value) count += 1;
      }
      // Parts of values that were being replaced when a program was killed.
      const parts = (owners === undefined ? there : others).filter((account) => PART.test(account));
      for (const account of parts) {
        const removed = await this.#keyring.delete(service, account);
        if (!removed.ok) return removed;
      }
      const written = await this.#writeIndex(
        workspace,
        index.value.filter(({ owner }) => !going(owner)),
      );
      if (!written.ok) return written;
      if (owners === undefined) {
        await rm(join(this.#notes, workspace)).catch(() => {});
      }
      return ok(count);
    });
  }

  async workspaces(): Promise<Result<readonly string[]>> {
    try {
      return ok((await readdir(this.#notes)).filter((name) => WORKSPACE_ID.test(name)).sort());
    } catch (error) {
      return errnoOf(error) === 'ENOENT' ? ok([]) : fileFailure(error, this.#notes);
    }
  }

  exclusive<T>(workspace: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.#locked(workspace, work, PATIENCE_MS);
  }

  /** Notes that the workspace has entries, in a file named by its id: no keychain can be asked for all services. */
  async #note(workspace: string): Promise<Result<void>> {
    try {
      await mkdir(this.#notes, { recursive: true, mode: 0o700 });
      await writeFile(join(this.#notes, workspace), '', { mode: 0o600 });
      return ok(undefined);
    } catch (error) {
      return fileFailure(error, this.#notes);
    }
  }

  async #locked<T>(
    workspace: string,
    work: () => Promise<Result<T>>,
    patienceMs: number,
  ): Promise<Result<T>> {
    // Without the folder there is no lock in it either, and that failure says why.
    await mkdir(this.#locks, { recursive: true, mode: 0o700 }).catch(() => {});
    return withLock<Result<T>>(
      join(this.#locks, workspace),
      async (hold) => {
        const helper = await this.#keyring.helper();
        if (helper !== undefined) await hold.share(helper);
        return work();
      },
      (failure) => ({ ok: false, error: failure }),
      { patienceMs },
    );
  }

  /** One change: the only one in this workspace, also among those that one {@link exclusive} step makes at once. */
  #change<T>(
    workspace: string,
    work: () => Promise<Result<T>>,
    patienceMs = PATIENCE_MS,
  ): Promise<Result<T>> {
    return this.#locked(workspace, () => this.#inTurn(workspace, work), patienceMs);
  }

  /** Waits for the other changes that this process makes in the workspace. Another turn than that of the lock. */
  #inTurn<T>(workspace: string, work: () => Promise<T>): Promise<T> {
    return inTurn(`keyring ${join(this.#locks, workspace)}`, work);
  }

  /**
   * Adds the entries that the keychain has and the index lacks, and drops the names whose value is gone. A
   * program that was killed, or an older Latchkey without the lock, may have left both.
   */
  async #rebuildIndex(workspace: string): Promise<Result<readonly StoredSecret[]>> {
    const index = await this.#readIndex(workspace);
    if (!index.ok) return index;
    const found = await this.#keyring.accounts(serviceOf(workspace));
    if (!found.ok) return found;
    const entries: StoredSecret[] = [];
    for (const entry of index.value) {
      if (!found.value.includes(accountOf(entry))) {
        const value = await this.get(entry);
        if (!value.ok) return value;
        if (value.value === undefined) continue;
      }
      entries.push(entry);
    }
    for (const account of found.value) {
      const [owner, purpose, ...more] = account.split('/');
      if (!owner || !isPurpose(purpose) || more.length > 0) continue;
      if (entries.some((entry) => accountOf(entry) === account)) continue;
      entries.push({ workspace, owner, purpose, origin: 'found', changedAt: this.#now().toISOString() });
    }
    entries.sort(byName);
    if (JSON.stringify(entries) === JSON.stringify(index.value)) return index;
    const written = await this.#writeIndex(workspace, entries);
    return written.ok ? ok(entries) : written;
  }

  /**
   * One line per entry: owner, purpose, origin, time. Lines from a newer version are skipped without an
   * error.
   */
  async #readIndex(workspace: string): Promise<Result<readonly StoredSecret[]>> {
    const text = await this.#read(serviceOf(workspace), INDEX);
    if (!text.ok) return text;
    const entries: StoredSecret[] = [];
    for (const line of (text.value ?? '').split('\n')) {
      const [owner, purpose, origin, changedAt] = line.split(' ');
      if (!owner || !isPurpose(purpose) || changedAt === undefined) continue;
      if (origin !== 'generated' && origin !== 'provided' && origin !== 'found') continue;
      entries.push({ workspace, owner, purpose, origin, changedAt });
    }
    return ok(entries);
  }

  async #writeIndex(workspace: string, entries: readonly StoredSecret[]): Promise<Result<void>> {
    if (entries.length === 0) {
      const removed = await this.#remove(serviceOf(workspace), INDEX);
      return removed.ok ? ok(undefined) : removed;
    }
    const lines = [...entries]
      .sort(byName)
      .map(({ owner, purpose, origin, changedAt }) => `${owner} ${purpose} ${origin} ${changedAt}\n`);
    return this.#write(serviceOf(workspace), INDEX, lines.join(''));
  }

  async #read(service: string, account: string): Promise<Result<string | undefined>> {
    const head = await this.#keyring.get(service, account);
    const parts = head.ok && partsIn(head.value);
    if (!parts) return head;
    let value = '';
    for (const place of placesOf(account, parts)) {
      const part = await this.#keyring.get(service, place);
      if (!part.ok) return part;
      if (part.value === undefined) {
        // Another program has replaced the value meanwhile.
        const now = await this.#keyring.get(service, account);
        if (!now.ok) return now;
        if (now.value !== head.value) return this.#read(service, account);
        return fail(
          'keychain-failed',
          `A part of ${account} is missing in the keychain. Rotate or forget this secret, then render again.`,
        );
      }
      value += part.value;
    }
    return ok(value);
  }

  async #write(service: string, account: string, value: string): Promise<Result<void>> {
    const before = await this.#keyring.get(service, account);
    if (!before.ok) return before;
    const old = partsIn(before.value);
    const pieces = value.length > this.#partSize || PARTS.test(value) ? split(value, this.#partSize) : [];
    // New parts are stored next to the old ones. Until the main entry changes, the old value is complete.
    const side = old?.[2] === 'a' ? 'b' : 'a';
    for (const [index, piece] of pieces.entries()) {
      const written = await this.#keyring.set(service, partOf(account, side, index), piece);
      if (!written.ok) return written;
    }
    const head = pieces.length > 0 ? `latchkey-parts:${pieces.length}:${side}` : value;
    const written = await this.#keyring.set(service, account, head);
    if (!written.ok || !old) return written;
    return this.#removeParts(service, account, old);
  }

  async #remove(service: string, account: string): Promise<Result<boolean>> {
    const head = await this.#keyring.get(service, account);
    if (!head.ok) return head;
    const removed = await this.#keyring.delete(service, account);
    if (!removed.ok) return removed;
    const parts = partsIn(head.value);
    if (parts) {
      const gone = await this.#removeParts(service, account, parts);
      if (!gone.ok) return gone;
    }
    return removed;
  }

  async #removeParts(service: string, account: string, parts: RegExpExecArray): Promise<Result<void>> {
    for (const place of placesOf(account, parts)) {
      const removed = await this.#keyring.delete(service, place);
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  }
}

/**
 * Where the locks are: the same for all programs of a user, because they share the keychain whatever other
 * folder `LATCHKEY_DATA` names.
 */
const lockFolder = (): string => join(dataFolder(process.platform, {}, homedir()), 'locks');

/** A program that makes many digests, or waits for the user to unlock the keychain, holds the lock for long. */
const PATIENCE_MS = 300_000;
const SHORT_PATIENCE_MS = 2_000;

/** The account of one part of a split value. */
const PART = /#[ab]\d{1,3}$/;
const ownerOf = (account: string): string => account.slice(0, account.indexOf('/'));
const serviceOf = (workspace: string): string => `latchkey/${workspace}`;
const accountOf = ({ owner, purpose }: SecretName): string => `${owner}/${purpose}`;
const partOf = (account: string, side: string, index: number): string => `${account}#${side}${index}`;
/** The accounts of all parts of a split value. */
const placesOf = (account: string, [, count, side]: RegExpExecArray): readonly string[] =>
  Array.from({ length: Number(count) }, (_, index) => partOf(account, side!, index));
const partsIn = (head: string | undefined): RegExpExecArray | null => PARTS.exec(head ?? '');
const isPurpose = (text: string | undefined): text is SecretPurpose =>
  PURPOSES.some((purpose) => purpose === text);

/** Splits into pieces of at most `size` characters. Never splits a surrogate pair. */
function split(value: string, size: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of value) {
    if (piece.length + character.length > size) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
