import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { pastedConfiguration } from '../../../../shared/existing/doctor/pasted.ts';
import { DIGEST } from './authelia-cases.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../diagnosis/corpus');
const CLIENT = `identity_providers:
  oidc:
    clients:
      - client_id: memos
        client_name: Memos
        client_secret: '${DIGEST}'
        redirect_uris: [https://memos.example.com/auth/callback]
        token_endpoint_auth_method: client_secret_post
`;
const LOG = `time="2026-11-25T20:21:26Z" level=error msg="Authorization Request failed with error: The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'."`;
const rules = (text: string): readonly string[] | undefined =>
  pastedConfiguration(text)?.findings.map(({ rule }) => rule);

/** What Authelia 4.39.20 printed for a key of the OpenID Connect provider that is wrong, in its three forms. */
const VALIDATED: readonly (readonly [said: string, option: string])[] = [
  [
    'Configuration parsed and loaded with errors:\n\n\t - configuration key not expected: identity_providers.oidc.clients[].redirect_uri\n\nError: configuration validation failed\nUsage:\n  authelia config validate [flags]\n\nExamples:\nauthelia config validate\n\nFlags:\n  -h, --help   help for validate\n\nGlobal Flags:\n  -c, --config strings   configuration files\n\n',
    'identity_providers.oidc.clients[].redirect_uri',
  ],
  [
    'Configuration parsed and loaded with errors:\n\n\t - error occurred during unmarshaling configuration: decoding failed due to the following error(s):\n\n\'access_control.rules[0].networks\' failed to parse network "internal": invalid CIDR address: internal\n\nError: configuration validation failed\n',
    'access_control.rules[].networks',
  ],
  [
    'Configuration parsed and loaded with errors:\n\n\t - failed to load configuration from file path(/config/configuration.yml) source: yaml: unmarshal errors:\n  line 60: mapping key "client_name" already defined at line 59\n\nError: configuration validation failed\n',
    '/config/configuration.yml, line 60',
  ],
];
const FILE =
  "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'links'\n        redirect_uri: 'https://links.example.org/cb'\n";

describe('configuration among what is pasted', () => {
  test.each(VALIDATED)('is kept apart from what its validation printed: %s', (said, option) => {
    for (const text of [`${FILE}${said}`, `${FILE}\n${said}`, `${said}${FILE}`]) {
      const read = pastedConfiguration(text)!;
      expect(read.what).toBe('a configuration of Authelia');
      expect(explain(read.log)[0]!.fix.setting).toBe(option);
      const line = text.split('\n').findIndex((one) => one.includes('redirect_uri:')) + 1;
      expect(JSON.stringify(read.findings)).toContain(`"line":${line}`);
    }
  });

  test('of the corpus, only settings of apps are taken for configuration', () => {
    const taken = readdirSync(CORPUS).flatMap((name) => {
      const content = readFileSync(path.join(CORPUS, name), 'utf8');
      const found = rules(content.slice(content.indexOf('\n\n') + 2));
      return found === undefined ? [] : [[name, found]];
    });
    // These are settings of an app, and the doctor says of them what explain does.
    expect(taken).toEqual([
      ['endpoint-as-issuer.txt', ['app-issuer-is-endpoint']],
      ['romm-misspelt.txt', ['env-name']],
      ['secret-digest-in-app.txt', ['env-secret-is-digest']],
    ]);
  });

  test('neither is a key of the catalogue', () => {
    for (const cause of CAUSES)
      for (const { text } of cause.keys)
        for (const words of [text].flat()) expect(pastedConfiguration(words), cause.id).toBeUndefined();
  });

  test.each([
    'https://app.example.com/callback?error=access_denied&state=abc',
    'error=invalid_request\nerror_description=The request is malformed',
    '{"error":"invalid_client","error_description":"x"}',
    'Error: no\n    at run (file.js:1:2)',
    'latchkey-probe 1 begin\nA=1\nB=2\nlatchkey-probe 1 end',
    'the weather is fine',
    '',
  ])('%j is none', (text) => {
    expect(pastedConfiguration(text)).toBeUndefined();
  });

  test('a healthy configuration is configuration, and nothing is found in it', () => {
    expect(pastedConfiguration(CLIENT)).toMatchObject({
      what: 'a configuration of Authelia',
      findings: [],
      log: '',
    });
  });

  test('a log below a snippet is read as both', () => {
    const both = pastedConfiguration(`${CLIENT.replace('client_name', 'description')}${LOG}\n`);
    expect(both?.findings.map(({ rule }) => rule)).toEqual(['authelia-client-key-renamed']);
    expect(explain(both!.log).map(({ id }) => id)).toContain('redirect-not-registered-authelia');
  });

  test('an answer in JSON above a setting is what a program said', () => {
    const said =
      '{"message":"Failed to discover OpenID provider: Failed to parse server response","object":"error"}';
    const text = `${said}\n\nvaultwarden  | [2026-01-02 03:04:05.678][reqwest::connect][DEBUG] starting new connection: https://sso.example.net/\n\nSSO_AUTHORITY=https://sso.example.net/application/o/vaultwarden/ and I can open the document below it\n`;
    const read = pastedConfiguration(text);
    expect(read?.log).toContain('Failed to discover OpenID provider');
    expect(rules(text)).not.toContain('file-not-recognised');
  });

  const ENV = 'NOTES_KEY=1\nOIDC_ISSUER=https://auth.example.com\nOIDC_CLIENT_ID=notes\n';
  const COMPOSE = 'services:\n  notes:\n    image: example/notes\n    environment:\n      - NOTES_KEY=1\n';
  test.each([
    [
      'two files under their names',
      `my .env file:\n\n${ENV}\nmy docker-compose.yml\n\n${COMPOSE}\nNo button is to be seen`,
    ],
    [
      'in fences',
      `**.env**\n\`\`\`\n${ENV}\`\`\`\ncompose.yaml:\n\`\`\`yaml\n${COMPOSE}\`\`\`\nNo button is to be seen\n`,
    ],
    [
      'the other way round',
      `compose.yaml:\n${COMPOSE}\nand this is the env file\n${ENV}No button is to be seen\n`,
    ],
  ])('several files in one text are read apart, with the lines of the text: %s', (_, text) => {
    const read = pastedConfiguration(text)!;
    expect(read.findings.map(({ rule }) => rule)).toEqual(['env-not-handed-on']);
    expect(read.findings[0]!.line).toBe(
      text.split('\n').findIndex((line) => line.startsWith('OIDC_ISSUER')) + 1,
    );
    expect(read.log).toContain('No button is to be seen');
  });

  test('a part of a Compose file below a sentence is read, however far it is indented', () => {
    const text = `Since I set this the app restarts all the time\n\n    environment:\n      - OIDC_ISSUER='https://auth.example.com'\n      - OIDC_CLIENT_ID=notes\n`;
    expect(rules(text)).toEqual(['compose-list-quotes']);
  });

  test('what is handed on, or may be, is not missing', () => {
    for (const lines of [
      '    env_file: .env\n',
      '    env_file:\n      - path: ./.env\n        required: true\n',
      '    <<: *base\n',
      '    extends: { file: base.yaml, service: notes }\n',
      `    env_file: \${NOTES_ENV}\n`,
      '  worker:\n    build: .\n    env_file: .env\n',
    ])
      expect(
        rules(
          `${ENV}\nmy compose file looks like this\nx-base: &base { env_file: .env }\n${COMPOSE}${lines}`,
        ),
        lines,
      ).toEqual([]);
  });

  test('what each kind is taken for', () => {
    expect(pastedConfiguration('OIDC_ISSUER=https://auth.example.com\nOIDC_CLIENT_ID=a\n')?.what).toBe(
      'an env file',
    );
    expect(pastedConfiguration('services:\n  web:\n    image: x\n    environment: [A=1]\n')?.what).toBe(
      'a Compose file',
    );
    expect(rules('identity_providers:\n  oidc:\n   clients: ]\n')).toEqual(['file-not-yaml']);
    expect(
      pastedConfiguration('OIDC_SERVER_APPLICATION_URL=https://a.example.com\nOIDC_CLIENT_ID=a\n')?.what,
    ).toBe('settings of RomM');
  });
});
