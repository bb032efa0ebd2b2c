import type { Mistake } from '../../shared/host/mistakes.ts';
import type { Change } from '../../shared/host/workspace.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import type { PracticeClient, PracticeProfile } from '../services/practice/types.ts';

/** What the practice provider is started with. */
export interface PracticeSetUp {
  readonly clients: readonly PracticeClient[];
  readonly profile: PracticeProfile;
}

/** The set-up of one app's client with one mistake in it. The other clients stay as they are. */
export function withMistake(
  { clients, ...set }: PracticeSetUp,
  mistake: Mistake,
  client_id: string,
): PracticeSetUp {
  const change = (how: (client: PracticeClient) => PracticeClient): PracticeSetUp => ({
    ...set,
    clients: clients.map((client) => (client.client_id === client_id ? how(client) : client)),
  });
  switch (mistake) {
    case 'secret':
      return change((client) => ({
        ...client,
        ...(client.client_secret === undefined ? {} : { client_secret: `${client.client_secret}-before` }),
      }));
    case 'redirect':
      // The address of the test login stays, as in real life: only the app's own was mistyped.
      return change((client) => ({
        ...client,
        redirect_uris: client.redirect_uris.map((uri) =>
          uri.startsWith('http://127.0.0.1:') ? uri : `${uri}s`,
        ),
      }));
    case 'client-id':
      return change((client) => ({ ...client, client_id: oldId(client.client_id) }));
    case 'scope':
      return change((client) => ({
        ...client,
        scope: (client.scope ?? '')
          .split(' ')
          .filter((scope) => scope !== 'email')
          .join(' '),
      }));
    case 'group':
      return change((client) => ({ ...client, allowed_groups: [OTHER_GROUP] }));
    case 'claim':
      // This is made in the workspace.
      return { ...set, clients };
  }
}

/** A group that nobody at the practice provider is in. */
const OTHER_GROUP = 'family';

/** The client ID by which the provider knows the app in place of its own. */
const oldId = (clientId: string): string => `${clientId}-old`;

/** What the provider has in place of what it should have, as a person would read it there. Never a secret. */
export function whatStandsThere(
  { clients }: PracticeSetUp,
  mistake: Mistake,
  clientId: string,
): string | undefined {
  const client = clients.find(({ client_id }) => client_id === clientId || client_id === oldId(clientId));
  switch (mistake) {
    case 'redirect':
      return client?.redirect_uris[0];
    case 'client-id':
      return client?.client_id;
    case 'scope':
      return client?.scope?.split(' ').join(', ');
    case 'group':
      return client?.allowed_groups?.join(', ');
    default:
      return undefined;
  }
}

/** The setting in which the sample app says which claim names the person, and a claim that nobody sends. */
const NAMED_BY = 'identifier_claim';
const NOT_SENT = 'username';

/** The changes of the workspace that make this mistake with an app, and take back every other one. */
export function changesFor({ apps }: Workspace, app: string, mistake: Mistake | null): Change[] {
  const entry = apps[app]!;
  const { [NAMED_BY]: named, ...others } = entry.settings ?? {};
  const settings = mistake === 'claim' ? { ...others, [NAMED_BY]: NOT_SENT } : others;
  const changes: Change[] = [];
  if ((named === NOT_SENT) !== (mistake === 'claim')) {
    const { settings: _, ...rest } = entry;
    const some = Object.keys(settings).length > 0;
    changes.push({ op: 'put-app', id: app, entry: some ? { ...rest, settings } : rest });
  }
  return changes;
}
