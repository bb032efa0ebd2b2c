import type { CallHandlers, StreamHandlers } from '../../electron/host/gate.ts';
import { CALLS, STREAMS } from '../../shared/host.ts';
import { ok } from '../../shared/result.ts';

/**
 * Handlers for tests of the code in front of them. All names are there; each handler throws like a bug,
 * except those that the test passes in. So a call that wrongly reaches a handler fails with `internal`.
 */
export function handlersOf(calls: Partial<CallHandlers> = {}, streams: Partial<StreamHandlers> = {}) {
  const bug = () => {
    throw new Error('planted-secret in a bug');
  };
  const every = <T extends object>(contract: T) =>
    Object.fromEntries(Object.keys(contract).map((name) => [name, async () => bug()]));
  return {
    calls: { ...every(CALLS), ...calls } as CallHandlers,
    streams: { ...every(STREAMS), ...streams } as StreamHandlers,
  };
}

/** Returns settings that match the contract. */
export const settingsAnswer: CallHandlers['settings.set'] = async (input) =>
  ok({
    theme: input.theme ?? 'system',
    updates: input.updates ?? false,
  });
