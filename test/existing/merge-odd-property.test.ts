import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { expectedTree, made, merged, rendered } from './merge-world.ts';

/** A part of a file, written for a column. */
type Piece = (column: number) => string;

const blanks = (count: number): string => ' '.repeat(count);

/** A text in one of the forms that YAML has for it. */
const scalar = (value: string): fc.Arbitrary<Piece> =>
  fc.constantFrom<Piece[]>(
    () => value,
    () => `'${value}'`,
    () => `"${value}"`,
    () => `!!str '${value}'`,
    () => `&a${value.length} '${value}'   # anchored`,
    (column) => `>-\n${blanks(column + 2)}${value}`,
    (column) => `|-\n${blanks(column + 3)}${value}\n`,
    (column) => `|2-\n${blanks(column + 2)}${value}`,
    (column) => `# why: so\n${blanks(column + 2)}'${value}'`,
    (column) => `\n${blanks(column + 4)}"${value}" # behind`,
  );

const list = (values: readonly string[]): fc.Arbitrary<Piece> =>
  fc.constantFrom<Piece[]>(
    () => `[ ${values.join(' , ')} ]`,
    () => `[${values.map((one) => `"${one}"`).join(',')},]`,
    (column) => `\n${values.map((one) => `${blanks(column)}- '${one}'`).join('\n')}`,
    (column) =>
      `  # list\n${values.map((one) => `${blanks(column + 3)}-  ${one} # ${one.length}`).join('\n')}\n${blanks(column + 3)}# its end`,
    (column) =>
      `[\n${values.map((one) => `${blanks(column + 2)}${one},`).join('\n')}\n${blanks(column + 1)}]`,
    (column) => `\n${values.map((one) => `${blanks(column + 1)}-\n${blanks(column + 3)}${one}`).join('\n')}`,
  );

const key = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(name, `'${name}'`, `"${name}"`, `${name} `);

const gap = fc.constantFrom('', '', '\n', '# c: d\n', '        # deep\n', '\n\n', '   \n');

const client = (id: string): fc.Arbitrary<Piece> => {
  const row = (name: string, value: fc.Arbitrary<Piece>, isNeeded = false) =>
    fc.record({ name: key(name), value, gap, isThere: isNeeded ? fc.constant(true) : fc.boolean() });
  return fc
    .record({
      width: fc.constantFrom(2, 2, 4),
      rows: fc.tuple(
        row('client_id', scalar(id), true),
        row('client_secret', scalar('plain-secret')),
        row('redirect_uris', list([`https://${id}.example.com/cb`, 'https://x.example.com/'])),
        row('scopes', list(['openid', 'email'])),
        row(
          'require_pkce',
          fc.constantFrom<Piece[]>(
            () => 'true',
            () => 'false',
            () => '!!bool false',
          ),
        ),
        row('token_endpoint_auth_method', scalar('client_secret_basic')),
      ),
    })
    .map(({ width, rows }) => (column) => {
      const lines = rows
        .filter(({ isThere }) => isThere)
        .map(({ name, value, gap: behind }) => {
          const text = value(column + width);
          // What stands below the text of a block would belong to it.
          return `${name}:${text.startsWith('\n') ? '' : ' '}${text}\n${/^[|>]/.test(text) ? '' : behind}`;
        });
      return `${blanks(column)}-${blanks(width - 1)}${lines.join(blanks(column + width))}`;
    });
};

const file = fc
  .record({
    head: fc.constantFrom('', '---\n', '%YAML 1.2\n--- # start\n', '# top\n\n'),
    before: fc.constantFrom(
      '',
      'theme: dark\n',
      'x: |+\n  kept\n\n\n',
      '"q: x": [1, {a: b}]\n',
      '? complex\n: value\n',
    ),
    names: fc.tuple(key('identity_providers'), key('oidc'), key('clients')),
    step: fc.constantFrom(1, 2, 4, 7),
    dash: fc.constantFrom(0, 2, 3),
    hmac: scalar('a-secret-of-the-person'),
    clients: fc.shuffledSubarray(['wiki', 'memos', 'romm']).chain((ids) => fc.tuple(...ids.map(client))),
    none: fc.constantFrom('[]', '', '~', '[ ]', 'null # none'),
    areFirst: fc.boolean(),
    behind: fc.constantFrom(
      '',
      'cors: {endpoints: [token]}',
      'claims_policies: {other: {id_token: [email]}}',
    ),
    after: fc.constantFrom(
      '',
      'log: { level: info }\n',
      '# the end\n',
      '...\n',
      '...\n# after\n',
      '---\nsecond: document\n',
      'zz: >\n  folded\n  text\n',
    ),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    isEnded: fc.boolean(),
  })
  .map(
    ({
      head,
      before,
      names,
      step,
      dash,
      hmac,
      clients,
      none,
      areFirst,
      behind,
      after,
      eol,
      mark,
      isEnded,
    }) => {
      const column = 2 * step;
      const own =
        clients.length === 0
          ? `${blanks(column)}${names[2]}: ${none}\n`
          : `${blanks(column)}${names[2]}:\n${clients.map((one) => one(column + dash)).join('')}`;
      const keys = `${blanks(column)}hmac_secret: ${hmac(column)}\n${blanks(column)}jwks: [{key: x}]\n`;
      const below = behind === '' ? '' : `${blanks(column)}${behind}\n`;
      const lists = areFirst ? own + keys : keys + own;
      const text = `${head}${before}${names[0]}:\n${blanks(step)}${names[1]}:\n${lists}${below}${after}`;
      return mark + (isEnded ? text : text.replace(/\n$/, '')).replaceAll('\n', eol);
    },
  );

/** The first document, by the library and not by the editor. */
const treeOf = (text: string): unknown => {
  const document = parseAllDocuments(text.replace(/^\ufeff/, ''), { merge: true })[0];
  expect(document && 'errors' in document ? document.errors : []).toEqual([]);
  return document?.toJS();
};

/** Only a value of a planned key goes away, and an empty list that is filled. */
const MAY_GO =
  /^(?:["']?plain-secret|["']?client_secret_(?:basic|post)|true$|false$|\[ ?\]$|~$|null$|!!|[|>]|#)/;

it('every form of YAML that a person may have chosen stays, and says what it has to', () => {
  const wanted = rendered();
  fc.assert(
    fc.property(file, (text) => {
      const done = merged([{ name: 'configuration.yml', text }]);
      expect(done.byHand).toEqual([]);
      const now = made(done)[0]!.text;
      expect(treeOf(now)).toEqual(expectedTree(treeOf(text), wanted, []));
      expect(made(merged(made(done)))).toEqual(made(done));
      if (text.includes('\r\n')) expect(now.replaceAll('\r\n', '')).not.toContain('\n');
      expect(now.endsWith('\n')).toBe(text.endsWith('\n'));
      const { before, edits } = done.files[0]!;
      for (const { at, length } of edits) {
        const gone = before.slice(at, at + length).trim();
        if (gone !== '') expect(gone).toMatch(MAY_GO);
      }
    }),
    { numRuns: 400 },
  );
}, 120_000);
