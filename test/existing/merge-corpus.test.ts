import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readExisting, undoMerge, writeExisting } from '../../electron/services/files/merge-files.ts';
import { unifiedDiff } from '../../shared/existing/merge/diff.ts';
import { yamlSecrets } from '../../shared/existing/merge/yaml-secrets.ts';
import { temporaryFolder } from '../helpers/latchkey.ts';
import { HMAC, PEM } from '../shared/render/provider-support.ts';
import {
  CASES,
  expectedTree,
  filesOf,
  goneLines,
  made,
  merged,
  mergeInto,
  rendered,
  type Tree,
  withoutTemplates,
} from './merge-world.ts';

const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';

/** Files that are refused, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  'a-list.yml': 'existing-not-authelia',
  'alias-without-anchor.yml': 'existing-not-yaml',
  'dotted-inner.yml': 'existing-dotted',
  'dotted-root.yml': 'existing-dotted',
  dropped: 'existing-overridden',
  'duplicate-in-client.yml': 'existing-duplicate',
  'duplicate-key.yml': 'existing-duplicate',
  'tab-indent.yml': 'existing-not-yaml',
  'template-unclosed.yml': 'existing-template',
  'wrong-indent.yml': 'existing-not-yaml',
};

/** Files with places that only a person can edit: the app, the line and a part of the reason. */
const BY_HAND: Readonly<Record<string, readonly (readonly [app: string, line: number, reason: string])[]>> = {
  'alias-list.yml': [
    ['memos', 11, '*list'],
    ['romm', 5, 'anchor'],
    ['romm', 11, '*list'],
  ],
  'alias-scopes.yml': [['memos', 11, '*usual']],
  'anchored-client.yml': [['memos', 5, '&base']],
  'clients-map.yml': [
    ['memos', 4, 'other than a list'],
    ['romm', 4, 'other than a list'],
  ],
  'comment-in-empty-list.yml': [['memos', 8, 'comment']],
  'comment-in-empty-map.yml': [
    ['memos', 3, 'comment'],
    ['romm', 3, 'comment'],
  ],
  'oidc-scalar.yml': [
    ['memos', 2, 'other than a map'],
    ['romm', 2, 'other than a map'],
  ],
  'template-all.yml': [
    ['memos', 3, 'writes lines'],
    ['romm', 3, 'writes lines'],
  ],
  'template-include.yml': [
    ['memos', 5, 'writes lines'],
    ['romm', 5, 'writes lines'],
  ],
  'template-range.yml': [
    ['memos', 5, 'template block'],
    ['romm', 5, 'template block'],
  ],
};

/** The lines that are no longer there as they were. Where nothing is said, every line of the person is. */
const GONE: Readonly<Record<string, readonly string[]>> = {
  'as-json.yml': ['        }', '      ]'],
  'block-values.yml': [
    '        client_secret: >-',
    '          a secret in clear',
    '          over two lines',
    '        token_endpoint_auth_method: |',
    '          client_secret_basic',
  ],
  'bom.yml': ['    clients: []'],
  'crlf-bom-no-newline.yml': ['          - https://wiki.example.com/login/callback'],
  'empty-list-compact.yml': ['identity_providers: {oidc: {clients: []}}'],
  'empty-list.yml': ['    clients: []  # none so far'],
  'flow-all.yml': [
    `{ theme: dark, identity_providers: { oidc: { hmac_secret: "flow-style-secret-0123456789abcdef", clients: [ { client_id: "x", client_secret: '${DIGEST}', redirect_uris: [ "https://x.example.com/cb" ] } ] } } }`,
  ],
  'flow-lines-no-comma.yml': [
    `      {client_id: proxmox, client_secret: '${DIGEST}', redirect_uris: [https://pve.example.com:8006]}  # the last one`,
  ],
  'long-home.yml': ['        client_secret: "insecure_secret"   # TODO: hash me'],
  'multi-line-values.yml': ['          client_secret_basic'],
  'not-a-number.yml': ['    clients: []'],
  'null-document.yml': ['--- null # nothing yet'],
  'number-key.yml': ['    clients: []'],
  'oidc-first.yml': [
    `      - { client_id: memos, client_secret: '${DIGEST}', redirect_uris: [ https://memos.example.com/old ], scopes: [ openid ] }`,
    `      - { client_id: 'romm', client_secret: '${DIGEST}', redirect_uris: [] }`,
  ],
  'old-names.yml': ['        secret: a-secret-in-clear'],
  'other-values.yml': [
    `        client_secret: '${DIGEST.replace('c8p78n7pUMln0jzvd4aK4Q', '8r.FzYdzGeDGpW4k9bKWXw')}'`,
    '        token_endpoint_auth_method: client_secret_basic   # was default',
    '        require_pkce: false  # not yet',
  ],
  'policies-empty.yml': ['    claims_policies: {}', '    authorization_policies: {}'],
  'policies-there.yml': [
    "        default_policy: 'two_factor'",
    '          # everybody',
    "          - policy: 'one_factor'",
    "            subject: 'group:users'",
  ],
  'spaced-colons.yml': ['        client_secret : plain-text-secret'],
  'tags.yml': [
    `        client_secret: !!str '${DIGEST.replace('c8p78n7pUMln0jzvd4aK4Q', '8r.FzYdzGeDGpW4k9bKWXw')}'`,
  ],
  'tilde-list.yml': ['    clients: ~', '    claims_policies: null'],
};

const edited = CASES.filter((name) => REFUSED[name] === undefined);
const single = edited.filter((name) => filesOf(name).length === 1);
const left = (name: string): string[] => [...new Set((BY_HAND[name] ?? []).map(([app]) => app))];

/** The first document, as the library reads it: another way than that of the editor. */
const treeOf = (text: string): unknown =>
  parseAllDocuments(withoutTemplates(text.replace(/^\ufeff/, '')), { merge: true })[0]?.toJS() ?? null;

describe('the corpus', () => {
  it('has at least sixty files', () => {
    expect(CASES.flatMap(filesOf).length).toBeGreaterThanOrEqual(60);
    for (const table of [REFUSED, BY_HAND, GONE])
      for (const name of Object.keys(table)) expect(CASES).toContain(name);
  });

  it.each(Object.entries(REFUSED))('%s is refused: %s', (name, code) => {
    const done = mergeInto(filesOf(name));
    expect(done.ok ? 'merged' : done.error.code).toBe(code);
    // The place is named.
    if (!done.ok && code !== 'existing-template')
      expect(done.error.message).toContain(filesOf(name).at(-1)!.name);
  });

  it.each(edited)('%s keeps every line that nothing is said about', (name) => {
    const files = filesOf(name);
    const now = made(merged(files));
    const gone = files.flatMap(({ text }, index) => goneLines(text, now[index]!.text));
    const wanted = GONE[name] ?? [];
    expect(gone.map((one) => one.replace(/\r$/, ''))).toEqual(wanted);
  });

  it.each(edited)('%s keeps its line ends and its beginning', (name) => {
    const files = filesOf(name);
    for (const [index, { text }] of made(merged(files)).entries()) {
      const before = files[index]!.text;
      expect(text.startsWith('\ufeff')).toBe(before.startsWith('\ufeff'));
      if (before !== '') expect(text.endsWith('\n')).toBe(before.endsWith('\n'));
      if (before.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
      else expect(text).not.toContain('\r');
    }
  });

  it.each(single)('%s says what it has to', (name) => {
    const files = filesOf(name);
    const now = made(merged(files))[0]!;
    expect(treeOf(now.text)).toEqual(expectedTree(treeOf(files[0]!.text), rendered(), left(name)));
  });

  it.each(edited)('%s is the same after a second time', (name) => {
    const once = made(merged(filesOf(name)));
    const twice = merged(once);
    expect(made(twice)).toEqual(once);
    expect(twice.files.flatMap(({ edits }) => edits)).toEqual([]);
  });

  it.each(edited)('%s: what is left to a person is told with its place and its lines', (name) => {
    const { byHand } = merged(filesOf(name));
    const told = byHand.filter(({ app, reason }) => app !== undefined && !/goes together/.test(reason));
    const wanted = BY_HAND[name] ?? [];
    for (const [app, line, reason] of wanted)
      expect(told.some((one) => one.app === app && one.line === line && one.reason.includes(reason))).toBe(
        true,
      );
    expect([...new Set(told.map(({ app }) => app))]).toEqual(left(name));
    for (const one of byHand) expect(one.lines.length).toBeGreaterThan(0);
  });

  it.each(edited)('%s: the diff shows no secret', (name) => {
    const files = filesOf(name);
    const done = merged(files);
    const shown = [
      ...done.files.map((file) => unifiedDiff(file, yamlSecrets)),
      JSON.stringify(done.byHand),
      ...done.notes,
    ].join('\n');
    const planted = files.flatMap(({ text }) => [
      ...[...text.matchAll(/(?:hmac_secret|secret) *: *["']?([\w-]{12,})/g)].map((match) => match[1]!),
      ...(text.match(/MIIEvQ[\w+/]*/g) ?? []),
    ]);
    for (const secret of [...planted, HMAC, PEM.split('\n')[1]!]) expect(shown).not.toContain(secret);
  });

  it('says the same to PyYAML', () => {
    const texts = single.flatMap((name) => {
      const files = filesOf(name);
      return [files[0]!.text, made(merged(files))[0]!.text].map(withoutTemplates);
    });
    const program = [
      'import sys, json, yaml',
      'texts = json.loads(sys.stdin.buffer.read().decode("utf-8"))',
      'def read(t):',
      '  try: return next(iter(yaml.safe_load_all(t)), None)',
      '  except yaml.YAMLError: return "unreadable"',
      'print(json.dumps([read(t) for t in texts], default=str))',
    ].join('\n');
    let answer: string;
    try {
      execFileSync('python3', ['-c', 'import yaml'], { stdio: 'ignore', timeout: 20_000 });
      answer = execFileSync('python3', ['-c', program], { input: JSON.stringify(texts) }).toString();
    } catch (error) {
      if (error instanceof Error && /import yaml|ENOENT/.test(error.message)) {
        process.stderr.write(
          '\nSKIPPED: PyYAML’s reading of merged files, because there is no python3 with it.\n\n',
        );
        return;
      }
      throw error;
    }
    // JSON has no word for what YAML calls .nan.
    const trees = JSON.parse(answer.replaceAll(': NaN', ': "NaN"')) as Tree[];
    const unreadable = single.filter((_, index) => (trees[2 * index] as unknown) === 'unreadable');
    // A tab before a comment is fine for Authelia.
    expect(unreadable).toEqual(['tabs.yml']);
    for (const [index, name] of single.entries()) {
      const [before, now] = [trees[2 * index], trees[2 * index + 1]];
      if (unreadable.includes(name)) continue;
      expect(now, name).toEqual(expectedTree(before, rendered(), left(name)));
    }
  });
});

describe('taking it back', () => {
  it.each(edited)('%s has its very bytes again', async (name) => {
    const folder = temporaryFolder();
    const files = filesOf(name);
    const paths = files.map(({ name: one }) => join(folder, one.replace('/', '-')));
    for (const [index, { text }] of files.entries()) writeFileSync(paths[index]!, text);
    const read = await readExisting(paths);
    if (!read.ok) throw new Error(read.error.message);
    const done = merged(read.value);
    const changes = done.files.flatMap(({ edits, mark, after }, index) =>
      edits.length === 0 ? [] : [{ file: read.value[index]!, text: mark + after }],
    );
    const written = await writeExisting(changes, join(folder, 'data'));
    expect(written.ok).toBe(true);
    for (const { file } of changes)
      expect((await undoMerge(file.realPath, join(folder, 'data'))).ok).toBe(true);
    for (const [index, { text }] of files.entries()) expect(readFileSync(paths[index]!, 'utf8')).toBe(text);
  });
});

describe('several files', () => {
  it('get each thing where it belongs', () => {
    const done = merged(filesOf('split'));
    const texts = Object.fromEntries(made(done).map(({ name, text }) => [name, text]));
    expect(texts['split/10-base.yml']).toBe(filesOf('split')[0]!.text);
    expect(texts['split/40-later.yml']).toBe(filesOf('split')[3]!.text);
    expect(treeOf(texts['split/20-oidc.yaml']!)).toHaveProperty(
      ['identity_providers', 'oidc', 'claims_policies', 'romm'],
      { id_token: ['email', 'email_verified', 'preferred_username'] },
    );
    const clients = ((treeOf(texts['split/30-clients.yml']!) as Tree)['identity_providers'] as Tree)[
      'oidc'
    ] as Tree;
    expect((clients['clients'] as Tree[]).map((one) => one['client_id'])).toEqual(['wiki', 'memos', 'romm']);
  });

  it('with clients in two of them: the one that counts is edited, and it is said', () => {
    const done = merged(filesOf('twice'));
    expect(done.files.map(({ edits }) => edits.length > 0)).toEqual([false, true]);
    expect(done.notes.join()).toContain('twice/a.yml, line 3; twice/b.yml, line 3');
  });
});
