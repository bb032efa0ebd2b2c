import type { CallAnswer, StreamFrame } from '../shared/host.ts';
import { fail } from '../shared/result.ts';

export const CANCELLED = fail('cancelled', 'Stopped.');

export const UNREACHABLE = fail(
  'host-unreachable',
  'Latchkey itself doesn’t answer any more. Start it again and reload this page; your workspace is kept.',
);

/** Checks the outer shape of an answer. The host is part of Latchkey, so the value itself isn't checked. */
export function readAnswer(answer: unknown): CallAnswer {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as CallAnswer;
  return UNREACHABLE;
}

/** Returns a frame of a stream, or undefined if the value isn't one. */
export function readFrame(frame: unknown): StreamFrame | undefined {
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  return frame.type === 'event' || frame.type === 'end' || frame.type === 'error'
    ? (frame as StreamFrame)
    : undefined;
}

/** Drops keys whose value is `undefined`: in the contract, an absent key is left out. */
export const withoutUndefined = (input: unknown): unknown => JSON.parse(JSON.stringify(input));
