import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lineDiff } from '../../../shared/line-diff.ts';
import type { Result } from '../../../shared/result.ts';
import {
  addApp,
  addProvider,
  removeWorkspaceValue,
  setWorkspaceValue,
  type WorkspacePath,
  type WorkspaceValue,
} from '../../../shared/workspace/edit.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { anyWorkspace } from './arbitrary.ts';

const COMMENTED = `# top
# second line
latchkey: 1   # format

id: abc # id
providers:
  # before home
  home:   # at home
    kind: authelia
    url: https://auth.example.com   # the url

    # before version
    version: 4.39
  # after home
apps:
  memos:
    kind: memos
    url: https://memos.example.com
    provider: home
    groups: # the groups
      - family # mum
      # inside
      - friends
    scopes: [openid, profile] # scopes
    # end of memos
# end of file
`;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function workspaceOf(text: string): Workspace {
  const parsed = parseWorkspace(text);
  if (!parsed.ok)
    throw new Error(parsed.problems.map((p) => `${p.line}: ${p.message}\n${p.excerpt}`).join('\n'));
  return parsed.workspace;
}

const commentsOf = (text: string): string[] =>
  [...text.matchAll(/(?:^|\s)#\s*(\S[^\n\r]*)/g)].map((match) => match[1]!.trim()).sort();

describe('stringifyWorkspace', () => {
  it('is read back as what it was made from, any valid workspace', () => {
    fc.assert(
      fc.property(anyWorkspace, (workspace) => {
        const text = stringifyWorkspace(workspace);
        expect(workspaceOf(text)).toEqual(workspace);
        expect(stringifyWorkspace(workspaceOf(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('quotes versions, begins with one comment line and keeps the order of entries', () => {
    const text = stringifyWorkspace({
      apps: { z: { provider: 'home', version: '0.30', kind: 'memos', url: 'https://z.example.com' } },
      providers: { home: { version: '4.40', url: 'https://auth.example.com', kind: 'authelia' } },
      id: 'abc',
      latchkey: 1,
    });
    expect(
      text,
    ).toBe(`# Latchkey workspace: providers, apps and how they are joined. It holds no secret and fits Git.

latchkey: 1
id: abc
providers:
  home:
    kind: authelia
    url: https://auth.example.com
    version: "4.40"
apps:
  z:
    kind: memos
    url: https://z.example.com
    version: "0.30"
    provider: home
`);
  });
});

describe('setWorkspaceValue', () => {
  it('changes nothing but the letters of a single value', () => {
    const edited = value(setWorkspaceValue(COMMENTED, ['providers', 'home', 'version'], '4.40'));
    expect(edited).toBe(COMMENTED.replace('4.39', '"4.40"'));
    const url = value(
      setWorkspaceValue(COMMENTED, ['apps', 'memos', 'url'], 'https://notes.example.com/sub'),
    );
    expect(url).toBe(COMMENTED.replace('https://memos.example.com', 'https://notes.example.com/sub'));
  });

  it('keeps every comment, and every other value, whatever is set', () => {
    const edits = fc.constantFrom<[WorkspacePath, WorkspaceValue]>(
      [['name'], 'Ours'],
      [
        ['apps', 'memos', 'groups'],
        ['a', 'b'],
      ],
      [['apps', 'memos', 'groups'], ['family']],
      [['apps', 'memos', 'scopes'], ['openid']],
      [['apps', 'memos', 'settings', 'identifier_claim'], 'sub'],
      [['apps', 'memos', 'settings'], { identifier_filter: '^a:#b$' }],
      [['apps', 'memos', 'policy'], 'one_factor'],
      [['apps', 'memos', 'require_pkce'], true],
      [['providers', 'home', 'url'], 'https://id.example.com'],
      [['providers', 'home', 'version'], '4.38'],
      [['providers', 'home'], { kind: 'authentik', url: 'https://x.example.com' }],
      [['providers', 'away'], { kind: 'oidc', url: 'https://y.example.com', version: '1.0' }],
    );
    fc.assert(
      fc.property(
        fc.array(edits, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        (steps, crlf, bom) => {
          let text = (bom ? '\ufeff' : '') + (crlf ? COMMENTED.replaceAll('\n', '\r\n') : COMMENTED);
          const expected = structuredClone(workspaceOf(text)) as unknown as Record<string, unknown>;
          for (const [path, next] of steps) {
            text = value(setWorkspaceValue(text, path, next));
            let holder = expected;
            for (const step of path.slice(0, -1)) {
              holder[step] ??= {};
              holder = holder[step] as Record<string, unknown>;
            }
            holder[path.at(-1)!] = next;
          }
          expect(workspaceOf(text)).toEqual(expected);
          expect(commentsOf(text)).toEqual(commentsOf(COMMENTED));
          expect(text.startsWith('\ufeff')).toBe(bom);
          if (crlf) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('writes any text so that it is read back, inside braces too', () => {
    const nasty = fc
      .string({ minLength: 1, maxLength: 20, unit: 'binary' })
      .filter((text) => !/\p{Cs}/u.test(text));
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ minLength: 1 })), fc.boolean(), (text, flow) => {
        fc.pre(!/\$(?:pbkdf2|argon2|scrypt|2|5|6)/.test(text));
        const source = flow
          ? 'latchkey: 1\nid: a\nextra: {x: y, z: [1]} # c\n'
          : 'latchkey: 1\nid: a\nextra:\n  x: y\n';
        const edited = value(setWorkspaceValue(source, ['extra', 'x'], text));
        // The edit reads back its own output: setting the same value again changes nothing.
        expect(value(setWorkspaceValue(edited, ['extra', 'x'], text))).toBe(edited);
        const name = value(setWorkspaceValue('latchkey: 1\nid: a\n', ['name'], text));
        const parsed = parseWorkspace(name);
        if (parsed.ok) expect(parsed.workspace.name).toBe(text);
        else expect(parsed.problems.map((problem) => problem.code)).toEqual(['bad-text']);
      }),
      { numRuns: 300 },
    );
  });

  /** A workspace as somebody writes it by hand: the indentation, padding and empty lines are theirs. */
  const byHand = fc
    .record({
      indent: fc.constantFrom(1, 2, 3, 4, 8),
      pad: fc.constantFrom('', ' ', '   '),
      seq: fc.boolean(),
      gap: fc.constantFrom('', '\n', '\n\n', '  # note\n', '   \n'),
      behind: fc.constantFrom('', '  ', ' # why', '\t# why'),
      note: fc.constantFrom('plain', '" led"', '>-\n@ folded\n@ text', '"in\n@ two"'),
      quote: fc.constantFrom('', "'", '"'),
      crlf: fc.boolean(),
      ended: fc.boolean(),
    })
    .map(({ indent, pad, seq, gap, behind, note, quote, crlf, ended }) => {
      const [one, two, three] = [1, 2, 3].map((depth) => ' '.repeat(indent * depth)) as [
        string,
        string,
        string,
      ];
      const block = note.replaceAll('@ ', one);
      const list = seq ? three : two;
      const text = [
        `# mine${behind}`,
        `latchkey:   1`,
        `name: ${block}`,
        `id: ${quote}abc${quote}${behind}`,
        `${gap}providers:`,
        `${one}home: {${pad}kind: authelia, url: ${quote || "'"}https://auth.example.com${quote || "'"}${pad}}`,
        `${gap}apps:${behind}`,
        `${one}memos:`,
        `${two}kind: memos${behind}`,
        `${two}url: https://memos.example.com`,
        `${gap}${two}provider: home`,
        `${two}scopes: [${pad}openid,  profile${pad}]`,
        `${two}groups:`,
        `${list}-   family${behind}`,
        `${list}- friends`,
        `${two}settings:  {${pad}}`,
        ...(ended ? [''] : []),
      ].join('\n');
      return crlf ? text.replaceAll('\n', '\r\n') : text;
    });
  const lost = (before: string, after: string): string[] => {
    const [old, now] = [before.split('\n'), after.split('\n')];
    // The line that a file ends with may get its line end.
    const bare = (lines: string[]) => lines.map((one) => one.replace(/\r$/, ''));
    return lineDiff(bare(old), bare(now))
      .flat()
      .filter(({ kind }) => kind === 'gone')
      .map((one) => old[one.before! - 1]!.trim());
  };

  it('leaves every line that it has no part in as somebody wrote it', () => {
    const app = { kind: 'memos', url: 'https://m.example.com', provider: 'home' } as const;
    fc.assert(
      fc.property(byHand, (text) => {
        const was = workspaceOf(text);
        const added = value(addApp(text, 'notes', app));
        expect(lost(text, added)).toEqual([]);
        expect(workspaceOf(added)).toEqual({ ...was, apps: { ...was.apps, notes: app } });
        const back = value(removeWorkspaceValue(added, ['apps', 'notes']));
        expect(back.replace(/\r?\n$/, '')).toBe(text.replace(/\r?\n$/, ''));

        const groups = value(setWorkspaceValue(text, ['apps', 'memos', 'groups'], ['one', 'two', 'three']));
        for (const line of lost(text, groups)) expect(line).toMatch(/^(?:groups:|- {1,3}(?:family|friends))/);
        expect(workspaceOf(groups).apps['memos']?.groups).toEqual(['one', 'two', 'three']);

        const provider = value(setWorkspaceValue(text, ['providers', 'home', 'version'], '4.39'));
        // A comment between two lines goes with the line that the library puts it to.
        for (const line of lost(text, provider)) expect(line).toMatch(/^home:|^# note$|^apps:\s+# why$/);
        expect(commentsOf(provider)).toEqual(commentsOf(text));
        expect(workspaceOf(provider).providers['home']?.version).toBe('4.39');

        const without = value(removeWorkspaceValue(text, ['apps', 'memos', 'scopes']));
        for (const line of lost(text, without)) expect(line).toMatch(/^scopes:/);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps and writes texts of several lines that begin with blanks, at any indentation', () => {
    const led = fc.array(fc.constantFrom('', ' ', '  ', 'a', ' b', '\tc'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(led, fc.constantFrom(1, 2, 3, 4, 8), (lines, indent) => {
        const [one, text] = [' '.repeat(indent), lines.join('\n')];
        const source = `latchkey: 1\nid: a\nextra:\n${one}x:\n${one}${one}y: z\n`;
        const edited = value(setWorkspaceValue(source, ['extra', 'x', 'y'], text));
        const again = value(setWorkspaceValue(edited, ['extra', 'w'], text));
        expect(parse(again)).toMatchObject({ extra: { x: { y: text }, w: text } });
      }),
      { numRuns: 300 },
    );
  });

  it('begins a file that is empty or holds only comments', () => {
    for (const start of ['', '# mine\n', '# mine']) {
      const text = value(setWorkspaceValue(start, ['latchkey'], 1));
      expect(commentsOf(text)).toEqual(commentsOf(start));
      expect(text).toContain('latchkey: 1\n');
    }
  });

  it('refuses a secret, broken YAML and a path through something else', () => {
    const code = (result: Result<string>): string => (result.ok ? 'ok' : result.error.code);
    expect(code(setWorkspaceValue(COMMENTED, ['apps', 'memos', 'client_secret'], 'x'))).toBe(
      'secret-in-workspace',
    );
    expect(code(setWorkspaceValue(COMMENTED, ['apps', 'm2'], { client_secret: 'x' }))).toBe(
      'secret-in-workspace',
    );
    expect(code(setWorkspaceValue('a: [', ['a'], 'x'))).toBe('workspace-not-yaml');
    expect(code(setWorkspaceValue('- a', ['a'], 'x'))).toBe('workspace-path');
    expect(code(setWorkspaceValue(COMMENTED, ['id', 'x'], 'x'))).toBe('workspace-path');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    setWorkspaceValue(COMMENTED, ['__proto__', 'polluted'], 'x');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('removeWorkspaceValue', () => {
  it('takes the key out and keeps the comments around it', () => {
    const text = value(removeWorkspaceValue(COMMENTED, ['providers', 'home', 'version']));
    expect(workspaceOf(text).providers['home']).toEqual({
      kind: 'authelia',
      url: 'https://auth.example.com',
    });
    expect(commentsOf(text)).toEqual(commentsOf(COMMENTED));
  });

  it('takes the last app out and leaves an empty map that can be added to', () => {
    const without = value(removeWorkspaceValue(COMMENTED, ['apps', 'memos']));
    expect(workspaceOf(without).apps).toEqual({});
    const app = { kind: 'memos', url: 'https://m.example.com', provider: 'home' } as const;
    const again = value(addApp(without, 'new', app));
    expect(workspaceOf(again).apps).toEqual({ new: app });
    expect(again).toContain('\n  new:\n    kind: memos\n');
  });

  it('changes nothing where there is nothing', () => {
    expect(value(removeWorkspaceValue(COMMENTED, ['apps', 'nope']))).toBe(COMMENTED);
    expect(value(removeWorkspaceValue(COMMENTED, ['nope', 'nope']))).toBe(COMMENTED);
  });

  it('undoes what was set, any workspace', () => {
    fc.assert(
      fc.property(anyWorkspace, (workspace) => {
        const text = stringifyWorkspace(workspace);
        const added = value(
          addProvider(text, 'zz-extra', { kind: 'oidc', url: 'https://zz.example.com', version: '1.10' }),
        );
        expect(workspaceOf(added).providers['zz-extra']?.version).toBe('1.10');
        expect(workspaceOf(value(removeWorkspaceValue(added, ['providers', 'zz-extra'])))).toEqual(workspace);
      }),
      { numRuns: 50 },
    );
  });
});

describe('addProvider and addApp', () => {
  it('add to a workspace that is written as JSON', () => {
    const json = JSON.stringify({ latchkey: 1, id: 'a', providers: {}, apps: {} }, null, 2);
    const home = { kind: 'oidc', url: 'https://a.example.com', version: '4.40' } as const;
    const notes = {
      kind: 'memos',
      url: 'https://m.example.com',
      provider: 'home',
      groups: ['a, b', '#c'],
    } as const;
    const text = value(addApp(value(addProvider(json, 'home', home)), 'notes', notes));
    expect(workspaceOf(text)).toEqual({ latchkey: 1, id: 'a', providers: { home }, apps: { notes } });
  });

  it('refuse an id that is taken by either', () => {
    const entry = { kind: 'oidc', url: 'https://a.example.com' } as const;
    for (const id of ['home', 'memos']) {
      const result = addProvider(COMMENTED, id, entry);
      expect(result.ok ? '' : result.error.code).toBe('workspace-id-taken');
    }
  });
});
