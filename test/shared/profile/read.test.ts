import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MAX_PROFILE_BYTES, readAppProfile, readProfile } from '../../../shared/profile/read.ts';
import { starterProfile } from '../../../shared/profile/starter.ts';
import { brokenPromises } from '../../../shared/render/profiled/prove.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const STARTER = starterProfile('my-app')!;

/** The problems of the starter with one text replaced, as `line:column code message suggestion`. */
function problemsWith(text: string, by: string): string[] {
  expect(STARTER).toContain(text);
  const read = readAppProfile(STARTER.replace(text, by));
  return read.ok
    ? []
    : read.problems.map((one) => `${one.line}:${one.column} ${one.code} ${one.message} ${one.suggestion}`);
}

describe('a profile', () => {
  it('begins with one that is right', () => {
    const read = readAppProfile(STARTER);
    expect(read.ok && read.profile.kind).toBe('my-app');
    expect(read.ok && brokenPromises(read.profile)).toEqual([]);
    for (const kind of ['', 'My App', '1app', 'a'.repeat(41), '../x'])
      expect(starterProfile(kind)).toBeUndefined();
  });

  it.each([
    ['a version without quotes', "'1.0'] }", '1.20] }', /^7:21 wrong-type .*in quotes/],
    ['a key with a slip', 'method:', 'metod:', /^13:3 unknown-key .*Write method instead/],
    ['a top key with a slip', 'callbacks:', 'callback:', /unknown-key .*Write callbacks instead/],
    [
      'an unknown value',
      'client_secret_basic ',
      'client_secret_basik ',
      /^13:11 bad-value .*Write client_secret_basic/,
    ],
    ['an unknown variable', '{issuer}', '{isuer}', /bad-value .*\{isuer\}, which is no variable/],
    ['an unknown filter', '{issuer}', '{issuer|shout}', /bad-value .*filter “shout”/],
    ['many filters', '{issuer}', `{issuer${'|json'.repeat(5)}}`, /bad-value .*more than 4 filters/],
    [
      'a trait only under a condition',
      'pkce: none ',
      'pkce: [{ value: none, when: app.sub_path }]',
      /^\d+:9 bad-profile .*no condition holds.*last entry/,
    ],
    [
      'a trait with a gap between versions',
      'pkce: none ',
      "pkce: [{ value: none, before: '0.5' }, { value: S256, since: '2.0' }]",
      /^\d+:9 bad-profile .*No value here holds at version 1\.0/,
    ],
    [
      'a trait that is two values',
      'pkce: none ',
      'pkce: [{ value: none }, { value: S256 }]',
      /^\d+:27 bad-profile .*Two values here hold at version 1\.0/,
    ],
    [
      'a trait that ends',
      'discovery: true',
      "discovery: [{ value: true, before: '3.0' }]",
      /^\d+:14 bad-profile .*No value here holds at version 3\.0/,
    ],
    ['an unknown condition', 'level: required,', 'level: required, when: moon.full,', /is no condition/],
    ['an unknown setting', '{issuer}', '{settings.realm}', /There is no setting “realm”/],
    [
      'a condition on an unknown setting',
      'level: required,',
      'level: required, when: settings.realm,',
      /There is no setting “realm”/,
    ],
    [
      'an unknown setting whose value the app accepts',
      'level: required,',
      "level: required, accepts: ['x'], accepts_by: realm,",
      /There is no setting “realm”/,
    ],
    [
      'words that lead to an unknown setting',
      'after:',
      'words: [{ cause: role-wrong, also: More., key: realm }]\nafter:',
      /There is no setting “realm”/,
    ],
    [
      'the secret in words',
      'after:',
      "words: [{ cause: role-wrong, also: '{client_secret}' }]\nafter:",
      /is not known here yet|may not stand here/,
    ],
    ['an unknown source', 'source: docs', 'source: dox', /There is no source “dox”/],
    [
      'the secret in a sentence',
      'shows a button for the provider.',
      '{client_secret}',
      /The client secret may not stand here/,
    ],
    [
      'the secret in an address',
      '[/auth/callback]',
      "['/cb?x={client_secret}']",
      /The client secret may not stand here/,
    ],
    [
      'a path out of the export folder',
      'my-app.env',
      '../my-app.env',
      /must be a file name without a folder/,
    ],
    ['a file name that leads away', 'my-app.env', '/etc/passwd', /must be a file name without a folder/],
    [
      'an address of the provider in a callback',
      '[/auth/callback]',
      "['/cb/{issuer}']",
      /\{issuer\} is not known here yet/,
    ],
    [
      'a condition on the provider for a claim',
      'level: required,',
      'level: required, when: provider.end_session,',
      /is not known here yet/,
    ],
    ['a kind that is none', 'kind: my-app', 'kind: My App', /^3:7 bad-value .*must be 1 to 40/],
    ['an anchor', 'about: What', 'about: &a What', /not-plain/],
    ['a tag', 'about: What', 'about: !!binary What', /not-plain|bad-value/],
    ['two of one key', 'name: My App', 'name: My App\nname: Other', /duplicate/i],
    ['broken YAML', 'traits:', 'traits: {', /yaml|flow|bracket|brace/i],
    [
      'a command with a secret that is not said',
      '- env: my-app.env',
      "- command: [x, '{client_secret}']\n  - env: my-app.env",
      /others on the same machine can see/,
    ],
  ])('with %s is refused with its place and what to write', (_what, text, by, wanted) => {
    const problems = problemsWith(text, by);
    expect(problems.join('\n')).toMatch(wanted);
    expect(problems.length).toBeLessThan(10);
  });

  const FOREIGN = [
    'https://evil.example.net/cb',
    '//evil.example.net/cb',
    'evil.example.net',
    '@evil.example.net/cb',
    '{app.origin}.evil.example.net/cb',
    '{app.url}@evil.example.net/cb',
    '{app.origin}:443@evil.example.net/cb',
    '{app.host}/cb',
    '{app.origin}:8443/cb',
    '{app.url}:80443/cb',
    '{app.origin}:9443',
    '{app.origin}{settings.at}/cb',
    'javascript:alert(1)',
    'javascript://x/%0aalert(1)',
    'JavaScript:/alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://evil.example.net/1',
    'about:blank',
    '/a\nb',
    '/a\tb',
    '/a b',
    '/\\evil.example.net',
    '/a/*',
    '{app.url}/*',
  ];
  it.each(FOREIGN)('may not lead to %j, with the place', (address) => {
    const written = JSON.stringify(address);
    const settings = `settings: { at: { label: At, type: text, default: .evil.example.net, help: Where. } }\n`;
    for (const by of [
      `${settings}callbacks: [${written}]`,
      `${settings}callbacks: [{ uri: ${written} }]`,
      `${settings}callbacks: [{ later: It is shown., example: ${written} }]`,
      `${settings}launch: ${written}\ncallbacks: [/cb]`,
      `${settings}logout: { post: ${written} }\ncallbacks: [/cb]`,
      `${settings}logout: { backchannel: ${written} }\ncallbacks: [/cb]`,
      `${settings}logout: { frontchannel: { uri: ${written} } }\ncallbacks: [/cb]`,
      `${settings}login_start: { path: ${written}, kind: redirect }\ncallbacks: [/cb]`,
    ]) {
      const problems = problemsWith('callbacks: [/auth/callback]', by);
      expect([by, problems.length]).toEqual([by, 1]);
      expect(problems[0]).toMatch(/^\d+:\d+ bad-(?:profile|value) /);
    }
    const screen = problemsWith(
      '- env: my-app.env',
      `- { screen: A form, url: ${written}, fields: {} }\n  - env: my-app.env`,
    );
    expect(screen).not.toEqual([]);
  });

  it.each(["'/?.*'", "'/*x'", "'/{0,1}x'"])('lets no pattern such as %s leave the slash out', (pattern) => {
    const by = `settings: { at: { label: At, type: text, help: Where., pattern: ${pattern} } }\ncallbacks: ['{app.origin}{settings.at}']`;
    expect(problemsWith('callbacks: [/auth/callback]', by)).toEqual([
      expect.stringMatching(/could be a part of the host/),
    ]);
  });

  it.each([
    '/cb',
    '{app.url}',
    '{app.url}/',
    '{app.origin}:443/cb?x=1',
    'com.example.app:/cb',
    'app.immich:///cb',
    'my-app://cb',
  ])('may have the redirect URI %s', (address) => {
    expect(problemsWith('[/auth/callback]', `[${JSON.stringify(address)}]`)).toEqual([]);
  });

  it.each([
    '{app.url}:8080/api',
    '{app.origin}/a b',
    '{app.url}/a\nb',
    '{app.url}/\\evil',
    'https://x.example/',
  ])('sends a token to no address such as %j', (url) => {
    const target = `- { http: POST, url: ${JSON.stringify(url)}, token: Made there., body: { a: '{client_secret}' } }`;
    expect(problemsWith('- env: my-app.env', `${target}\n  - env: my-app.env`)).toEqual([
      expect.stringMatching(/^\d+:\d+ bad-value /),
    ]);
    const right = target.replace(JSON.stringify(url), '"{app.url}/api/a%20b"');
    expect(problemsWith('- env: my-app.env', `${right}\n  - env: my-app.env`)).toEqual([]);
  });

  it.each(['{issuer', 'issuer}', '{', '}', '{{issuer}', '{issuer}}', 'a {issuer} b }', '{{ x }} {'])(
    'may have no lone brace: %s',
    (text) => {
      expect(problemsWith("'{issuer}'", JSON.stringify(text))).toEqual([
        expect.stringMatching(/^\d+:\d+ bad-value .*has a [{}] alone; write a variable in two of them/),
      ]);
    },
  );
  it.each(['{{ user.name }}', '{{', '}}', '{{a}} {issuer} {{b}}', '{issuer}{client_id}'])(
    'may have the app’s own braces: %s',
    (text) => expect(problemsWith("'{issuer}'", JSON.stringify(text))).toEqual([]),
  );

  describe('a character that can’t be seen', () => {
    const HIDDEN = [
      '\u202e',
      '\u2066',
      '\u200b',
      '\u200d',
      '\u00ad',
      '\u061c',
      '\u2060',
      '\ufe0f',
      '\u3164',
      '\u{e0041}',
      '\u0007',
      '\u009b',
      '\u2028',
    ];
    const page = readFileSync('docs/profiles.md', 'utf8');
    const [app, provider] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

    it.each(HIDDEN)('is refused wherever it stands: %j', (one) => {
      for (const text of [STARTER, app!, provider!])
        for (let at = 0; at < text.length; at += 97) {
          const read = readProfile(text.slice(0, at) + one + text.slice(at));
          const line = text.slice(0, at).split('\n').length;
          expect(read.ok ? [] : read.problems).toMatchObject([{ line }]);
        }
    });

    it.each(HIDDEN.slice(0, 4))('is refused where YAML writes it with a backslash: %j', (one) => {
      const written = [...one]
        .map((part) => `\\U${part.codePointAt(0)!.toString(16).padStart(8, '0')}`)
        .join('');
      const value: unknown = parse(app!);
      /** The document with the character in each of its texts and keys in turn. */
      const changed = (node: unknown): unknown[] => {
        if (typeof node === 'string') return [`${node}\ue000`];
        if (typeof node !== 'object' || node === null) return [];
        if (Array.isArray(node))
          return node.flatMap((inner, at) => changed(inner).map((other) => node.with(at, other)));
        return Object.entries(node).flatMap(([key, inner]) => [
          ...changed(inner).map((other) => ({ ...node, [key]: other })),
          {
            ...Object.fromEntries(Object.entries(node).filter(([name]) => name !== key)),
            [`${key}\ue000`]: inner,
          },
        ]);
      };
      const all = changed(value);
      expect(all.length).toBeGreaterThan(60);
      for (const document of all) {
        const read = readProfile(JSON.stringify(document).replace('\ue000', written));
        expect(read.ok ? [] : read.problems).toMatchObject([{ code: 'hidden-character' }]);
      }
    });
  });

  it('says of every mistake where it is, what is there, and what to write', () => {
    const said = new Set<string>();
    for (let at = 0; at < STARTER.length; at += 7)
      for (const by of ['', '{', ' x', ': ', '[', '9']) {
        const read = readAppProfile(STARTER.slice(0, at) + by + STARTER.slice(at + 7));
        for (const { line, column, excerpt, message, suggestion } of read.ok ? [] : read.problems) {
          expect([line > 0, column > 0, excerpt.includes('^')]).toEqual([true, true, true]);
          expect(message).toMatch(/^[^ ].{10,}\.$/s);
          expect(suggestion).toMatch(/^[A-Z“].{8,}\.?$/s);
          said.add(message.replace(/“[^”]*”/g, '…'));
        }
      }
    expect(said.size).toBeGreaterThan(20);
  });

  it('names no plug-in by an address that is no page', () => {
    const plugin = "about: x\nplugin: { name: X, url: 'javascript:alert(1)', state: Works. }\n#";
    expect(problemsWith('about:', plugin)).toEqual([expect.stringMatching(/^6:\d+ bad-value/)]);
  });

  it.each(['e', 'the user', 'error', 'a … b … c … d … e … f', '… error …', 'a b c d e f'])(
    'explains no text by %j, which many texts have',
    (text) => {
      const errors = `errors: [{ text: ${JSON.stringify(text)}, where: page, means: It says so. }]\nafter:`;
      expect(problemsWith('after:', errors)).toEqual([
        expect.stringMatching(/^\d+:\d+ bad-value .*at least eight/),
      ]);
      const longer = errors.replace('text: "', 'text: "No session');
      expect(problemsWith('after:', longer)).toEqual([]);
    },
  );

  it('never throws, and never takes what is not one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readAppProfile(text).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('survives every cut and every exchanged letter', () => {
    const text = readFileSync(
      new URL('../../../shared/catalog/profiles/grafana.yaml', import.meta.url),
      'utf8',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, by) => {
        const read = readAppProfile(text.slice(0, at) + by + text.slice(at + 1));
        if (!read.ok) {
          expect(read.problems.length).toBeGreaterThan(0);
          for (const { line, column, suggestion } of read.problems) {
            expect(Math.min(line, column)).toBeGreaterThan(0);
            expect(suggestion).not.toBe('');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is refused at once when it is hostile', () => {
    const texts = [
      'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]',
      `${'['.repeat(20_000)}`,
      `x: ${'y'.repeat(MAX_PROFILE_BYTES)}`,
      '__proto__: { kind: x }\nconstructor: 1',
      `a: ${'{b: '.repeat(500)}1${'}'.repeat(500)}`,
    ];
    for (const text of texts) expect(readAppProfile(text).ok).toBe(false);
    expect(timeOf(() => texts.map(readAppProfile), 1000)).toBeLessThan(1000);
    expect(Object.hasOwn(Object.prototype, 'kind')).toBe(false);
  });
});
