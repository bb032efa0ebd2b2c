import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { isRecognisable, recognise } from '../../../shared/catalog/providers/recognise.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';

/** A discovery document as this kind writes it, as far as its profile says. */
function documentOf(kind: string, version: string, url: string): Record<string, unknown> {
  const { metadata } = providerOf(kind).metadata({ kind, url }, 'notes', version, 'notes-client');
  const { discovery_url: _, ...document } = metadata;
  const { has = [] } = builtInProvider(kind)!.signs ?? {};
  return { ...Object.fromEntries(has.map((name) => [name, 'stands here'])), ...document };
}

/** The address below a path, where the profile has a place for one. */
const addresses = (kind: string): string[] => {
  const { example, pattern } = builtInProvider(kind)!.url;
  return [example, 'http://127.0.0.1:9100'].filter(
    (url) => pattern === undefined || new RegExp(`^(?:${pattern})$`).test(url),
  );
};

describe.each(PROVIDER_PROFILE_KINDS.filter(isRecognisable))('the document of %s', (kind) => {
  const { lines } = providerOf(kind).versions;
  const cases = lines.flatMap((version) => addresses(kind).map((url) => ({ version, url })));

  it.each(cases)('shows it and its address at $version, $url', ({ version, url }) => {
    expect(recognise(documentOf(kind, version, url))).toMatchObject({ kind, address: url });
  });

  it('shows it where containers reach it at another host', () => {
    const document = documentOf(kind, lines.at(-1)!, addresses(kind)[0]!);
    const inside = (name: string) =>
      String(document[name]).replace(/^https?:\/\/[^/]+/, 'http://provider:8080');
    expect(
      recognise({
        ...document,
        token_endpoint: inside('token_endpoint'),
        jwks_uri: inside('jwks_uri'),
      })?.kind,
    ).toBe(kind);
  });

  it('shows nothing once one address is another one', () => {
    const document = documentOf(kind, lines.at(-1)!, addresses(kind)[0]!);
    for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'])
      expect(recognise({ ...document, [name]: 'https://id.example.com/elsewhere' })).toBeUndefined();
  });
});

it('every provider that a profile describes can be recognised', () => {
  expect(PROVIDER_PROFILE_KINDS.filter((kind) => !isRecognisable(kind))).toEqual([]);
});

it('tells apart what has the same addresses by what else stands in the document', () => {
  const document = documentOf('pocket-id', '2.14', 'https://id.example.com');
  expect(recognise(document)?.kind).toBe('pocket-id');
  const { end_session_endpoint: _, ...bare } = document;
  expect(recognise(bare)?.kind).toBe('tinyauth');
  expect(recognise({ ...bare, code_challenge_methods_supported: ['S256'] })).toBeUndefined();
});

it('is sure of none that its addresses do not show', () => {
  const path = fc.constantFrom('/authorize', '/auth', '/token', '/userinfo', '/keys', '/jwks', '/me', '');
  const url = path.map((one) => `https://id.example.com${one}`);
  const document = fc.record({
    issuer: url,
    authorization_endpoint: url,
    token_endpoint: url,
    userinfo_endpoint: url,
    jwks_uri: url,
  });
  fc.assert(
    fc.property(document, (one) => {
      expect(recognise(one)?.certainty).not.toBe('sure');
    }),
    { numRuns: 500 },
  );
  for (const odd of [{}, { authorization_endpoint: 7 }, { authorization_endpoint: 'no address' }])
    expect(recognise(odd)).toBeUndefined();
});
