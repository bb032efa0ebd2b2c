import { KESTRA_SINCE } from '../../catalog/apps/kestra.ts';
import type { Connection } from '../../client/types.ts';
import { atLeast, type Version } from '../../version.ts';

/**
 * The fewest permissions a person needs to look around and run what others made, in the names of this
 * version.
 */
export function kestraPermissions(version: Version): Readonly<Record<string, readonly string[]>> {
  return atLeast(version, KESTRA_SINCE.actionPermissions)
    ? {
        FLOW: ['VIEW', 'LIST', 'EXECUTE'],
        EXECUTION: ['VIEW', 'LIST', 'ACCESS_LOGS', 'FOLLOW'],
        NAMESPACE: ['VIEW', 'LIST'],
      }
    : { FLOW: ['READ'], EXECUTION: ['CREATE', 'READ'], NAMESPACE: ['READ'] };
}

/** The issuer that the user stated for the container, or else the provider's own. */
export const kestraIssuer = (connection: Connection): string =>
  connection.app.entry.settings?.internal_issuer ?? connection.provider_metadata.issuer;
