import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPlace } from '../../electron/serve/place.ts';
import { linkBackIn } from '../../renderer/components/link-back.ts';

describe('the link of a newly started Latchkey', () => {
  it('is found in what a terminal prints, on every system', () => {
    for (const numeric of [true, false])
      for (const platform of ['linux', 'darwin', 'win32'] as const) {
        const link = `http://${newPlace(numeric, platform).host}:41234/?token=Aa0_-9`;
        expect(linkBackIn(link)).toBe(link);
        expect(linkBackIn(`$ latchkey serve\nLatchkey is at ${link}\nThe address works once`)).toBe(link);
      }
    expect(linkBackIn('http://[::1]:41234/?token=x')).toBe('http://[::1]:41234/?token=x');
  });

  it.each([
    'https://evil.example/?token=x',
    'http://evil.example:80/?token=x',
    'http://127.0.0.1.evil.example:80/?token=x',
    'http://localhost.evil.example:80/?token=x',
    'http://127.0.0.1@evil.example:80/?token=x',
    'javascript:alert(1)//http://localhost:80/',
    'http://localhost:8080/',
    '',
  ])('is not %s', (text) => {
    expect(linkBackIn(text)).toBeUndefined();
  });

  it('leads to this machine, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.webUrl(),
        fc.string(),
        fc.constantFrom('127.0.0.1', 'localhost', 'a.localhost'),
        (a, b, host) => {
          const link = linkBackIn(`${b}${a}${host}:1/?token=x http://${host}:1/?token=y${b}`);
          expect(link).toBeDefined();
          expect(new URL(link!).hostname).toMatch(/^(127\.0\.0\.1|(\w+\.)?localhost)$/);
        },
      ),
    );
  });
});
