import { own } from '../../own.ts';
import { parseWorkspace } from '../../workspace/parse.ts';
import { stringifyWorkspace } from '../../workspace/stringify.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../workspace/types.ts';
import type { ImportedApp } from './entry.ts';
import type { Leftover } from './found.ts';

/** Without these there is no entry. */
const NEEDED: ReadonlySet<string> = new Set(['kind', 'url', 'provider', 'client_id']);
/** Each round takes out all that is wrong, and may show something else. */
const ROUNDS = 4;

/**
 * Takes out of an entry what no workspace takes, such as a redirect URI with a wildcard, and lists it. Undefined if
 * nothing is left that could be an entry.
 */
function fitting(
  app: ImportedApp,
  provider: { readonly id: string; readonly entry: ProviderEntry },
): { readonly app: ImportedApp | undefined; readonly leftovers: readonly Leftover[] } {
  const leftovers: Leftover[] = [];
  const { file, line, client_id } = app.client;
  let entry: AppEntry = app.entry;
  for (let round = 0; round < ROUNDS; round++) {
    const wrong = problemsIn({ [app.id]: entry }, provider);
    if (wrong.length === 0)
      return { app: { ...app, entry, leftovers: [...app.leftovers, ...leftovers] }, leftovers };
    for (const { key, message } of wrong)
      leftovers.push({ file, line, what: key === '' ? client_id : `${client_id}: ${key}`, why: message });
    if (wrong.some(({ key }) => key === '' || NEEDED.has(key))) break;
    entry = without(entry, wrong);
  }
  return { app: undefined, leftovers };
}

/** The same of many apps of one provider, which are looked at together: most of them fit. */
export function fittingAll(
  apps: readonly ImportedApp[],
  provider: { readonly id: string; readonly entry: ProviderEntry },
): ReturnType<typeof fitting>[] {
  const entries = Object.fromEntries(apps.map(({ id, entry }) => [id, entry]));
  const wrong = new Set(problemsIn(entries, provider).map(({ app }) => app));
  // What is wrong with none of the apps may be wrong with each.
  const isOfAll = wrong.has('');
  return apps.map((app) => (isOfAll || wrong.has(app.id) ? fitting(app, provider) : { app, leftovers: [] }));
}

interface Wrong {
  /** The id of the app; empty if it is none of an app. */
  readonly app: string;
  /** A key of the entry; empty if it is none of it. */
  readonly key: string;
  /** The place in a list. */
  readonly index: number | undefined;
  readonly message: string;
}

function problemsIn(
  apps: Readonly<Record<string, AppEntry>>,
  provider: { readonly id: string; readonly entry: ProviderEntry },
): Wrong[] {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'import',
    providers: { [provider.id]: provider.entry },
    apps,
  };
  return parseWorkspace(stringifyWorkspace(workspace)).problems.flatMap(({ severity, path, message }) => {
    if (severity !== 'error') return [];
    const [top, app, key, index] = path;
    return [
      {
        app: top === 'apps' && typeof app === 'string' ? app : '',
        key: top === 'apps' && typeof key === 'string' ? key : '',
        index: typeof index === 'number' ? index : undefined,
        message,
      },
    ];
  });
}

function without(entry: AppEntry, wrong: readonly Wrong[]): AppEntry {
  const left: Record<string, unknown> = { ...entry };
  for (const key of new Set(wrong.map((one) => one.key))) {
    const places = wrong.filter((one) => one.key === key).map(({ index }) => index);
    const value = own(left, key);
    const rest =
      Array.isArray(value) && !places.includes(undefined)
        ? value.filter((_, index) => !places.includes(index))
        : [];
    if (rest.length > 0) left[key] = rest;
    else delete left[key];
  }
  return left as unknown as AppEntry;
}
