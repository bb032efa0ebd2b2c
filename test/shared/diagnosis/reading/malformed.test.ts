import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { judgeMalformed } from '../../../../shared/diagnosis/reading/malformed.ts';

const WELL_KNOWN = '/.well-known/openid-configuration';

/** Ways in which an address is written wrong, as a program prints it where it asks for the document. */
const WRONG: Readonly<Record<string, (address: string) => string>> = {
  'a scheme before the scheme': (address) => `Get "https://${address}${WELL_KNOWN}"`,
  'a scheme before another one': (address) =>
    `GET http://${address.replace('https', 'http')}${WELL_KNOWN}`.replace('http://http:', 'http://https:'),
  'encoded quotes': (address) => `GET %22${address}%22${WELL_KNOWN}`,
  'a quote before the path': (address) => `Failed to parse URL from "${address}"${WELL_KNOWN}`,
  'escaped quotes': (address) => `parse "\\"${address}\\"": first path segment in URL cannot contain colon`,
  'quotes of another kind': (address) => `Invalid URL '"${address}"' for the issuer`,
  'a blank before it': (address) => `accessing discovery url ( ${address}${WELL_KNOWN}) failed: bad uri`,
  'an encoded blank before it': (address) => `GET "%20${address}${WELL_KNOWN}"`,
  'a blank behind it': (address) => `discovery: invalid URL "${address} "`,
  'an encoded blank within': (address) => `GET ${address}%20${WELL_KNOWN}`,
  'an end of the line': (address) =>
    `discovery: parse "${address}\\n": net/url: invalid control character in URL`,
  'no colon': (address) => `issuer ${address.replace('https:', 'https')}`,
  'one slash': (address) => `issuer=${address.replace('https:/', 'https:')}: invalid url`,
};

const host = fc.constantFrom('auth.example.com', 'sso.example.net', 'id.example.org:8443');
const path = fc.constantFrom('', '/realms/home', '/application/o/notes', '/oauth2/openid/notes');

describe('an address that is written wrong', () => {
  it.each(Object.entries(WRONG))('with %s is found, shown and put right', (_, form) => {
    fc.assert(
      fc.property(host, path, (name, rest) => {
        const address = `https://${name}${rest}`;
        const [first] = explain(form(address));
        expect(first).toMatchObject({ id: 'issuer-not-well-formed', side: 'app', fix: { value: address } });
        expect(first?.fix.text).toContain(address);
      }),
    );
  });

  it('with the suffix twice is told without either', () => {
    expect(explain(`404 for https://sso.example.net/realms/home${WELL_KNOWN}${WELL_KNOWN}`)[0]).toMatchObject(
      { id: 'discovery-path-wrong', fix: { value: 'https://sso.example.net/realms/home' } },
    );
  });
});

/** Right addresses as programs and people quote them. */
const RIGHT: readonly ((address: string) => string)[] = [
  (address) => `level=error msg="Get \\"${address}${WELL_KNOWN}\\": context canceled"`,
  (address) => `{"msg":"oidc","issuer":"${address}","discovery":"${address}${WELL_KNOWN}"}`,
  (address) => `OIDC_ISSUER="${address}"`,
  (address) => `OIDC_ISSUER='${address}' # the issuer`,
  (address) => `I set the issuer to " ${address} " and it works`,
  (address) => `The provider is at ( ${address} ), see there`,
  (address) =>
    `${address}/authorize?scope=openid%20https://www.example.com/auth/calendar&redirect_uri=https%3A%2F%2Fnotes.example.com%2Fcb`,
  (address) => `redirect_uri=https://https://notes.example.com/cb issuer ${address}`,
  (address) => `["${address}","${address}"] oidc`,
  (address) => `issuer: ${address} /.well-known is appended`,
  (address) => `https://web.archive.org/web/2026/${address}${WELL_KNOWN}`,
];

describe('an address that is written right', () => {
  it.each(RIGHT.map((form) => [form('https://auth.example.com/realms/home')]))('%s', (text) => {
    expect(judgeMalformed(text)).toEqual([]);
  });
});
