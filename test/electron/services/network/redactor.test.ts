import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, Redactor } from '../../../../electron/services/network/redactor.ts';

describe('the redactor', () => {
  it('takes a secret out in every spelling it may come back in', () => {
    const secret = 'pa$$ w/ö"rd+=';
    const redactor = new Redactor();
    redactor.add(secret);
    const encoded = encodeURIComponent(secret);
    for (const form of [
      secret,
      encoded,
      encoded.replaceAll('%20', '+'),
      JSON.stringify({ secret }),
      Buffer.from(secret).toString('base64'),
    ]) {
      const text = redactor.text(`before ${form} after`);
      expect(text).toContain(fingerprint(secret));
      expect(text).not.toContain('pa$$');
      expect(text).not.toContain(encoded.slice(0, 8));
    }
  });

  it('takes out tokens that nobody registered', () => {
    const redactor = new Redactor();
    const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${'A'.repeat(80)}`;
    expect(redactor.text(`got ${token}!`)).toBe(`got ${fingerprint(token)}!`);
    expect(redactor.text('Authorization: Bearer abcdefghijkl')).toBe('Authorization: Bearer [redacted]');
    expect(redactor.text('Basic cm9tbTpQbGFu is refused')).toBe('Basic [redacted] is refused');
    const sentence = 'Use HTTP Basic authentication: bearer authorization failed. Basic realm="x"';
    expect(redactor.text(sentence)).toBe(sentence);
  });

  it('blanks secret parameters in queries and fragments, and drops user information', () => {
    const redactor = new Redactor();
    const url = redactor.url(
      'https://user:pass@a.example/cb?code=abc&state=s&scope=openid#access_token=zzz&x=1',
    );
    expect(url).toBe(
      `https://a.example/cb?code=${fingerprint('abc')}&state=${fingerprint('s')}&scope=openid#access_token=${fingerprint('zzz')}&x=1`,
    );
  });

  it('takes the longer of two secrets where one is a part of the other', () => {
    const short = 'Q7vX2mK9rT4w';
    const long = `${short}Z8aB3cD6eF1`;
    for (const values of [
      [short, long],
      [long, short],
    ]) {
      const redactor = new Redactor();
      for (const value of values) redactor.add(value);
      expect(redactor.text(`got ${long} and ${short}.`)).toBe(
        `got ${fingerprint(long)} and ${fingerprint(short)}.`,
      );
    }
  });

  it('says nothing of itself', () => {
    const redactor = new Redactor();
    redactor.add('verySecretValue');
    expect(JSON.stringify({ redactor }) + inspect(redactor) + String(Object.keys(redactor))).not.toContain(
      'verySecret',
    );
  });

  it('never lets a registered value through, whatever surrounds it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }).filter((text) => text.trim().length >= 8),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          const redactor = new Redactor();
          redactor.add(secret);
          // Skip a secret that is part of its own replacement text.
          fc.pre(!fingerprint(secret).includes(secret));
          const text = redactor.text(before + secret + after);
          expect(text.includes(secret) && !(before + after).includes(secret)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
