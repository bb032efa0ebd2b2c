import { DIFF_OPTIONS, runApply } from './apply.ts';

/** The options that the command reads. */
export const OPTIONS = DIFF_OPTIONS;

/** `latchkey diff`: where a product has something else than the workspace says. Changes nothing. */
export const run = (args: readonly string[]): Promise<number> => runApply('diff', args);
