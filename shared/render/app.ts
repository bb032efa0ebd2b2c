import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';
import { isCodedKind } from '../workspace/kinds.ts';
import type { CodedKind } from '../workspace/types.ts';
import { renderCustom } from './apps/custom.ts';
import { renderKestra } from './apps/kestra.ts';
import { renderMemos } from './hooks/memos.ts';
import { renderRomm } from './hooks/romm.ts';
import { renderProfile } from './profiled/render.ts';
import type { Deliverable } from './types.ts';

const RENDERERS: Readonly<Record<CodedKind, (connection: Connection, secrets: SecretBag) => Deliverable[]>> =
  {
    memos: renderMemos,
    romm: renderRomm,
    kestra: renderKestra,
    custom: renderCustom,
  };

/**
 * The deliverables of one app's side, the guide first. Pure: the same connection and secrets always give the
 * same lines. Paths begin with the app's id. Every deliverable that holds the client secret in clear text is
 * marked `secret`. Nothing for a kind that only a profile describes which can't be read.
 */
export function renderApp(connection: Connection, secrets: SecretBag): Deliverable[] {
  const { profile, kind } = connection.app.definition;
  if (isCodedKind(kind)) return RENDERERS[kind](connection, secrets);
  return profile === undefined ? [] : renderProfile(profile, connection, secrets);
}
