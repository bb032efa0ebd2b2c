import { describe, expect, it } from 'vitest';
import { readSynthetic, syntheticText } from '../../helpers/synthetic-profile.ts';

const file = (format: string) => (name: string) => ({
  file: `config.${format}`,
  format,
  place: 'the folder of the app',
  keys: { [name]: 'x' },
});

const TARGETS: Readonly<Record<string, (name: string) => object>> = {
  env: (name) => ({ env: 'app.env', service: 'app', keys: { [name]: 'x' } }),
  screen: (name) => ({ screen: 'Settings', fields: { [name]: 'x' } }),
  http: (name) => ({
    http: 'POST',
    url: '{app.url}/api',
    token: 'From the settings.',
    body: { [name]: 'x' },
  }),
  yaml: file('yaml'),
  json: file('json'),
  toml: file('toml'),
  ini: file('ini'),
  xml: file('xml'),
  php: file('php'),
  python: file('python'),
  ruby: file('ruby'),
};

/** Names that no target may have. */
const NOWHERE = ['__proto__', 'a\nb', 'a\rb', 'a\u0000b', 'a\u2028b', 'a\u202eb', '\u001b[31m'];
/** Names that no file may have. */
const NO_PATH = [
  '',
  '/',
  'a//b',
  '/a',
  'a/',
  '0',
  '0/a',
  'a/__proto__/b',
  'constructor/x',
  'a/prototype',
  'a/x\ny',
];
/** A variable would become any word, whatever the format. */
const VARIABLE = ['{settings.v0}', 'A{settings.v0}', 'a/{client_id}', '{client_secret}', 'A{app.host|upper}'];
const NO_CODE = ['a{b;c}', 'a b', 'a;b', 'a-b', '1a', 'a=1', "a'b", 'a(b)', 'a#b', 'a\\', 'ä', ' a'];

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  env: [...NOWHERE, 'A{b c}', 'A{b}', 'A B', 'A=B', '1A', 'A-B', 'a.b', 'A$B', 'A"', '#A', 'Ä', 'A/B', "A'"],
  screen: NOWHERE,
  http: [...NOWHERE, 'constructor', 'prototype'],
  yaml: [...NOWHERE, ...NO_PATH],
  json: [...NOWHERE, ...NO_PATH],
  toml: [...NOWHERE, ...NO_PATH],
  ini: [
    ...NOWHERE,
    ...NO_PATH,
    'a/b/c',
    'a]/b',
    '[a/b',
    'a/b=c',
    'a/b:c',
    'a/;b',
    'a/#b',
    'a/ b',
    'DEFAULT/a',
    'a/no',
    ' a/b',
    "a/'b'",
  ],
  xml: [
    ...NOWHERE,
    ...NO_PATH,
    'a',
    'a/0',
    'a/0/b',
    'a/b c',
    'a/<b>',
    'a/1b',
    'a/b:c',
    'a/@_b',
    'a/xmlb',
    'a/#text',
    'a/?b',
    'a/b/0/0',
    'a/-b',
  ],
  php: [...NOWHERE, ...NO_PATH, ...NO_CODE, '$a', 'a.b', 'this', 'this/a', 'GLOBALS/a', 'a->b', 'a/0'],
  python: [
    ...NOWHERE,
    ...NO_PATH,
    ...NO_CODE,
    'import',
    'None',
    'a.import',
    'a..b',
    '.a',
    'a.',
    'a.__class__',
    '__builtins__/x',
    'a/0',
    'a[0]',
  ],
  ruby: [...NOWHERE, ...NO_PATH, ...NO_CODE, 'a.b', 'end', 'self', '@a', '$a', 'a/0', 'Object', 'a::b', 'a?'],
};

const TAKEN: Readonly<Record<string, readonly string[]>> = {
  env: ['A', '_A', 'Auth__OIDC__ClientId', 'openid_connect', 'A1'],
  screen: ['Client ID', 'OpenID Connect: issuer (URL)', 'Größe/“x”', 'constructor'],
  http: ['client_id', 'a/b', '0'],
  yaml: ['a', 'a/0/b', 'a/b c', "a/'x' #y", 'true', 'a/x: y', 'a-b/@c'],
  json: ['a', 'a/0/b', 'a/"b"', 'a/b\\'],
  toml: ['a', 'a/b.c', 'a/0/b', 'a/"b"'],
  ini: ['a', 'auth.generic_oauth/client_id', 'program:x/y', 'A b/c'],
  xml: ['a/b', 'a/b/0/c', 'Config/Oidc.Client-Id'],
  php: ['CONFIG/user_oidc/x y', 'CONFIG', "a/it's", 'a/$b'],
  python: ['OAUTH_CLIENT_ID', 'c.GenericOAuthenticator.client_id', "A/it's #{x}"],
  ruby: ['gitlab_rails/omniauth_enabled', 'external_url', "a/#{x}'"],
};

/** What a person sets may be a whole step of a path, if it can only be the name of a key. */
const STEPS: readonly (readonly [name: string, formats: readonly string[]])[] = [
  ['a/{settings.v0|alnum}', ['yaml', 'json', 'toml', 'php', 'python', 'ruby']],
  ['a/{settings.v0|lower|alnum|or sso}/b', ['yaml', 'json', 'toml', 'php', 'python', 'ruby']],
  ['a/{client_id|alnum}/0/b', ['yaml', 'json', 'toml']],
  // Letters and digits could still be the first word of code, or a section that every program has.
  ['{settings.v0|alnum}/a', []],
  ['{settings.v0|alnum}', []],
  // What is left over could hold a slash, a quote or nothing.
  ['a/{settings.v0}', []],
  ['a/{settings.v0|lower}', []],
  ['a/{settings.v0|alnum|lower}', []],
  ['a/{settings.v0|alnum|or a-b}', []],
  ['a/x{settings.v0|alnum}', []],
  ['a/{settings.v0|alnum}{client_id|alnum}', []],
  ['a/{client_secret|alnum}', []],
  ['a/{settings.nope|alnum}', []],
];

it.each(STEPS)('a variable as a step: %s', (name, formats) => {
  for (const format of [
    'env',
    'http',
    'screen',
    'yaml',
    'json',
    'toml',
    'ini',
    'xml',
    'php',
    'python',
    'ruby',
  ]) {
    const read = readSynthetic([TARGETS[format]!(name)]);
    expect(read.ok, format).toBe(formats.includes(format));
    expect(read.ok ? [] : read.problems.map(({ line }) => line), format).toEqual(read.ok ? [] : [1]);
  }
});

it.each([
  [{ 'a/{settings.v0|alnum}/x': 'x', 'a/b/x': 'x' }, 'a name beside it'],
  [{ 'a/{settings.v0|alnum}': 'x', 'a/{settings.v1|alnum}': 'x' }, 'another variable beside it'],
  [{ 'a/{settings.v0|alnum}': 'x', 'a/0': 'x' }, 'a place beside it'],
])('a variable as a step is refused with %2$s', (keys, _what) => {
  const target = { file: 'config.yaml', format: 'yaml', place: 'there', keys };
  const read = readSynthetic([target]);
  expect(read.ok ? '' : read.problems[0]!.message).toMatch(/side by side|numbers and names/);
});

describe.each(Object.keys(TARGETS))('a name in %s', (format) => {
  it.each([...REFUSED[format]!, ...VARIABLE].map((name) => [JSON.stringify(name), name] as const))(
    'is refused at its place: %s',
    (_shown, name) => {
      const targets = [TARGETS[format]!(name)];
      const read = readSynthetic(targets);
      const column = syntheticText(targets).indexOf(`${JSON.stringify(name)}:"x"`) + 1;
      expect(read.ok ? [] : read.problems.map((one) => [one.line, one.column])).toEqual([[1, column]]);
      expect(read.ok || read.problems[0]!.suggestion).not.toBe('');
      expect(read.ok ? '' : read.problems[0]!.message).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    },
  );

  it.each(TAKEN[format]!)('is taken: %s', (name) => {
    const read = readSynthetic([TARGETS[format]!(name)]);
    expect(read.ok ? [] : read.problems).toEqual([]);
  });
});

const many = (format: string, ...names: readonly string[]) => [
  { ...file(format)('x'), keys: Object.fromEntries(names.map((name) => [name, 'x'])) },
];

describe('what is wrong among several', () => {
  it.each<[what: string, targets: readonly object[], wanted: RegExp]>([
    ['a value below another', many('yaml', 'a/b', 'a'), /lies below/],
    ['a value below another, the other way', many('json', 'a', 'a/b/c'), /lies below/],
    ['an attribute of a value', many('python', 'a', 'a.b'), /lies below/],
    ['a key of an attribute of a value', many('python', 'a.b.c/d', 'a.b'), /lies below/],
    ['numbers and names', many('yaml', 'a/0', 'a/b'), /numbers and names/],
    ['two outermost elements', many('xml', 'a/b', 'c/d'), /one outermost element/],
    ['keys that differ in their letters only', many('ini', 'a/Key', 'A/key'), /the same key/],
    [
      'a key inside a tree',
      [{ ...file('xml')('x'), keys: { 'a/b': { json: [{ 'x y': 1 }] } } }],
      /no name of an XML element/,
    ],
    [
      'a key inside a tree of a choice',
      [{ ...file('json')('x'), keys: { a: [{ json: { constructor: 1 } }] } }],
      /can’t be a key/,
    ],
    ['a command that is an option', [{ command: ['--rm', 'x'] }], /begins with the name of a program/],
    [
      'a command that is a variable',
      [{ command: ['{settings.v0}', 'x'] }],
      /begins with the name of a program/,
    ],
    [
      'a command that may be left out',
      [{ command: [{ value: 'x', when: 'app.https' }] }],
      /name of a program/,
    ],
    ['a container that is an option', [{ command: ['x'], inside: '--privileged' }], /name of a container/],
    ['a user that is an option', [{ command: ['x'], inside: 'app', as: '-it' }], /name or number of a user/],
    ['a request to somewhere else', [http({ url: 'https://evil.example.com/x' })], /must begin with/],
    ['a request to a longer host', [http({ url: '{app.url}.evil.example.com/x' })], /must begin with/],
    ['a header without the token', [http({ header: 'Authorization: none' })], /with \{token\} in it/],
    ['a header that is none', [http({ header: '{token}' })], /must be a header/],
    ...[
      '../x',
      '/etc/x',
      'a/b',
      'a\\b',
      '.env',
      'x..y',
      'CON.yaml',
      'guide.md',
      'compose.yaml',
      'command.sh',
      'x.',
    ].map((name): [string, readonly object[], RegExp] => [
      `a file called ${name}`,
      [{ ...file('yaml')('x'), file: name }],
      /must be a file name|must not be/,
    ]),
    [
      'two files whose names differ in their letters only',
      [file('yaml')('a'), { ...file('json')('a'), file: 'Config.YAML' }],
      /“Config.YAML” is the same file/,
    ],
    [
      'a file that may be there twice',
      [TARGETS['env']!('A'), { ...TARGETS['env']!('A'), when: 'access.groups' }],
      /“app.env” is the same file/,
    ],
    [
      'a file of two targets that other settings ask for',
      [
        { ...TARGETS['env']!('A'), when: 'settings.v0' },
        { ...TARGETS['env']!('A'), when: 'settings.v1' },
      ],
      /“app.env” is the same file/,
    ],
    [
      'a third environment of one service',
      ['a.env', 'b.env', 'c.env'].map((env) => ({ ...TARGETS['env']!('A'), env })),
      /“compose-app.yaml” is the same file/,
    ],
    ['a number that loses its last zero', [{ ...file('yaml')('a'), keys: { a: 1.2 } }], /write it in quotes/],
    ['half a character in a value', [{ ...file('json')('a'), keys: { a: '\ud800' } }], /can’t be seen/],
    ['a value that turns the text', [{ ...file('json')('a'), keys: { a: '\u202ex' } }], /can’t be seen/],
  ])('is refused: %s', (_what, targets, wanted) => {
    const read = readSynthetic(targets);
    expect(read.ok ? '' : read.problems.map(({ message }) => message).join('\n')).toMatch(wanted);
  });
});

describe('two targets of one file', () => {
  it.each<[what: string, first: object, second: object]>([
    ['one condition', { when: 'access.groups' }, { unless: 'access.groups' }],
    ['versions', { before: '2.0' }, { since: '2.0' }],
    ['values of a setting', { when: 'settings.v0=a' }, { when: ['app.https', 'settings.v0=b'] }],
  ])('are taken where they exclude each other by %s', (_what, first, second) => {
    const target = TARGETS['env']!('A');
    for (const pair of [
      [first, second],
      [second, first],
    ]) {
      const read = readSynthetic(pair.map((one) => ({ ...target, ...one })));
      expect(read.ok ? [] : read.problems).toEqual([]);
    }
  });
});

function http(given: object): object {
  return { ...TARGETS['http']!('a'), ...given };
}

describe('a list in a list', () => {
  const LISTS = {
    'r/a': { json: [['b']] },
    'r/c': { json: [{ k: [['b'], 'x'] }] },
    'r/d/0': { json: ['b'] },
  };
  it.each(Object.entries(LISTS))('is refused in XML, which has none: %s', (name, value) => {
    const file = (format: string) =>
      readSynthetic([{ file: 'a.x', format, place: 'there', keys: { [name]: value } }]);
    const read = file('xml');
    expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
      'This is a list in a list, which XML doesn’t have.',
    ]);
    for (const format of ['yaml', 'json', 'toml']) expect(file(format).ok).toBe(true);
  });
});
