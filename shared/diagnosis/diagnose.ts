import type { Connection } from '../client/types.ts';
import type { Check, Diagnosis } from './types.ts';

/**
 * Explains what the checks found. Root causes first, each naming one side to edit; consequences are folded
 * into the cause that brought them about (`explains` holds the ids of all checks it accounts for).
 * Empty when nothing failed or warned.
 */
export function diagnose(_checks: readonly Check[], _connection: Connection): readonly Diagnosis[] {
  return [];
}
