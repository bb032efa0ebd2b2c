import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A log file is put aside when it is longer than this, in bytes. At most two of them are kept. */
export const MAX_LOG_BYTES = 512 * 1024;

/** The log of a program without a terminal. */
export interface LogFile {
  /** The folder of the log files. */
  readonly folder: string;
  /** Adds one line. Never throws: a full disk must not end the program. */
  readonly append: (line: string) => void;
  /** The end of the log as text, at most so many lines. Empty if there is none. */
  readonly tail: (lines: number) => string;
}

/**
 * Opens the log in `latchkey.log` of this folder; only its owner may read it. Lines are written at once and
 * one after the other, so that the last ones before a crash are there.
 *
 * @param folder absolute; made with the first line
 * @param now for the time before each line, ISO 8601 in UTC
 */
export function openLogFile(folder: string, now: () => Date = () => new Date()): LogFile {
  const file = path.join(folder, 'latchkey.log');
  const older = path.join(folder, 'latchkey.1.log');
  const read = (name: string): string => {
    try {
      return readFileSync(name, 'utf8');
    } catch {
      return '';
    }
  };
  return {
    folder,
    append(line) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, older);
        appendFileSync(file, `${now().toISOString()} ${line.replace(/[\r\n]+/g, ' ')}\n`, { mode: 0o600 });
        // The mode above counts for a new file only.
        chmodSync(file, 0o600);
      } catch {
        // There is nowhere to say so.
      }
    },
    tail(lines) {
      const all = `${read(older)}${read(file)}`.split('\n').filter((line) => line !== '');
      return all.slice(-lines).join('\n');
    },
  };
}
