import { DIGEST } from '../shared/existing/doctor/authelia-cases.ts';

export const CLIENT = `      - client_id: notes
        client_secret: '${DIGEST}'
        redirect_uris: [https://notes.example.com/callback]
        token_endpoint_auth_method: client_secret_basic
`;
export const oidc = (inside: string): string => `identity_providers:\n  oidc:\n${inside}`;
const levels = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** Files that somebody made to harm, or that are no configuration. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'ten megabytes of a word': `a: ${'b'.repeat(10_000_000)}`,
  'ten megabytes of lines': 'key: value\n'.repeat(900_000),
  'ten megabytes of variables': 'OIDC_CLIENT_SECRET=x\n'.repeat(500_000),
  'four megabytes of open quotes': 'A="\n'.repeat(1_000_000).slice(0, 4_000_000),
  'one line of equals signs': `A${'='.repeat(4_000_000)}`,
  'brackets in brackets': '['.repeat(100_000),
  'maps in maps': levels(3_000, (index) => `${' '.repeat(index)}a:\n`),
  'aliases of aliases': `a0: &a0 [x, x]\n${levels(60, (index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}x]\n`)}`,
  'aliases among clients': oidc(
    `    clients:\n      - &a\n        client_id: a\n        redirect_uris: &r [https://a.example.com]\n${'      - *a\n'.repeat(8_000)}`,
  ),
  'merges of merges': `a0: &a0 {${levels(300, (index) => `k${index}: 1, `)}}\n${levels(300, (index) => `a${index + 1}: &a${index + 1} { <<: *a${index}, j${index}: 1 }\n`)}`,
  'a value that holds itself': oidc('    clients: &c\n      - client_id: a\n        redirect_uris: *c\n'),
  'keys of every object': oidc(
    `    __proto__: { clients: [] }\n    constructor: 1\n    clients:\n${CLIENT}        __proto__: x\n        toString: y\n`,
  ),
  'variables of every object': '__proto__=1\nconstructor=2\ntoString=3\nhasOwnProperty=4\nOIDC_CLIENT_ID=a\n',
  'many clients': oidc(
    `    clients:\n${levels(4_000, (index) => `      - client_id: c${index}\n        public: true\n        redirect_uris: [https://a${index}.example.com/cb]\n`)}`,
  ),
  'many policies': oidc(
    `    claims_policies:\n${levels(9_000, (index) => `      p${index}: {}\n`)}    clients:\n${CLIENT}`,
  ),
  'many providers': `version: 1\nentries:\n${levels(9_000, (index) => `  - model: authentik_providers_oauth2.oauth2provider\n    identifiers: { name: p${index} }\n`)}`,
  'many applications': `version: 1\nentries:\n${levels(4_000, (index) => `  - { model: authentik_core.application, identifiers: { slug: a${index} } }\n  - { model: authentik_providers_oauth2.oauth2provider, identifiers: { name: p${index} } }\n`)}`,
  'many bindings': `version: 1\nentries:\n${levels(4_000, (index) => `  - { model: authentik_policies.policybinding, identifiers: { order: ${index} } }\n  - { model: authentik_core.application, identifiers: { slug: a${index} }, attrs: { policy_engine_mode: all } }\n`)}`,
  'many services': `services:\n${levels(6_000, (index) => `  s${index}:\n    image: x\n    environment: { OIDC_CLIENT_ID: a }\n`)}`,
  'many apps': `services:\n${levels(3_000, (index) => `  romm${index}:\n    image: rommapp/romm\n    environment: { OIDC_SERVER_APPLICATION_URL: https://a.example.com, OIDC_CLIENT_ID: a${index} }\n`)}`,
  'a pattern that never ends': oidc(
    `    clients:\n${CLIENT.replace('https://notes.example.com/callback', `'https://${'(a+)+'.repeat(400)}$'`)}`,
  ),
  'an address of dots': oidc(
    `    clients:\n${CLIENT.replace('https://notes.example.com/callback', `https://${'a.'.repeat(100_000)}com/x`)}`,
  ),
  'blanks without end': oidc(
    `    clients:\n${CLIENT.replace('https://notes.example.com/callback', `'https://a${' '.repeat(200_000)}b'`)}`,
  ),
  'blanks in a variable': `OIDC_CLIENT_SECRET=" a${' '.repeat(200_000)}b"\nOIDC_CLIENT_ID=" a${' '.repeat(200_000)}b"\n`,
  'blanks without a sign': `a${' '.repeat(200_000)}b`,
  'blanks in a header': `[a${' '.repeat(200_000)}b\n`,
  'signs and blanks': `a = b${' ;'.repeat(50_000)}${' '.repeat(200_000)}c\n`,
  'dollars before a brace': `OIDC_CLIENT_ID=${'$\u007b'.repeat(100_000)}}\n`,
  'templates without end': `a: "${'{{ x }}'.repeat(200_000)}"`,
  'half templates': `a: "${'{{ '.repeat(300_000)}"`,
  'a NUL': 'identity_providers:\u0000 x',
  'half a character': 'identity_providers: \ud800',
  'a long key': `${'k'.repeat(3_000_000)}: x`,
  'a long comment': `#${' a'.repeat(1_500_000)}\nidentity_providers: {}`,
  'a JSON of numbers': `[${'1,'.repeat(200_000)}1]`,
  'an address without end': `https://${'a'.repeat(1_000_000)}.example.com/`,
  'a query without end': `https://a.example.com/?${'a=b&'.repeat(200_000)}`,
  'a key a hundred thousand times': 'a: 1\n'.repeat(100_000),
  'a client with one key many times': oidc(
    `    clients:\n${CLIENT}${'        scopes: [openid]\n'.repeat(20_000)}`,
  ),
  'NULs without end': '\u0000'.repeat(1_000_000),
  'broken characters': '\ufffd\ud800x\udc00'.repeat(200_000),
  'escapes of a terminal': '\u001b[31m\u001b]0;x\u0007'.repeat(50_000),
  'quotes in quotes': `a: ${'"\\"'.repeat(200_000)}`,
  'single quotes without end': "'".repeat(500_000),
  'backslashes without end': `a="${'\\'.repeat(500_000)}`,
  'dollars and braces': '${a:-'.repeat(100_000),
  'percent signs': `https://a.example.com/?error=${'%'.repeat(300_000)}`,
  'a log without end':
    'level=error msg="invalid_client" error="the client could not be authenticated"\n'.repeat(20_000),
  'a stack of one line': `Error: ${'at x ('.repeat(100_000)}`,
  'text for a greedy pattern': `${'a'.repeat(50_000)}!`,
  'dots and signs': `${'a.'.repeat(50_000)}@${'b.'.repeat(50_000)}`,
  'blanks before a colon': `a${' '.repeat(300_000)}:${' '.repeat(300_000)}b`,
  'brackets of a link': '[a]('.repeat(100_000),
  'a private key without end': `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n`.repeat(5_000),
  'JSON in JSON': `${'{"a":'.repeat(50_000)}1`,
  'a workspace of aliases': `latchkey: 1\nproviders: &p\n  home: &h { kind: authelia, url: https://a.example.com }\napps:\n${levels(3_000, (index) => `  a${index}: *h\n`)}`,
  'a profile of patterns': `profile: 1\nkind: x\nname: X\ncallbacks: ['${'{settings.a}'.repeat(5_000)}']\n`,
};
