import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  parse,
  stringify,
  visit,
  Document as YamlDocument,
} from 'yaml';
import { expectedTree, made, merged, rendered, type Tree } from './merge-world.ts';

const word = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,9}$/)
  .filter((one) => !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(one));
const uri = word.map((one) => `https://${one}.example.com/cb`);
const text = fc.oneof(
  word,
  uri,
  fc.stringMatching(/^[ -~]{1,24}$/).filter((one) => !/\{\{|\$/.test(one)),
);
const rest = fc.dictionary(
  word.map((one) => `x_${one}`),
  fc.oneof(
    text,
    fc.boolean(),
    fc.integer({ min: 0, max: 9999 }),
    fc.array(text, { maxLength: 3 }),
    fc.dictionary(word, text, { maxKeys: 2 }),
  ),
  { maxKeys: 4 },
);

/** A client of somebody else, or one that is planned and has other values. */
const client = (id: fc.Arbitrary<string>) =>
  fc.record(
    {
      client_id: id,
      client_name: text,
      client_secret: fc.constantFrom('plain-secret', '$pbkdf2-sha512$310000$AAAA$BBBB'),
      redirect_uris: fc.uniqueArray(uri, { maxLength: 3 }),
      scopes: fc.shuffledSubarray(['openid', 'groups', 'profile', 'email']),
      public: fc.constant(false),
      require_pkce: fc.boolean(),
      token_endpoint_auth_method: fc.constantFrom('client_secret_basic', 'client_secret_post'),
      audience: fc.array(word, { maxLength: 2 }),
    },
    { requiredKeys: ['client_id'] },
  );

const oidc = fc.record(
  {
    hmac_secret: fc.constant('a-secret-of-the-person'),
    jwks: fc.constant([{ key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' }]),
    clients: fc
      .tuple(
        fc.uniqueArray(client(word.map((one) => `other_${one}`)), {
          maxLength: 4,
          selector: (one) => one.client_id,
        }),
        fc.option(client(fc.constant('memos')), { nil: undefined }),
        fc.option(client(fc.constant('romm')), { nil: undefined }),
      )
      .chain(([others, memos, romm]) =>
        fc.shuffledSubarray([...others, ...(memos ? [memos] : []), ...(romm ? [romm] : [])], {
          minLength: others.length,
        }),
      ),
    claims_policies: fc.dictionary(
      fc.constantFrom('romm', 'other'),
      fc.record({ id_token: fc.uniqueArray(fc.constantFrom('email', 'groups', 'name'), { maxLength: 3 }) }),
    ),
    authorization_policies: fc.dictionary(
      fc.constantFrom('romm-groups', 'other'),
      fc.record({
        default_policy: fc.constantFrom('deny', 'two_factor'),
        rules: fc.array(fc.record({ policy: fc.constant('one_factor'), subject: word }), { maxLength: 2 }),
      }),
    ),
    cors: fc.record({ endpoints: fc.constant(['token']) }),
  },
  { requiredKeys: [] },
);

const tree = fc.tuple(rest, fc.option(oidc, { nil: undefined }), rest).map(
  ([before, own, behind]): Tree => ({
    ...before,
    ...(own === undefined ? {} : { identity_providers: { oidc: own } }),
    ...Object.fromEntries(Object.entries(behind).map(([key, value]) => [`${key}_z`, value])),
  }),
);

const style = fc.record({
  indent: fc.integer({ min: 2, max: 6 }),
  indentSeq: fc.boolean(),
  quotes: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
  crlf: fc.boolean(),
  mark: fc.boolean(),
  finalNewline: fc.boolean(),
});
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

/** A number from 0 up to 1 for each call. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed | 1; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    yield state / 0x7fffffff;
  }
}

/** The tree as a person might have written it: with comments, empty lines, and some of it in braces. */
function written(value: Tree, { indent, indentSeq, quotes, seed, crlf, mark, finalNewline }: Style): string {
  const dice = numbers(seed);
  const chance = (of: number): boolean => dice.next().value < of;
  const document = new YamlDocument(value) as Document;
  visit(document, {
    Collection(key, node) {
      if (key !== null && chance(0.15)) node.flow = true;
      return node.flow ? visit.SKIP : undefined;
    },
    Pair(_, pair) {
      if (!isScalar(pair.key)) return;
      if (chance(0.15)) pair.key.commentBefore = ` about ${String(pair.key.value)}`;
      if (chance(0.1)) pair.key.spaceBefore = true;
      if (chance(0.1) && isScalar(pair.value)) pair.value.comment = ' so it is';
    },
    Seq(_, node) {
      for (const item of node.items) if (isMap(item) && chance(0.2)) item.spaceBefore = true;
    },
  });
  const lines = document.toString({
    indent,
    indentSeq,
    defaultStringType: quotes as 'PLAIN',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
  const whole = finalNewline ? lines : lines.replace(/\n$/, '');
  return (mark ? '\ufeff' : '') + (crlf ? whole.replaceAll('\n', '\r\n') : whole);
}

const PLANNED =
  /(?:client_secret|client_name|require_pkce|token_endpoint_auth_method|authorization_policy|default_policy|rules)['"]?:/;

const treeOf = (text: string): unknown => parse(text.replace(/^\ufeff/, ''), { merge: true });

it('says what it has to and leaves all else, whatever the file looks like', () => {
  const wanted = rendered();
  fc.assert(
    fc.property(tree, style, (value, how) => {
      const before = written(value, how);
      const done = merged([{ name: 'configuration.yml', text: before }]);
      expect(done.byHand).toEqual([]);
      const [now] = made(done);
      expect(treeOf(now!.text)).toEqual(expectedTree(treeOf(before), wanted, []));
      expect(made(merged([now!]))).toEqual([now]);
      const old = before.split(/\r?\n/);
      const comments = (lines: readonly string[]) =>
        lines.filter((line) => /^\s*# about|# so it is/.test(line)).map((line) => line.replace(/^.*#/, '#'));
      // A comment inside what is replaced as a whole goes with it: only a policy of ours is.
      const ours = /subject|rules|default_policy|policy/;
      expect(comments(now!.text.split(/\r?\n/)).filter((one) => !ours.test(one))).toEqual(
        expect.arrayContaining(comments(old).filter((one) => !ours.test(one) && one !== '# so it is')),
      );
      // All that goes away is a value of a planned key, or an empty collection that is filled.
      const text = before.replace(/^\ufeff/, '');
      for (const { at, length } of done.files[0]!.edits) {
        const gone = text.slice(at, at + length).trim();
        const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
        if (!['', '[]', '{}'].includes(gone)) expect(line).toMatch(PLANNED);
      }
      if (before.includes('\r\n')) expect(now!.text.replaceAll('\r\n', '')).not.toContain('\n');
      expect(now!.text.endsWith('\n')).toBe(before.endsWith('\n'));
    }),
    { numRuns: 300 },
  );
}, 60_000);

it('finds its way through a tree of any other kind without a bug', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = stringify({ identity_providers: { oidc: value } });
      const done = merged([{ name: 'configuration.yml', text }]);
      const [now] = made(done);
      if (done.byHand.length === 0) expect(isSeq(now) ? [] : treeOf(now!.text)).toBeTruthy();
      else expect(now!.text === text || done.byHand.every(({ lines }) => lines.length > 0)).toBe(true);
    }),
    { numRuns: 200, examples: [[{ '': { '{{': '' }, ' ': [{ '}}': 0 }] }]] },
  );
});
