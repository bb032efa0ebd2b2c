import { describe, expect, test } from 'vitest';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../../../shared/existing/doctor/fix.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { ACROSS_CASES, FILE_CASES } from './across-cases.ts';
import { AUTHELIA_CASES } from './authelia-cases.ts';
import { AUTHENTIK_CASES } from './authentik-cases.ts';
import { KESTRA_CASES, SETTINGS_CASES } from './settings-cases.ts';

const unknown = () => undefined;
const CASES = {
  ...FILE_CASES,
  ...AUTHELIA_CASES,
  ...AUTHENTIK_CASES,
  ...SETTINGS_CASES,
  ...KESTRA_CASES,
  ...ACROSS_CASES,
};
const given = (files: string | Readonly<Record<string, string>>) =>
  Object.entries(typeof files === 'string' ? { 'the-file': files } : files).map(([name, text]) => ({
    name,
    text,
  }));

describe('the safe fixes', () => {
  test.each(Object.entries(CASES))('%s: mended for good, or left as it is', (id, { bad }) => {
    const files = given(bad);
    const findings = examine(readExisting(files));
    const edits = findings.filter(({ edit }) => edit !== undefined).length;
    const { changes, left } = fixed(files, findings, unknown);
    if (edits === 0) expect(changes).toEqual([]);
    else expect(left.filter(({ rule }) => rule === id)).toEqual([]);
    // Twice changes nothing.
    const after = files.map((file, index) => ({
      ...file,
      text: changes.find((one) => one.index === index)?.merged.after ?? file.text,
    }));
    expect(fixed(after, left, unknown).changes).toEqual([]);
  });

  test('there are some', () => {
    const mending = Object.entries(CASES).filter(([id, { bad }]) =>
      examine(readExisting(given(bad))).some(({ rule, edit }) => rule === id && edit !== undefined),
    );
    expect(mending.map(([id]) => id)).toEqual([
      'authelia-client-key-renamed',
      'authelia-redirect-capitals',
      'env-blanks-at-equals',
      'compose-list-quotes',
      'app-issuer-is-discovery',
      'app-issuer-slash',
    ]);
  });

  test('CRLF, comments and a byte order mark stay', () => {
    const text =
      '\ufeff# mine\r\nidentity_providers:\r\n  oidc:\r\n    clients:\r\n      - id: a # x\r\n        public: true\r\n        redirect_uris: [https://a.example.com]\r\n';
    const files = given({ 'c.yml': text });
    const { changes } = fixed(files, examine(readExisting(files)), unknown);
    expect(changes.map(({ merged }) => merged.mark + merged.after)).toEqual([
      text.replace('- id', '- client_id'),
    ]);
  });
});
