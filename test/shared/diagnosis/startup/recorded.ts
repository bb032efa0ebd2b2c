import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an Authelia 4.39.20 said of one broken configuration, in a run of ours. */
export interface Recorded {
  readonly id: string;
  /** The output of `authelia config validate`, without its usage. */
  readonly validate: string;
  /** The lines of its log when it starts. */
  readonly log: string;
}

/** Every one, recorded by `UPDATE=1 AUTHELIA_BIN=PROGRAM npm run test:interop -- startup-errors`. */
export const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8'),
);
