import type { PlannedThing } from '../../../shared/apply/plan.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { type ApplySide, isNoWay, type NoWay } from '../../../shared/apply/things.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import { type Failure, ok, type Result } from '../../../shared/result.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { openMemoryStore, type SecretStore } from '../secrets/store.ts';
import { type Api, openApi } from './api.ts';
import { readJournal } from './journal-file.ts';
import { planSide, prepared } from './run.ts';

type Side = ApplySide['side'];

/** A side with its API open and its plan. */
export interface Ready {
  readonly side: ApplySide;
  readonly api: Api;
  readonly planned: readonly PlannedThing[];
}

/** Every side of some apps: those that an API takes, and why the others have none. */
export interface Sides {
  readonly sides: readonly ApplySide[];
  readonly without: readonly NoWay[];
}

/** A side in a few words. */
export const nameOf = ({ side, app, product }: Pick<ApplySide, 'side' | 'app' | 'product'>): string =>
  side === 'provider' ? `${app} at ${product}` : `${app} itself (${product})`;

/** The app of a key: a further client of an app has a key that begins with the app's id. */
export const appOf = (key: string): string => key.split('_')[0]!;

/** The file with the authority that a provider's address and its apps' are trusted by. */
export const caFileOf = ({ apps, providers }: Workspace, key: string): string | undefined => {
  const app = apps[appOf(key)];
  return app && providers[app.provider]?.ca_file;
};

/** The sides of these apps, as far as their secrets are known. */
export function sidesOf(
  workspace: Workspace,
  apps: readonly string[],
  bag: SecretBag,
  only: Side | undefined,
): Sides {
  const ids = Object.fromEntries(Object.entries(bag.clients).map(([key, { client_id }]) => [key, client_id]));
  const all = deriveConnections(workspace, ids)
    .filter(({ app }) => apps.includes(app.id) && bag.clients[app.id] !== undefined)
    .flatMap((connection) => [
      ...clientsOf(connection).map((one) => applySide(one, 'provider', bag)),
      applySide(connection, 'app', bag),
    ])
    .filter((one) => only === undefined || one.side === only);
  return {
    sides: all.filter((one): one is ApplySide => !isNoWay(one)),
    without: all.filter(isNoWay),
  };
}

/** What is stored of a workspace's clients, in memory: a comparison keeps nothing that it has to make up. */
export async function copyOf(store: SecretStore, workspace: string): Promise<Result<SecretStore>> {
  const copy = openMemoryStore();
  const listed = await store.list(workspace);
  if (!listed.ok) return listed;
  for (const { owner, purpose, origin } of listed.value.filter((one) => one.purpose.startsWith('client_'))) {
    const found = await store.get({ workspace, owner, purpose });
    if (!found.ok) return found;
    if (found.value !== undefined) await copy.set({ workspace, owner, purpose }, found.value, origin);
  }
  return ok(copy);
}

/** What reading sides needs. */
export interface ReadyFrom {
  /** The workspace file, beside which the journal is. */
  readonly file: string;
  readonly workspace: Workspace;
  readonly store: SecretStore;
  readonly bag: SecretBag;
  /** Gives the token of the product whose side it is. */
  readonly tokens: (side: ApplySide) => Promise<Result<string>>;
  /** In place of what the workspace states. */
  readonly caFile?: string | undefined;
  /** True: secrets that a product doesn't show are never planned to be sent again. */
  readonly comparing: boolean;
}

/** Why a side could not be read, and which. */
export type ReadyFailure = Failure & { readonly side?: ApplySide };

/**
 * Reads everything that the sides are about and plans each. Changes nothing. The APIs stay open until `closeAll`; after a
 * failure they are closed.
 */
export async function readyAll(
  sides: readonly ApplySide[],
  { file, workspace, store, bag, tokens, caFile, comparing }: ReadyFrom,
): Promise<Result<Ready[], ReadyFailure>> {
  const secrets = Object.values(bag.clients).map(({ client_secret }) => client_secret);
  const journal = await readJournal(file);
  if (!journal.ok) return journal;
  const open = new Map<string, Api>();
  const ready: Ready[] = [];
  const give = async (failure: Result<never, ReadyFailure>): Promise<Result<never, ReadyFailure>> => {
    await Promise.all([...open.values()].map((api) => api.close()));
    return failure;
  };
  for (const side of sides) {
    let api = open.get(side.owner);
    if (api === undefined) {
      const token = await tokens(side);
      if (!token.ok) return give(token);
      const opened = await openApi(side, {
        token: token.value,
        secrets,
        caFile: caFile ?? caFileOf(workspace, side.app),
      });
      if (!opened.ok) return give(opened);
      api = opened.value;
      open.set(side.owner, api);
    }
    const at = await prepared(side, journal.value, { store, workspace: workspace.id });
    const planned = await planSide(at.side, api, !comparing && at.resend);
    if (!planned.ok) return give({ ok: false, error: { ...planned.error, side } });
    ready.push({ side, api, planned: planned.value });
  }
  return ok(ready);
}

/** True if something of it is to be sent, or can't be. */
export const isToDo = ({ planned }: Pick<Ready, 'planned'>): boolean =>
  planned.some(({ action }) => action !== 'keep');

export const closeAll = async (ready: readonly Pick<Ready, 'api'>[]): Promise<void> => {
  await Promise.all([...new Set(ready.map(({ api }) => api))].map((api) => api.close()));
};
