import { describe, expect, it } from 'vitest';
import { setWorkspaceValue } from '../../../shared/workspace/edit.ts';
import { migrateWorkspaceText } from '../../../shared/workspace/migrate-text.ts';
import { CURRENT_FORMAT, migrations } from '../../../shared/workspace/migrations.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';

const OLD = `# ours
id: abc
providers:
  home: # at home
    kind: authelia
    issuer: https://auth.example.com # public
    version: 4.40
apps:
  memos:
    kind: memos
    url: https://memos.example.com
    provider: home
    secret_method: client_secret_post # as Memos wants it
`;
const NEW = `# ours
latchkey: 1
id: abc
providers:
  home: # at home
    kind: authelia
    url: https://auth.example.com # public
    version: 4.40
apps:
  memos:
    kind: memos
    url: https://memos.example.com
    provider: home
    token_endpoint_auth_method: client_secret_post # as Memos wants it
`;

describe('formats of the workspace file', () => {
  it('have a step from each to the next', () => {
    expect(Object.keys(migrations).map(Number)).toEqual(
      Array.from({ length: CURRENT_FORMAT }, (_, format) => format),
    );
  });

  it('reads one from before the first release, and says so', () => {
    const parsed = parseWorkspace(OLD);
    expect(parsed.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['older-format', 'warning'],
    ]);
    expect(parsed.ok && parsed.workspace).toEqual({
      latchkey: 1,
      id: 'abc',
      providers: { home: { kind: 'authelia', url: 'https://auth.example.com', version: '4.40' } },
      apps: {
        memos: {
          kind: 'memos',
          url: 'https://memos.example.com',
          provider: 'home',
          token_endpoint_auth_method: 'client_secret_post',
        },
      },
    });
    expect(parseWorkspace(`latchkey: 0\n${OLD}`)).toMatchObject({ ok: true });
  });

  it('points into the text as it is, not as migrated', () => {
    const parsed = parseWorkspace(OLD.replace('https://auth', 'auth'));
    expect(parsed.problems.find((problem) => problem.severity === 'error')).toMatchObject({
      code: 'url-without-scheme',
      line: 6,
      column: 13,
    });
  });

  it('brings the text up to date and keeps its comments, once', () => {
    const migrated = migrateWorkspaceText(OLD);
    expect(migrated).toEqual({ ok: true, value: { text: NEW, from: 0 } });
    expect(migrateWorkspaceText(NEW)).toEqual({ ok: true, value: { text: NEW, from: 1 } });
    expect(parseWorkspace(NEW).problems).toEqual([]);
    expect(migrateWorkspaceText(OLD.replaceAll('\n', '\r\n'))).toEqual({
      ok: true,
      value: { text: NEW.replaceAll('\n', '\r\n'), from: 0 },
    });
    expect(migrateWorkspaceText(`latchkey: 0 # old\n${OLD}`)).toMatchObject({
      value: { text: expect.stringContaining('latchkey: 1 # old\n') },
    });
  });

  it('is not guessed at: an edit of an old file leaves its format alone', () => {
    const edited = setWorkspaceValue(OLD, ['providers', 'home', 'version'], '4.39');
    expect(edited).toEqual({ ok: true, value: OLD.replace('4.40', '"4.39"') });
  });

  it('refuses one from a newer Latchkey, and one that is none', () => {
    expect(parseWorkspace('latchkey: 99\nwhatever: {}\n').problems).toMatchObject([
      { code: 'newer-format', message: expect.stringContaining('written by a newer Latchkey') },
    ]);
    expect(migrateWorkspaceText('latchkey: 99\n')).toMatchObject({
      ok: false,
      error: { code: 'workspace-newer-format' },
    });
    expect(migrateWorkspaceText('foo: 1\n')).toMatchObject({
      ok: false,
      error: { code: 'workspace-unknown-format' },
    });
    expect(migrateWorkspaceText('a: [')).toMatchObject({ ok: false, error: { code: 'workspace-not-yaml' } });
  });
});
