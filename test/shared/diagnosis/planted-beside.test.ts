import fc from 'fast-check';
import { expect, it } from 'vitest';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { ADDRESSES, BY_PROVIDERS, LIBRARIES, PEOPLE, USERINFO } from './reading/kinds.ts';

const TEXTS = [BY_PROVIDERS, ADDRESSES, USERINFO, LIBRARIES, PEOPLE].flat().map(([text]) => text);

/** A secret as texts have it, beside whatever else they say. */
const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => `client_secret=${secret}`,
  (secret) => `"client_secret": "${secret}"`,
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `code=${secret}&x=1`,
  (secret) => `https://auth.example.com/cb?error=access_denied&code=${secret}&state=${secret}`,
  (secret) => `{"refresh_token":"${secret}"}`,
];

it('no secret is shown of a text, whatever else it says and wherever in it the secret stands', () => {
  const planted = fc.string({
    unit: fc.constantFrom(...'abcdefghijkmnopqrstuvwyz23456789'),
    minLength: 16,
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...TEXTS),
      fc.constantFrom(...FORMS),
      planted,
      fc.constantFrom(' ', '\n', ', '),
      fc.boolean(),
      fc.nat(),
      (text, form, secret, between, first, at) => {
        const lines = text.split('\n');
        const line = at % lines.length;
        const beside = first ? [form(secret), lines[line]!] : [lines[line]!, form(secret)];
        lines[line] = beside.join(between);
        expect(JSON.stringify(explain(lines.join('\n')))).not.toContain(secret);
      },
    ),
    { numRuns: 1500 },
  );
});

it('no secret is shown of a sentence in which a person tells a symptom', () => {
  for (const [text] of PEOPLE)
    for (const form of FORMS)
      for (const beside of [`${form('k7m3q9x2p5w8z4t6')} ${text}`, `${text} ${form('k7m3q9x2p5w8z4t6')}`])
        expect(JSON.stringify(explain(beside))).not.toContain('k7m3q9x2p5w8z4t6');
});
