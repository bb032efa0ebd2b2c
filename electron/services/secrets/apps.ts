import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { madeByProvider } from '../../../shared/client/pending.ts';
import { fail } from '../../../shared/result.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';

/** True if the app's client is public. A public client has no secret. */
export const isPublic = (workspace: Workspace, app: string): boolean =>
  deriveConnection(workspace, app, 'undecided').client.token_endpoint_auth_method === 'none';

/** The secret that only the app has, if its profile asks for one. */
export const appSecretOf = (workspace: Workspace, app: string) =>
  deriveConnection(workspace, app, 'undecided').app.definition.app_secret;

/** True if the provider is told a digest of the app's client secret, not the secret. */
export const isToldDigest = (workspace: Workspace, app: string): boolean =>
  deriveConnection(workspace, app, 'undecided').provider.definition.told_digest;

/** The secrets that only this provider has. One that has clients already keeps its own. */
export function ownSecretsOf({ providers }: Workspace, id: string) {
  const provider = Object.hasOwn(providers, id) ? providers[id] : undefined;
  return provider === undefined || provider.setup === 'existing' ? [] : providerOf(provider.kind).own_secrets;
}

/** What the provider makes of an app's client, and the provider's name. */
export function madeByTheProvider(workspace: Workspace, app: string) {
  const { provider, client } = deriveConnection(workspace, app, 'undecided');
  return {
    provider: provider.definition.name,
    made: madeByProvider(provider.traits.value, client.token_endpoint_auth_method),
    rotate: provider.definition.profile?.rotate,
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
