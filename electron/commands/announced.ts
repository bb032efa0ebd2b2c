import {
  adoptAnnounced,
  announcedEndpoints,
  type EndpointDifference,
  endpointDifferences,
  endpointsOf,
} from '../../shared/client/announced.ts';
import { deriveConnection } from '../../shared/client/derive.ts';
import { chosenSetup } from '../../shared/client/setup.ts';
import { withoutEscapes } from '../../shared/diagnosis/printable.ts';
import type { ProviderEntry, Workspace } from '../../shared/workspace/types.ts';

/**
 * Asks the providers of these apps for their discovery documents (`render --discover`). Returns the workspace
 * with the announced endpoints where it states none, and `setup: existing` where it leaves that open and a
 * provider answers. Says on stderr what was taken over, what differs from what the workspace states, and what
 * could not be read. What the workspace states is never replaced.
 */
export async function withAnnounced(
  workspace: Workspace,
  apps: readonly string[],
  options: { readonly caFile: string | undefined; readonly signal: AbortSignal },
): Promise<Workspace> {
  const { readDiscovery } = await import('../services/login/read-discovery.ts');
  const providers: Record<string, ProviderEntry> = { ...workspace.providers };
  for (const id of new Set(apps.map((app) => workspace.apps[app]!.provider))) {
    const app = apps.find((one) => workspace.apps[one]!.provider === id)!;
    const connection = deriveConnection(workspace, app, app);
    const assumed = connection.assumed_metadata;
    const read = await readDiscovery(connection, options);
    const stated = providers[id]!;
    // A document of another issuer is a sign too: something there has OpenID Connect clients.
    const { one_list_of_clients, open_endpoints } = connection.provider.definition;
    const setup = chosenSetup(
      one_list_of_clients,
      stated.setup,
      read.ok || read.error.code === 'other-issuer',
    );
    if (setup !== undefined && setup !== stated.setup) {
      providers[id] = { ...stated, setup };
      tell(
        id,
        'note',
        `It answers with OpenID Connect metadata, so it has clients already: the files are for adding to them. To keep this, write into the workspace, under providers.${id}:\n  setup: existing\nIf it really has no clients, write setup: new.`,
      );
    }
    if (!read.ok) {
      tell(id, 'warning', `The discovery document was not read. ${read.error.message}`);
      if (assumed.length > 0) tell(id, 'warning', `Still assumed: ${assumed.join(', ')}.`);
      continue;
    }
    const announced = announcedEndpoints(read.value);
    const { entry, adopted } = adoptAnnounced(providers[id]!, open_endpoints, announced);
    providers[id] = entry;
    if (adopted.length > 0)
      tell(
        id,
        'note',
        `Taken from the discovery document: ${adopted.join(', ')}. To keep them for check and login, write into the workspace, under providers.${id}:\n  metadata:\n${adopted.map((name) => `    ${name}: ${JSON.stringify(announced[name])}`).join('\n')}`,
      );
    const missing = assumed.filter((name) => !adopted.some((one) => one === name));
    if (missing.length > 0)
      tell(id, 'warning', `The discovery document does not name ${missing.join(', ')}; still assumed.`);
    const after = deriveConnection({ ...workspace, providers }, app, app);
    for (const one of endpointDifferences(endpointsOf(after.provider_metadata), announced))
      if (!after.assumed_metadata.includes(one.name)) tellDifference(id, one, entry);
  }
  return { ...workspace, providers };
}

function tellDifference(
  id: string,
  { name, written, announced }: EndpointDifference,
  entry: ProviderEntry,
): void {
  const stated = entry.metadata?.[name] !== undefined;
  tell(
    id,
    'warning',
    `${name} differs. ${stated ? 'The workspace states' : `${entry.kind} at this version has`} ${written}, and that is written; the provider announces ${announced}.${
      stated ? ` If the provider is right, change providers.${id}.metadata.${name}.` : ''
    }`,
  );
}

const tell = (id: string, word: 'warning' | 'note', text: string): void => {
  const lines = text.split('\n').map(withoutEscapes);
  process.stderr.write(`${id}: ${word}: ${lines.join('\n')}\n`);
};
