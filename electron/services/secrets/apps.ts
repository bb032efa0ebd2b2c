import { appOf } from '../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { clientsOf, furtherKey } from '../../../shared/client/further.ts';
import { madeByProvider } from '../../../shared/client/pending.ts';
import { rotationSteps } from '../../../shared/client/rotation.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { fail } from '../../../shared/result.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';

/** The app that an owner of secrets is, or has a further client with that key. */
export const appOfOwner = (owner: string): string => owner.split('_', 1)[0]!;

/** The client with this key: an app's own, or a further one of it. Undefined if the workspace has none. */
export function clientOf(workspace: Workspace, key: string): Connection | undefined {
  const app = appOfOwner(key);
  if (!Object.hasOwn(workspace.apps, app)) return undefined;
  return clientsOf(deriveConnection(workspace, app, 'undecided')).find((one) => one.key === key);
}

/** The keys of an app's further clients. */
export const furtherKeys = (workspace: Workspace, app: string): readonly string[] =>
  furtherOf(workspace, app).map(({ key }) => key);

/** An app's further clients. Most apps have none, and are not looked at any closer. */
export const furtherOf = (
  workspace: Workspace,
  app: string,
  client_id = 'undecided',
): readonly Connection[] =>
  appOf(workspace.apps[app]!.kind, workspace.own_kinds).furtherClients === undefined
    ? []
    : deriveConnection(workspace, app, client_id).further_clients;

/** The keys of those clients of an app that have a secret. */
export const keysWithSecret = (workspace: Workspace, app: string): readonly string[] =>
  clientsOf(deriveConnection(workspace, app, 'undecided'))
    .filter(({ client }) => client.token_endpoint_auth_method !== 'none')
    .map(({ key }) => key);

/** The id that the program of a further client always has. */
export const fixedIdOf = ({ app, provider, key }: Connection): string | undefined =>
  app.definition
    .furtherClients?.(app.entry, provider.entry.kind, app.version.effective)
    .find(({ name }) => furtherKey(app.id, name) === key)?.client_id;

/** True if the client is public. A public client has no secret. */
export const isPublic = (workspace: Workspace, key: string): boolean =>
  clientOf(workspace, key)?.client.token_endpoint_auth_method === 'none';

/** The secret that only the app has, if its profile asks for one. */
export const appSecretOf = (workspace: Workspace, app: string) =>
  deriveConnection(workspace, app, 'undecided').app.definition.app_secret;

/** True if the provider is told a digest of this client's secret, not the secret. */
export const isToldDigest = (workspace: Workspace, key: string): boolean =>
  clientOf(workspace, key)?.provider.definition.told_digest === true;

/** The secrets that only this provider has. One that has clients already keeps its own. */
export function ownSecretsOf({ providers, own_providers }: Workspace, id: string) {
  const provider = Object.hasOwn(providers, id) ? providers[id] : undefined;
  return provider === undefined || provider.setup === 'existing'
    ? []
    : providerOf(provider.kind, own_providers).own_secrets;
}

/** What the provider makes of a client, how its secret is changed there, and the provider's name. */
export function madeByTheProvider(workspace: Workspace, key: string) {
  const { provider, client } =
    clientOf(workspace, key) ?? deriveConnection(workspace, appOfOwner(key), 'undecided');
  return {
    provider: provider.definition.name,
    made: madeByProvider(provider.traits.value, client.token_endpoint_auth_method),
    rotate: provider.definition.profile?.rotate,
    steps: rotationSteps(provider.traits.value),
    /** A client id that was made here, as this provider takes it. */
    fit: (id: string): string => {
      const pattern = provider.definition.profile?.client_id?.pattern;
      return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(id) ? id : id.toLowerCase();
    },
  };
}

export const noSuchApp = (workspace: Workspace, app: string) =>
  fail(
    'no-such-app',
    `The workspace has no app “${app}”. Its apps are: ${Object.keys(workspace.apps).join(', ')}.`,
  );
