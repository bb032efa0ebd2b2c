import { type SecretForm, secretForm } from '../doctor/authelia/digest.ts';

/** What a text under the name of a secret is: the secret, its digest, or neither of them. */
export type SecretText =
  | { readonly form: 'clear' | 'digest'; readonly value: string }
  /** `why` is a sentence that never holds the text. */
  | { readonly form: 'neither'; readonly why: string };

/** Texts that stand for a secret which is somewhere else. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/\{\{|\}\}|\{%/, 'A template fills this in when the file is loaded, so the secret isn’t known here.'],
  [
    /\$\{[^}]*\}|^\$[A-Za-z_]\w*$|^%[A-Za-z_]\w*%$|\$__(?:file|env)\{/,
    'It names a variable and isn’t the secret. Bring the file that sets it, too.',
  ],
  [
    /^(?:file:|env:|vault:|op:\/\/|\$__)|^\/(?:run|etc|config|secrets?|var|data|mnt|opt|srv|home|usr|keys?)\/[\w./-]+$/,
    'It says where the secret is kept, and isn’t the secret.',
  ],
  [/^[*•x]{4,}$/i, 'It is masked.'],
  [
    /^<.*>$|^\[.*\]$|^(?:change|replace)[-_ ]?(?:me|this)|^(?:your|my)[-_ ].*secret|^todo$/i,
    'It is a text to be replaced by a secret.',
  ],
];

const NEITHER: Readonly<Record<Exclude<SecretForm, 'clear' | 'digest'>, string>> = {
  short: 'It is a digest whose end is missing.',
  malformed: 'It begins as a digest does and is none.',
  eaten:
    'It is a digest whose beginning was taken for variables. Write it in single quotes, with every $ once.',
  'no-first-dollar': 'It is a digest without its first $.',
  doubled: 'It is a digest in which every $ is doubled.',
  'in-quotes': 'The quotes are part of the text.',
  placeholder: 'It names a variable and isn’t the secret. Bring the file that sets it, too.',
};

/** Says what a text under the name of a client’s secret is. Only what is surely the secret counts as that. */
export function secretText(text: string): SecretText {
  const elsewhere = text.startsWith('$plaintext$')
    ? undefined
    : ELSEWHERE.find(([sign]) => text.length <= MOST && sign.test(text));
  if (elsewhere !== undefined) return { form: 'neither', why: elsewhere[1] };
  if (text.trim() === '') return { form: 'neither', why: 'It is empty.' };
  const form = secretForm(text);
  if (form === 'digest') return { form, value: text };
  return form === 'clear'
    ? { form, value: text.replace(/^\$plaintext\$/, '') }
    : { form: 'neither', why: NEITHER[form] };
}

/** A longer text stands for nothing else. */
const MOST = 2_000;
