import { applySide } from '../../shared/apply/side.ts';
import { isNoWay } from '../../shared/apply/things.ts';
import { askingFor } from '../../shared/existing/import/live.ts';
import { APPLY_ERRORS } from '../../shared/host/apply.ts';
import { ok } from '../../shared/result.ts';
import { openApi } from '../services/apply/api.ts';
import { readClients } from '../services/apply/live-clients.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { type Given, hold, holdUnsent, tokenFor, tokenView } from './api-token.ts';
import { addImported, fresh, importedOf, type Kept, keptOf } from './brought.ts';
import { refuse, translate } from './failures.ts';
import type { HostParts } from './parts.ts';
import { shownChange } from './shown-diff.ts';
import type { OpenWorkspace } from './workspaces.ts';

/** A provider of a workspace, with the keychain open. */
export interface ProviderPlace {
  readonly open: OpenWorkspace;
  readonly store: SecretStore;
  readonly provider: string;
}
type Parts = Pick<HostParts, 'tokens'>;

/** Whose API answers with its clients, and what token it wants. */
export function listOf({ open, provider }: Pick<ProviderPlace, 'open' | 'provider'>) {
  const { providers, own_kinds } = open.workspace;
  const entry = providers[provider]!;
  const side = applySide(askingFor(provider, entry, own_kinds), 'provider', { clients: {}, providers: {} });
  if (isNoWay(side)) return refuse('no-way', side.why);
  return side.clients === undefined
    ? refuse(
        'no-way',
        `Latchkey can’t read the clients of ${side.product} through its API: bring in its files.`,
      )
    : ok({ side, entry });
}

/** What a person may read before anything is asked. */
export async function stateOfList(parts: Parts, place: ProviderPlace) {
  const at = listOf(place);
  return at.ok ? tokenView(parts, place, at.value.side) : at;
}

/** Asks a provider for all its clients. Changes nothing; what it answers stays in memory. */
export async function readList(parts: Parts, place: ProviderPlace, given: Given) {
  const at = listOf(place);
  if (!at.ok) return at;
  const { side, entry } = at.value;
  const { open } = place;
  const token = await tokenFor(parts, place, side, given);
  if (!token.ok) return token;
  const api = await openApi(side, { token: token.value, secrets: [], caFile: entry.ca_file });
  if (!api.ok) {
    holdUnsent(parts, place, side, given, api.error);
    return translate(api.error, APPLY_ERRORS, 'apply-failed');
  }
  const files = await readClients(side, api.value);
  await api.value.close();
  if (given === undefined) parts.tokens.used(open.workspace.id, side);
  if (!files.ok) {
    if (files.error.code === 'apply-unauthorized') parts.tokens.drop(open.workspace.id, side.owner);
    holdUnsent(parts, place, side, given, files.error);
    return translate(files.error, APPLY_ERRORS, 'apply-failed');
  }
  const held = await hold(parts, place, side, token.value, given);
  if (!held.ok) return held;
  return ok(
    await keptOf(open, {
      example: false,
      files: fresh(files.value),
      unreadable: [],
      past: [],
      url: entry.url,
    }),
  );
}

/** The lines of the workspace file that come with these clients. */
export function linesOf(open: OpenWorkspace, kept: Kept, apps: readonly string[]) {
  const text = addImported(open.text, importedOf(kept, open), new Set(apps));
  return text.ok ? ok(shownChange(open.text, text.value)) : refuse('invalid', text.error.message);
}

export { importedOf, viewOfBrought } from './brought.ts';
