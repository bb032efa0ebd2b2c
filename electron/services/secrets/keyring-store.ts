import { fail, ok, type Result } from '../../../shared/result.ts';
import {
  APP_SECRET_PURPOSES,
  PROVIDER_SECRET_PURPOSES,
  type SecretName,
  type SecretPurpose,
} from '../../../shared/secrets.ts';
import type { Keyring } from './keyring-process.ts';
import { byName, checkSize, type SecretOrigin, type SecretStore, type StoredSecret } from './store.ts';

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
  'secret-service': 'system keyring (Secret Service)',
  'macos-keychain': 'macOS keychain',
  'windows-credential-manager': 'Windows Credential Manager',
} as const;

/**
 * Keeps secrets in the system's keychain: service `latchkey/<workspace>`, account `<owner>/<purpose>`. One
 * entry `.index` lists the existing names, because only some systems can list them without reading every
 * value.
 */
export class KeyringStore implements SecretStore {
  readonly kind: keyof typeof LABELS;
  readonly label: string;
  readonly #keyring: Keyring;
  readonly #partSize: number;
  readonly #now: () => Date;
  /** Changes run one after the other, so that two of them can't overwrite each other's line in the index. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    keyring: Keyring,
    platform: NodeJS.Platform,
    now: () => Date,
    partSize = platform === 'win32' ? WINDOWS_PART : Number.POSITIVE_INFINITY,
  ) {
    this.#keyring = keyring;
    this.#now = now;
    this.#partSize = partSize;
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
    return this.#inTurn(async () => {
      const tooBig = checkSize(value);
      if (tooBig) return tooBig;
      const before = await this.#readIndex(name.workspace);
      if (!before.ok) return before;
      const { workspace, owner, purpose } = name;
      const entry = { workspace, owner, purpose, origin, changedAt: this.#now().toISOString() };
      const others = before.value.filter((known) => byName(known, name) !== 0);
      // The index is written first: a value that is not in the index could be neither listed nor deleted.
      const indexed = await this.#writeIndex(workspace, [...others, entry]);
      if (!indexed.ok) return indexed;
      const written = await this.#write(serviceOf(workspace), accountOf(name), value);
      if (!written.ok) await this.#writeIndex(workspace, before.value);
      return written;
    });
  }

  delete(name: SecretName): Promise<Result<boolean>> {
    return this.#inTurn(async () => {
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

  list(workspace: string): Promise<Result<readonly StoredSecret[]>> {
    return this.#inTurn(() => this.#readIndex(workspace));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
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
      if (origin !== 'generated' && origin !== 'provided') continue;
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
    if (!head.ok) return head;
    const parts = PARTS.exec(head.value ?? '');
    if (!parts) return head;
    let value = '';
    for (let index = 0; index < Number(parts[1]); index += 1) {
      const part = await this.#keyring.get(service, partOf(account, parts[2]!, index));
      if (!part.ok) return part;
      if (part.value === undefined) {
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
    const old = PARTS.exec(before.value ?? '');
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
    const parts = PARTS.exec(head.value ?? '');
    if (parts) {
      const gone = await this.#removeParts(service, account, parts);
      if (!gone.ok) return gone;
    }
    return removed;
  }

  async #removeParts(service: string, account: string, parts: RegExpExecArray): Promise<Result<void>> {
    for (let index = 0; index < Number(parts[1]); index += 1) {
      const removed = await this.#keyring.delete(service, partOf(account, parts[2]!, index));
      if (!removed.ok) return removed;
    }
    return ok(undefined);
  }
}

const serviceOf = (workspace: string): string => `latchkey/${workspace}`;
const accountOf = ({ owner, purpose }: SecretName): string => `${owner}/${purpose}`;
const partOf = (account: string, side: string, index: number): string => `${account}#${side}${index}`;
const isPurpose = (text: string | undefined): text is SecretPurpose =>
  text !== undefined && PURPOSES.includes(text);

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
