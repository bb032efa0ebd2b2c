import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { ok } from '../../../shared/result.ts';
import { refuse } from '../failures.ts';
import type { StreamHandlers } from '../gate.ts';

export const discoveryStreams = (): Pick<StreamHandlers, 'provider.discover'> => ({
  'provider.discover': async ({ kind, url, ca_file }, emit, { signal }) => {
    const text = url.trim();
    if (!/^https?:\/\//i.test(text) || !canParseUrl(text))
      return refuse('not-a-url', 'Write the whole address, beginning with https://.');
    const { discover } = await import('../discovery.ts');
    const found = await discover(new URL(text), kind, ca_file, signal, (step) =>
      emit({ type: 'step', text: step }),
    );
    if (signal.aborted) return ok(undefined);
    emit({
      type: 'result',
      discovery: found.ok
        ? found.value
        : { status: 'unreachable', summary: found.error.message, endpoints: [], warnings: [] },
    });
    return ok(undefined);
  },
});
