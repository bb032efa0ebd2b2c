import { describe, expect, test } from 'vitest';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { given } from './cases.ts';

/** What is right in files of other people and was told as a mistake once, by its kind; and what must still be found. */
const client = (more: string): string => `identity_providers:
  oidc:
${more}    clients:
      - client_id: notes
        public: true
        redirect_uris: [https://notes.example.com/callback]
`;

const RIGHT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a key that a template puts into a block': {
    'configuration.yml': client(
      '    jwks:\n      - key: |\n          {{ fileContent "/secrets/key" | nindent 10 }}\n',
    ),
  },
  'a secret that a filter fills in': {
    'configuration.yml': client('    hmac_secret: "${HMAC}"\n    issuer_private_key: $KEY\n').replace(
      '    issuer_private_key: $KEY\n',
      '    jwks: [{ key: "${KEY}" }]\n',
    ),
  },
  'a default that holds a variable': {
    'compose.yaml':
      'services:\n  notes:\n    image: notes\n    environment:\n      OIDC_ISSUER: ${OIDC_ISSUER:-https://auth.${DOMAIN:-example.com}/x}\n      OIDC_SECRET: ${A:?tell ${B}}\n',
  },
  'a comment behind an empty value': {
    '.env': 'OIDC_ENABLED=true\nOIDC_CLIENT_SECRET=          # make one: openssl rand -hex 32\nOIDC_NAME= \n',
  },
  'a switch that is not that of the login': {
    'bookstack.env':
      'AUTH_METHOD=oidc\nOIDC_NAME=SSO\nOIDC_CLIENT_ID=b\nOIDC_CLIENT_SECRET=PLANTED\nOIDC_ISSUER=https://auth.example.com\nOIDC_ISSUER_DISCOVER=false\nAPP_URL=https://wiki.example.com\n',
  },
};

describe('what is right is not told as a mistake', () => {
  test.each(Object.entries(RIGHT))('%s', (_what, files) => {
    const told = examine(readExisting(given(files))).filter(({ rule }) => rule !== 'file-not-recognised');
    expect(told).toEqual([]);
  });

  test.each([
    ['settings.py', '"""Settings"""\nimport os\n\nOAUTH = {\n  "a": [1,\n}\n'],
    ['constants.rb', "SELF_HOSTED = ENV.fetch('A', 'true') == 'true'\nUNITS = {\n  km: 1\n}\n"],
    ['env.ts', 'import { a } from "b";\nexport const OIDC_CLIENT_ID = process.env.X;\n'],
    ['page.php', '<?php\n$a = [ "b" => 1 ];\n'],
    ['core.toml', 'title = "Komodo"\nhost = "https://a.example.com"\n[oidc]\nenabled = true\n'],
    ['notes.md', '# Notes\n\nidentity_providers: oidc\n- x: [\n'],
  ])('%s is neither YAML nor an environment', (name, text) => {
    expect(examine(readExisting([{ name, text }])).map(({ rule }) => rule)).toEqual(['file-not-recognised']);
  });

  test('a mistake of YAML is told once, not with its echoes', () => {
    const text = `${client('')}      - id: x\n       - id: y\n     - id: z\n   - id: a\n`;
    expect(
      examine(readExisting([{ name: 'c.yml', text }])).filter(({ rule }) => rule === 'file-not-yaml'),
    ).toHaveLength(1);
  });

  test('the true ones beside them are found', () => {
    const rules = (files: Readonly<Record<string, string>>) =>
      examine(readExisting(given(files))).map(({ rule }) => rule);
    expect(rules({ 'c.yml': client('    jwks:\n      - key: |\n\n        algorithm: RS256\n') })).toContain(
      'authelia-key-empty',
    );
    expect(rules({ 'c.yml': client('    hmac_secret: short\n') })).toContain('authelia-hmac-short');
    expect(
      rules({
        'compose.yaml':
          'services:\n  notes:\n    image: notes\n    environment:\n      OIDC_ISSUER: ${OIDC_ISSUER:-https://auth.$domain}\n',
      }),
    ).toContain('compose-dollar');
    expect(rules({ '.env': 'A=1\nB=2\nOIDC_CLIENT_ID= notes # mine\n' })).toContain('env-blanks-at-equals');
  });
});
