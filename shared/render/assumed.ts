import { ENDPOINTS, type Endpoint } from '../client/announced.ts';
import type { Connection } from '../client/types.ts';
import type { GuideField, GuideStep } from './types.ts';

/** The endpoints that are only assumed, because neither the workspace nor discovery named them. */
export const assumedEndpoints = (connection: Connection): Endpoint[] =>
  ENDPOINTS.filter((name) => connection.assumed_metadata.includes(name));

export const isAssumed = (connection: Connection, name: string): boolean =>
  assumedEndpoints(connection).some((one) => one === name);

/** A field of a guide, marked if its value is an endpoint that is only assumed. */
export const markAssumed = (connection: Connection, name: string, field: GuideField): GuideField =>
  isAssumed(connection, name) ? { ...field, assumed: true } : field;

/** The address of the provider's login page in a sentence, marked if it is only assumed. */
export const leadsTo = (connection: Connection): string =>
  `leads to ${connection.provider_metadata.authorization_endpoint}${isAssumed(connection, 'authorization_endpoint') ? ' (assumed)' : ''}`;

/** One sentence above an assumed value in a file. */
export const ASSUMED_COMMENT = 'Assumed, not read from the provider: compare it with the discovery document.';

/** What to do about assumed values; undefined if there are none. */
export function assumedNote(connection: Connection): string | undefined {
  const names = assumedEndpoints(connection);
  if (names.length === 0) return undefined;
  return `${assumedWords(connection)} export again with the discovery document read (latchkey render --discover), or write it into metadata beside the provider.`;
}

const assumedWords = (connection: Connection): string =>
  `Only assumed, because the provider was not asked: ${assumedEndpoints(connection).join(', ')}. Compare each with ${connection.provider_metadata.discovery_url}. Where that says otherwise,`;

/** A note of a step, with what to do about assumed values after it. */
export const withAssumedNote = (
  connection: Connection,
  note: string,
): Pick<GuideStep, 'note' | 'on_screen'> => {
  const assumed = assumedNote(connection);
  if (assumed === undefined) return note === '' ? {} : { note };
  const said = [note, assumedWords(connection)].filter(Boolean).join(' ');
  return {
    note: [note, assumed].filter(Boolean).join(' '),
    on_screen: {
      note: `${said} write it at the step Provider.`,
      leads_to: {
        step: 'provider',
        focus: `providers.${connection.provider.id}.metadata.authorization_endpoint`,
      },
    },
  };
};

/** The purpose of a file that can't hold remarks, with a warning if values in it are only assumed. */
export const withAssumedPurpose = (connection: Connection, purpose: string): string =>
  assumedEndpoints(connection).length === 0
    ? purpose
    : `${purpose} Addresses in it are only assumed; the guide beside it says which.`;
