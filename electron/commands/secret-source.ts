import { fail, ok, type Result } from '../../shared/result.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { parseStdinSecrets, type StdinSecrets } from '../services/secrets/bag.ts';
import { openKeychain, openMemoryStore, type SecretStore } from '../services/secrets/keychain.ts';
import { readStdin } from './common.ts';

/** The `--secrets` option, shared by every command that needs secrets. */
export const SECRETS_OPTIONS = { secrets: { type: 'string' } } as const;

const STDIN_LIMIT = 1024 * 1024;

/** Where a command gets secrets from, and keeps new ones. */
export interface SecretSource {
  readonly store: SecretStore;
  readonly provided: StdinSecrets;
}

/** Opens the source that `--secrets` names. Only the keychain keeps what is made. */
export async function openSource(
  workspace: Workspace,
  source: string | undefined = 'keychain',
): Promise<Result<SecretSource>> {
  const provided: StdinSecrets = new Map();
  switch (source) {
    case 'keychain': {
      const store = await openStore();
      return store.ok ? ok({ store: store.value, provided }) : store;
    }
    case 'memory':
      return ok({ store: openMemoryStore(), provided });
    case 'stdin': {
      const text = await readStdin(STDIN_LIMIT);
      if (!text.ok) return text;
      const given = parseStdinSecrets(text.value, workspace);
      return given.ok ? ok({ store: openMemoryStore(), provided: given.value }) : given;
    }
    default:
      return fail(
        'wrong-use',
        '--secrets takes keychain, memory or stdin: not a secret itself, as others can read arguments.',
      );
  }
}

/** Opens the system's keychain. A failure names the other sources. */
export async function openStore(): Promise<Result<SecretStore>> {
  const store = await openKeychain();
  if (store.ok) return ok(store.value);
  return fail(
    store.error.code,
    store.error.message,
    `${store.error.detail ? `${store.error.detail}\n` : ''}Without a keychain: --secrets stdin takes your own values, --secrets memory makes new ones and forgets them.`,
  );
}
