import type { Connection } from '../../shared/client/types.ts';
import { explainErrorPage } from '../../shared/diagnosis/error-page.ts';
import type { Explanation } from '../../shared/diagnosis/explain.ts';
import type { PastedLines } from './pasted-lines.ts';

/** After so long, most people have signed in or see something else. */
const LONG_MS = 30_000;
/** More than any error page has. */
const MOST_LINES = 2_000;

const waitingLong = (provider: string): string =>
  `Nobody has come back yet. Where ${provider} refuses, it shows a page of its own, such as “Permission denied” or “Redirect URI Error”, and this would wait in vain. If you see an error page, paste its text here, and an empty line after it.\n`;

/**
 * Reads the text of an error page that a person pastes while the login waits, up to an empty line. `found` gets the
 * causes; a text in which nothing is known is told, and the login goes on waiting. Returns what ends it.
 */
export function takeErrorPage(
  lines: PastedLines,
  connection: Connection,
  found: (causes: readonly Explanation[]) => void,
): () => void {
  const timer = setTimeout(
    () => process.stderr.write(waitingLong(connection.provider.definition.name)),
    LONG_MS,
  );
  timer.unref();
  let page: string[] = [];
  let done = false;
  const read = () => {
    const text = page.join('\n');
    page = [];
    if (done || text.trim() === '') return;
    const causes = explainErrorPage(text, connection);
    if (causes.length === 0) {
      process.stderr.write('Nothing in this text is known, so the login goes on waiting.\n');
      return;
    }
    done = true;
    found(causes);
  };
  lines.each((line) => {
    if (line.trim() === '') read();
    else if (page.length < MOST_LINES) page.push(line);
  }, read);
  return () => clearTimeout(timer);
}
