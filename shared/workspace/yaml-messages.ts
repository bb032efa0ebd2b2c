import { type Flaw, isNameLike } from './problem.ts';

type Wording = readonly [message: string, suggestion: string];

/**
 * Our wording for the library's codes and our own. The library's own sentences use terms such as tokens and
 * nodes.
 */
const WORDING: Readonly<Record<string, Wording>> = {
  // ours
  TOO_DEEP: [
    'The file nests lists or maps far deeper than a workspace does.',
    'Look for a row of opening brackets here and take it out.',
  ],
  TOO_MANY: [
    'The file has far more entries than a workspace can have (some 2,000 apps).',
    'Check that this is the right file, or split it into several workspaces.',
  ],
  DIRECTIVE: [
    'A line beginning with % is a YAML directive, which a workspace has no use for.',
    'Take the line out; the file is read as YAML 1.2.',
  ],
  MULTIPLE_DOCS: [
    'A second YAML document begins here; a workspace file is one.',
    'Take out the line with ---, or put what follows into a file of its own.',
  ],
  LONE_CR: [
    'A line ends in a carriage return alone, which YAML readers take differently.',
    'Save the file with Unix (LF) or Windows (CRLF) line ends.',
  ],
  LONE_SURROGATE: [
    'There is half of a character here, which no UTF-8 file can hold.',
    'Delete it and type the character again.',
  ],
  CONTROL: [
    'There is an invisible control character here.',
    'Delete it; if the file is full of them, save it as UTF-8 text.',
  ],
  // the library's
  ALIAS_PROPS: ['An alias (*name) can have no anchor or tag.', 'Write the value itself.'],
  BAD_ALIAS: [
    'An alias (*name) without a proper name.',
    'Put a value that begins with * or & in double quotes.',
  ],
  BAD_COLLECTION_TYPE: ['The tag here does not fit the value.', 'Take out the word beginning with !.'],
  BAD_DIRECTIVE: ['A line beginning with % is not understood.', 'Take the line out.'],
  BAD_DQ_ESCAPE: [
    'A backslash in double quotes begins an escape that YAML does not know.',
    'Write the text in single quotes, or double the backslash.',
  ],
  BAD_INDENT: [
    'This line is not indented to fit the lines around it.',
    'Use two blanks for each level, the same for all keys of one map.',
  ],
  BAD_PROP_ORDER: ['An anchor or tag is in the wrong place.', 'Take out the word beginning with & or !.'],
  BAD_SCALAR_START: ['A value can not begin with this character.', 'Put the value in double quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'There is a second “: ” where one value was expected.',
    'Put the value in double quotes, or start a new line for the next key.',
  ],
  BLOCK_IN_FLOW: [
    'Inside brackets or braces values can not be spread by indentation.',
    'Write the list as [a, b] on one line, or with one “- a” a line and no brackets.',
  ],
  DUPLICATE_KEY: ['The key is written twice.', 'Keep one of them.'],
  IMPOSSIBLE: ['This can not be read as YAML.', 'Write one `key: value` a line.'],
  KEY_OVER_1024_CHARS: ['A key is longer than 1,024 characters.', 'Look for a missing line break or quote.'],
  MISSING_CHAR: ['Something is missing here.', 'Write `key: value`, with a blank after the colon.'],
  MULTILINE_IMPLICIT_KEY: [
    'A key runs over several lines.',
    'Write `key: value` on one line; look for a missing colon or quote on the line above.',
  ],
  MULTIPLE_ANCHORS: ['There are two anchors (&name) at one value.', 'Take them out; a workspace needs none.'],
  MULTIPLE_TAGS: ['There are two tags (!name) at one value.', 'Take them out; a workspace needs none.'],
  NON_STRING_KEY: ['A key is not a word.', 'Write a word such as `kind` before the colon.'],
  RESOURCE_EXHAUSTION: [
    'The file is nested too deep.',
    'Look for a row of opening brackets and take it out.',
  ],
  TAB_AS_INDENT: [
    'The line is indented with a tab; YAML takes blanks only.',
    'Use two blanks for each level.',
  ],
  TAG_RESOLVE_FAILED: [
    'A tag (a word beginning with !) has no meaning here.',
    'Take it out, or put the value in double quotes.',
  ],
  UNEXPECTED_TOKEN: [
    'This does not belong here.',
    'Put the value in double quotes, or look for a quote or bracket too many.',
  ],
};

/** Returns the flaw for a code of the library or of the reader. `original` is the library's sentence. */
export function yamlFlaw(text: string, code: string, start: number, end: number, original = ''): Flaw {
  const [message, suggestion] =
    special(text, code, start, original) ?? WORDING[code] ?? WORDING['IMPOSSIBLE']!;
  return {
    code: `yaml-${code.toLowerCase().replaceAll('_', '-')}`,
    severity: 'error',
    path: [],
    start,
    end: Math.max(end, start + 1),
    message,
    suggestion,
  };
}

/**
 * Returns better wording if the library's sentence or the line tells more than the code. Quotes only a key
 * from the line, because the rest may be a secret.
 */
function special(text: string, code: string, start: number, original: string): Wording | undefined {
  if (code === 'MISSING_CHAR' && /quote/.test(original)) {
    return ['A quote is opened and never closed.', 'Close it at the end of its value, on the same line.'];
  }
  if ((code === 'MISSING_CHAR' || code === 'BAD_INDENT') && /end with (?:a )?[\]}]/.test(original)) {
    const sign = /end with (?:a )?([\]}])/.exec(original)?.[1];
    return [
      `A bracket is opened and never closed with ${sign}.`,
      `Write ${sign} at the end of the list or map.`,
    ];
  }
  if (code === 'MISSING_CHAR' || code === 'MULTILINE_IMPLICIT_KEY' || code === 'UNEXPECTED_TOKEN') {
    const from = text.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
    const key = /^[ \t]*(?:- )?([A-Za-z_][\w-]{0,60}):[^\s]/.exec(text.slice(from, from + 200))?.[1];
    if (key !== undefined && isNameLike(key))
      return ['There is no blank after the colon.', `Write \`${key}: …\`, with a blank after the colon.`];
    if (/^[ \t]*[A-Za-z_][\w-]{0,60}[ \t]*=/.test(text.slice(from, from + 200))) {
      return ['There is an equals sign where YAML has a colon.', 'Write `key: value`.'];
    }
  }
  return undefined;
}
