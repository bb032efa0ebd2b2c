import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whereSet } from '../../../../shared/catalog/apps/where-set.ts';
import type { GuideDeliverable } from '../../../../shared/render/types.ts';
import { readTargets } from '../../../../shared/targets/read-targets.ts';
import { missing } from '../../../helpers/programs.ts';
import {
  anyText,
  fileOf,
  HOSTILE,
  readSynthetic,
  renderSynthetic,
} from '../../../helpers/synthetic-profile.ts';

const SCREEN = { screen: 'Settings', fields: { Secret: '{client_secret}', Id: '{client_id}' } };
const asking = (more: object = {}, asks: object = {}) => ({
  http: 'POST',
  url: [{ value: '{app.url}/old', before: '0.9' }, { value: '{app.url}/new?id={settings.v0|slug|or x}' }],
  token: 'Settings.',
  instead: true,
  asks: { role: 'an admin', ...asks },
  body: { 'a/b/id': '{client_id}', 'a/b/secret': '{client_secret}', 'a/c': '{settings.v1}', 'l/0': 'first' },
  ...more,
});

const profileOf = (targets: readonly object[], more: object = {}) => {
  const read = readSynthetic(targets, more);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.profile;
};
const refusals = (target: object): readonly string[] => {
  const read = readSynthetic([SCREEN, target]);
  return read.ok ? [] : read.problems.map(({ message }) => message);
};

describe.skipIf(missing('the script that asks is not run', 'sh').length > 0)('the script that asks', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-asks-'));
    // Stands in for curl: keeps what it was told and answers as it is asked to.
    writeFileSync(path.join(folder, 'curl'), `#!/bin/sh\ncat > "${folder}/told"\nprintf '%s' "$ANSWER"\n`);
    chmodSync(path.join(folder, 'curl'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (text: string, answer: string, secret = 's"e\\cret') => {
    writeFileSync(path.join(folder, 'script.sh'), text);
    const ran = spawnSync('sh', ['script.sh'], {
      cwd: folder,
      encoding: 'utf8',
      input: `tok3n\n${secret}\n`,
      env: { PATH: `${folder}:${process.env['PATH']}`, ANSWER: answer },
    });
    const told = readFileSync(path.join(folder, 'told'), 'utf8');
    const option = (name: string) =>
      new RegExp(`^${name} = "([^\\n]*)"$`, 'm').exec(told)?.[1]?.replace(/\\(.)/g, '$1') ?? '';
    return { ...ran, option, files: readdirSync(folder).sort() };
  };

  it.each([...HOSTILE.entries()])(
    'sends what the profile says, with the secret that is typed, whatever words are in it (%i)',
    (index, hostile) => {
      // A profile can hold nothing that can’t be seen.
      const oneLine = hostile.replace(/[\p{C}\p{M}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 38);
      const words = { words: [oneLine], says: oneLine };
      const target = asking({ head: 'For {settings.v1}.' }, { role: `an admin {settings.v1}`, taken: words });
      const profile = profileOf([SCREEN, target], { name: oneLine.trim() || 'x' });
      const text = fileOf(renderSynthetic(profile, { v0: 'An Id', v1: hostile }), 'request.sh');
      expect(text).not.toContain('planted');
      for (const [answer, code] of [
        ['{}|201', 0],
        ['no|401', 1],
        ['no|404', 1],
        [`{"message":"${oneLine}"}|500`, 1],
        ['no|409', 1],
        ['no|418', 1],
      ] as const) {
        const { status, stderr, option, files } = run(text, answer);
        expect(status, `${index} ${answer} ${stderr}`).toBe(code);
        expect(files).toEqual(['curl', 'script.sh', 'told']);
        expect(stderr).not.toContain('cret');
        expect(option('url')).toBe('https://app.example.com/new?id=an-id');
        expect(option('header = "Content-Type: application/json"\nheader')).toBe(
          'Authorization: Bearer tok3n',
        );
        expect(JSON.parse(option('data-binary'))).toEqual({
          a: { b: { id: 'client', secret: 's"e\\cret' }, ...(hostile === '' ? {} : { c: hostile }) },
          l: ['first'],
        });
        if (answer.endsWith('|500') || answer.endsWith('|409')) expect(stderr).toContain(oneLine.trim());
      }
    },
  );

  it('puts the token into the header that the app has', () => {
    const target = asking({ header: 'X-Key: "100%\\{token}"' });
    const text = fileOf(renderSynthetic(profileOf([SCREEN, target]), {}), 'request.sh');
    expect(run(text, '|200').option('header = "Content-Type: application/json"\nheader')).toBe(
      'X-Key: "100%\\tok3n"',
    );
  });
});

describe('a request that asks', () => {
  const profile = profileOf([SCREEN, asking({ script: 'make.sh', file_title: 'A call' })]);
  const [guide, file] = renderSynthetic(profile, {}) as [GuideDeliverable, ...object[]] & {
    1: { title: string };
  };

  it('is another way: it says so in its step, and nothing is said to be set there', () => {
    const step = guide.steps.find(({ id }) => id === 'synthetic-request')!;
    expect(step.title).toBe('Or instead: run the script');
    expect(step.fields).toContainEqual({ label: 'Access token', value: 'of an admin: Settings.' });
    expect(step.fields.find(({ secret }) => secret)?.value).toBe('planted');
    expect(file.title).toBe('A call');
    const entry = { kind: 'synthetic', url: 'https://app.example.com', provider: 'home' };
    expect(whereSet(profile, entry, '1.0', ['client_secret'], false, () => undefined)).toEqual([
      { name: 'Secret', way: 'screen', alone: true },
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['no secret', asking({ body: { a: '{client_id}' } }), /in one place/],
    ['two', asking({ body: { a: '{client_secret}', b: '{client_secret}' } }), /in one place/],
    ['a part of a value', asking({ body: { a: 'x{client_secret}' } }), /in one place/],
    [
      'one sometimes',
      asking({ body: { a: { value: '{client_secret}', when: 'app.https' } } }),
      /in one place/,
    ],
    ['a name of a script that asks nothing', asking({ asks: undefined, script: 'a.sh' }), /Only a script/],
    ['a script that is none', asking({ script: 'a.json' }), /must end in \.sh/],
    ['an address elsewhere', asking({ url: [{ value: 'https://x.example.net/' }] }), /must begin with/],
    ['a key that is empty', asking({ body: { 'a//b': '{client_secret}' } }), /key is empty/],
    ['a key below a value', asking({ body: { a: '{client_secret}', 'a/b': 'x' } }), /lies below/],
  ])('is refused with %s', (_what, target, wanted) => {
    expect(refusals(JSON.parse(JSON.stringify(target)) as object).join('\n')).toMatch(wanted);
  });
});

describe('a file with a variable in its name', () => {
  const target = (file: string) => ({
    file,
    format: 'json',
    place: 'there',
    keys: { id: '{settings.v0|slug|or sso}' },
  });

  it('is one file beside the guide, whatever is filled in, and what it holds is read back', () => {
    const profile = profileOf([target('wiki-{settings.v0|slug|or sso}.json')]);
    fc.assert(
      fc.property(anyText, (v0) => {
        const [, file] = renderSynthetic(profile, { v0 });
        expect(file!.path).toMatch(/^synthetic\/wiki-[a-z0-9]+(?:-[a-z0-9]+)*\.json$/);
        expect(file!.path.length).toBeLessThanOrEqual('synthetic/wiki-.json'.length + 32);
      }),
      { numRuns: 300 },
    );
    const read = (v0: string) => {
      const text = fileOf(renderSynthetic(profile, { v0 }), `wiki-${v0}.json`);
      return readTargets(profile, [{ name: 'wiki.json', format: 'json', text }], { version: '1.0' }).said
        .settings;
    };
    expect(read('my-id')).toEqual({ v0: 'my-id' });
  });

  it.each([
    '{settings.v0|slug|or sso}.json',
    'wiki{settings.v0|slug|or sso}.json',
    'wiki-{settings.v0}.json',
    'wiki-{settings.v0|slug}.json',
    'wiki-{settings.v0|alnum|or sso}.json',
    'wiki-{settings.v0|slug|or ../x}.json',
    '../wiki-{settings.v0|slug|or sso}.json',
    'compose-{settings.v0|slug|or sso}.yaml',
    'request-{settings.v0|slug|or sso}.json',
    'wiki-{settings.nope|slug|or sso}.json',
    'wiki-{client_secret|slug|or sso}.json',
  ])('is refused: %s', (file) => {
    expect(refusals(target(file))).not.toEqual([]);
  });

  it('is refused where it could be another target’s file', () => {
    const both = (one: string, other: string) => {
      const read = readSynthetic([target(one), target(other), SCREEN]);
      return read.ok ? '' : read.problems[0]!.message;
    };
    const any = 'wiki-{settings.v0|slug|or sso}.json';
    expect(both(any, 'wiki-a.json')).toMatch(/same file/);
    expect(both('wiki-a.json', any)).toMatch(/same file/);
    expect(both(any, 'wiki-{settings.v1|slug|or x}.json')).toMatch(/same file/);
    expect(both(any, 'other-a.json')).toBe('');
  });
});

describe('a JSON file', () => {
  it('is written as JSON.stringify writes it, and has the reasons at their lines', () => {
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        anyText.filter((text) => !/[{}]/.test(text)),
        fc.boolean(),
        fc.integer(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(json, (tree) => {
        const keys = { first: { json: [tree] }, 'a/b': { value: 'x', why: 'So.' }, 'a/c': 'y' };
        const read = readSynthetic([{ file: 'a.json', format: 'json', place: 'there', keys }, SCREEN]);
        if (!read.ok) return;
        const made = renderSynthetic(read.profile, {});
        const text = fileOf(made, 'a.json');
        expect(text.trimEnd()).toBe(JSON.stringify(JSON.parse(text), null, 2));
        const lines = made.flatMap((one) => (one.form === 'file' ? one.lines : []));
        expect(lines.filter(({ why }) => why).map(({ text: one, why }) => [one, why?.text])).toEqual([
          ['    "b": "x",', 'So.'],
        ]);
      }),
      { numRuns: 100 },
    );
  });
});
