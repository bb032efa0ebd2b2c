import type { CallAnswer, StreamFrame } from '../shared/host.ts';
import { fail } from '../shared/result.ts';

export const CANCELLED = fail('cancelled', 'Stopped.');

export const UNREACHABLE = fail(
  'host-unreachable',
  'Latchkey itself doesn’t answer any more. Start it again and reload this page; your workspace is kept.',
);

/** What a transport brought, if it has the agreed shape. The host is ours, so the value itself is taken as it is. */
export function readAnswer(answer: unknown): CallAnswer {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as CallAnswer;
  return UNREACHABLE;
}

/** A frame of a stream, or undefined for what is none. */
export function readFrame(frame: unknown): StreamFrame | undefined {
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  return frame.type === 'event' || frame.type === 'end' || frame.type === 'error'
    ? (frame as StreamFrame)
    : undefined;
}

/** Drops keys that are `undefined`: absent means absent in the contract. */
export const withoutUndefined = (input: unknown): unknown => JSON.parse(JSON.stringify(input));
