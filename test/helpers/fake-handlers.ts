import type { CallHandlers, StreamHandlers } from '../../electron/host/gate.ts';
import { CALLS, STREAMS } from '../../shared/host.ts';
import { ok } from '../../shared/result.ts';

/**
 * Handlers for tests of what stands in front of them: every name is there, each throws as a bug does, except
 * those that the test gives. So a call that gets through unasked shows as `internal`.
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

/** Settings as the contract wants them. */
export const settingsAnswer: CallHandlers['settings.set'] = async (input) =>
  ok({ theme: input.theme ?? 'system', language: input.language ?? 'system' });
