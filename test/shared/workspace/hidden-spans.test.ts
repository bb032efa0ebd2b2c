import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWorkspace, parseWorkspaceBytes } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import { anyWorkspace } from './arbitrary.ts';

const SECRET = 'Tannenbaum.4711-grün';
const shown = (text: string): string => JSON.stringify(parseWorkspace(text).problems);

const HEAD =
  'latchkey: 1\nid: abc\nproviders:\n  home:\n    kind: authelia\n    url: https://auth.example.com\n';
const withApp = (...lines: string[]): string =>
  `${HEAD}apps:\n  memos:\n    kind: memos\n    url: https://memos.example.com\n    provider: home\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** No list of names can hold these. */
const KEYS = [
  'pw',
  'psk',
  'auth',
  'geheimnis',
  'mot_de_passe',
  'pin',
  'x',
  'note',
  'OIDC_K',
  'kennwort',
  'z.y',
];

describe('what a mistake in a workspace file shows', () => {
  it.each(
    KEYS.flatMap((key) => [
      withApp(`${key}: ${SECRET}`),
      withApp(`${key}: "${SECRET}"`),
      withApp(`${key}: '${SECRET}`),
      withApp(`${key}:${SECRET}`),
      withApp(`${key}=${SECRET}`),
      withApp(`${key} ${SECRET}`),
      withApp(`${key}:`, `  ${SECRET}`),
      withApp(`${key}: |`, `  ${SECRET}`, `  : ${SECRET}`),
      withApp(`${key}: [${SECRET}, {a: ${SECRET}}]`),
      withApp(`${key}: {url: ${SECRET}, kind: ${SECRET}}`),
      withApp(`${key}:`, `  url: ${SECRET}`, `  kind: ${SECRET}`),
      withApp(`${key}: !tag ${SECRET}`, `${key}2: &${SECRET} x`, `${key}3: *${SECRET}`),
      withApp(`settings: {${key}: ${SECRET}, provider_id: [}`),
      withApp(`? ${SECRET}`, `: ${key}`),
      withApp(`kind: custom  # ${key} ${SECRET}`),
      withApp(`kynd: custom  # ${key} ${SECRET}`, `# ${key} ${SECRET}`, 'x: }'),
      withApp('kind: memos', `  ${key}: ${SECRET}`),
      withApp('policy: one_factor', `  ${key} ${SECRET}`),
      withApp('version: 1', `  ${key} ${SECRET}`),
      withApp(`consent: "`, `  ${key}: ${SECRET}"`),
      withApp(`test_redirect_uri: https://a.example.com/cb?${key}=${SECRET}#x`),
      withApp(`url: https://a.example.com/?${key}=${SECRET}`, 'x: 1'),
      withApp(`redirect_uris: ["/cb?${key}=${SECRET} x", "https://a.example.com/\\\\?${key}=${SECRET}"]`),
      withApp(`url: 'https://${key}:${SECRET}@a.example.com'`),
      `${HEAD}${key}: ${SECRET}\n`,
      `${key}: ${SECRET}\n`,
      `${key}\t${SECRET}`,
      `{"latchkey": 1, "${key}": "${SECRET}", "apps": {"a": {"${key}": "${SECRET}"}}}`,
      `{"latchkey": 1, "${key}": "${SECRET}"`,
      `- ${key}: ${SECRET}\n- ${SECRET}\n`,
      `%${key} ${SECRET}\n---\nlatchkey: 1\n`,
      `latchkey: 1\n---\n${key}: ${SECRET}\n`,
      `latchkey: 1\n${key}: ${SECRET}\u0000\n`,
      `${key}: ${SECRET}\rid: x\r`,
    ]),
  )('%#: is no value of an unknown key and no comment', (text) => {
    expect(parseWorkspace(text).problems.length).toBeGreaterThan(0);
    expect(shown(text)).not.toContain(SECRET);
    expect(shown(text)).not.toMatch(/Tannenbaum|4711|grün/);
  });

  it('is nothing of it in a file that is no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(`geheimnis: ${SECRET} # ${SECRET}`), Buffer.from([0xff])]);
    expect(JSON.stringify(parseWorkspaceBytes(bytes))).not.toMatch(/Tannenbaum|4711/);
  });

  it('is no comment and no unknown value wherever the file is broken', () => {
    fc.assert(
      fc.property(
        anyWorkspace,
        fc.nat(),
        fc.constantFrom(...KEYS),
        fc.constantFrom(
          (key: string) => `${key}: ${SECRET}`,
          (key: string) => `# ${key}: ${SECRET}`,
          (key: string) => `${key}: {a: [${SECRET}]} # ${SECRET}`,
          (key: string) => `${key}: "${SECRET}`,
          (key: string) => `"${key}": ${SECRET}`,
        ),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.constantFrom(
              '\t',
              '"',
              "'",
              '[',
              '}',
              ': ',
              '*',
              '&',
              '!',
              '|',
              '\u0000',
              '#',
              '\n',
              '\r',
              '- ',
              '%',
              '@',
            ),
          ),
          { maxLength: 3 },
        ),
        (workspace, at, key, make, inserts) => {
          const lines = stringifyWorkspace(workspace).split('\n');
          const place = at % lines.length;
          const indent = /^ */.exec(lines[place] ?? '')?.[0] ?? '';
          lines.splice(place, 0, indent + make(key));
          let text = lines.join('\n');
          for (const [where, insert] of inserts) {
            const offset = where % (text.length + 1);
            text = text.slice(0, offset) + insert + text.slice(offset);
          }
          expect(shown(text)).not.toContain(SECRET);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is what a person needs to see: names of keys, values of known keys, and the place', () => {
    const excerpt = (...lines: string[]) => parseWorkspace(withApp(...lines)).problems[0]?.excerpt;
    expect(excerpt('token_endpoint_auth_method: post')).toBe(
      `    token_endpoint_auth_method: post\n${' '.repeat(32)}^^^^`,
    );
    expect(excerpt('redirect_uris: [memos.example.com/cb, /cb]')).toContain('[memos.example.com/cb, /cb]');
    expect(excerpt('polcy: x')).toBe('    polcy: ••••••••\n    ^^^^^');
    expect(excerpt('scopes:', '  - "two words"')).toContain('  - "two words"');
    expect(excerpt('consent: sometimes # why not')).toContain('    consent: sometimes ••••••••');
    expect(excerpt('settings: {zzz: 1, provider_id: x}')).toContain('{zzz: ••••••••, provider_id: x}');
  });
});
