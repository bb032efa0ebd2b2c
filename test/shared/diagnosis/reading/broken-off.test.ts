import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** What JSON readers say of a document that is cut off after a number of characters. */
const READERS: Readonly<Record<string, (at: number) => string>> = {
  'Python, a value': (at) =>
    `json.decoder.JSONDecodeError: Expecting value: line 1 column ${at + 1} (char ${at})`,
  'Python, a name': (at) =>
    `JSONDecodeError: Expecting property name enclosed in double quotes: line 3 column 5 (char ${at})`,
  'Python, a string': (at) =>
    `JSONDecodeError: Unterminated string starting at: line 1 column 9 (char ${at})`,
  'V8, the end': () => 'SyntaxError: Unexpected end of JSON input',
  'V8, a place': (at) => `SyntaxError: Expected double-quoted property name in JSON at position ${at}`,
  Go: () => 'could not unmarshal as JSON: unexpected end of JSON input',
  Jackson: () => 'JSON parse error: Unexpected end-of-input within/between Object entries',
  Gson: (at) => `java.io.EOFException: End of input at line 1 column ${at} path $.token_endpoint`,
  serde: (at) => `EOF while parsing an object at line 1 column ${at}`,
  'System.Text.Json': (at) =>
    `Expected depth to be zero at the end of the JSON payload. LineNumber: 0 | BytePositionInLine: ${at}.`,
  jansson: () => 'JSON parsing returned an error: unexpected token near end of file',
};

/** How programs name the request. */
const ASKED = fc.constantFrom(
  'Failed to fetch the discovery document from https://auth.example.com/.well-known/openid-configuration',
  'failed to decode provider discovery object',
  'JSON parsing of retrieved Discovery document failed',
);

describe('a discovery document that breaks off', () => {
  it.each(Object.entries(READERS))('was changed on its way, and its address is right: %s', (_, says) => {
    fc.assert(
      fc.property(
        ASKED,
        fc.integer({ min: 20, max: 4000 }),
        fc.constantFrom(': ', '\n'),
        (asked, at, between) => {
          const [first] = explain(`ERROR ${asked}${between}${says(at)}`);
          expect(first).toMatchObject({ id: 'answer-not-json', side: 'proxy' });
          expect(first?.cause).toContain('no whole JSON object');
        },
      ),
    );
  });

  it.each([
    'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
    "invalid character '<' looking for beginning of value",
  ])('a page does not: %s', (says) => {
    const text = `ERROR Failed to fetch the discovery document from https://auth.example.com/.well-known/openid-configuration: ${says}`;
    expect(explain(text)[0]?.cause).not.toContain('no whole JSON object');
  });
});

/** How programs print the members of an object. */
const PRINTED: Readonly<Record<string, (name: string, value: string) => string>> = {
  'as Node does': (name, value) => `    ${name}: '${value}',`,
  'as Python does': (name, value) => `{'${name}': '${value}'}`,
  'as JSON': (name, value) => `  "${name}": "${value}",`,
  'as fields of a line': (name, value) => ` ${name}="${value}"`,
};

describe('issuers that a program prints beside its message', () => {
  const host = fc.constantFrom('auth.example.com', 'sso.example.org', 'id.example.net');
  const complaint = fc.constantFrom(
    'discovered metadata issuer does not match the expected issuer',
    'issuer mismatch',
    '"response" body "issuer" property does not match the expected value',
    'unexpected issuer in the discovery document',
  );
  const printed = fc.constantFrom(...Object.values(PRINTED));

  it('decide: by http only, the provider does not know its address', () => {
    fc.assert(
      fc.property(complaint, host, printed, (says, name, member) => {
        const [expected, actual] = [`https://${name}/`, `http://${name}`];
        const [first] = explain(
          `Error: ${says}\n${member('expected', expected)}\n${member('issuer', actual)}`,
        );
        expect(first).toMatchObject({ id: 'idp-advertises-wrong-self', side: 'proxy' });
        expect(first?.cause).toContain(actual);
      }),
    );
  });

  it('are shown where they differ otherwise', () => {
    fc.assert(
      fc.property(complaint, host, printed, (says, name, member) => {
        const [expected, actual] = [`https://${name}`, `https://${name}/realms/home`];
        const [first] = explain(
          `Error: ${says}\n${member('expected', expected)}\n${member('issuer', actual)}`,
        );
        expect(first?.id).toBe('issuer-mismatch');
        expect(JSON.stringify(first)).toContain(actual);
      }),
    );
  });

  it('say nothing where another claim is the wrong one', () => {
    const text =
      "Error: unexpected \"aud\" claim value\n  cause: { expected: 'https://notes.example.com', claims: { iss: 'https://auth.example.com', aud: 'x' } }";
    expect(explain(text).map(({ id }) => id)).not.toContain('issuer-mismatch');
  });
});
