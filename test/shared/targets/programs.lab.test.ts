import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import type { TREE_FORMATS } from '../../../shared/profile/formats.ts';
import type { AppProfile } from '../../../shared/profile/schema.ts';
import { readSource, treeAt } from '../../../shared/targets/sources.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';
import { missing } from '../../helpers/programs.ts';
import { pythonWithDotenv, readWithPython } from '../../helpers/python-dotenv.ts';
import { anyFile, asTexts, type SyntheticFile, treeIn, type Value } from '../../helpers/synthetic-files.ts';
import {
  anyText,
  fileOf,
  HOSTILE,
  missingIn,
  readSynthetic,
  renderSynthetic,
  SETTINGS,
} from '../../helpers/synthetic-profile.ts';

/** Every format of a profile's targets, read by the program it is for: a wrong quote there would be run or dropped. */

const FILES = 400;

/** What a program makes of all files at once: they go in as a JSON list, and their trees come out as one. */
interface Reader {
  readonly format: (typeof TREE_FORMATS)[number];
  readonly program: string;
  readonly args: readonly string[];
  readonly texts?: true;
  /** How the format writes a path or a value that has more parts than it can show. */
  readonly as?: (path: string, value: Value) => readonly [path: string, value: Value];
}

const PYTHON = (body: string): readonly string[] => [
  '-c',
  `import json, sys
${body}
files = json.loads(sys.stdin.buffer.read().decode("utf-8"))
sys.stdout.buffer.write(json.dumps([read(one) for one in files]).encode("utf-8"))`,
];

const READERS: readonly Reader[] = [
  {
    format: 'php',
    program: 'php',
    args: [
      '-r',
      `function run($__text) { eval($__text); unset($__text); return (object) get_defined_vars(); }
       $read = array_map('run', json_decode(stream_get_contents(STDIN)));
       echo json_encode($read, JSON_THROW_ON_ERROR);`,
    ],
  },
  {
    format: 'ruby',
    program: 'ruby',
    args: [
      '-Ku',
      '-rjson',
      '-e',
      // Such files are read where each first name is a map already, as in gitlab.rb.
      `files = JSON.parse(STDIN.read.force_encoding('UTF-8'))
       read = files.map do |text, names|
         space = Object.new.instance_eval { binding }
         names.each { |name| space.local_variable_set(name, Hash.new { |map, key| map[key] = Hash.new(&map.default_proc) }) }
         space.eval(text)
         names.to_h { |name| [name, space.local_variable_get(name)] }
       end
       STDOUT.write(JSON.generate(read))`,
    ],
  },
  {
    format: 'python',
    program: 'python3',
    // An attribute is kept apart from a key of the same name.
    as: (path, value) => [path.replace(/^([^/]*?)\./, '$1/.'), value],
    args: PYTHON(`class Names(dict):
    def __missing__(self, name):
        self[name] = Names()
        return self[name]
    def __setattr__(self, name, value): self["." + name] = value
    def __getattr__(self, name): return self["." + name]
def read(text):
    names = Names()
    exec(compile(text, "app.py", "exec"), {"__builtins__": {}}, names)
    return names`),
  },
  { format: 'toml', program: 'python3', args: PYTHON('import tomllib\nread = tomllib.loads') },
  { format: 'json', program: 'python3', args: PYTHON('read = json.loads') },
  {
    format: 'ini',
    program: 'python3',
    texts: true,
    as: (path, value) => [path, typeof value === 'object' ? JSON.stringify(value) : value],
    args: PYTHON(`import configparser
def read(text):
    ini = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    ini.optionxform = str
    ini.read_string("[no section]\\n" + text)
    tree = {name: dict(ini[name]) for name in ini.sections()}
    return {**tree.pop("no section"), **tree}`),
  },
  {
    format: 'xml',
    program: 'python3',
    texts: true,
    args: PYTHON(`import xml.etree.ElementTree as etree
def tree(element):
    if len(element) == 0: return element.text or ""
    read = {}
    for one in element: read.setdefault(one.tag, []).append(tree(one))
    return {name: all if len(all) > 1 else all[0] for name, all in read.items()}
def read(text):
    root = etree.fromstring(text.encode("utf-8"))
    return {root.tag: tree(root)}`),
  },
];

/** Files of a format from random profiles; those that the rules refuse don't count. */
function files(format: Reader['format']): SyntheticFile[] {
  return fc
    .sample(anyFile(format), { numRuns: FILES * 2 })
    .filter((one): one is SyntheticFile => one !== undefined && one.values.length > 0)
    .slice(0, FILES);
}

describe.each(READERS)('$format, read by $program', ({ format, program, args, texts, as }) => {
  const absent = missing(`${format} read by ${program}`, program);
  it.skipIf(absent.length > 0)('says exactly what the profile gave it', () => {
    const all = files(format);
    expect(all.length).toBeGreaterThan(FILES / 2);
    const input =
      format === 'ruby'
        ? all.map(({ text, values }) => [text, [...new Set(values.map(([path]) => path.split('/')[0]!))]])
        : all.map(({ text }) => text);
    const done = spawnSync(program, args, {
      input: JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    expect(done.stderr).toBe('');
    const read = JSON.parse(done.stdout) as unknown[];
    const normal = texts === true ? asTexts : (node: unknown) => node;
    for (const [index, file] of all.entries()) {
      expect(normal(read[index]), file.text).toEqual(normal(treeIn(file, as)));
      // Ours reads what the program reads; XML it doesn't read, and Python's attributes it names otherwise.
      if (format === 'xml' || format === 'python') continue;
      const own = readSource({ name: 'app', format, text: file.text }, []);
      expect(normal(treeAt(own.entries, [])), file.text).toEqual(normal(read[index]));
    }
  });
});

/** The synthetic profile with these targets. */
function profileWith(...targets: readonly object[]): AppProfile {
  const read = readSynthetic(targets);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.profile;
}

/** As many values as there are settings, for each of many profiles. */
const anyValues = (runs: number): Record<string, string>[] => [
  ...HOSTILE.map((text) => ({ v0: text })),
  ...fc
    .sample(fc.array(anyText, { minLength: 1, maxLength: SETTINGS.length }), { numRuns: runs })
    .map((all) => Object.fromEntries(all.map((text, index) => [SETTINGS[index]!, text]))),
];

const NUL_FREE = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([key, text]) => [key, text.replaceAll('\0', '')]));

const folder = mkdtempSync(join(tmpdir(), 'latchkey-programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the environment', () => {
  const keys = Object.fromEntries(SETTINGS.map((key) => [key.toUpperCase(), `{settings.${key}}`]));
  const profile = profileWith({ env: 'app.env', service: 'app', keys });
  const python = pythonWithDotenv();

  it('is read back by python-dotenv and by Compose', () => {
    const all = anyValues(400).map((given) => {
      const rendered = renderSynthetic(profile, given);
      const lacking = missingIn(rendered, 'env-values');
      return {
        env: fileOf(rendered, 'app.env'),
        compose: fileOf(rendered, 'compose.yaml'),
        whole: Object.fromEntries(Object.entries(given).map(([key, text]) => [key.toUpperCase(), text])),
        wanted: Object.fromEntries(
          Object.entries(given).flatMap(([key, text]) =>
            lacking.includes(key.toUpperCase()) ? [] : [[key.toUpperCase(), text]],
          ),
        ),
      };
    });
    for (const { env, compose, wanted, whole } of all) {
      expect(readAsPythonDotenv(env)).toEqual(wanted);
      expect(readAsCompose(env)).toEqual(wanted);
      const read = readYaml(compose) as { services: { app: { environment: Record<string, string> } } };
      const filled = Object.entries(read.services.app.environment).map(
        ([key, text]) => [key, text.replaceAll('$$', '$')] as const,
      );
      expect(Object.fromEntries(filled)).toEqual(whole);
    }
    if (python)
      expect(
        readWithPython(
          python,
          all.map(({ env }) => env),
        ),
      ).toEqual(all.map(({ wanted }) => wanted));
  });
});

describe.each(['sh', 'bash'])('a command, run by %s', (shell) => {
  const absent = missing(`commands run by ${shell}`, shell);
  it.skipIf(absent.length > 0)('hands over exactly the arguments', () => {
    const bin = join(folder, shell);
    mkdirSync(bin, { recursive: true });
    for (const name of ['occ', 'docker']) {
      writeFileSync(join(bin, name), `#!/bin/sh\nfor one in "$@"; do printf '%s\\0' "$one"; done\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const command = ['occ', 'provider:add', ...SETTINGS.map((key) => `{settings.${key}}`), '--end=%s $x'];
    const plain = profileWith({ command });
    const inside = profileWith({ command, inside: 'app', as: 'www-data' });
    for (const given of anyValues(60).map(NUL_FREE)) {
      const rest = ['provider:add', ...Object.values(given).filter((one) => one !== ''), '--end=%s $x'];
      for (const [profile, wanted] of [
        [plain, rest],
        [inside, ['exec', '-u', 'www-data', 'app', 'occ', ...rest]],
      ] as const) {
        const done = spawnSync(shell, ['-s'], {
          input: fileOf(renderSynthetic(profile, given), 'command.sh'),
          encoding: 'utf8',
          env: { PATH: `${bin}:${process.env['PATH']}`, HOME: folder },
        });
        expect(done.stderr).toBe('');
        expect(done.stdout.split('\0').slice(0, -1)).toEqual(wanted);
      }
    }
  });
});

describe('a request, sent by curl', () => {
  const absent = missing('requests sent by curl', 'curl', 'sh', 'sed');
  const seen: { method?: string; url?: string; header: unknown; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ ...(method && { method }), ...(url && { url }), header: headers['x-api-key'], body });
      response.end('{}');
    });
  });
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => server.close());

  it.skipIf(absent.length > 0)('carries the token and the values as they are', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const profile = profileWith({
      http: 'PUT',
      url: "{app.url}/api/[1-3]/{{x}}/it's?a=$b&c=`d`",
      token: 'From the settings.',
      header: 'X-Api-Key: "it\'s \\ {token}" %s',
      body: {
        ...Object.fromEntries(SETTINGS.map((key) => [key, `{settings.${key}}`])),
        "it's a/b": { json: { list: ['{settings.v0}', true], number: 5 } },
      },
    });
    const tokens = [
      'plain',
      'a"b',
      'a\\b\\',
      "it's $HOME `id` $(id)",
      '%s%n \\n',
      '"',
      '#{x} <b>',
      '-d @/etc/passwd',
    ];
    const values = anyValues(30);
    for (const [index, given] of values.entries()) {
      const rendered = renderSynthetic(profile, given, url);
      for (const name of ['request.sh', 'request.json'])
        writeFileSync(join(folder, name), fileOf(rendered, name));
      const token = tokens[index % tokens.length]!;
      await new Promise<void>((resolve, reject) => {
        const child = execFile('sh', [join(folder, 'request.sh')], (error, _out, problems) =>
          error ? reject(new Error(problems)) : resolve(),
        );
        child.stdin?.end(`${token}\n`);
      });
      const last = seen.at(-1)!;
      expect(last.method).toBe('PUT');
      expect(last.header).toBe(`"it's \\ ${token}" %s`);
      expect(last.url).toContain('/api/[1-3]/{{x}}/');
      expect(JSON.parse(last.body)).toEqual({
        ...given,
        // As in every tree, the steps of a path stand between its slashes.
        "it's a": { b: { list: [...(given['v0'] ? [given['v0']] : []), true], number: 5 } },
      });
    }
    expect(seen.length).toBe(values.length);
  });
});
