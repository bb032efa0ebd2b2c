import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { pastedConfiguration } from '../../../../shared/existing/doctor/pasted.ts';
import { SAID_BY_LIBRARIES } from '../../diagnosis/reading/said-by-libraries.ts';

/** Settings as people paste them beside an error. There is nothing wrong in them. */
const SETTINGS: Readonly<Record<string, string>> = {
  'an env file': 'OIDC_CLIENT_ID=notes\nOIDC_CLIENT_SECRET=xxxxxxxx\nOIDC_ISSUER=https://auth.example.com\n',
  'a part of Compose':
    '    environment:\n      - OIDC_CLIENT_ID=notes\n      - OIDC_CLIENT_SECRET=xxxxxxxx\n      - OIDC_ISSUER=https://auth.example.com\n',
  Compose:
    'services:\n  notes:\n    image: example/notes:1.2\n    environment:\n      OIDC_CLIENT_ID: notes\n      OIDC_ISSUER: https://auth.example.com\n',
  'a client of Authelia':
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: notes\n        client_secret: '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCGyV0RxrR7nVEZlFqnUA7NSHxyTNtKpE5QvA'\n        redirect_uris:\n          - https://notes.example.com/callback\n",
  'a part of a client':
    '      - client_id: notes\n        client_name: Notes\n        public: false\n        redirect_uris:\n          - https://notes.example.com/callback\n',
  'settings in YAML':
    'auth_oidc:\n  client_id: notes\n  client_secret: xxxxxxxx\n  discovery_url: https://auth.example.com/.well-known/openid-configuration\n',
  'settings in Kestra’s form':
    'micronaut:\n  security:\n    oauth2:\n      clients:\n        home:\n          client-id: notes\n          openid:\n            issuer: https://auth.example.com\n',
};

/** How the two stand in one text. */
const FORMS: readonly (readonly [how: string, put: (said: string, settings: string) => string])[] = [
  ['above it', (said, settings) => `${said}\n${settings}`],
  ['above it, apart', (said, settings) => `${said}\n\n${settings}`],
  ['below it', (said, settings) => `${settings}${said}\n`],
  ['below it, apart', (said, settings) => `${settings}\n${said}\n`],
  [
    'above it, in a line of a log',
    (said, settings) => `level=error msg="${said.replaceAll('"', '\\"')}"\n\n${settings}`,
  ],
  ['above it, in brackets', (said, settings) => `[2026-01-02 03:04:05] [ERROR] ${said}\n\n${settings}`],
  [
    'below it, in a line of JSON',
    (said, settings) =>
      `${settings}\n${JSON.stringify({ level: 'error', msg: said, time: '2026-01-02T03:04:05Z' })}\n`,
  ],
  [
    'above it, as an answer in JSON',
    (said, settings) => `${JSON.stringify({ message: said })}\n\n${settings}`,
  ],
  [
    'below it, as an answer in JSON',
    (said, settings) => `${settings}\n${JSON.stringify({ error: 'failed', error_description: said })}\n`,
  ],
  [
    'between sentences',
    (said, settings) =>
      `This is what I get when I sign in:\n\n${said}\n\nAnd my settings are\n\n${settings}\nWhat is wrong here?\n`,
  ],
];

const firstOf = (text: string) => {
  const read = pastedConfiguration(text);
  return explain(read === undefined ? text : read.log, { whole: text })[0];
};

/** Messages that are understood by themselves. */
const MESSAGES = Object.values(SAID_BY_LIBRARIES)
  .flat()
  .map(([said]) => said)
  .filter((said) => !said.includes('\n') && (explain(said)[0]?.confidence ?? 0) >= 0.7);

/** Addresses that show a fault, as they are copied out of a browser. */
const ADDRESSES = [
  'https://notes.example.com/oauth/login/home/None?client_id=None&redirect_uri=https://notes.example.com/cb&state=GnO9X5pHVB7C&response_type=code',
  'https://auth.example.com/authorize?client_id=notes&redirect_uri=http%3A%2F%2Fnotes.example.com%2Fcallback&response_type=code&scope=openid&state=GnO9X5pHVB7C',
  'https://auth.example.com/token?client_id=notes&redirect_uri=https%3A%2F%2Fnotes.example.com%2Fcallback&response_type=code&scope=openid&state=GnO9X5pHVB7C',
  'https://notes.example.com/callback?error=invalid_scope&error_description=The+requested+scope+is+invalid&state=GnO9X5pHVB7C',
  'https://auth.example.com/authorize?client_id=notes&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&response_type=code&scope=openid&state=GnO9X5pHVB7C',
];

describe('an address beside settings is heard', () => {
  const places = FORMS.filter(([how]) => /^(?:above|below) it(?:, apart)?$|sentences/.test(how));
  for (const [what, settings] of Object.entries(SETTINGS))
    it.each(places)(`%s: ${what}`, (_, put) => {
      const lost = ADDRESSES.filter((said) => firstOf(put(said, settings))?.id !== explain(said)[0]!.id);
      expect(lost).toEqual([]);
    });
});

describe('what a program says beside settings is heard', () => {
  it('in many messages', () => expect(MESSAGES.length).toBeGreaterThan(150));

  for (const [what, settings] of Object.entries(SETTINGS))
    it.each(FORMS)(`%s: ${what}`, (_, put) => {
      const lost = MESSAGES.filter((said) => firstOf(put(said, settings))?.id !== explain(said)[0]!.id);
      expect(lost).toEqual([]);
    });
});
