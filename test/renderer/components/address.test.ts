import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../../renderer/components/address.tsx';

describe('an address', () => {
  it('may end a line after a slash, a dot and a dash, and nowhere between two slashes', () => {
    expect(piecesOf('https://memos.my-home.org/auth/callback')).toEqual([
      'https://',
      'memos.',
      'my-',
      'home.',
      'org/',
      'auth/',
      'callback',
    ]);
  });

  it.each(['', 'x', '/', 'a//b', 'https://', '...', 'http://127.0.0.1:8911/callback'])(
    'keeps every character of “%s”',
    (text) => expect(piecesOf(text).join('')).toBe(text),
  );
});
