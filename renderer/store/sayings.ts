/** A short message that disappears. */
export interface Saying {
  readonly id: number;
  readonly tone: 'info' | 'error' | 'pass';
  readonly text: string;
  /** It is no longer shown, but keeps its room: newer ones stand above it, and would move. */
  readonly gone: boolean;
}

/** How many are shown at once; an older one gives way. */
const MOST = 3;

/** The messages with one more. The newest is the last, and stands at the top. */
export function withSaying(sayings: readonly Saying[], said: Omit<Saying, 'gone'>): readonly Saying[] {
  return [...sayings.slice(1 - MOST), { ...said, gone: false }];
}

/** The messages without this one. Nothing else moves: one that has others above it keeps its room until they are gone. */
export function withoutSaying(sayings: readonly Saying[], id: number): readonly Saying[] {
  const now = sayings.map((one) => (one.id === id ? { ...one, gone: true } : one));
  return now.slice(0, now.findLastIndex(({ gone }) => !gone) + 1);
}
