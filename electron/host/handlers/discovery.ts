import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { own } from '../../../shared/own.ts';
import { ok } from '../../../shared/result.ts';
import { noteAnswer } from '../answers.ts';
import { refuse } from '../failures.ts';
import type { StreamHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';

export const discoveryStreams = (parts: HostParts): Pick<StreamHandlers, 'provider.discover'> => ({
  'provider.discover': async ({ of, kind, url, ca_file }, emit, { signal }) => {
    const text = url.trim();
    if (!/^https?:\/\//i.test(text) || !canParseUrl(text))
      return refuse('not-a-url', 'Write the whole address, beginning with https://.');
    const { discover } = await import('../discovery.ts');
    const found = await discover(new URL(text), kind, ca_file, signal, (step) =>
      emit({ type: 'step', text: step }),
    );
    if (signal.aborted) return ok(undefined);
    if (of !== undefined && found.ok && found.value.status === 'found')
      await noteDiscovery(parts, of, text, found.value.version_hint);
    emit({
      type: 'result',
      discovery: found.ok
        ? found.value
        : { status: 'unreachable', summary: found.error.message, endpoints: [], warnings: [] },
    });
    return ok(undefined);
  },
});

/**
 * Remembers the answer of a provider of a workspace, unless another address than its own was asked. One that is not
 * saved yet is asked first: its answer counts as soon as it is saved with that address.
 */
async function noteDiscovery(
  parts: HostParts,
  { handle, provider }: { readonly handle: string; readonly provider: string },
  url: string,
  version: string | undefined,
): Promise<void> {
  const open = parts.workspaces.get(handle);
  if (!open.ok) return;
  const { id, providers } = open.value.workspace;
  if ((own(providers, provider)?.url ?? url) === url) await noteAnswer(parts, id, provider, url, version);
}
