import { OPTIONS as ALL, runApply } from './apply.ts';

const { plan: _plan, undo: _undo, yes: _yes, field: _field, ...rest } = ALL;
/** The options that the command reads. */
export const OPTIONS = rest;

/** `latchkey diff`: where a product has something else than the workspace says. Changes nothing. */
export const run = (args: readonly string[]): Promise<number> => runApply('diff', args);
