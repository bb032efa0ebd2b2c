/** Settings, keys of files, options and command lines, but neither names of files nor addresses. */
const CODE =
  /(?<![\w./-])(?:[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?:\.\w+)*|[a-z]+(?:\.[a-z_]+){2,}|--[a-z][\w-]+)(?![\w/-])|\b(?:docker|kubectl|occ|chown|chmod|sudo|openssl|pip|npm|npx|curl|systemctl|latchkey)\s+(?:[a-z]+-[a-z-]+|[a-z+]+-[a-z]|[a-z]+:[a-z]+|(?:run|exec|install|restart|compose|check|render|login|get|apply|rand)\b)(?: --[a-z][\w-]*)*(?: stdin\b)?|\bphp occ [a-z_]+:[\w:-]+|\bkanidm (?:system oauth2|group) [a-z-]+|\bargocd login\b/g;

/** Names of files that have an underscore. */
const FILE = /\.(?:ya?ml|json|toml|py|php|rb|js|conf|ini|env|md|txt)$/;

/** How a host ends: a country, a common ending, or one that is only used at home. The keys of files end otherwise. */
const HOST =
  /\.(?:[a-z]{2}|com|org|net|info|app|dev|cloud|xyz|online|site|tech|network|zone|family|house|page|space|live|host|arpa|home|lan|local|localhost|internal|intranet|private|corp|test|example|invalid)$/;

/**
 * A text in parts: what a person finds like that in a file or a terminal is code. What stands between backticks is one piece of
 * code, such as a whole command. The parts together are the text, without the backticks.
 */
export function codeIn(text: string): readonly { readonly is_code: boolean; readonly text: string }[] {
  return text
    .split(/(`[^`\n]+`)/)
    .filter((part) => part !== '')
    .flatMap((part) =>
      /^`[^`\n]+`$/.test(part) ? [{ is_code: true, text: part.slice(1, -1) }] : wordsIn(part),
    );
}

/** Sentences as a screen writes them: with a curved apostrophe. Not for code, nor for what somebody else said or will copy. */
export const prose = (text: string): string =>
  text.replace(/(?<=\p{L})'(?=(?:s|t|re|ll|ve|d|m)(?!\p{L}))/gu, '’');

/** The command lines of a text: what a person pastes into a terminal. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!).filter((inner) => /^[./\w-]+ \S/.test(inner));

/** A program with what it is told to do. “curl trusts” and “Docker names” are none. */
const COMMAND =
  /(?<![\w./“-])(?:sudo )?(?:(?:docker|podman|systemctl|pip|npm|npx|latchkey|openssl|gitlab-ctl|rake|rails) (?:compose|exec|run|restart|start|stop|install|check|render|login|rand|daemon-reload|[a-z]+-[a-z]+)|(?:kubectl|kanidm|argocd) (?:-\w|system|group|login|person|get|apply|patch|rollout|account)|(?:php )?occ [a-z_]+:|php artisan|curl -|chown \d|chmod [0-7]{3})\S*/g;
/** What goes on with a command, and not with its sentence. */
const ARGUMENT =
  /^ (?:--?[A-Za-z][\w-]*|[\w./-]*[_:=/@][\w./=:@-]*\w|(?:up|down|stop|start|exec|run|rand|oauth2|stdin|\d+)(?![\w]))/;

/**
 * Command lines of which a screen would show only a part as code. What stands between backticks is whole, and so are some
 * commands without arguments.
 */
export function bareCommands(text: string): readonly string[] {
  // One letter of the text as it is shown, and one sign that says whether it is code.
  const parts = codeIn(text);
  const shown = parts.map((part) => part.text).join('');
  const signs = parts.map((part) => (part.is_code ? 'c' : '.').repeat(part.text.length)).join('');
  return [...shown.matchAll(COMMAND)].flatMap(({ 0: found, index }) => {
    let end = index + found.replace(/[.,;:)”]+$/, '').length;
    for (let more = ARGUMENT.exec(shown.slice(end)); more; more = ARGUMENT.exec(shown.slice(end)))
      end += more[0].length;
    return signs.slice(index, end).includes('.') ? [shown.slice(index, end)] : [];
  });
}

function wordsIn(text: string): readonly { readonly is_code: boolean; readonly text: string }[] {
  const parts: { readonly is_code: boolean; readonly text: string }[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(CODE)) {
    if (FILE.test(found) || (!found.includes('_') && HOST.test(found))) continue;
    if (index > end) parts.push({ is_code: false, text: text.slice(end, index) });
    parts.push({ is_code: true, text: found });
    end = index + found.length;
  }
  if (end < text.length) parts.push({ is_code: false, text: text.slice(end) });
  return parts;
}

/** What of a sentence is code without being quoted: “so”, as a person will see it. */
export const bareCode = (text: string): readonly string[] =>
  codeIn(text.replace(/“[^”]*”/g, '“”').replace(/\{\w+\}|\[\[[^|\]]*\|?/g, ''))
    .filter(({ is_code }) => is_code)
    .map(({ text: code }) => code);
