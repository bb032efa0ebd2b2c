import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { isDenied } from '../../../../shared/diagnosis/reading/denied.ts';

/** Every single phrase and code by which the catalogue knows a cause. */
const PHRASES = CAUSES.flatMap(({ keys }) =>
  keys.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])),
);
/** What is written as one word is the name of a member, too; numbers are no names. */
const CODES = PHRASES.filter((text) => /^[a-z][a-z_]+$/i.test(text));
/** Those that end with what is wrong, so that what stands behind is about it. */
const WRONG = PHRASES.filter((text) =>
  /^[^:]*(?:mismatch|failed|refused|expired|denied|error|disabled|rejected)$/.test(text),
);
/** Those that a “no” before them makes no sentence of its own with: “no pkce” is an error, too. */
const NAMED = WRONG.filter((text) => !/^pkce|"|\b(?:is|was|has|been|not|could|did|does)\b/.test(text));

/** The claims that are made with confidence. */
const sure = (text: string) =>
  explain(text)
    .filter(({ confidence }) => confidence >= 0.8)
    .map(({ id }) => id);

describe('what a text says is not so', () => {
  it('is of enough phrases', () => {
    expect(CODES.length).toBeGreaterThan(40);
    expect(WRONG.length).toBeGreaterThan(60);
    expect(NAMED.length).toBeGreaterThan(40);
  });

  const values = ['=false', ': false', '=0', ': 0', '=none', ' = null', '=""', ': no'];
  it.each(values)('is a code with %s behind it', (value) => {
    const wrong = CODES.filter((code) => sure(`ready ${code}${value}`).length > 0);
    expect(wrong).toEqual([]);
  });

  it.each(['null', 'false', '""', '[]', '0'])('is a member with %s', (value) => {
    const wrong = CODES.filter((code) => sure(`{"ok":true,"${code}":${value},"count":3}`).length > 0);
    expect(wrong).toEqual([]);
  });

  const before = ['no ', 'never '];
  it.each(before)('is any phrase behind “%s”', (word) => {
    const wrong = [...CODES, ...NAMED].filter((phrase) => sure(`${word}${phrase}`).length > 0);
    expect(wrong).toEqual([]);
  });

  it.each([': false', ' check passed', ': 0', ' errors: 0', ' count=0'])(
    'is any phrase with “%s” behind it',
    (behind) => {
      const wrong = WRONG.filter((phrase) => sure(`${phrase}${behind}`).length > 0);
      expect(wrong).toEqual([]);
    },
  );
});

describe('what is said to be so', () => {
  const denied = (text: string, words: string) =>
    isDenied(text, text.indexOf(words), text.indexOf(words) + words.length);

  it.each([
    ['Error: access_denied: undefined', 'access_denied'],
    ['OAuthError: invalid_client: None', 'invalid_client'],
    ['error=access_denied&error_description=', 'access_denied'],
    ['"error": "invalid_grant", "error_description": null', 'invalid_grant'],
    ['code: invalid_scope, retry: false', 'invalid_scope'],
    ['invalid_client, 0 retries', 'invalid_client'],
    ['why not? access_denied', 'access_denied'],
    ['certificate has expired 0d ago', 'certificate has expired'],
    ['not trusted: self-signed certificate', 'self-signed certificate'],
  ])('%j', (text, words) => {
    expect(denied(text, words)).toBe(false);
  });
});
