import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import type { Deliverable } from '../types.ts';
import { renderMemos } from './memos.ts';

/** The sides of apps whose profile can’t say all of it. */
export const RENDER_HOOKS: Readonly<
  Record<string, (connection: Connection, secrets: SecretBag) => Deliverable[]>
> = {
  memos: renderMemos,
};
