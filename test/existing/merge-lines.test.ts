import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { mergeEnv } from '../../shared/existing/merge/env.ts';
import { mergeLines } from '../../shared/existing/merge/lines.ts';
import type { Merged } from '../../shared/existing/merge/merged.ts';
import { readEnv } from '../../shared/targets/env.ts';
import { readIni } from '../../shared/targets/ini.ts';
import { goneLines } from './merge-world.ts';

const textOf = ({ files }: Merged): string => files[0]!.mark + files[0]!.after;

function merge(text: string, rendered: string, form: 'ini' | 'toml'): Merged {
  const done = mergeLines({ name: `a.${form}`, text }, 'a', rendered, form);
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

describe('TOML', () => {
  const RENDERED = 'title = "new"\n\n[auth.oidc]\nid = "x"\nscopes = ["openid", "email"]\n';

  /** Pieces of a file that can stand in any order, each with a table of its own. */
  const piece = fc.constantFrom(
    '[plain]\nid = "mine" # kept\n',
    '[[rules]]\nid = 1\n\n[[rules]]\nid = 2\n[rules.inner]\nid = "in a list"\n',
    '[long]\nlist = [\n  "a", # first\n  "[auth.oidc]",\n]\nid = "mine"\n',
    '[text]\nid = """\n[auth.oidc]\nid = "not this"\n"""\n',
    "[raw]\nid = '''\n[auth.oidc]\n\\'''\n",
    '[braces]\nauth = { oidc = { id = "not this" } }\n',
    '["quo ted"."a.b"]\n"id" = \'x\'\n',
    '[when]\nat = 2026-11-26 10:00:00\nday = 2026-11-26\nnumber = 1_000\n',
    '# only a comment\n\n',
  );
  const own = fc.constantFrom(
    '',
    '[auth.oidc]\n',
    '[auth.oidc]\nid = "old" # why\nmine = true\n',
    "[auth.oidc]\nscopes = ['email']\n",
    '[auth.oidc]\nscopes = [\n  "email",\n]\nid = "old"\n',
    '[ auth . "oidc" ]\n\'id\' = "x"\n',
    '[auth]\noidc.id = "old"\n',
    '[auth]\nmode = "x"\noidc.inner.deep = 1\n',
    '[auth.oidc.inner]\nid = "deeper"\n',
    '[auth]\noidc = { id = "old" }\n',
    '[auth.oidc]\nid = 3\n',
    '[[auth]]\nid = "a list"\n',
  );
  const root = fc.constantFrom(
    '',
    'title = "old" # t\n',
    'auth.oidc.id = "old"\n',
    'other = [1, 2]\n',
    '# head\n',
  );

  it('of any content is right after it, or left to the person as it was', () => {
    let edited = 0;
    fc.assert(
      fc.property(
        root,
        fc.uniqueArray(piece, { maxLength: 4 }),
        own,
        fc.nat(4),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (first, pieces, mine, place, eol, final) => {
          const parts = [...pieces.slice(0, place), mine, ...pieces.slice(place)];
          const whole = (first + parts.join('')).replaceAll('\n', eol);
          const text = final ? whole : whole.replace(/\s+$/, '');
          let before: Record<string, unknown>;
          try {
            before = parseToml(text);
          } catch {
            // Some of the pieces define the same table.
            expect(merge(text, RENDERED, 'toml').byHand).toHaveLength(1);
            return;
          }
          const merged = merge(text, RENDERED, 'toml');
          const now = textOf(merged);
          if (merged.byHand.length > 0) {
            expect(now).toBe(text);
            expect(mine).toMatch(/\{|\[\[/);
            return;
          }
          edited += 1;
          const auth = (before['auth'] ?? {}) as Record<string, Record<string, unknown>>;
          const wanted = { ...auth['oidc'], id: 'x', scopes: ['openid', 'email'] };
          expect(parseToml(now)).toEqual({ ...before, title: 'new', auth: { ...auth, oidc: wanted } });
          const changed =
            /^title|^\[auth\.oidc\]\r?$|^(?:auth\.oidc\.|oidc\.)?id =|^scopes|^ {2}"email",$|^\]$/;
          expect(
            goneLines(text.replaceAll('\r', ''), now.replaceAll('\r', '')).filter(
              (line) => !changed.test(line),
            ),
          ).toEqual([]);
          if (eol === '\r\n' && text.includes(eol)) expect(now.replaceAll('\r\n', '')).not.toContain('\n');
          expect(now.endsWith('\n') || text === '').toBe(text.endsWith('\n') || text === '');
          expect(merge(now, RENDERED, 'toml').files[0]!.edits).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
    expect(edited).toBeGreaterThan(500);
  });

  it.each([
    ['[auth.oidc]\nscopes = [\n  "email", # mine\n]\n', 2, 'a comment'],
    ['[auth]\noidc = { id = "old" }\n', 2, 'in braces'],
    ['[[auth]]\nx = 1\n', 1, 'a list of tables'],
    ['title = "a"\n[auth.oidc.id]\nx = 1\n', 2, 'a table'],
    ['a = 1\na = 2\n', 1, 'no TOML'],
  ] as const)('says why it leaves this to the person: %j', (text, line, reason) => {
    const { byHand } = merge(text, RENDERED, 'toml');
    expect(byHand[0]).toMatchObject({ line });
    expect(byHand[0]!.reason).toContain(reason);
  });

  it('leaves what is taken from elsewhere', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the file.
    const merged = merge('[auth.oidc]\nid = "${OIDC_ID}"\n', RENDERED, 'toml');
    expect(textOf(merged)).toContain('OIDC_ID');
    expect(merged.notes.join()).toContain('line 2: “id” is filled in from elsewhere');
  });
});

describe('INI', () => {
  const RENDERED = '[auth]\nid = new\non = true\n';

  it.each([
    ['[auth]\nid: old\n', '[auth]\nid: new\non = true\n'],
    ['[auth]\n  id = old ; why\n', '[auth]\n  ; why\n  id = new\non = true\n'],
    ['[auth]\r\nid=old # why\r\n', '[auth]\r\n# why\r\nid=new\r\non = true\r\n'],
    ['[auth]\nid =\n', '[auth]\nid = new\non = true\n'],
    ['[auth "x"]\nid = mine\n', '[auth "x"]\nid = mine\n\n[auth]\nid = new\non = true\n'],
    ['[auth]\nid = old\n[x]\n[auth]\nid = b\n', '[auth]\nid = old\n[x]\n[auth]\nid = new\non = true\n'],
    ['[x]\nlong = a\n  b\n[auth]\nid = old\n', '[x]\nlong = a\n  b\n[auth]\nid = new\non = true\n'],
  ])('%j is changed as its readers read it', (text, wanted) => {
    const merged = merge(text, RENDERED, 'ini');
    expect([merged.byHand, textOf(merged)]).toEqual([[], wanted]);
    expect(merge(wanted, RENDERED, 'ini').files[0]!.edits).toEqual([]);
  });

  it.each([
    '[auth]\nid = """old\non = false\n"""\n',
    '[auth]\nid = `old\non = false`\n',
    '[auth]\nid = old \\\n  more\n',
    '[auth]\nid = old\n  more\n',
    '[auth]\nother = old\n  on = false\n',
    '[auth]\nid\n',
    '[auth]\nlast = goes on \\\\',
    '[auth]\nID = old\n',
    '[other]\nx = """\n[auth]\nid = inside\n"""\n',
  ])('%j is left to the person, because readers differ', (text) => {
    const merged = merge(text, RENDERED, 'ini');
    expect(textOf(merged)).toBe(text);
    expect(merged.byHand).toHaveLength(1);
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the file.
  it.each(['$__env{ID}', '$__file{/run/id}', '${ID}', 'a ${ID} b', '%(other)s'])(
    '“%s” stays, with a note',
    (value) => {
      const merged = merge(`[auth]\nid = ${value}\n`, RENDERED, 'ini');
      expect(textOf(merged)).toBe(`[auth]\nid = ${value}\non = true\n`);
      expect(merged.notes.join()).toContain('line 2: “id” is filled in from elsewhere');
    },
  );

  it('gets what stands before all sections at its very beginning, with its own line ends', () => {
    expect(textOf(merge('; head\r\n[auth]\r\n', 'mode = x\n', 'ini'))).toBe(
      'mode = x\r\n; head\r\n[auth]\r\n',
    );
  });

  it('keeps every other value, whatever stands in it', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '; c',
        '# c',
        '[auth]',
        '[other]',
        '[auth.sub]',
        'id = old',
        'id=a=b',
        'on : x',
        'plain',
      ),
      fc.stringMatching(/^[a-z]{1,4} ?= ?[ -~]{0,12}$/),
      fc.stringMatching(/^\t? {0,3}[a-z"'`\\;#=:[\]]{0,8}$/),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = lines.join(eol);
        const merged = merge(text, RENDERED, 'ini');
        const now = textOf(merged);
        if (merged.byHand.length > 0 || merged.notes.length > 0) {
          if (merged.byHand.length > 0) expect(now).toBe(text);
          return;
        }
        const values = (of: string) =>
          Object.fromEntries(readIni(of).entries.map(({ path, value }) => [JSON.stringify(path), value]));
        expect(values(now)).toEqual({ ...values(text), '["auth","id"]': 'new', '["auth","on"]': 'true' });
        expect(merge(now, RENDERED, 'ini').files[0]!.edits).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an env file', () => {
  const planned = [{ name: 'OIDC_CLIENT_ID', value: 'new' }];
  const env = (text: string): Merged => mergeEnv({ name: '.env', text }, 'a', planned);

  it.each(['OIDC_CLIENT_ID="old"x\n', "OIDC_CLIENT_ID='old'#c\n", 'A=1\nOIDC_CLIENT_ID="a""b"\nB=2'])(
    '%j is left to the person: what stands behind the quotes would get into the value',
    (text) => {
      const merged = env(text);
      expect(textOf(merged)).toBe(text);
      expect(merged.byHand.length).toBeGreaterThan(0);
    },
  );

  it.each(['OIDC_CLIENT_ID=$(cat id)\n', 'OIDC_CLIENT_ID="`cat id`"\n'])('%j stays, with a note', (text) => {
    const merged = env(text);
    expect([textOf(merged), merged.notes.length]).toEqual([text, 1]);
  });

  it('says what it has to and nothing else, or stays as it is', () => {
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('', 'export ', ' ', 'A=1 '),
          fc.constantFrom('OIDC_CLIENT_ID', 'OTHER', 'B'),
          fc.constantFrom('=', ' = ', ':', '= '),
          fc.constantFrom('', '"', "'"),
          fc.stringMatching(/^[a-z #$\\"'{}`=]{0,6}$/),
          fc.constantFrom('', '"', "'", '" # c', "'x", ' # c', '\t# c'),
        )
        .map((parts) => parts.join('')),
      fc.constantFrom('', '# c', 'NAME', 'A="x', 'y"', "'"),
    );
    const values = (of: string) =>
      Object.fromEntries(readEnv(of).entries.map(({ path, value }) => [path[0], value]));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = lines.join(eol);
        const merged = env(text);
        const now = textOf(merged);
        if (merged.byHand.length > 0 || merged.notes.length > 0) {
          expect(now).toBe(text);
          return;
        }
        expect(values(now)).toEqual({ ...values(text), OIDC_CLIENT_ID: 'new' });
        expect(env(now).files[0]!.edits).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
