import { fail, ok, type Result } from '../../shared/result.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { collectSecrets, parseStdinSecrets } from '../services/secrets/bag.ts';
import { openKeychain, openMemoryStore, type SecretStore } from '../services/secrets/keychain.ts';
import { readStdin } from './common.ts';

/** The `--secrets` option, shared by every command that needs secrets. */
export const SECRETS_OPTIONS = { secrets: { type: 'string' } } as const;

const STDIN_LIMIT = 1024 * 1024;

/**
 * Returns the secrets of these apps and their providers from the source named by `--secrets`. Generates
 * missing secrets, and stores them if the source is the keychain.
 */
export async function bagFor(
  workspace: Workspace,
  appIds: readonly string[],
  source: string | undefined = 'keychain',
): Promise<Result<SecretBag>> {
  switch (source) {
    case 'keychain': {
      const store = await openStore();
      return store.ok ? collectSecrets(workspace, appIds, store.value) : store;
    }
    case 'memory':
      return collectSecrets(workspace, appIds, openMemoryStore());
    case 'stdin': {
      const text = await readStdin(STDIN_LIMIT);
      if (!text.ok) return text;
      const provided = parseStdinSecrets(text.value, workspace);
      return provided.ok ? collectSecrets(workspace, appIds, openMemoryStore(), provided.value) : provided;
    }
    default:
      return fail('wrong-use', `--secrets takes keychain, memory or stdin, not “${source}”.`);
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
