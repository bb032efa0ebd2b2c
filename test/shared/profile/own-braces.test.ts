import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, partsOf, templateFlaw } from '../../../shared/profile/template.ts';

const lookup = (name: string): string => `<${name}>`;

describe('braces that are the app’s own, as in Jinja', () => {
  const own = fc.string({ unit: fc.constantFrom(...'abc._ |-') }).map((inner) => `{{${inner}}}`);

  it('are text: no variable, no flaw, and written as they stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(own, fc.constantFrom(' ', 'x', '{issuer}')), { maxLength: 6 }),
        (parts) => {
          const text = parts.join(' ');
          expect(templateFlaw(text)).toBeUndefined();
          expect(partsOf(text).map(({ name }) => name)).toEqual(
            parts.filter((one) => one === '{issuer}').map(() => 'issuer'),
          );
          expect(fill(text, lookup)).toBe(text.replaceAll('{issuer}', '<issuer>'));
        },
      ),
    );
  });

  it('don’t hide a mistake in single ones', () => {
    expect(templateFlaw('{{ user.name }} {isuer}')).toMatch(/isuer/);
  });
});
