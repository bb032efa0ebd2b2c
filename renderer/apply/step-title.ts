import { useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';
import type { Step } from './sides.ts';

/** What a step is called in the way that was chosen. */
export function useTitle(): (step: Step) => string {
  const { t } = useSpeaker();
  return ({ way, files, step }) =>
    way === 'api'
      ? t('api.step')
      : way === 'merge'
        ? t('apply.step.merge')
        : way === 'hand' && files.length > 0
          ? t('apply.step.lines')
          : (step?.short ?? step?.title ?? t('apply.step.file', { name: baseOf(files[0]?.[0] ?? '') }));
}
