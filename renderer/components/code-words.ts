/** Settings, keys of files, options and command lines, but neither names of files nor addresses. */
const CODE =
  /(?<![\w./-])(?:[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?:\.\w+)*|[a-z]+(?:\.[a-z_]+){2,}|--[a-z][\w-]+)(?![\w/-])|\b(?:docker|kubectl|occ|chown|chmod|sudo|openssl|pip|npm|npx|curl|systemctl|latchkey)\s+(?:[a-z]+-[a-z-]+|[a-z+]+-[a-z]|[a-z]+:[a-z]+|(?:run|exec|install|restart|compose|check|render|login|get|apply|rand)\b)/g;

/** Names of files that have an underscore, and hosts of examples. */
const FILE_OR_HOST = /\.(?:ya?ml|json|toml|py|php|rb|js|conf|ini|env|md|txt|example|com|org|net|io|invalid)$/;

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

/** The command lines of a text: what a person pastes into a terminal. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!).filter((inner) => /^[./\w-]+ \S/.test(inner));

function wordsIn(text: string): readonly { readonly is_code: boolean; readonly text: string }[] {
  const parts: { readonly is_code: boolean; readonly text: string }[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(CODE)) {
    if (FILE_OR_HOST.test(found)) continue;
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
