import { fail, ok, type Result } from '../../shared/result.ts';
import type { ClientSecrets } from '../../shared/secrets.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { furtherKeys } from '../services/secrets/apps.ts';
import { parseStdinSecrets } from '../services/secrets/stdin.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { readStdin } from './common.ts';
import { openStore } from './secret-source.ts';

const STDIN_LIMIT = 1024 * 1024;

/** Reads the secrets from standard input, at most `limit` bytes. */
type StdinText = (limit: number) => Promise<Result<string>>;

/**
 * Returns the known secrets of these clients for a test. Generates nothing, because an invented secret would
 * always be wrong. A client without a known secret is tested without one, and the report says so.
 * `asGiven` takes the client id only from the source, for a client other than the workspace's.
 * `stdin` reads standard input if more than the secrets arrives there.
 */
export async function knownSecrets(
  workspace: Workspace,
  appIds: readonly string[],
  source: string | undefined = 'keychain',
  options: { readonly asGiven?: boolean; readonly stdin?: StdinText } = {},
): Promise<Result<Readonly<Record<string, ClientSecrets>>>> {
  const lookup = await lookupFor(workspace, source, options.stdin ?? readStdin);
  if (!lookup.ok) return lookup;
  const known: Record<string, ClientSecrets> = {};
  for (const app of appIds) {
    const stated = options.asGiven ? undefined : workspace.apps[app]?.client_id;
    const id = stated ?? (await lookup.value(app, 'client_id'));
    if (typeof id === 'object') return id;
    if (id === undefined) {
      return fail(
        'client-id-unknown',
        `No client id is known for ${app}: render first, write client_id beside the app, or give it by --secrets stdin.`,
      );
    }
    const secret = await lookup.value(app, 'client_secret');
    if (typeof secret === 'object') return secret;
    known[app] = secret === undefined ? { client_id: id } : { client_id: id, client_secret: secret };
    // An id of a further client follows from the app's own, unless another one is known.
    for (const key of options.asGiven ? [] : furtherKeys(workspace, app)) {
      const further = await lookup.value(key, 'client_id');
      if (typeof further === 'object') return further;
      if (further !== undefined) known[key] = { client_id: further };
    }
  }
  return ok(known);
}

type Purpose = 'client_id' | 'client_secret';
type Lookup = (app: string, purpose: Purpose) => Promise<string | undefined | ReturnType<typeof fail>>;

async function lookupFor(workspace: Workspace, source: string, stdin: StdinText): Promise<Result<Lookup>> {
  switch (source) {
    case 'keychain': {
      // The workspace may contain all that is needed, so a missing keychain fails only when it is first used.
      let store: Result<SecretStore> | undefined;
      return ok(async (owner, purpose) => {
        store ??= await openStore();
        if (!store.ok) return store;
        const found = await store.value.get({ workspace: workspace.id, owner, purpose });
        return found.ok ? found.value : found;
      });
    }
    case 'memory':
      return ok(async () => undefined);
    case 'stdin': {
      const text = await stdin(STDIN_LIMIT);
      if (!text.ok) return text;
      const provided = parseStdinSecrets(text.value, workspace);
      if (!provided.ok) return provided;
      return ok(async (app, purpose) => provided.value.get(app)?.get(purpose));
    }
    default:
      return fail(
        'wrong-use',
        '--secrets takes keychain, memory or stdin: not a secret itself, as others can read arguments.',
      );
  }
}
