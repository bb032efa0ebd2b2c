/** A short message that disappears. */
export interface Saying {
  readonly id: number;
  readonly tone: 'info' | 'error' | 'pass';
  readonly text: string;
  /** It is no longer shown, but keeps its room: the one behind it would move. */
  readonly gone: boolean;
}

/** How many are shown at once: so many fit beside each other, and a third would stand on the page. */
const MOST = 2;

/** The messages with one more. It takes a place that is free, else that of the oldest; no other one moves. */
export function withSaying(sayings: readonly Saying[], said: Omit<Saying, 'gone'>): readonly Saying[] {
  const now: Saying = { ...said, gone: false };
  const free = sayings.findIndex(({ gone }) => gone);
  if (free < 0 && sayings.length < MOST) return [...sayings, now];
  const oldest = Math.min(...sayings.map(({ id }) => id));
  return sayings.map((one, at) => ((free < 0 ? one.id === oldest : at === free) ? now : one));
}

/** The messages without this one. Nothing else moves: one with another behind it keeps its room until that is gone. */
export function withoutSaying(sayings: readonly Saying[], id: number): readonly Saying[] {
  const now = sayings.map((one) => (one.id === id ? { ...one, gone: true } : one));
  return now.slice(0, now.findLastIndex(({ gone }) => !gone) + 1);
}
