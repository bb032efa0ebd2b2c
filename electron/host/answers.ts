import { own } from '../../shared/own.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import type { HostParts } from './parts.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** When a provider last answered, and the version that showed in it. */
interface Answer {
  readonly at: string;
  readonly version?: string;
}

/** The last answer of a provider. An answer at another address says nothing about this one. */
export function answerOf(
  { answered }: Pick<WorkspaceState, 'answered'>,
  provider: string,
  { url }: Pick<ProviderEntry, 'url'>,
): Answer | null {
  const last = own(answered, provider);
  if (typeof last !== 'object' || last.url !== url) return null;
  return { at: last.at, ...(last.version === undefined ? {} : { version: last.version }) };
}

/** Remembers that a provider answered at this address just now. */
export async function noteAnswer(
  parts: Pick<HostParts, 'stateOf' | 'now'>,
  workspace: string,
  provider: string,
  url: string,
  version: string | undefined,
): Promise<void> {
  const answer = { at: parts.now().toISOString(), url, ...(version === undefined ? {} : { version }) };
  await parts
    .stateOf(workspace)
    .update((now) => ({ ...now, answered: { ...now.answered, [provider]: answer } }));
}
