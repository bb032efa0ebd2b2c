import { randomBytes } from 'node:crypto';
import { logToStderr } from './log.ts';

/** The exit status after a mistake of Latchkey itself (`EX_SOFTWARE` of BSD's sysexits.h). */
export const EXIT_BUG = 70;

/** A short name for one occurrence of a bug: the person who reports it can find its line in the log by it. */
export const bugReference = (): string => randomBytes(4).toString('hex');

/**
 * What the log may say of a thrown value: the kind of error and where it was thrown. Never its message, which
 * may hold anything, also secrets.
 */
export function describeCause(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return cause === undefined ? {} : { error: typeof cause };
  const { code } = cause as { code?: unknown };
  const kind = {
    error: /^[A-Za-z]{1,60}$/.test(cause.name) ? cause.name : 'Error',
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
  };
  // Logs only the places of a zod error; its messages could quote values.
  const issues = 'issues' in cause && Array.isArray(cause.issues) ? cause.issues : undefined;
  if (issues) {
    const places = issues
      .slice(0, 5)
      .map(
        (issue: { path: PropertyKey[]; code: string }) =>
          `${issue.path.map(placeName).join('.').slice(0, 80)}: ${issue.code}`,
      );
    return { ...kind, places: places.join(', ') };
  }
  return { ...kind, at: framesOf(cause).join(' < ') };
}

/** One step of a place. Keys that are no names may be foreign text, and a long one may be a secret. */
const placeName = (step: PropertyKey): string =>
  typeof step === 'number' || /^[a-z][a-z_]{0,30}$/.test(String(step)) ? String(step) : '…';

/** The first places of the stack. A message can hold lines that look like places, so it is taken off first. */
function framesOf(cause: Error): string[] {
  const stack = typeof cause.stack === 'string' ? cause.stack : '';
  const message = typeof cause.message === 'string' ? cause.message : '';
  const at = stack.indexOf(message);
  // Without the message in it, nobody can tell where the message ends.
  if (at < 0 || at > cause.name.length + 80) return [];
  return stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => /^\s+at [\w.$<># [\]]{0,120}\(?[^()\s]{1,300}:\d+:\d+\)?$/.test(line))
    .slice(0, 4)
    .map((line) => line.trim().replace(/^at /, ''));
}

/**
 * Ends the program when something was thrown that nobody caught. Prints one line without the error's message:
 * by default Node prints the whole error with its source line, and both can hold secrets.
 *
 * @param end ends the program; it gets the line for the user
 */
export function installLastResort(
  end: (line: string) => void = () => process.exit(EXIT_BUG),
  log = logToStderr,
): void {
  let ended = false;
  const stop = (cause: unknown): void => {
    // A second error, perhaps by the first one's handling, must not delay the end.
    if (ended) process.exit(EXIT_BUG);
    ended = true;
    const reference = bugReference();
    try {
      log('bug', { reference, what: 'nobody caught this', ...describeCause(cause) });
    } catch {
      // There is nowhere left to write to.
    }
    end(
      `Latchkey made a mistake and has to end (reference ${reference}). Start it again; if it stays, report it.`,
    );
  };
  process.on('uncaughtException', stop);
  process.on('unhandledRejection', stop);
}
