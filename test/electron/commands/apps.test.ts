import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run as apps } from '../../../electron/commands/apps.ts';
import { run as profile } from '../../../electron/commands/profile.ts';
import { readProfileFiles } from '../../../electron/services/files/profile-files.ts';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';

let said = { out: '', err: '' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-apps-'));
  said = { out: '', err: '' };
  for (const [stream, name] of [
    [process.stdout, 'out'],
    [process.stderr, 'err'],
  ] as const)
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe('latchkey apps', () => {
  it('lists every app by its kind, and then every provider', async () => {
    expect(await apps([])).toBe(0);
    const [ofApps, ofProviders] = said.out.split('\nProviders:\n');
    expect(
      ofProviders!
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s/)[0]),
    ).toEqual(PROVIDER_KINDS);
    const kinds = ofApps!
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s/)[0]);
    expect(kinds).toEqual(allApps().map(({ kind }) => kind));
  });

  it('says everything of a provider, and which side it is to programs', async () => {
    expect(await apps(['kanidm'])).toBe(0);
    for (const word of ['provider, kind: kanidm', 'not run by us', 'a command', 'Sources:'])
      expect(said.out).toContain(word);
    said.out = '';
    expect(await apps(['kanidm', '--json'])).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ kind: 'kanidm', side: 'provider', tested: { how: 'code' } });
    said.out = '';
    expect(await apps(['pocket', '--json'])).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ apps: [], providers: [{ kind: 'pocket-id' }] });
  });

  it('finds by a word in kind, name or purpose, in any case', async () => {
    expect(await apps(['WIKI'])).toBe(0);
    expect(said.out).toMatch(/^bookstack /m);
    expect(said.out).toMatch(/^outline /m);
    expect(said.out).not.toMatch(/^immich /m);
  });

  it('says everything of one: versions, where its side is set, settings, what to know, sources', async () => {
    expect(await apps(['grafana'])).toBe(0);
    for (const word of [
      'kind: grafana',
      'Versions that differ',
      'not run by us',
      'grafana.env',
      'role_attribute_path',
      'Sources:',
    ])
      expect(said.out).toContain(word);
  });

  it('gives the same to programs', async () => {
    expect(await apps(['grafana', '--json'])).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ kind: 'grafana', profile: { kind: 'grafana' } });
    said.out = '';
    expect(await apps(['--json'])).toBe(0);
    expect(JSON.parse(said.out).apps).toHaveLength(allApps().length);
  });

  it('says what to do where there is none', async () => {
    expect(await apps(['Dokuwiki2'])).toBe(3);
    expect(said.out).toContain('latchkey profile new dokuwiki2');
  });
});

describe('latchkey profile', () => {
  /** The beginning of a profile, with everything in it that has to be looked up. */
  const lookedUp = (text: string) =>
    text
      .replace('What it is for, in a few words', 'Pages that a team writes')
      .replace("date: '2026-01-01'", "date: '2026-11-26'")
      .replace('https://docs.example.com/sso', 'https://wiki.example.com/sso')
      .replace(/^# What nobody.*\n^unsure.*\n/m, '');

  it('begins one that it finds right once everything in it is looked up', async () => {
    expect(await profile(['new', 'my-app'])).toBe(0);
    expect(said.err).toContain('name it there: profiles: [./my-app.profile.yaml]');
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, lookedUp(said.out));
    said.out = '';
    said.err = '';
    expect(await profile(['check', file])).toBe(0);
    expect(said.out).toContain('well');
    expect(said.err).toBe('');
    said.out = '';
    expect(await profile(['check', file, '--json'])).toBe(0);
    expect(JSON.parse(said.out)).toEqual({
      ok: true,
      kind: 'my-app',
      problems: [],
      broken_promises: [],
      warnings: [],
      tried: { cases: 11, complete: true },
    });
  });

  it('says in how few of very many cases a large one was tried', async () => {
    await profile(['new', 'my-app']);
    const settings = Array.from(
      { length: 200 },
      (_, at) => `  s${at}: { label: L, type: boolean, help: H. }`,
    );
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, `${lookedUp(said.out)}settings:\n${settings.join('\n')}\n`);
    said.out = '';
    const before = process.cpuUsage();
    expect(await profile(['check', file])).toBe(0);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
    expect(said.out).toMatch(/tried in \d{2,3} cases, which are not all: every version, kind of provider/);
    said.out = '';
    expect(await profile(['check', file, '--json'])).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ ok: true, tried: { complete: false } });
  });

  describe('a kind that is taken', () => {
    const wiki = path.join(import.meta.dirname, '../../../shared/catalog/profiles/wikijs.yaml');

    /** A finished profile of this kind beside a workspace that names it, and perhaps others. */
    async function beside(kind: string, ...names: string[]): Promise<{ file: string; workspace: string }> {
      await profile(['new', 'my-app']);
      const file = path.join(folder, 'my-app.profile.yaml');
      writeFileSync(file, lookedUp(said.out).replace('kind: my-app', `kind: ${kind}`));
      writeFileSync(path.join(folder, 'other.yaml'), lookedUp(said.out));
      const workspace = path.join(folder, 'home.latchkey');
      writeFileSync(
        workspace,
        `latchkey: 1\nid: test\nprofiles: [${[...names, './my-app.profile.yaml'].join(', ')}]\nproviders: {}\napps: {}\n`,
      );
      said.out = '';
      said.err = '';
      return { file, workspace };
    }

    it('is not begun', async () => {
      for (const kind of ['gitea', 'kestra', 'custom']) {
        expect(await profile(['new', kind])).toBe(2);
        expect(said.err).toContain(`Latchkey itself describes the kind “${kind}”`);
        expect(said.out).toBe('');
      }
    });

    it('is a warning for a file alone, which may be a better one, and none for Latchkey’s own', async () => {
      const { file } = await beside('gitea');
      expect(await profile(['check', file])).toBe(0);
      expect(said.err).toMatch(/my-app\.profile\.yaml:3:7: Latchkey itself describes the kind “gitea”/);
      said.err = '';
      expect(await profile(['check', wiki])).toBe(0);
      expect(said.err).not.toContain('describes the kind');
    });

    it.each([
      ['gitea', [], 'Latchkey itself describes the kind “gitea”'],
      ['my-app', ['./other.yaml'], '“./other.yaml” describes the kind “my-app”'],
      ['my-app', [], undefined],
      ['my-app', ['./other.txt', './missing.yaml'], undefined],
    ])('beside a workspace is refused as it is there: %s %j', async (kind, names, message) => {
      const { file, workspace } = await beside(kind, ...names);
      expect(await profile(['check', file, '--workspace', workspace])).toBe(message === undefined ? 0 : 1);
      if (message === undefined) return expect(said.err).toBe('');
      expect(said.err).toContain(message);
      const loaded = parseWorkspace(
        readFileSync(workspace, 'utf8'),
        await readProfileFiles(workspace, readFileSync(workspace, 'utf8')),
      );
      expect(loaded.problems).toMatchObject([
        { code: 'profile-kind-taken', message: expect.stringContaining(message) },
      ]);
      expect(await profile(['check', file, '--workspace', workspace, '--json'])).toBe(1);
      expect(JSON.parse(said.out)).toMatchObject({ ok: false, problems: [{ code: 'profile-kind-taken' }] });
    });

    it('needs a workspace that can be read, and “check”', async () => {
      const { file } = await beside('my-app');
      expect(await profile(['check', file, '--workspace', path.join(folder, 'none')])).toBe(2);
      expect(await profile(['new', 'my-app', '--workspace', file])).toBe(2);
      expect(await profile(['new', 'my-app', '--json'])).toBe(2);
    });
  });

  it('gives programs the keys that docs/design.md names', async () => {
    const design = readFileSync(path.join(import.meta.dirname, '../../../docs/design.md'), 'utf8');
    const [, form] = /`profile check` with `--json`: `(\{[^`]*\})`/s.exec(design) ?? [];
    const words = (text: string | undefined) =>
      new Set([...text!.matchAll(/"(\w+)"/g)].map(([, one]) => one!));
    await profile(['new', 'my-app']);
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, said.out);
    said.out = '';
    await profile(['check', file, '--json']);
    const keys = (node: unknown): string[] =>
      typeof node !== 'object' || node === null
        ? []
        : Object.entries(node).flatMap(([key, inner]) => [
            ...(Array.isArray(node) ? [] : [key]),
            ...keys(inner),
          ]);
    expect(words(form)).toEqual(new Set(keys(JSON.parse(said.out))));
  });

  it('names what still stands there from the beginning, and doesn’t call it well', async () => {
    await profile(['new', 'my-app']);
    const begun = said.out;
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, begun);
    said.out = '';
    expect(await profile(['check', file])).toBe(1);
    expect(said.out).toBe('');
    const lineOf = (text: string) => begun.slice(0, begun.indexOf(text)).split('\n').length;
    for (const text of ['about:', 'tested:', 'docs: {', 'unsure:'])
      expect(said.err).toMatch(new RegExp(`my-app\\.yaml:${lineOf(text)}:\\d+: This still stands here`));
    expect(await profile(['check', file, '--json'])).toBe(1);
    expect(JSON.parse(said.out)).toMatchObject({ ok: false, problems: { length: 4 } });
  });

  it('warns of a claim whose scope is not requested', async () => {
    await profile(['new', 'my-app']);
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, lookedUp(said.out).replace('scope: email', 'scope: groups'));
    said.out = '';
    expect(await profile(['check', file])).toBe(0);
    expect(said.err).toMatch(/my-app\.yaml:\d+:5: The scope “groups” is not requested.*claim “email”/);
    expect(said.out).toContain('well');
    said.out = '';
    await profile(['check', file, '--json']);
    expect(JSON.parse(said.out)).toMatchObject({
      ok: true,
      warnings: [{ code: 'unrequested-claim', severity: 'warning', column: 5 }],
    });
  });

  it('says each mistake with its line and column', async () => {
    await profile(['new', 'my-app']);
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, said.out.replace('callbacks:', 'callback:').replace('{issuer}', '{isuer}'));
    expect(await profile(['check', file])).toBe(1);
    expect(said.err).toMatch(/my-app\.yaml:\d+:1: .*callback/);
    expect(said.err).toMatch(/my-app\.yaml:\d+:\d+: .*isuer/);
    said.out = '';
    expect(await profile(['check', file, '--json'])).toBe(1);
    expect(JSON.parse(said.out)).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown-key', column: 1 }, {}],
    });
  });

  it('says what one promises and does not keep', async () => {
    await profile(['new', 'my-app']);
    const file = path.join(folder, 'my-app.yaml');
    writeFileSync(file, said.out.replace(/.*client_secret}.*\n/, ''));
    expect(await profile(['check', file])).toBe(1);
    expect(said.err).toContain('No target hands the client secret over.');
  });

  it('refuses what is no kind, no file, and no action', async () => {
    expect(await profile(['new', 'My App'])).toBe(2);
    expect(await profile(['check', path.join(folder, 'missing.yaml')])).toBe(2);
    expect(await profile(['check', folder])).toBe(2);
    expect(await profile(['mend', 'x'])).toBe(2);
    writeFileSync(path.join(folder, 'latin.yaml'), Buffer.from([0x6e, 0xe4]));
    expect(await profile(['check', path.join(folder, 'latin.yaml')])).toBe(2);
    expect(said.err).toContain('not UTF-8');
    expect(readFileSync(path.join(folder, 'latin.yaml'))).toHaveLength(2);
  });
});
