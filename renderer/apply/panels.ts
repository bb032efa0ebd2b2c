import { useEffect, useState } from 'react';
import type { ApplyWay } from '../../shared/apply-ways.ts';
import type ApiPanel from './api-panel.tsx';
import type MergePanel from './merge-panel.tsx';

/** The parts of the ways that most people don't take. They come when they are needed. */
export const panels: { merge?: typeof MergePanel; api?: typeof ApiPanel } = {};

const LOADS = {
  merge: async () => {
    panels.merge = (await import('./merge-panel.tsx')).default;
  },
  api: async () => {
    panels.api = (await import('./api-panel.tsx')).default;
  },
} as const;

/** True once the part of this way is there: what stands below it is drawn together with it, and doesn't move. */
export function usePanel(way: ApplyWay | undefined): boolean {
  const needed = way === 'merge' || way === 'api' ? way : undefined;
  const [failure, setFailure] = useState<unknown>();
  const [, draw] = useState(0);
  const isThere = needed === undefined || panels[needed] !== undefined;
  useEffect(() => {
    if (needed === undefined || panels[needed] !== undefined) return;
    let isGone = false;
    LOADS[needed]().then(
      () => !isGone && draw((times) => times + 1),
      (error: unknown) => !isGone && setFailure(error ?? new Error('not loaded')),
    );
    return () => {
      isGone = true;
    };
  }, [needed]);
  if (failure !== undefined) throw failure;
  return isThere;
}
