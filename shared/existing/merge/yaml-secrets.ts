import { isMap, isPair, isScalar, isSeq } from 'yaml';
import { isSecretKey, looksSecret, type Span, secretSpans } from '../../workspace/secret-looks.ts';
import { MAX_TEXT, readSource, type YamlSource } from './yaml-source.ts';

/** A digest, from which nobody learns the secret. */
const DIGEST = /^\$(?!plaintext|base64)[a-z0-9][\w-]*\$/i;
/** Keys of Authelia that name a token and hold none: claims and lifespans. */
const NO_SECRET = /^(?:id|access|refresh)_token$/;
const FURTHER = /(?:^|_)(?:encryption_key|user_pass)$/;
const USERINFO = /:\/\/[^\s/@:]*:[^\s/@]+@/;

/**
 * Where the secrets of a YAML file are, in order: values under the name of a secret, private keys, and in comments
 * whatever looks like one. Digests are none. In a file that can't be read, everything that looks like one.
 */
export function yamlSecrets(text: string): Span[] {
  const source = readSource({ name: '', text }, true);
  if (!source.ok) return secretSpans(text);
  const inComments = [...text.matchAll(/(?:^|\s)#[^\n]*/g)].flatMap(({ 0: comment, index }) =>
    commentSecrets(comment).map(([start, end]): Span => [index + start, index + end]),
  );
  return [...valuesOf(source.value), ...inComments].sort((a, b) => a[0] - b[0]);
}

/** What looks like a secret in one comment. */
function commentSecrets(comment: string): Span[] {
  const named = /encryption_key["']?[ \t]*[:=][ \t]*(?=\S)/.exec(comment);
  const further: Span[] = named ? [[named.index + named[0].length, comment.length]] : [];
  return [...secretSpans(comment), ...further];
}

function valuesOf({ document, text }: YamlSource): Span[] {
  const spans: Span[] = [];
  const walk = (node: unknown, name: string): void => {
    if (isPair(node)) walk(node.value, isScalar(node.key) ? String(node.key.value) : '');
    else if (isMap(node) || isSeq(node)) for (const item of node.items) walk(item, name);
    else if (isScalar(node) && node.range && typeof node.value === 'string') {
      const [start, end] = node.range;
      const named = (isSecretKey(name) || FURTHER.test(name)) && !NO_SECRET.test(name);
      const hidden = looksSecret(node.value) || USERINFO.test(node.value) || named;
      if (!hidden || DIGEST.test(node.value)) return;
      // The line end behind a block isn't part of what is hidden.
      spans.push([start, start + text.slice(start, end).trimEnd().length]);
    }
  };
  walk(document.contents, '');
  return spans;
}

/**
 * The same for a file of an app, in any form: whatever looks like a secret, also inside the text of a variable, and
 * every value that is known to be one.
 */
export function appSecrets(text: string, known: readonly string[]): Span[] {
  // Nobody reads so much, and a secret in it must not be shown for want of time.
  if (text.length > MAX_TEXT) return [[0, text.length]];
  const spans: Span[] = [...yamlSecrets(text), ...secretSpans(text)];
  for (const secret of known)
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
      spans.push([at, at + secret.length]);
  return spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}
