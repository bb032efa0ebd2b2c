import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { entriesOf } from '../../../../shared/diagnosis/reading/entries.ts';
import { LANGUAGES, PLACES } from './languages.ts';

const SURE = [
  'x509: certificate signed by unknown authority',
  'OAuthError: access_denied',
  "The 'redirect_uri' value 'https://notes.example.com/cb' does not match",
  'ID token nonce mismatch',
];

describe('a level in another language', () => {
  for (const { language, debug, info, warning, error } of LANGUAGES)
    for (const [place, line] of Object.entries(PLACES)) {
      it(`is read in ${language} ${place}`, () => {
        for (const [level, names] of Object.entries({ debug, info, warning, error }))
          for (const name of names) {
            const text = line(name, 'something');
            expect([text, entriesOf(text)[0]!.level]).toEqual([text, level]);
          }
      });
      it(`is no error in ${language} ${place}, whatever the line says`, () => {
        for (const name of [...debug, ...info])
          for (const says of SURE) {
            const text = line(name, says);
            const sure = explain(text).filter(({ confidence }) => confidence >= 0.8);
            expect([text, sure.map(({ id }) => id)]).toEqual([text, []]);
          }
      });
    }

  it('is still an error where it is one', () => {
    for (const { error } of LANGUAGES)
      for (const name of error)
        for (const line of Object.values(PLACES))
          expect(explain(line(name, SURE[0]!))[0]?.id).toBe('untrusted-certificate');
  });

  it.each([
    'Information über den Nutzer fehlt',
    'Attention: voir la page',
    'configuration:',
    'trace the request',
    'Traceback (most recent call last):',
    'Erreur lors de la connexion',
    'Ошибка входа',
    'important=warnung',
    'GRAVEL PIT',
  ])('is not made up for %s', (line) => {
    expect(entriesOf(line)[0]!.level === 'info' || entriesOf(line)[0]!.level === 'debug').toBe(false);
  });
});
