import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityOf, misdirected } from '../../../../electron/services/loopback/request.ts';

const AUTHORITY = '127.0.0.1:8911';

/** What Node makes of header lines: of a repeated `Host` it keeps the first. */
const request = (lines: readonly (readonly [string, string])[], url = '/') => ({
  url,
  headers: { host: lines.find(([name]) => name.toLowerCase() === 'host')?.[1] },
  rawHeaders: lines.flat(),
});

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const header = fc.tuple(name, fc.string({ maxLength: 8 }));
const distinct = fc.uniqueArray(
  header.filter(([one]) => one.toLowerCase() !== 'host'),
  { selector: ([one]) => one.toLowerCase(), maxLength: 12 },
);
const anyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) =>
      [...text].map((letter, i) => (upper[i] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
    );

describe('a request to this machine', () => {
  it('is taken if it names this server once', () => {
    fc.assert(
      fc.property(distinct, (headers) => {
        expect(misdirected(request([['Host', AUTHORITY], ...headers]), AUTHORITY)).toBeUndefined();
      }),
    );
  });

  it('is refused if any header comes twice, in whatever case and place', () => {
    const twice = distinct
      .map((headers) => [['Host', AUTHORITY] as const, ...headers])
      .chain((headers) =>
        fc
          .nat(headers.length - 1)
          .chain((which) =>
            fc.tuple(
              fc.constant(headers),
              fc.constant(which),
              anyCase(headers[which]![0]),
              fc.string({ maxLength: 8 }),
              fc.nat(headers.length - which - 1),
            ),
          ),
      );
    fc.assert(
      fc.property(twice, ([headers, which, again, value, later]) => {
        const lines = [...headers];
        lines.splice(which + 1 + later, 0, [again, value]);
        expect(misdirected(request(lines), AUTHORITY)).toBe(which === 0 ? 'host' : 'repeated-header');
      }),
    );
  });

  it.each(['http://127.0.0.1:8911/', 'http://evil.example/', '*', 'x', '', '127.0.0.1:8911'])(
    'is refused with the target %j',
    (url) => expect(misdirected(request([['Host', AUTHORITY]], url), AUTHORITY)).toBe('target'),
  );

  it('has the port in its host unless browsers leave it out', () => {
    expect([authorityOf('a.localhost', 80), authorityOf('a.localhost', 81)]).toEqual([
      'a.localhost',
      'a.localhost:81',
    ]);
  });
});
