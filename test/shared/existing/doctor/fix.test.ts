import { describe, expect, test } from 'vitest';
import { examine, RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { type Fixed, fixed } from '../../../../shared/existing/doctor/fix.ts';
import { type GivenFile, readExisting } from '../../../../shared/existing/doctor/reading.ts';
import type { Finding } from '../../../../shared/existing/doctor/rule.ts';
import { CASES, given } from './cases.ts';

const unknown = () => undefined;
const found = (files: readonly GivenFile[]) => examine(readExisting(files));
const countsOf = (findings: readonly Finding[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
};
const mendedTexts = (files: readonly GivenFile[], { changes }: Fixed): GivenFile[] =>
  files.map((file, index) => {
    const merged = changes.find((one) => one.index === index)?.merged;
    return merged === undefined ? file : { name: file.name, text: merged.mark + merged.after };
  });
const mending = RULES.filter(({ mends }) => mends !== undefined).map(({ id }) => id);
const others = RULES.filter(({ mends }) => mends === undefined).map(({ id }) => id);

describe('the safe fixes', () => {
  test('a third of the rules have one', () => {
    expect(mending.length).toBeGreaterThanOrEqual(75);
  });

  test.each(others)('%s: a person decides, so nothing is changed', (id) => {
    for (const { rule, changes } of found(given(CASES[id]!.bad)))
      if (rule === id) expect(changes).toBeUndefined();
  });

  test.each(mending)('%s: mended for good, and nothing else', (id) => {
    const { bad, mended = bad } = CASES[id]!;
    const files = given(mended);
    const before = found(files);
    expect(before.some(({ rule, changes }) => rule === id && changes !== undefined)).toBe(true);
    const made = fixed(files, unknown);
    // Gone, and nothing that was not there before.
    expect(made.left.filter(({ rule }) => rule === id)).toEqual([]);
    const counts = countsOf(before);
    for (const [rule, count] of countsOf(made.left))
      expect(count, rule).toBeLessThanOrEqual(counts.get(rule) ?? 0);
    expect(made.left).toEqual(found(mendedTexts(files, made)));
    // What is shown is what is written, and the way back is exact.
    for (const { index, merged } of made.changes) {
      let shift = 0;
      let back = merged.after;
      for (const { at, length, text } of merged.edits) {
        expect(merged.after.slice(at + shift, at + shift + text.length)).toBe(text);
        shift += text.length - length;
      }
      for (const { at, length, text } of [...merged.edits].reverse()) {
        shift -= text.length - length;
        const old = merged.before.slice(at, at + length);
        back = back.slice(0, at + shift) + old + back.slice(at + shift + text.length);
      }
      expect(merged.mark + back).toBe(files[index]!.text);
    }
    // Twice changes nothing.
    expect(fixed(mendedTexts(files, made), unknown).changes).toEqual([]);
  });

  test.each(mending)('%s: the rest of the file stays, whatever it looks like', (id) => {
    const { bad, mended = bad } = CASES[id]!;
    const files = given(mended);
    const plain = mendedTexts(files, fixed(files, unknown));
    // Line ends of Windows, a mark at the beginning and comments of a person are in none of the cases.
    const dressed = (text: string): string =>
      `\ufeff# mine, keep: 'this' "as" it $is\r\n${text.replaceAll('\n', '\r\n')}# and this\r\n`;
    const wearing = files.map(({ name, text }) => ({ name, text: dressed(text) }));
    expect(mendedTexts(wearing, fixed(wearing, unknown)).map(({ text }) => text)).toEqual(
      files.map(({ text }, index) =>
        text === plain[index]!.text ? dressed(text) : dressed(plain[index]!.text),
      ),
    );
  });

  test('all mistakes of one file at once, one behind the other', () => {
    const files = given({
      'configuration.yml': `identity_providers:
  oidc:
    clients:
      - id: 'notes '  # mine
        description: My notes
        scopes: openid profile
        consent_mode: preconfigured
        require_pkce: yes
        pkce_challenge_method: SHA256
        redirect_uris: ['https://notes.example.com/callback ', https://Notes.example.com/other]
        token_endpoint_auth_method: client-secret-post
`,
    });
    expect(mendedTexts(files, fixed(files, unknown))[0]!.text).toBe(`identity_providers:
  oidc:
    clients:
      - client_id: 'notes'  # mine
        client_name: My notes
        scopes: [openid, profile]
        consent_mode: pre-configured
        require_pkce: true
        pkce_challenge_method: S256
        redirect_uris: ['https://notes.example.com/callback', https://notes.example.com/other]
        token_endpoint_auth_method: client_secret_post
`);
  });

  test('what stands behind an anchor stays, because it is used elsewhere, too', () => {
    const text = `x: &base
  consent_mode: preconfigured
identity_providers:
  oidc:
    clients:
      - <<: *base
        client_id: a
        public: true
        redirect_uris: [https://a.example.com]
`;
    const files = given({ 'c.yml': text });
    expect(found(files).map(({ rule }) => rule)).toContain('authelia-consent-unknown');
    expect(fixed(files, unknown).changes).toEqual([]);
  });

  test('a value inside a variable isn’t changed at the place that it has there', () => {
    const inner =
      'micronaut:\n  security:\n    oauth2:\n      clients:\n        a:\n          client-ids: x\n';
    const files = given({ '.env': `A=1\nKESTRA_CONFIGURATION='${inner}'\n` });
    expect(found(files).map(({ rule }) => rule)).toContain('kestra-client-key-misspelt');
    expect(fixed(files, unknown).changes).toEqual([]);
  });

  test('thousands of the same mistake are mended, in the time of some readings', () => {
    const client = (index: number): string =>
      `      - id: a${index}\n        public: true\n        redirect_uris: [https://a${index}.example.com]\n`;
    const text = `identity_providers:\n  oidc:\n    clients:\n${Array.from({ length: 2_000 }, (_, index) => client(index)).join('')}`;
    const files = given({ 'c.yml': text });
    const made = fixed(files, unknown);
    expect(made.left.filter(({ rule }) => rule === 'authelia-client-key-renamed')).toEqual([]);
    expect(made.changes[0]!.merged.after).toBe(text.replaceAll('- id:', '- client_id:'));
  });
});
