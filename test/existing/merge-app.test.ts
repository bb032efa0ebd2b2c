import fc from 'fast-check';
import { parse as parseIni } from 'ini';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allApps } from '../../shared/catalog/apps/index.ts';
import { mergeApp } from '../../shared/existing/merge/app.ts';
import { unifiedDiff } from '../../shared/existing/merge/diff.ts';
import { mergeEnv } from '../../shared/existing/merge/env.ts';
import { mergeLines } from '../../shared/existing/merge/lines.ts';
import type { Merged } from '../../shared/existing/merge/merged.ts';
import { appSecrets } from '../../shared/existing/merge/yaml-secrets.ts';
import { renderApp } from '../../shared/render/app.ts';
import { linesToText } from '../../shared/render/text/deliverable.ts';
import type { FileDeliverable } from '../../shared/render/types.ts';
import { readEnv } from '../../shared/targets/env.ts';
import { type AppGiven, bagOf, connect } from '../helpers/app-connection.ts';
import { timeOf } from '../helpers/processor-time.ts';

const SECRET = 'ClearSecretOfTheApp0123456789';

function filesFor(app: AppGiven): FileDeliverable[] {
  const connection = connect(app);
  return renderApp(connection, bagOf(connection, SECRET, 'OwnSecretOfTheApp0123456789')).filter(
    (one) => one.form === 'file',
  );
}

function merge(name: string, text: string, app: AppGiven, service?: string): Merged {
  const done = mergeApp({ name, text }, app.kind, filesFor(app), service);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value;
}

const textOf = ({ files }: Merged): string => files[0]!.mark + files[0]!.after;
const edits = ({ files }: Merged): number => files.flatMap((one) => one.edits).length;

const VARIABLES = (text: string): Record<string, unknown> =>
  Object.fromEntries(readEnv(text).entries.map(({ path, value }) => [path[0], value]));

/** How a program reads a file of a language. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  env: VARIABLES,
  yaml: (text) => parse(text, { merge: true }),
  json: (text) => JSON.parse(text),
  toml: (text) => parseToml(text),
  ini: (text) => parseIni(text),
};

const every = allApps().flatMap(({ kind }) =>
  filesFor({ kind })
    .filter(({ language, kind: form }) => READERS[language] && form !== 'app-request' && form !== 'memos-api')
    .filter(({ kind: form }) => form !== 'client-metadata' && form !== 'memos-idp-json')
    .map((file) => ({ kind, file, name: `${kind}: ${file.path.split('/').at(-1)}` })),
);

describe('every file of every app', () => {
  it('is looked at', () => {
    expect(every.length).toBeGreaterThan(60);
  });

  it.each(every)('$name is made from nothing, and is not changed where it is already', ({ kind, file }) => {
    const rendered = linesToText(file.lines);
    const read = READERS[file.language]!;
    const name = file.path.split('/').at(-1)!;
    const made = mergeApp({ name, text: file.language === 'json' ? '{}\n' : '' }, kind, filesFor({ kind }));
    const again = mergeApp({ name, text: rendered }, kind, filesFor({ kind }));
    if (!again.ok) throw new Error(again.error.message);
    expect(edits(again.value)).toBe(0);
    expect(again.value.byHand).toEqual([]);
    // An empty file is no compose file yet.
    if (file.kind === 'compose') return;
    if (!made.ok) throw new Error(made.error.message);
    expect(made.value.byHand).toEqual([]);
    expect(read(textOf(made.value))).toEqual(read(rendered));
  });

  it.each(every.filter(({ file }) => file.kind === 'compose'))(
    '$name goes into the environment of a service, as a map and as a list',
    ({ kind, file }) => {
      const [service, { environment }] = Object.entries(
        parse(linesToText(file.lines)).services as Record<string, { environment: Record<string, string> }>,
      )[0]!;
      const files = filesFor({ kind }).filter((one) => one.kind !== 'compose' || one.path === file.path);
      for (const form of ['', '    environment:\n      A: b\n', '    environment:\n      - A=b\n']) {
        const text = `services:\n  other: { image: x }\n  ${service}:\n    image: y # here\n${form}`;
        const done = mergeApp({ name: 'compose.yaml', text }, kind, files);
        if (!done.ok) throw new Error(done.error.message);
        expect(done.value.byHand).toEqual([]);
        const now = parse(textOf(done.value)).services[service].environment;
        const list = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
        expect(now).toEqual(
          form.includes('- ') ? ['A=b', ...list] : { ...(form === '' ? {} : { A: 'b' }), ...environment },
        );
        expect(textOf(done.value)).toContain('    image: y # here\n');
        const twice = mergeApp({ name: 'compose.yaml', text: textOf(done.value) }, kind, files);
        expect(twice.ok && edits(twice.value)).toBe(0);
      }
    },
  );
});

describe('an env file', () => {
  const before = `# RomM\r\nROMM_BASE_URL=https://romm.example.com\r\nexport OIDC_ENABLED = "false" # not yet\r\n\r\nOIDC_CLIENT_ID='old'\r\nOIDC_CLIENT_SECRET=\${FROM_ELSEWHERE}\r\nOTHER=1`;

  it('keeps every other byte, and the last line that sets a name counts', () => {
    const done = merge('.env', before, { kind: 'romm' });
    const now = textOf(done);
    expect(VARIABLES(now)).toMatchObject({ OIDC_ENABLED: 'true', OIDC_CLIENT_ID: 'romm-client', OTHER: '1' });
    expect(
      now.startsWith(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the file.
        '# RomM\r\nROMM_BASE_URL=https://romm.example.com\r\nexport OIDC_ENABLED = true # not yet\r\n\r\nOIDC_CLIENT_ID=romm-client\r\nOIDC_CLIENT_SECRET=${FROM_ELSEWHERE}\r\nOTHER=1\r\n',
      ),
    ).toBe(true);
    expect(now.endsWith('\n')).toBe(false);
    expect(now.replaceAll('\r\n', '')).not.toContain('\n');
    expect(done.notes.join()).toContain('line 6: “OIDC_CLIENT_SECRET” is filled in from elsewhere');
    expect(edits(merge('.env', now, { kind: 'romm' }))).toBe(0);
    const twice = merge('romm.env', 'OIDC_CLIENT_ID=a\nOIDC_CLIENT_ID=b\n', { kind: 'romm' });
    expect(textOf(twice)).toMatch(/^OIDC_CLIENT_ID=a\nOIDC_CLIENT_ID=romm-client\n/);
  });

  it('of any content gets its variables and keeps all others', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '',
        '# a comment',
        '#OIDC_CLIENT_ID=x',
        'export A_B=c # d',
        "Q='it is'",
        'W="a b"  ',
        'X=',
      ),
      fc
        .tuple(fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), fc.stringMatching(/^[a-z0-9/:.-]{0,12}$/))
        .map(([name, value]) => `${name}=${value}`),
      fc
        .tuple(
          fc.constantFrom('OIDC_CLIENT_ID', 'OIDC_ENABLED'),
          fc.constantFrom('a', '"b c"', "'d'", '', ' e # f'),
        )
        .map(([name, value]) => `${name}=${value}`),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('plain', 'two words', 'it’s', "it's", 'a#b', '$x', 'q"q'),
        (lines, eol, whole, value) => {
          const text = lines.join(eol) + (whole && lines.length > 0 ? eol : '');
          const planned = [
            { name: 'OIDC_CLIENT_ID', value },
            { name: 'NEW_ONE', value: 'x' },
          ];
          const done = mergeEnv({ name: '.env', text }, 'a', planned);
          const now = textOf(done);
          if (done.byHand.length > 0) {
            expect(now).toBe(text);
            return;
          }
          expect(VARIABLES(now)).toEqual({ ...VARIABLES(text), OIDC_CLIENT_ID: value, NEW_ONE: 'x' });
          const kept = now.split(/\r?\n/);
          for (const one of lines) if (!one.startsWith('OIDC_CLIENT_ID')) expect(kept).toContain(one);
          expect(edits(mergeEnv({ name: '.env', text: now }, 'a', planned))).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is left to the person where a quote is open', () => {
    const done = merge('.env', 'A="open\nOIDC_CLIENT_ID=old\n', { kind: 'romm' });
    expect(edits(done)).toBe(0);
    expect(done.byHand[0]).toMatchObject({ line: 1, file: '.env' });
    expect(done.byHand.flatMap(({ lines }) => lines)).toContain('OIDC_CLIENT_ID=romm-client');
  });

  it('shows no secret in its diff', () => {
    const diff = unifiedDiff(merge('.env', 'OIDC_X_PASS=mine-mine\n', { kind: 'romm' }).files[0]!, (text) =>
      appSecrets(text, [SECRET]),
    );
    expect(diff).toContain('+OIDC_CLIENT_ID=');
    expect(diff).not.toContain(SECRET);
  });
});

describe('a compose file', () => {
  const compose = `x-common: &common
  restart: unless-stopped
services:
  games:
    <<: *common
    image: rommapp/romm:latest
    env_file: .env
    environment: &env
      - ROMM_AUTH_SECRET_KEY=abc   # long
      - "OIDC_CLIENT_ID=old"
      - OIDC_CLIENT_SECRET
  db: { image: mariadb }
`;

  it('asks which service it is where it can’t be told', () => {
    const done = mergeApp({ name: 'docker-compose.yml', text: compose }, 'romm', filesFor({ kind: 'romm' }));
    expect(done.ok ? '' : done.error.code).toBe('merge-which-service');
    expect(done.ok ? '' : done.error.message).toContain('games, db');
  });

  it('names the env file where the service has its variables only there', () => {
    const text = 'services:\n  romm:\n    env_file: [common.env, { path: romm.env }]\n';
    const done = mergeApp({ name: 'compose.yml', text }, 'romm', filesFor({ kind: 'romm' }));
    expect(done.ok ? '' : done.error.code).toBe('merge-env-file');
    expect(done.ok ? '' : done.error.message).toContain('from common.env, romm.env (env_file)');
  });

  it('keeps its quotes and comments, and leaves what is filled in', () => {
    const done = merge('docker-compose.yml', compose, { kind: 'romm' }, 'games');
    const now = textOf(done);
    expect(now).toContain(
      '      - ROMM_AUTH_SECRET_KEY=abc   # long\n      - "OIDC_CLIENT_ID=romm-client"\n      - OIDC_CLIENT_SECRET\n',
    );
    expect(parse(now, { merge: true }).services.games.environment).toContain('OIDC_ENABLED=true');
    expect(done.notes.join()).toMatch(/also has an env_file.*OIDC_CLIENT_SECRET” is filled in/);
    expect(edits(merge('docker-compose.yml', now, { kind: 'romm' }, 'games'))).toBe(0);
  });

  it('puts Kestra’s configuration into the text of its variable', () => {
    const before = `services:
  kestra:
    image: kestra/kestra
    environment:
      KESTRA_CONFIGURATION: |
        datasources:
          postgres:
            url: jdbc:postgresql://db/kestra   # the database

        kestra:
          repository: { type: postgres }
          server:
            basic-auth:
              enabled: true   # off later

          queue:
            type: postgres
    ports: ["8080:8080"]
`;
    const done = merge('compose.yml', before, { kind: 'kestra' });
    expect(done.byHand).toEqual([]);
    const now = textOf(done);
    const [wanted] = filesFor({ kind: 'kestra' }).filter(({ kind }) => kind === 'compose');
    const planned = parse(
      Object.values(
        Object.values(parse(linesToText(wanted!.lines)).services)[0] as {
          environment: Record<string, string>;
        },
      ).flatMap((one) => Object.values(one))[0]!,
    );
    const inner = parse(parse(now).services.kestra.environment.KESTRA_CONFIGURATION);
    expect(inner).toMatchObject(planned);
    expect(inner.datasources).toEqual({ postgres: { url: 'jdbc:postgresql://db/kestra' } });
    expect(inner.kestra.queue).toEqual({ type: 'postgres' });
    for (const line of before.split('\n').filter((one) => /#|ports|queue|type: postgres$/.test(one)))
      if (!line.includes('off later')) expect(now.split('\n')).toContain(line);
    expect(edits(merge('compose.yml', now, { kind: 'kestra' }))).toBe(0);
    const folded = merge('compose.yml', before.replace('|', '>'), { kind: 'kestra' });
    expect(edits(folded)).toBe(0);
    expect(folded.byHand[0]!.lines.length).toBeGreaterThan(3);
  });
});

describe('application.yml', () => {
  it('gets what is missing, with its own indentation', () => {
    const before = `micronaut:
    security:
        # nobody yet
        oauth2:
            enabled: false   # soon
    server: { port: 8080 }
`;
    const done = merge('application.yml', before, { kind: 'kestra' });
    const now = textOf(done);
    expect(now).toContain('            enabled: true   # soon\n            clients:\n                ');
    expect(now).toContain('    server: { port: 8080 }\n');
    expect(edits(merge('application.yml', now, { kind: 'kestra' }))).toBe(0);
  });

  it('with dotted keys is left to the person', () => {
    const done = merge('application.yml', 'micronaut.security.enabled: true\n', { kind: 'kestra' });
    expect(edits(done)).toBe(0);
    expect(done.byHand[0]!.reason).toContain('with dots');
  });
});

describe('JSON', () => {
  const wanted = {
    uid: 'home',
    config: { client: { id: 'x', scopes: ['openid'], on: true, n: 3, empty: '' } },
  };
  const file = { kind: 'app-config', language: 'json', path: 'a.json' } as FileDeliverable;
  const deliverable = {
    ...file,
    lines: JSON.stringify(wanted, null, 2)
      .split('\n')
      .map((text) => ({ text })),
  } as FileDeliverable;

  it.each([
    '{}',
    '{\n}\n',
    '{\n  "mine": [1, 2.5, null],\n  "other": { "a": "b" }\n}\n',
    '{"mine":[1,2.5,null],"other":{"a":"b"}}',
    '{\r\n\t"mine": [1, 2.5, null],\r\n\t"other": { "a": "b" }\r\n}\r\n',
    '{\n  "config": {\n    "client": { "id": "old", "scopes": ["email"], "mine": {} },\n    "mine": 1\n  }\n}\n',
  ])('stays JSON, with what stood there: %j', (before) => {
    const done = mergeApp({ name: 'a.json', text: before }, 'a', [deliverable]);
    if (!done.ok) throw new Error(done.error.message);
    expect(done.value.byHand).toEqual([]);
    const old = JSON.parse(before);
    const client = {
      ...old.config?.client,
      ...wanted.config.client,
      scopes: [...(old.config?.client.scopes ?? []), 'openid'],
    };
    expect(JSON.parse(textOf(done.value))).toEqual({
      ...old,
      ...wanted,
      config: { ...old.config, client },
    });
    if (before.includes('\r')) expect(textOf(done.value).replaceAll('\r\n', '')).not.toContain('\n');
    const twice = mergeApp({ name: 'a.json', text: textOf(done.value) }, 'a', [deliverable]);
    expect(twice.ok && edits(twice.value)).toBe(0);
  });

  it('with comments is left to the person', () => {
    const done = mergeApp({ name: 'a.json', text: '{} // mine\n' }, 'a', [deliverable]);
    expect(done.ok ? done.value.byHand.length : done.error.code).toBe('existing-not-yaml');
  });
});

describe('files with sections', () => {
  const rendered = '[auth.generic]\nclient_id = new\nenabled = true\n';

  it('INI: values are set where they are, and added to their section', () => {
    const before =
      '; mine\r\napp_mode = x\r\n\r\n[auth.generic]\r\n; client_id = commented\r\nclient_id = old\r\n\r\n[log]\r\nlevel = info\r\n';
    const done = mergeLines({ name: 'grafana.ini', text: before }, 'grafana', rendered, 'ini');
    if (!done.ok) throw new Error(done.error.message);
    expect(textOf(done.value)).toBe(
      before.replace('client_id = old\r\n', 'client_id = new\r\nenabled = true\r\n'),
    );
    const fresh = mergeLines(
      { name: 'grafana.ini', text: '[log]\nlevel = info' },
      'grafana',
      rendered,
      'ini',
    );
    expect(fresh.ok && textOf(fresh.value)).toBe(
      '[log]\nlevel = info\n\n[auth.generic]\nclient_id = new\nenabled = true',
    );
  });

  it('TOML: the same, and a text over several lines is none of its lines', () => {
    const toml = '[auth]\nid = "new"\nscopes = ["openid", "email"]\n';
    const before = '# mine\ntitle = "x" # here\n\n[auth]\nid = "old" # set by hand\n\n[log]\nlevel = 1\n';
    const done = mergeLines({ name: 'a.toml', text: before }, 'a', toml, 'toml');
    if (!done.ok) throw new Error(done.error.message);
    expect(textOf(done.value)).toBe(
      before.replace('"old" # set by hand\n', '"new" # set by hand\nscopes = ["openid", "email"]\n'),
    );
    expect(parseToml(textOf(done.value))).toMatchObject({ auth: { id: 'new', scopes: ['openid', 'email'] } });
    const long = mergeLines({ name: 'a.toml', text: 'text = """\n[auth]\nid = 1\n"""\n' }, 'a', toml, 'toml');
    expect(long.ok && textOf(long.value)).toBe(`text = """\n[auth]\nid = 1\n"""\n\n${toml}`);
  });
});

describe('files that end or begin oddly', () => {
  const kestra = (end: string): string =>
    `services:\n  kestra:\n    environment:\n      KESTRA_CONFIGURATION: |\n        kestra:\n          url: https://flows.example.com${end}`;

  it.each(['\n', '', '\r\n', '\n\n'])('a block that ends the file with %j gets its lines', (end) => {
    const text = end === '\r\n' ? kestra(end).replaceAll(/\r?\n/g, '\r\n') : kestra(end);
    const done = merge('compose.yml', text, { kind: 'kestra' });
    expect(done.byHand).toEqual([]);
    const now = textOf(done);
    const inner = parse(parse(now).services.kestra.environment.KESTRA_CONFIGURATION);
    expect(inner.kestra.url).toBe('https://flows.example.com');
    expect(JSON.stringify(inner)).toContain('kestra-client');
    expect(now.endsWith('\n')).toBe(text.endsWith('\n'));
    expect(edits(merge('compose.yml', now, { kind: 'kestra' }))).toBe(0);
  });

  it.each(['', '\n', ' \r\n'])('an empty file of JSON (%j) gets all of it', (text) => {
    const [{ kind, name }] = every.filter(({ file }) => file.language === 'json') as [(typeof every)[number]];
    const base = name.split(': ')[1]!;
    const done = merge(base, text, { kind });
    expect(JSON.parse(textOf(done))).toEqual(JSON.parse(textOf(merge(base, '{}\n', { kind }))));
    expect(edits(merge(base, textOf(done), { kind }))).toBe(0);
  });
});

describe('what can’t be edited', () => {
  it('PHP, Python and Ruby: the lines to add, until they are there', () => {
    const code = allApps().flatMap(({ kind }) =>
      filesFor({ kind })
        .filter(({ language, kind: form }) => /php|python|ruby/.test(language) && form === 'app-config')
        .map((file) => ({ kind, file })),
    );
    expect(code.length).toBeGreaterThan(1);
    for (const { kind, file } of code) {
      const name = file.path.split('/').at(-1)!;
      const done = merge(name, '# mine\n', { kind });
      expect([edits(done), done.byHand.length]).toEqual([0, 1]);
      expect(merge(name, `# mine\n${linesToText(file.lines)}`, { kind }).byHand).toEqual([]);
    }
  });

  it('an unknown file, and one of another form', () => {
    const done = mergeApp({ name: 'notes.txt', text: '' }, 'romm', filesFor({ kind: 'romm' }));
    expect(done.ok ? '' : done.error.code).toBe('merge-unknown-file');
    const other = mergeApp({ name: 'x.json', text: '{}' }, 'romm', filesFor({ kind: 'romm' }));
    expect(other.ok ? '' : other.error.code).toBe('merge-no-form');
  });

  it.each([
    ['.env', 'A=b\n'.repeat(400_000)],
    ['.env', `A="${'\\"'.repeat(400_000)}`],
    ['compose.yml', 'services:\n  romm: &a\n    environment: *a\n'],
    ['compose.yml', `services: ${'{a: '.repeat(60)}`],
    ['compose.yml', `services: { romm: { environment: { __proto__: 1, OIDC_CLIENT_ID: { a: 1 } } } }\n`],
    ['compose.yml', 'services:\n  romm:\n    environment: text\n'],
  ])('hostile: %s ends within a second', (name, text) => {
    const work = () => mergeApp({ name, text }, 'romm', filesFor({ kind: 'romm' }));
    const done = work();
    expect(done.ok ? done.value.files.length : done.error.message.length).toBeGreaterThan(0);
    expect(timeOf(work, 1000)).toBeLessThan(1000);
  });
});
