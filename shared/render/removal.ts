import { clientsOf } from '../client/further.ts';
import type { Connection } from '../client/types.ts';
import { providerScope } from './profiled/provider.ts';
import { sentence } from './profiled/scope.ts';
import type { Deliverable, GuideStep } from './types.ts';

/**
 * What to undo by hand when an app is removed. The app's side comes first, so that no user is sent to a
 * provider that no longer knows the app. Pure; made from the connection and from what was rendered for it.
 *
 * @param deliverables of this connection, the same as for applying them
 * @param last true if no other app of the workspace uses the provider
 */
export function removalSteps(
  connection: Connection,
  deliverables: readonly Deliverable[],
  last: boolean,
): GuideStep[] {
  const { app, provider } = connection;
  const name = app.definition.name;
  const own = deliverables.filter((one) => one.app === app.id && one.side === 'app');
  const files = own.filter((one) => one.form === 'file' && one.kind !== 'readme');
  const admin = own
    .flatMap((one) => (one.form === 'guide' ? one.steps : []))
    .find(({ url }) => url !== undefined);
  return [
    {
      id: `remove-${app.id}-other-way-in`,
      title: `Make sure there is another way into ${name}`,
      where: name,
      fields: [],
      note: `Whoever signed in through ${provider.definition.name} so far needs a password of their own in ${name}, an administrator first of all.`,
    },
    {
      id: `remove-${app.id}-app`,
      title: `Take the sign-in out of ${name}`,
      // The guide’s `where` is the page that creates one; an existing one is in the list before that page.
      where:
        admin?.where.replace(/ › Create$/, '') ?? (files.length > 0 ? 'its configuration' : 'its settings'),
      ...(admin?.url === undefined ? {} : { url: admin.url }),
      fields: [
        ...clientsOf(connection).map((one) => ({
          label: one.used_by === undefined ? 'Client ID' : `Client ID of the ${one.used_by}`,
          value: one.client.client_id,
        })),
        { label: 'Issuer', value: connection.provider_metadata.issuer },
      ],
      note:
        files.length > 0
          ? `Remove the lines that came from ${files.map(({ path }) => path).join(', ')}, then start ${name} again.`
          : `Delete the identity provider with this client ID, then sign out and in to see that it is gone.`,
    },
    ...clientsOf(connection).map((one, index) =>
      last && index === 0 ? lastStep(providerStep(one), name, provider.definition.name) : providerStep(one),
    ),
  ];
}

/** Nothing must be done at the provider itself, so this is a note and not a step to tick. */
const lastStep = (step: GuideStep, app: string, provider: string): GuideStep => ({
  ...step,
  note: `${step.note} ${app} was the last app of this workspace at ${provider}, which itself can stay as it is.`,
});

function providerStep(connection: Connection): GuideStep {
  const { provider, client } = connection;
  const base = {
    id: `remove-${connection.key}-at-provider`,
    fields: [
      { label: 'Client ID', value: client.client_id },
      ...client.redirect_uris.map((value) => ({ label: 'Redirect URI', value })),
    ],
  };
  const of = connection.used_by === undefined ? '' : ` of the ${connection.used_by}`;
  const { profile } = provider.definition;
  const ends = 'Sessions that began through it end with it, or when they run out.';
  if (profile === undefined)
    return {
      ...base,
      title: `Delete the client${of} at the provider`,
      where: 'its list of clients or applications',
      note: `Delete the client with this client ID. ${ends}`,
    };
  const scope = providerScope(profile, connection, undefined);
  const url = sentence(profile.clients.url ?? '', scope);
  const title = profile.remove?.title ?? `Remove the client from ${profile.name}`;
  return {
    ...base,
    title: of === '' ? title : `${title}:${of.replace(' of', '')}`,
    where: profile.clients.where,
    ...(url === undefined || url === '' ? {} : { url }),
    note:
      sentence(profile.remove?.note ?? '', scope) || `Remove the client with this client ID there. ${ends}`,
  };
}
