import { isScalar } from 'yaml';
import { OIDC } from './authelia-files.ts';
import { columnOf, eolAt, lineEnd, lineStart, type TextEdit } from './edits.ts';
import { type DocumentPair, refusalOf } from './yaml-editor.ts';
import { mapAt, reach, type YamlPlan } from './yaml-plan.ts';
import { pairsOf, plainOf, type YamlSource } from './yaml-source.ts';

const KEY = 'issuer_private_key';
const CHAIN = 'issuer_certificate_chain';
/** What a map in a list below a key is indented further than the key. */
const DEEPER = 4;

/**
 * Makes the first entry of `jwks` of the key and the certificates of before 4.38, which is what Authelia makes of them.
 * Returns the keys that are renamed: none where nothing is there, or it is written in a way that can't be kept.
 */
export function planKeyList(plan: YamlPlan, file: number): readonly string[] {
  const source = plan.sources[file]!;
  const oidc = mapAt(source, OIDC);
  if (oidc === undefined || oidc.flow) return [];
  const pairs = [KEY, CHAIN].flatMap((name) => pairsOf(oidc, name) as DocumentPair[]);
  const [key, chain] = pairs;
  if (key === undefined || nameOf(key) !== KEY || pairs.length > (chain ? 2 : 1)) return [];
  if (chain !== undefined && nameOf(chain) !== CHAIN) return [];
  // Both at once are refused by Authelia: which of them is meant only the person knows.
  if (plan.sources.some((one) => reach(one, [...OIDC, 'jwks']).found === OIDC.length + 1)) return [];
  if (!pairs.every((pair) => isMovable(source, pair))) return [];
  const [value, certificates] = pairs.map((pair) => plainOf(source, pair.value));
  const edits = editsOf(source.text, key, chain);
  plan.steps.push({
    group: `rename ${file} ${KEY}`,
    file,
    where: [...OIDC, KEY].join('.'),
    at: key.key.range[0],
    refusal: pairs.map((pair) => refusalOf(source, pair.key)).find((one) => one !== undefined),
    lines: ['jwks:', '  - key: …'],
    edit: (editor) => editor.take(edits),
    touches: [KEY, CHAIN, 'jwks'].map((name) => [...OIDC, name].join('/')),
    // What signs has to stay the same to the character.
    holds: (after) => {
      const list = plainOf(after, reach(after, [...OIDC, 'jwks']).value);
      const first: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
      return (
        first instanceof Map && first.get('key') === value && first.get('certificate_chain') === certificates
      );
    },
  });
  return pairs.map(nameOf);
}

const nameOf = ({ key }: DocumentPair): string => (isScalar(key) ? String(key.value) : '');

/** A plain text whose key begins its line, and which no template fills in with an indentation of its own. */
function isMovable({ text, templates: { actions } }: YamlSource, { key, value }: DocumentPair): boolean {
  const [start] = key.range;
  if (!isScalar(value) || typeof value.value !== 'string' || value.value === '' || value.anchor) return false;
  if (text.slice(lineStart(text, start), start).trim() !== '') return false;
  return !actions.some((action) => action.start < value.range[1] && action.end > start);
}

/** Where the lines of a key and its value end: behind the last line end. */
function endOf(text: string, { value }: DocumentPair): number {
  const end = value!.range[1];
  return text[end - 1] === '\n' ? end : Math.min(text.length, lineEnd(text, end) + 1);
}

function editsOf(text: string, key: DocumentPair, chain: DocumentPair | undefined): TextEdit[] {
  const [start, behind] = key.key.range;
  const eol = eolAt(text, start);
  const deeper = ' '.repeat(DEEPER);
  const name = `jwks:${eol}${' '.repeat(columnOf(text, start) + DEEPER - 2)}- key`;
  const edits: TextEdit[] = [{ at: start, length: behind - start, text: name }];
  const end = endOf(text, key);
  for (let at = lineEnd(text, start) + 1; at < end; at = lineEnd(text, at) + 1)
    if (text.slice(at, lineEnd(text, at)).trim() !== '') edits.push({ at, length: 0, text: deeper });
  if (chain === undefined) return edits;
  const from = lineStart(text, chain.key.range[0]);
  const to = endOf(text, chain);
  const moved = text
    .slice(from, to)
    .replace(/^(?=[^\r\n]*\S)/gm, deeper)
    .replace(CHAIN, 'certificate_chain');
  edits.push({ at: from, length: to - from, text: '' });
  // A text may end without a line end; then the moved lines do.
  if (text[end - 1] !== '\n') edits.push({ at: end, length: 0, text: eol + moved.replace(/\r?\n$/, '') });
  else edits.push({ at: end, length: 0, text: moved.endsWith('\n') ? moved : moved + eol });
  return edits;
}
