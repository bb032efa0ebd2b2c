import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { normalise } from '../../../../shared/diagnosis/normalise.ts';
import { CLAIMS } from '../../../../shared/diagnosis/reading/messages/claims.ts';
import { reader } from '../../../../shared/diagnosis/reading/recogniser.ts';
import { EXAMPLES } from './examples.ts';

describe('a message that was read in a library’s source', () => {
  it.each(EXAMPLES)('%s: %s', (text, cause, side) => {
    expect(explain(text)[0]).toMatchObject({ id: cause, side });
  });
});

describe('a sentence that says which claim is not there', () => {
  const observe = reader(CLAIMS);
  const claimOf = (text: string) => observe(normalise(text), false)[0]?.data['claim'];

  const sentences = CLAIMS.flatMap(({ says }) =>
    typeof says === 'string' && says.includes('{claim') ? [says] : [],
  );

  it.each(sentences)('is read: %s', (says) => {
    const text = says.replaceAll('{claim:word}', 'department');
    expect(claimOf(text)).toBe('department');
    expect(explain(text)[0]?.title).toContain('department');
  });

  it('is about the user’s name, the roles or any other claim', () => {
    const told = (name: string) => explain(`login failed: missing "${name}" claim`)[0];
    expect(told('preferred_username')).toMatchObject({ id: 'username-missing', side: 'provider' });
    expect(told('username')).toMatchObject({ id: 'username-missing' });
    expect(told('groups')).toMatchObject({ id: 'role-wrong' });
    expect(told('department')).toMatchObject({ id: 'claim-not-released' });
  });

  it('is about the app’s own setting where it names no claim', () => {
    expect(explain('ERR claim not set or empty service=proxy')[0]).toMatchObject({
      id: 'identifier-claim-missing',
      side: 'app',
    });
  });

  it('repeats no value that is not made of words', () => {
    expect(JSON.stringify(explain('missing "k7qz2m9x4w8v3b6n" claim'))).not.toContain('k7qz2m9x4w8v3b6n');
  });
});
