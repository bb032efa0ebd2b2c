import type { Connection } from '../client/types.ts';
import type { GuideStep } from './types.ts';

/** The clients that these apps don't have with their settings. One that was registered before still lets people in. */
export function unwantedSteps(
  { unwanted_clients: unwanted }: Pick<Connection, 'unwanted_clients'>,
  where: string,
): GuideStep[] {
  if (unwanted.length === 0) return [];
  return [
    {
      id: 'unwanted-clients',
      title: 'See that no client is left that the app does not use',
      where,
      not_here: 'There are none',
      fields: unwanted.map(({ client_name, client_id }) => ({
        label: `Client of ${client_name}`,
        value: client_id,
      })),
      note: 'With other settings the app had these clients. Remove them if they are there and no other app uses them: they would still let people in. If there are none, there is nothing to do.',
    },
  ];
}
