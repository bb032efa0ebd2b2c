import { namesIn } from '../../profile/value.ts';
import { isAssumed } from '../assumed.ts';
import { code, prose } from '../text/markdown.ts';
import { type Scope, sentence } from './scope.ts';

/**
 * A sentence of a profile, filled in, as Markdown: what stands between backticks is code, marked where it is an address
 * that is only assumed.
 */
export function marked(template: string | undefined, scope: Scope): string | undefined {
  const parts = (template ?? '').split('`').map((part, index) => {
    if (part === '') return '';
    const filled = sentence(part, scope);
    if (filled === undefined || index % 2 === 0) return filled === undefined ? undefined : within(filled);
    const assumed = namesIn(part).some((name) => isAssumed(scope.connection, name));
    return `${code(filled)}${assumed ? ' (assumed)' : ''}`;
  });
  return template === undefined || parts.includes(undefined) ? undefined : parts.join('');
}

/** A part of a sentence, with the blanks at its ends. */
const within = (text: string): string =>
  text.replace(
    /^(\s*)(.*?)(\s*)$/s,
    (_, before: string, words: string, after: string) => `${before}${prose(words)}${after}`,
  );
