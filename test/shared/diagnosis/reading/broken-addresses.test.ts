import { expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { RECOGNISERS } from '../../../../shared/diagnosis/reading/messages/index.ts';

/** Authorities that no URL has (RFC 3986 §3.2, and the ports and IPv4 numbers that there are). */
const BROKEN = ['localhost:99999', '127.0.0.999', '[::1', 'id.example.com:port', 'a b', '%zz', ''];
/** What a person adds, so that readers of addresses look at it. */
const AROUND = 'docker: the login fails, error after the callback. issuer, redirect_uri, token_url: ';

const texts = [
  ...new Set(
    RECOGNISERS.flatMap(({ example }) =>
      example !== undefined && /https?:\/\//.test(example) ? [example] : [],
    ),
  ),
  'unable to fetch https://id.example.com/.well-known/openid-configuration',
  'redirect_uri=https://notes.example.com/callback is not registered',
  'expected https://id.example.com got https://id.example.com/',
  'it lands on https://notes.example.com/ after the login',
];

test('there are such messages', () => {
  expect(texts.length).toBeGreaterThan(50);
});

test.each(BROKEN)(
  'no message ends the reading where an address in it is none: “%s”',
  (authority) => {
    for (const text of texts) {
      const broken = text.replace(
        /(https?:\/\/)[^/\s"'?#,)\]}<>]*/g,
        (_, scheme: string) => `${scheme}${authority}`,
      );
      for (const one of [broken, `${AROUND}${broken}`]) expect(() => explain(one), one).not.toThrow();
    }
  },
  60_000,
);
