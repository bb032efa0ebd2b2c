import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, isSecretName, Redactor } from '../../../../electron/services/network/redactor.ts';

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
    expect(JSON.stringify({ redactor })).toBe('{"redactor":"[redactor]"}');
    expect(inspect(redactor)).toBe('[redactor]');
    expect(Object.keys(redactor)).toEqual([]);
  });

  it('shows of a secret its length and the beginning of its SHA-256', () => {
    expect(fingerprint('abc')).toBe('[3 characters, ba78]');
    expect(fingerprint('')).toBe('[0 characters, e3b0]');
  });

  it('adds nothing where there is no value', () => {
    const redactor = new Redactor();
    redactor.add(undefined);
    expect(redactor.text('undefined is shown')).toBe('undefined is shown');
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

describe('what has the form of a token', () => {
  it.each([
    ['«eyJabcdefgh.abcd.»', 'a signature that is missing'],
    ['«eyJabcdefgh.abcd.s-g_»', 'three parts'],
    ['«eyJabcdefgh.abcd.c.d.e»', 'five parts'],
    ['«eyJabc-efg_.ab-_.x»', 'the signs of base64url'],
    ['«eyJabcdefgh.abcd.c.d.e».f', 'more than five parts'],
    ['eyJabcdefg.abcd.x', 'a short header'],
    ['eyJabcdefgh.abc.x', 'a short payload'],
    ['eyJabcdefgh.abcd', 'two parts'],
    ['xeyJabcdefgh.abcd.x', 'a word before it'],
    ['«eyJabcdefgh.abcd.x» and «eyJabcdefgh.abcd.y»', 'two of them'],
  ])('%s: %s', (line) => {
    const hidden = line.replace(/«([^»]*)»/g, (_, token: string) => fingerprint(token));
    expect(new Redactor().text(line.replace(/[«»]/g, ''))).toBe(hidden);
  });
});

describe('values of any shape', () => {
  it('are gone through to every text and name, and keep their shape', () => {
    const redactor = new Redactor();
    const secret = 'Q7vX2mK9rT4w';
    redactor.add(secret);
    const shown = fingerprint(secret);
    expect(
      redactor.deep({
        a: secret,
        list: [secret, 1, null],
        [`key ${secret}`]: { deep: `in ${secret}` },
        yes: true,
      }),
    ).toEqual({ a: shown, list: [shown, 1, null], [`key ${shown}`]: { deep: `in ${shown}` }, yes: true });
    for (const value of [null, undefined, 7, false]) expect(redactor.deep(value)).toBe(value);
    expect(redactor.deep(secret)).toBe(shown);
  });
});

describe('text for a terminal', () => {
  const secret = 'Q7vX2mK9rT4w';
  const redactor = new Redactor();
  redactor.add(secret);

  it('has no secret, no control characters and a limit', () => {
    expect(redactor.printable(`a\u001b[1m ${secret}`)).toBe(`a\ufffd[1m ${fingerprint(secret)}`);
    expect(redactor.printable('a'.repeat(400))).toHaveLength(300);
    expect(redactor.printable('a'.repeat(400), 10)).toBe(`${'a'.repeat(9)}…`);
    // No more than the beginning of a large answer is read.
    expect(redactor.printable('a'.repeat(70_000), 80_000)).toHaveLength(65_536);
  });

  it.each([
    ...[
      'access_token',
      'assertion',
      'client_assertion',
      'client_secret',
      'code',
      'code_verifier',
      'id_token',
    ],
    ...[
      'id_token_hint',
      'login_hint',
      'nonce',
      'password',
      'refresh_token',
      'session',
      'session_state',
      'state',
    ],
    'token',
  ])('a field %s is never shown, wherever it stands', (field) => {
    expect(isSecretName(field)).toBe(true);
    expect(redactor.field(field, 'abc')).toBe(fingerprint('abc'));
    expect(redactor.url(`https://a.example/?${field}=abc#${field}=abc`)).toBe(
      `https://a.example/?${field}=${fingerprint('abc')}#${field}=${fingerprint('abc')}`,
    );
  });

  it('another field is shown, up to a limit', () => {
    expect(isSecretName('scope')).toBe(false);
    expect(redactor.field('scope', `open ${secret}`)).toBe(`open ${fingerprint(secret)}`);
    expect(redactor.field('scope', 'a'.repeat(600))).toHaveLength(500);
  });

  it.each([
    ['https://a.example', 'https://a.example/'],
    ['https://a.example/x#part', 'https://a.example/x#part'],
    ['https://a.example/x?#', 'https://a.example/x'],
    ['https://a.example/x?a=1&b', 'https://a.example/x?a=1&b='],
    ['https://a.example/x?b%1B=%1B', 'https://a.example/x?b\ufffd=\ufffd'],
    ['app:/cb?code=abc', `app:/cb?code=${fingerprint('abc')}`],
    ['no address with \u001b', 'no address with \ufffd'],
    [`https://a.example/${secret}`, `https://a.example/${fingerprint(secret)}`],
  ])('an address %j: %j', (address, shown) => {
    expect(redactor.url(address)).toBe(shown);
  });

  it('an address has limits: sixty parameters, names of a hundred characters, two thousand in all', () => {
    const parameters = Array.from({ length: 70 }, (_, index) => `p${index}=1`);
    expect(redactor.url(`https://a.example/?${parameters.join('&')}`)).toBe(
      `https://a.example/?${parameters.slice(0, 60).join('&')}`,
    );
    expect(redactor.url(`https://a.example/?${'n'.repeat(150)}=1`)).toBe(
      `https://a.example/?${'n'.repeat(99)}…=1`,
    );
    expect(redactor.url(`https://a.example/${'a'.repeat(3000)}`)).toHaveLength(2000);
    expect(redactor.url('a'.repeat(3000))).toHaveLength(500);
  });
});
