import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { secretText } from '../../../../shared/existing/import/secret-text.ts';

const KEY = 'Zk8dqF0yXq0wH5b3kq1mS2v9c4n7t6r5e8w1q2a3z4x5c6v7b8n9m0l1k2j3h4g5f6d7s8a9p0o1i2u3y4t5r6';
const DIGEST = `$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$${KEY}`;

/** Texts that stand where a secret belongs and are none, by what they are. */
const NEITHER: Readonly<Record<string, readonly string[]>> = {
  'cut off': [
    DIGEST.slice(0, -20),
    '$2b$12$abcdefghijklmnopqrstuv',
    '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q',
  ],
  eaten: [`-sha512$c8p78n7pUMln0jzvd4aK4Q$${KEY}`, '-sha512', '=19=65536,t=3,p=4'],
  'without its first sign': [DIGEST.slice(1)],
  doubled: [DIGEST.replaceAll('$', '$$$$')],
  'in quotes': [`'${DIGEST}'`, '"clear"'],
  'a variable': [
    '$SECRET',
    `$\{SECRET}`,
    `$\{SECRET:-x}`,
    `$\{SECRET:?needed}`,
    '$secret',
    `a-$\{SECRET}-b`,
    '%SECRET%',
  ],
  'a template': [
    '{{ secret "/config/secret" }}',
    '{{ env "SECRET" }}',
    '{{ .Values.secret | quote }}',
    '{% secret %}',
  ],
  'a file': [
    '/run/secrets/grafana',
    'file:/etc/secret',
    '/config/secrets/oidc.txt',
    '$__file{/run/secrets/x}',
    'vault:kv/x',
  ],
  masked: ['**********', '****'],
  'a placeholder': [
    '<client secret>',
    '[secret]',
    'CHANGE_ME',
    'change-me-please',
    'your-client-secret',
    'replace-me',
  ],
  empty: ['', ' '],
};

const configuration = (secret: string) => ({
  name: 'configuration.yml',
  text: `identity_providers:\n  oidc:\n    clients:\n      - client_id: grafana\n        client_secret: ${JSON.stringify(secret)}\n        redirect_uris: ['https://grafana.example.com/login/generic_oauth']\n`,
});
const environment = (secret: string) => ({
  name: 'grafana.env',
  text: `GF_SERVER_ROOT_URL=https://grafana.example.com\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_CLIENT_SECRET='${secret}'\n`,
});
const clientSecrets = (files: Parameters<typeof importFiles>[0]) => {
  const { secrets, leftovers } = importFiles(files, { url: 'https://auth.example.com' });
  return { secrets: secrets.map(({ purpose, value }) => [purpose, value]), leftovers };
};

describe('what is no secret is never offered to the keychain, and what it is gets said with its line', () => {
  for (const [what, texts] of Object.entries(NEITHER))
    it.each(texts)(`${what}: %s`, (text) => {
      expect(secretText(text).form).toBe('neither');
      const atProvider = clientSecrets([configuration(text)]);
      expect(atProvider.secrets).toEqual([]);
      if (text !== '')
        expect(atProvider.leftovers.some(({ what, line }) => what === 'client_secret' && line === 5)).toBe(
          true,
        );
      const inApp = clientSecrets([environment(text.replaceAll("'", ''))]);
      expect(inApp.secrets.filter(([, value]) => value === text)).toEqual([]);
    });

  it('a whole digest is a digest at Authelia, and no secret in the app', () => {
    expect(clientSecrets([configuration(DIGEST)]).secrets).toEqual([['client_secret_digest', DIGEST]]);
    const inApp = clientSecrets([environment(DIGEST)]);
    expect(inApp.secrets).toEqual([]);
    expect(inApp.leftovers.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '3 GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET',
    ]);
  });

  it.each(['aPlainSecret0123456789', '$plaintext$with a blank', '/abc+def=', 'q'.repeat(72), 'a$b'])(
    'a clear secret stays one: %s',
    (text) => expect(secretText(text).form).toBe('clear'),
  );
});
