import type { Kept } from './brought.ts';

/** The files that were brought last, for each workspace. They hold secrets, and never leave the host's memory as they are. */
export interface BroughtFiles {
  of(handle: string): Kept | undefined;
  keep(handle: string, kept: Kept): void;
  forget(handle: string): void;
}

/** Makes an empty one. */
export function createBroughtFiles(): BroughtFiles {
  const all = new Map<string, Kept>();
  return {
    of: (handle) => all.get(handle),
    keep: (handle, kept) => void all.set(handle, kept),
    forget: (handle) => void all.delete(handle),
  };
}
