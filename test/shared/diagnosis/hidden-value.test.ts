import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { isHiddenValue } from '../../../shared/diagnosis/hidden-value.ts';

describe('a value that somebody hid', () => {
  test.each([
    '***',
    'login.***.com',
    'XXXX',
    'auth.xxx.org',
    '<redacted>',
    '[my secret]',
    '<your-secret-here>',
    'REDACTED',
    'abc...',
    '...',
    '•••••',
    '███',
    'abc…',
  ])('%s is one', (value) => {
    expect(isHiddenValue(value)).toBe(true);
  });
  test.each([
    'memos',
    'https://*.example.com/**',
    'xxl-job',
    'exxxample',
    'openid profile',
    'secret-santa',
    'https://auth.example.com',
    'a.b.c',
    '',
  ])('%j is none', (value) => {
    expect(isHiddenValue(value)).toBe(false);
  });

  it('is judged in no parameter of a login’s address, where a real one is', () => {
    const address = (changed: Record<string, string>) =>
      `https://auth.example.com/authorize?${new URLSearchParams({
        response_type: 'code',
        client_id: 'notes',
        redirect_uri: 'https://notes.example.com/callback',
        scope: 'openid profile',
        state: 'a-state-that-is-long-enough',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...changed,
      })}`;
    const causes = (text: string) => explain(text).map(({ id }) => id);
    expect(causes(address({ state: 'short' }))).toContain('weak-state');
    fc.assert(
      fc.property(
        fc.subarray(['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'nonce'], {
          minLength: 1,
        }),
        fc.constantFrom('***', 'xxx', '<redacted>', 'REDACTED', '…', '•••'),
        (names, mask) => {
          expect(causes(address(Object.fromEntries(names.map((name) => [name, mask]))))).toEqual([]);
        },
      ),
    );
  });
});
