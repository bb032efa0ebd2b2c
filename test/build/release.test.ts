import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { controlFile, readFpmArguments } from '../../build/deb-control.mjs';
import { notesOf, objection } from '../../build/release-notes.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WORKFLOWS = path.join(ROOT, '.github/workflows');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<
    string,
    {
      readonly permissions?: Record<string, string>;
      readonly uses?: string;
      readonly steps?: readonly Step[];
    }
  >;
}
const workflows = readdirSync(WORKFLOWS).map((name) => ({
  name,
  text: readFileSync(path.join(WORKFLOWS, name), 'utf8'),
  workflow: parse(readFileSync(path.join(WORKFLOWS, name), 'utf8')) as Workflow,
}));
const steps = workflows.flatMap(({ name, workflow }) =>
  Object.values(workflow.jobs).flatMap((job) => (job.steps ?? []).map((step) => ({ name, ...step }))),
);

describe('the workflows', () => {
  it('are the checks and the release', () => {
    expect(workflows.map(({ name }) => name).sort()).toEqual(['ci.yml', 'release.yml']);
    expect(workflows.find(({ name }) => name === 'release.yml')?.workflow.jobs['checks']?.uses).toBe(
      './.github/workflows/ci.yml',
    );
  });

  it('name every foreign action by its commit, with the version beside it, and the same one everywhere', () => {
    const named = workflows.flatMap(({ text }) =>
      [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map((match) => match[1]!),
    );
    const foreign = named.filter((line) => !line.startsWith('./'));
    expect(foreign.length).toBeGreaterThan(5);
    for (const line of foreign) expect(line).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const commits = new Map<string, Set<string>>();
    for (const line of foreign) {
      const [action, rest] = line.split('@') as [string, string];
      commits.set(action, (commits.get(action) ?? new Set()).add(rest));
    }
    expect([...commits].filter(([, used]) => used.size > 1)).toEqual([]);
  });

  it('may only read, but for the one job that writes the draft', () => {
    for (const { name, workflow } of workflows) {
      expect([name, workflow.permissions]).toEqual([name, { contents: 'read' }]);
      for (const [job, { permissions }] of Object.entries(workflow.jobs))
        expect([name, job, permissions]).toEqual([
          name,
          job,
          job === 'draft' ? { contents: 'write', 'id-token': 'write', attestations: 'write' } : undefined,
        ]);
    }
  });

  it('run scripts of the project, which exist', () => {
    const commands = steps.flatMap(({ run }) => run?.split('\n') ?? []);
    const npm = commands.flatMap((line) =>
      [...line.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map((match) => match[1]!),
    );
    const node = commands.flatMap((line) =>
      [...line.matchAll(/\bnode (build\/[\w-]+\.mjs)/g)].map((match) => match[1]!),
    );
    expect(npm).toEqual(expect.arrayContaining(['lint', 'typecheck', 'package', 'test:desktop']));
    expect(node).toEqual(
      expect.arrayContaining([
        'build/sbom.mjs',
        'build/checksums.mjs',
        'build/release-notes.mjs',
        'build/walk.mjs',
      ]),
    );
    expect(npm.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(node.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const tests = commands.flatMap((line) => line.match(/\btest\/\S+\.ts\b/g) ?? []);
    expect(tests.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it('put nothing that comes from outside into a shell', () => {
    // What a person names a branch or a tag would otherwise run as a command.
    expect(steps.filter(({ run }) => run?.includes('${{')).map(({ run }) => run)).toEqual([]);
  });

  it('test on three systems and three versions of Node, and package for three systems and two processors', () => {
    const ci = workflows.find(({ name }) => name === 'ci.yml')!.text;
    expect(ci).toContain('node: [20, 22, 24]');
    for (const os of ['ubuntu', 'windows', 'macos']) expect(ci).toMatch(new RegExp(`os: \\[.*${os}`));
    const release = workflows.find(({ name }) => name === 'release.yml')!.text;
    const rows = [...release.matchAll(/system: (\w+), arch: (\w+)/g)].map(
      (match) => `${match[1]} ${match[2]}`,
    );
    expect(rows.sort()).toEqual(['linux arm64', 'linux x64', 'mac arm64', 'mac x64', 'win arm64', 'win x64']);
  });
});

describe('the notes of a release', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\nnot yet\n\n## [1.2.0] - 2026-01-02\n\n### Added\n\n- A thing.\n\n## 1.1.0\n\n## 1.0.0\n\nFirst.\n';

  it.each([
    ['1.2.0', '### Added\n\n- A thing.'],
    ['1.0.0', 'First.'],
    ['1.1.0', undefined],
    ['1.2', undefined],
    ['2.0.0', undefined],
    ['Unreleased', 'not yet'],
  ])('of %s are what stands below its heading', (version, notes) => {
    expect(notesOf(changelog, version)).toBe(notes);
    expect(notesOf(changelog.replaceAll('\n', '\r\n'), version)).toBe(notes);
  });

  it('are refused for a tag of another version, or without a section', () => {
    expect(objection('v1.2.0', '1.2.0', changelog)).toBeUndefined();
    expect(objection('v1.2.1', '1.2.0', changelog)).toMatch(/it must be v1\.2\.0/);
    expect(objection('1.2.0', '1.2.0', changelog)).toMatch(/it must be v1\.2\.0/);
    expect(objection('v1.1.0', '1.1.0', changelog)).toMatch(/no section/);
  });

  it('are printed by the program that the workflow runs, or the reason is', () => {
    const said = spawnSync(process.execPath, ['build/release-notes.mjs', 'v0.0.0'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect([said.status, said.stdout]).toEqual([1, '']);
    expect(said.stderr).toMatch(/^The tag is v0\.0\.0, but package\.json says/);
  });
});

describe('the checksums', () => {
  it('are those of every file, and can be made again', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-sums-'));
    try {
      writeFileSync(path.join(folder, 'b.deb'), 'two');
      writeFileSync(path.join(folder, 'a b.dmg'), 'one');
      mkdirSync(path.join(folder, 'folder'));
      for (let time = 0; time < 2; time++) {
        const made = spawnSync(process.execPath, ['build/checksums.mjs', folder], {
          cwd: ROOT,
          encoding: 'utf8',
        });
        expect(made.status).toBe(0);
        expect(readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8')).toBe(
          [
            ['a b.dmg', 'one'],
            ['b.deb', 'two'],
          ]
            .map(([name, text]) => `${createHash('sha256').update(text!).digest('hex')}  ${name}\n`)
            .join(''),
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('of nothing are a mistake', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-sums-'));
    for (const args of [[folder], []])
      expect(spawnSync(process.execPath, ['build/checksums.mjs', ...args], { cwd: ROOT }).status).toBe(2);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a deb', () => {
  it('is described by what electron-builder passes to fpm', () => {
    const read = readFpmArguments([
      '-s',
      'dir',
      '--force',
      '-t',
      'deb',
      '-d',
      'liba',
      '-d',
      'libb',
      '--deb-recommends',
      'x | y',
      '--deb-compression',
      'gz',
      '--architecture',
      'amd64',
      '--after-install',
      '/in',
      '--after-remove',
      '/out',
      '--description',
      'Short\n Long\n\nmore',
      '--version',
      '1.0~rc1',
      '--package',
      '/made.deb',
      '--name',
      'latchkey',
      '--url',
      'https://latchkey.invalid/',
      '--license',
      'MIT',
      '/app/=/opt/App',
      '/a=b.txt=/usr/x',
    ]);
    expect(read).toMatchObject({
      output: '/made.deb',
      compression: 'gz',
      scripts: { postinst: '/in', postrm: '/out' },
      files: [
        { from: '/app/', to: '/opt/App' },
        { from: '/a', to: 'b.txt=/usr/x' },
      ],
    });
    expect(controlFile(read.fields, 1025)).toBe(
      'Package: latchkey\nVersion: 1.0~rc1\nArchitecture: amd64\nInstalled-Size: 2\nDepends: liba, libb\nRecommends: x | y\nDescription: Short\n Long\n .\n more\n',
    );
  });

  it.each([
    [['--package', 'x', '-t', 'rpm'], /-t rpm is unknown/],
    [['--package', 'x', '--deb-systemd', 'y'], /--deb-systemd y is unknown/],
    [['--package', 'x', '--name'], /--name has no value/],
    [['--package', 'x', 'lonely'], /“lonely” is no FILE=TARGET/],
    [['--name', 'x'], /--package names no file/],
  ])('is not made from %j, which would be lost', (args, reason) =>
    expect(() => readFpmArguments(args)).toThrow(reason),
  );

  it('keeps a field on one line', () => {
    expect(controlFile({ Package: 'x', Maintainer: 'A\nEvil: yes' }, 0)).toBe(
      'Package: x\nMaintainer: A Evil: yes\nInstalled-Size: 0\n',
    );
  });
});
