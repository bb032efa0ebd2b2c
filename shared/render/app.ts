import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';
import { isCodedKind } from '../workspace/kinds.ts';
import { renderCustom } from './apps/custom.ts';
import { renderProfile } from './profiled/render.ts';
import type { Deliverable } from './types.ts';

/**
 * The deliverables of one app's side, the guide first. Pure: the same connection and secrets always give the
 * same lines. Paths begin with the app's id. Every deliverable that holds the client secret in clear text is
 * marked `secret`. Nothing for a kind that only a profile describes which can't be read.
 */
export function renderApp(connection: Connection, secrets: SecretBag): Deliverable[] {
  const made = madeFor(connection, secrets);
  if (connection.test_redirect_uri !== undefined) return made;
  return made.map((one) => (one.form === 'guide' ? { ...one, without_test: true as const } : one));
}

function madeFor(connection: Connection, secrets: SecretBag): Deliverable[] {
  const { profile, kind } = connection.app.definition;
  if (isCodedKind(kind)) return renderCustom(connection, secrets);
  if (profile === undefined) return [];
  return renderProfile(profile, connection, secrets);
}
