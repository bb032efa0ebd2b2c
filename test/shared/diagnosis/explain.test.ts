import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { finder, MAX_PLACES } from '../../../shared/diagnosis/find-all.ts';
import { lower, normalise } from '../../../shared/diagnosis/normalise.ts';
import { MAX_PASTED } from '../../../shared/diagnosis/reading/entries.ts';
import { timeOf } from '../../helpers/processor-time.ts';
import { connectionOf } from './setups.ts';

const romm = connectionOf('authelia', 'romm');
const memos = connectionOf('authelia', 'memos');

describe('finding numbers', () => {
  test('a status is not part of a longer number', () => {
    const find = finder(['302', 'd11']);
    expect(find('clock: 1795302560 status 1302 3021').get('302')).toBeUndefined();
    expect(find('"GET /x" 302 5; HTTP/1.1:302, (302)').get('302')).toHaveLength(3);
    expect(find('abcd112').get('d11')).toEqual([3]);
    expect(explain('clock: 1795302560 http://idp/.well-known/openid-configuration')).toEqual([]);
  });
});

describe('normalising', () => {
  test('undoes what text goes through on its way', () => {
    const plain = "The 'redirect_uri' parameter does not match";
    for (const text of [
      'The &#39;redirect_uri&#39; parameter does not match',
      'The &#x27;redirect_uri&#x27;&nbsp;parameter does not match',
      'The+%27redirect_uri%27+parameter+does+not+match',
      'The%2B%2527redirect_uri%2527%2Bparameter%2Bdoes%2Bnot%2Bmatch',
      'The ‘redirect_uri’ \u001b[31mparameter\u001b[0m\r\n\t does not   match',
      'The \\u0027redirect_uri\\u0027 parameter does not match',
    ]) {
      expect(normalise(text)).toBe(plain);
    }
  });

  test('leaves alone what has nothing to be undone, and only that', () => {
    const plain = fc.string({ unit: fc.constantFrom(...' aZ09/:.-_=?#"\'()[]{}<>|~^@!$*,;'), maxLength: 40 });
    const odd = fc.constantFrom('  ', '\t', '%41', '&lt;', '\\"', '+', '\u2018', '`', '\u001b[1m', '\u00a0');
    fc.assert(
      fc.property(plain, odd, plain, (before, one, after) => {
        const calm = `a${before.replace(/ +/g, ' ')}a`;
        expect(normalise(calm)).toBe(calm);
        expect(normalise(`a${before}${one}${after}a`)).not.toContain(one);
      }),
    );
  });

  test('never throws, and settles', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const clean = normalise(text);
        expect(lower(clean)).toHaveLength(clean.length);
      }),
    );
  });
});

const placesOf = (word: string, text: string): number[] =>
  Array.from(text, (_, at) => at).filter((at) => text.startsWith(word, at));

test('the finder finds what indexOf finds', () => {
  const letter = fc.constantFrom('a', 'b', '\u00e9');
  const word = fc.string({ unit: letter, minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 12 }),
      fc.string({ unit: fc.oneof({ weight: 9, arbitrary: letter }, fc.constant('x')), maxLength: 80 }),
      (words, text) => {
        const found = finder(words)(text);
        for (const one of words)
          expect(found.get(one) ?? []).toEqual(placesOf(one, text).slice(0, MAX_PLACES));
      },
    ),
  );
});

describe('explain', () => {
  test('every key finds its own cause, among the first three', () => {
    for (const cause of CAUSES) {
      for (const key of cause.keys) {
        const words = (typeof key.text === 'string' ? [key.text] : key.text).join(' … ');
        // The name of a thing says something beside a complaint only.
        const text = key.topic === true ? `${words} is the problem` : words;
        const ids = explain(text).map((one) => one.id);
        expect(ids.slice(0, 4), `${cause.id}: ${text}`).toContain(cause.id);
      }
    }
  });

  test('nothing known is nothing said', () => {
    expect(explain('')).toEqual([]);
    expect(explain('Everything is fine today.')).toEqual([]);
    expect(explain('https://app.example.com/auth/callback?code=abcdefgh12345&state=abcdefgh12345')).toEqual(
      [],
    );
  });

  test('the setup gives exact values', () => {
    const [told] = explain('{"detail":"Email is missing from token."}', { connections: [memos, romm] });
    expect(told?.id).toBe('claims-left-the-id-token');
    const [one] = explain('romm: {"detail":"Email is missing from token."}', { connections: [memos, romm] });
    expect(one?.fix.value).toContain("client_id: 'rommClient'");
  });

  test('an authorization request is compared with what the app should send', () => {
    const request = (changes: Record<string, string>) => {
      const parameters = new URLSearchParams({
        response_type: 'code',
        client_id: 'rommClient',
        redirect_uri: 'https://romm.example.com/api/oauth/openid',
        scope: romm.client.scopes.join(' '),
        state: 'abcdefgh12345678',
        ...changes,
      });
      return explain(`https://auth.example.com/api/oidc/authorization?${parameters}`, {
        connections: [romm],
      });
    };
    expect(request({})).toEqual([]);
    expect(request({ redirect_uri: 'https://romm.example.com/api/oauth/openid/' })[0]).toMatchObject({
      id: 'redirect-not-registered-authelia',
      side: 'app',
      fix: {
        setting: 'OIDC_REDIRECT_URI',
        value: 'https://romm.example.com/api/oauth/openid',
        current: 'https://romm.example.com/api/oauth/openid/',
      },
    });
    expect(request({ redirect_uri: 'http://romm.example.com/api/oauth/openid' })[0]?.id).toBe(
      'redirect-downgraded-to-http',
    );
    expect(request({ redirect_uri: 'http://romm:8080/api/oauth/openid' })[0]?.id).toBe(
      'internal-address-leaks',
    );
    expect(request({ state: '/' })[0]).toMatchObject({ id: 'weak-state', fix: { current: '1 characters' } });
    expect(request({ scope: 'profile email' })[0]?.id).toBe('openid-scope-missing');
    expect(request({ scope: `${romm.client.scopes.join(' ')} offline_access` })[0]).toMatchObject({
      id: 'scope-not-allowed',
    });
    expect(request({ client_id: 'other' })[0]?.id).toBe('client-unknown');
  });

  test('an address that was encoded as a whole is read as well, and told redacted', () => {
    const inner =
      'https://auth.example.com/api/oidc/authorization?client_id=x&redirect_uri=http%3A%2F%2Fplay.example.com%2Fcb&response_type=code&scope=openid&state=plantedState12345';
    for (const text of [
      encodeURIComponent(inner),
      `https://auth.example.com/?rd=${encodeURIComponent(inner)}&rm=GET`,
    ]) {
      const told = explain(text);
      expect(told[0]?.id).toBe('redirect-downgraded-to-http');
      expect(JSON.stringify(told)).not.toContain('plantedState');
    }
    expect(explain('https%3A%2F%2Fa.example%2F%3Fx%3D%E0%A4%A')).toEqual([]);
  });

  test('a callback’s error, with the description the provider gave', () => {
    const [told] = explain(
      'https://romm.example.com/api/oauth/openid?error=invalid_scope&error_description=The+scope+groups&state=abcdefgh12345678',
      { connections: [romm] },
    );
    expect(told).toMatchObject({ id: 'scope-not-allowed', side: 'provider' });
    expect(told?.matched).not.toContain('abcdefgh12345678');
  });

  test('a pasted discovery document is held against the issuer', () => {
    const document = (issuer: string) =>
      explain(`{"issuer": "${issuer}", "token_endpoint": "${issuer}/api/oidc/token"}`, {
        connections: [romm],
      })[0];
    expect(document('https://auth.example.com')).toBeUndefined();
    expect(document('https://auth.example.com/')?.id).toBe('issuer-mismatch');
    expect(document('http://auth.example.com')?.id).toBe('idp-advertises-wrong-self');
  });

  test('any text is taken: no throw, at most six answers, nothing secret echoed', () => {
    const planted = fc.string({
      unit: fc.constantFrom(...'abcdefghijkmnopqrstuvwxyz23456789'),
      minLength: 16,
      maxLength: 40,
    });
    const keys = CAUSES.flatMap((cause) => cause.keys.flatMap((key) => key.text));
    fc.assert(
      fc.property(planted, fc.constantFrom(...keys), fc.string({ maxLength: 60 }), (value, key, noise) => {
        const texts = [
          `${noise} ${key} client_secret=${value}`,
          `code=${value}&x=1 ${key}`,
          `${key} Authorization: Bearer ${value}`,
          `https://auth.example.com/cb?error=access_denied&code=${value}&state=${value} ${key}`,
          `{"refresh_token":"${value}","e":"${key}"}`,
        ];
        for (const text of texts) {
          const told = explain(text, { connections: [romm, memos] });
          expect(told.length).toBeLessThanOrEqual(6);
          expect(JSON.stringify(told)).not.toContain(value);
        }
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        explain(text, { connections: [romm] });
      }),
      { numRuns: 500 },
    );
    // Time of the wall, on a busy machine; its own time is measured by the bench.
  }, 120_000);

  test('a mebibyte made to be slow is read in seconds, and no more than that is read', () => {
    const pieces = [
      'https://a.example/?client_id=x&redirect_uri=http://x&state=',
      'invalid_clien',
      '"issuer":"https://',
      'expected "https://a" got "https://',
      'latchkey-probe 1 begin\n',
      '%25%32%35',
      '&#39;',
      '\u001b[31m',
      'issuer=https://',
      '   ',
    ];
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(MAX_PASTED / piece.length));
      expect(
        timeOf(() => explain(text, { connections: [romm] }), 6000),
        piece,
      ).toBeLessThan(6000);
    }
    expect(explain(`${' '.repeat(MAX_PASTED)}Email is not verified`)).toEqual([]);
  });

  test('takes the claim that a message names before the one that is usual', () => {
    const romm = (name: string) =>
      explain(
        `ERROR: [RomM][base_handler][2026-11-25 20:18:11] '${name}' attribute is missing from token.`,
      )[0];
    expect(romm('username')).toMatchObject({
      id: 'username-missing',
      side: 'app',
      fix: { value: 'preferred_username', current: 'username' },
    });
    expect(romm('preferred_username')).toMatchObject({ id: 'username-missing', side: 'provider' });
    const memos = explain(
      'Memos: {"code":13, "message":"failed to get user info, error: the field \\"mail\\" is not found in claims or has empty value"}',
    )[0];
    expect(memos).toMatchObject({ id: 'identifier-claim-missing', side: 'app', fix: { current: 'mail' } });
    expect(memos?.cause).toContain('the field "mail" is not found');
  });

  test('names the address and client that a log of the provider names', () => {
    const said = (message: string) =>
      explain(
        `time="2026-11-25T20:21:26Z" level=error msg="${message}" method=GET path=/api/oidc/authorization`,
      )[0];
    const refused = (uri: string) =>
      said(
        `The 'redirect_uris' registered with OAuth 2.0 Client with id 'games' did not match 'redirect_uri' value '${uri}'.`,
      );
    expect(refused('https://games.example.com')).toMatchObject({
      side: 'app',
      fix: { current: 'https://games.example.com' },
    });
    expect(refused('https://games.example.com/cb')?.cause).toContain('https://games.example.com/cb');
    expect(said("Client with id 'games' does not appear to be a registered client.")?.cause).toContain(
      '“games”',
    );
    expect(said("Client with id 'games\\\\r' does not appear to be a registered client.")).toMatchObject({
      id: 'literal-quotes-or-misspelt-name',
      title: 'The client_id arrives with the end of its line',
    });
    expect(said("Client with id ''games'' does not appear to be a registered client.")?.title).toBe(
      'The client_id arrives with its quotes',
    );
  });

  test('says of a token that is over that nobody has compared the clocks', () => {
    const told = explain('authlib.jose.errors.ExpiredTokenError: expired_token: The token is expired')[0];
    expect(told).toMatchObject({ id: 'id-token-times', side: 'host' });
    expect(told?.cause).not.toContain('clocks agree');
    const early = explain('certificate verify failed: certificate is not yet valid (_ssl.c:1020)')[0];
    expect(early).toMatchObject({
      id: 'certificate-expired',
      side: 'host',
      title: 'The certificate is not valid yet',
    });
  });

  test('tells a CA file that is not there from a provider that is not reached', () => {
    for (const text of [
      'context.load_verify_locations(cafile, capath, cadata)\nFileNotFoundError: [Errno 2] No such file or directory',
      'OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /ca.pem',
      'Warning: Ignoring extra certs from `/ca.pem`, load failed: error:80000002:system library::No such file or directory',
      'curl: (77) error setting certificate verify locations: CAfile: /ca.pem',
    ])
      expect(explain(text)[0], text).toMatchObject({ id: 'ca-file-missing', side: 'app' });
  });

  test('sees an authorization request at an endpoint that is none', () => {
    const at = (path: string) =>
      explain(
        `https://auth.example.com${path}?client_id=notes&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fn.example.com%2Fcb&state=abcdefghijkl`,
      )[0]?.id;
    expect(at('/api/oidc/token')).toBe('app-endpoint-wrong');
    expect(at('/application/o/userinfo/')).toBe('app-endpoint-wrong');
    expect(at('/api/oidc/authorization')).toBeUndefined();
  });

  test.each([
    [
      'Pushed Authorization Requests are required but this Authorization Request was not made as a Pushed Authorization Request.',
      'demand-not-met',
      'provider',
    ],
    [
      "Parameter 'nonce' is set but does not satisfy the minimum entropy of 8 characters.",
      'weak-state',
      'app',
    ],
    [
      "Authorization Request with id 'x' on client with id 'g' using policy 'one_factor' could not be processed: the 'prompt' type of 'none' was requested but the user is not logged in",
      'interaction-required',
      'app',
    ],
    [
      "httpx.UnsupportedProtocol: Request URL has an unsupported protocol 'auth.example.com://'.",
      'issuer-not-well-formed',
      'app',
    ],
  ])('knows what it is about: %s', (message, id, side) => {
    expect(explain(message)[0]).toMatchObject({ id, side });
  });
});
