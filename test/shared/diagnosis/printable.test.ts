import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, visibleText } from '../../../shared/diagnosis/printable.ts';
import { timeOf } from '../../helpers/processor-time.ts';

describe('text from outside', () => {
  it('is never longer than asked and holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 600 }),
        fc.integer({ min: 1, max: 200 }),
        (text, limit) => {
          const clean = printable(text, limit);
          expect(clean.length).toBeLessThanOrEqual(limit);
          expect(clean).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
        },
      ),
    );
  });

  it('keeps ordinary words of any language', () => {
    expect(printable('  Größe: 東京\n👍 ok ')).toBe('Größe: 東京 👍 ok');
  });
});

describe('the words of a page', () => {
  it('are those a person sees', () => {
    expect(
      printable(
        visibleText(
          '<html><head><title>Error</title><style>p{color:red}</style></head><body><script>alert("<p>")</script><!-- <b>no</b> --><p class="a>b">Client&nbsp;ID &quot;x&quot; &#39;y&#39; &#x1F600;</p>',
        ),
      ),
    ).toBe('Error b">Client ID "x" \'y\' 😀');
  });

  it('are found in one pass, whatever is unclosed', () => {
    for (const piece of ['<script', '<!--', '<', '<style>', '&#', '<svg>', '</']) {
      expect(
        timeOf(() => visibleText(piece.repeat(200_000)), 500),
        piece,
      ).toBeLessThan(500);
    }
    fc.assert(fc.property(fc.string(), (text) => typeof visibleText(text) === 'string'));
  });
});
