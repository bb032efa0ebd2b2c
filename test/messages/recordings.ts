import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEFT_OUT } from './left-out.ts';

/** How a login ended. */
export const OUTCOMES = [
  /** The library signed the person in. With a fault: it does not look at it. */
  'signed-in',
  /** The library, or the program with it, says that something is wrong. */
  'refused',
  /** The browser never came back to the app: the provider shows a page of its own. */
  'at-provider',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What one library said of one fault. */
export interface Recording {
  readonly fault: string;
  readonly outcome: Outcome;
  /** What the program printed, as its container's log would show it. */
  readonly log: string;
  /** What the browser showed at last, as text. */
  readonly page: string;
}

export interface Recorded {
  readonly library: string;
  readonly language: string;
  /** Library and runtime with versions. */
  readonly versions: readonly string[];
  readonly recordings: readonly Recording[];
}

const FOLDER = join(import.meta.dirname, 'recorded');

export const fileOf = (library: string): string =>
  LEFT_OUT.includes(library) ? join(FOLDER, 'left-out', `${library}.json`) : join(FOLDER, `${library}.json`);

export function readRecorded(library: string): Recorded | undefined {
  const file = fileOf(library);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : undefined;
}

export function writeRecorded(recorded: Recorded): void {
  const file = fileOf(recorded.library);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
}

/** What a person would paste: all that they have. */
export const pasted = ({ log, page }: Recording): string =>
  [log, page].filter((text) => text !== '').join('\n\n');
