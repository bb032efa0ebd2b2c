import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../shared/result.ts';
import type { Host } from './host/create-host.ts';
import { type Log, logToStderr } from './host/log.ts';
import { VERSION } from './host/version.ts';
import { browserPlatform } from './serve/browser-platform.ts';
import { createDownloads } from './serve/downloads.ts';
import { ENTRY, startHttpHost } from './serve/http-host.ts';
import { dataFolder } from './services/files/data-folder.ts';
import { prepareDataFolder } from './services/files/data-format.ts';
import type { SecretStore } from './services/secrets/store.ts';

export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Serves at an address instead of a name, for a browser that doesn't find the name. */
  readonly numeric?: boolean;
  /** The built pages. Default: beside the bundle. */
  readonly root?: string;
  /** The folder for settings and results. Default: the system's usual place. */
  readonly folder?: string;
  readonly log?: Log;
  /** Opens the secret store; default: the system's keychain. */
  readonly openStore?: () => Promise<Result<SecretStore>>;
}

export interface Serving {
  /** The one-time link to open. */
  readonly url: string;
  /** The same as a form: `token` is posted to `action`. The link and the form work once together. */
  readonly form: { readonly action: string; readonly token: string };
  /** The address to connect to, where the system doesn't know the link's host. */
  readonly address: string;
  /** Resolves when a link has been used. */
  readonly entered: Promise<void>;
  /** Another one-time link, for another browser. */
  newUrl(): string;
  /** Ends subscriptions, logins and the practice provider, then frees the port. May be called repeatedly. */
  close(): Promise<void>;
  /** Resolves once it is closed, by `close` or by the page's `session.quit`. */
  readonly closed: Promise<void>;
}

/** How long the answer to `session.quit` may take to be sent. */
const LAST_ANSWER_MS = 100;

/**
 * Starts the browser host: the screens and their calls on loopback. Returns as soon as the port is open;
 * everything behind the contract is loaded right after.
 *
 * Codes: `port-in-use`, `port-refused`, `screens-missing`, `data-newer`, `data-not-updated`.
 */
export async function startServe(options: ServeOptions = {}): Promise<Result<Serving>> {
  const log = options.log ?? logToStderr;
  const root = options.root ?? builtPages();
  if (root === undefined)
    return fail(
      'screens-missing',
      'The screens are not built. Run npm run build first, or start Latchkey by npm start.',
    );

  const folder = options.folder ?? dataFolder();
  const prepared = prepareDataFolder(folder, VERSION);
  if (!prepared.ok) return prepared;

  const downloads = createDownloads();
  let loading: Promise<Host> | undefined;
  const load = async (): Promise<Host> => {
    const { createHost } = await import('./host/create-host.ts');
    return createHost({
      folder,
      platform: browserPlatform(downloads, () => setTimeout(close, LAST_ANSWER_MS)),
      log,
      ...(options.openStore === undefined ? {} : { openStore: options.openStore }),
    });
  };
  const host = () => {
    loading ??= load();
    return loading;
  };

  const started = await startHttpHost({
    port: options.port ?? 0,
    numeric: options.numeric === true,
    root,
    gate: async () => (await host()).gate,
    downloads,
    log,
  });
  if (!started.ok) return started;

  let settle: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      await (await loading)?.close();
      downloads.clear();
      await started.value.close();
      settle();
    })();
    return closing;
  };
  // Loads the host while the browser loads the first page.
  setImmediate(() => {
    if (closing === undefined) host().catch(() => log('the host could not be loaded'));
  });
  const { newUrl, address, entered } = started.value;
  const url = newUrl();
  const form = { action: new URL(ENTRY, url).href, token: new URL(url).searchParams.get('token')! };
  return ok({ url, form, address, entered, newUrl, close, closed });
}

/**
 * Finds the built pages, from a bundle or a folder `chunks` in it. The folder with their sources has no `assets`.
 */
function builtPages(): string | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return ['renderer', '../renderer']
    .map((folder) => path.join(here, folder))
    .find((folder) => existsSync(path.join(folder, 'assets')));
}
