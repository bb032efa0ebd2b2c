import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { hindranceOf } from '../../../shared/client/listed-together.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { readAppProfile } from '../../../shared/profile/read.ts';
import { renderReadme } from '../../../shared/render/export-readme.ts';
import { brokenPromises } from '../../../shared/render/profiled/prove.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import { fail, ok } from '../../../shared/result.ts';
import { testInputs } from '../../../shared/standing/inputs.ts';
import { removeWorkspaceValue, setWorkspaceValue } from '../../../shared/workspace/edit.ts';
import { namedProfiles, type ProfileFiles } from '../../../shared/workspace/own-profiles.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { plantedBag } from '../../helpers/pairs.ts';
import { renderSynthetic, syntheticText } from '../../helpers/synthetic-profile.ts';

const WIKI = readFileSync(
  new URL('../../fixtures/workspaces/own-profile/example-wiki.profile.yaml', import.meta.url),
  'utf8',
);
const LINE = './example-wiki.profile.yaml';
const TEXT = `latchkey: 1
id: abc
# Sent by a friend.
profiles: [${LINE}] # a wiki
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39", setup: existing }
apps:
  wiki: # ours
    kind: example-wiki
    url: https://wiki.example.com
    provider: home
    version: "3.1"
    settings: { create_accounts: false }
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }
`;

const files = (texts: Readonly<Record<string, string>>): ProfileFiles =>
  new Map(Object.entries(texts).map(([name, text]) => [name, ok(readAppProfile(text))]));

const told = (text: string, profiles: ProfileFiles) =>
  parseWorkspace(text, profiles).problems.map(
    ({ file = '', line, column, severity, code, message, suggestion }) =>
      `${file}:${line}:${column} ${severity} ${code} ${message} ${suggestion}`,
  );

function read(text: string, profiles: ProfileFiles): Workspace {
  const parsed = parseWorkspace(text, profiles);
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
  return parsed.workspace;
}

function render(workspace: Workspace) {
  const bag = plantedBag(workspace);
  const ids = Object.fromEntries(Object.entries(bag.clients).map(([id, client]) => [id, client.client_id]));
  return renderDeliverables(deriveConnections(workspace, ids), bag).flatMap(filesOf);
}

describe('a kind that a file beside the workspace describes', () => {
  const own = files({ [LINE]: WIKI });
  const workspace = read(TEXT, own);

  it('is accepted, derived, rendered and diagnosed like a built-in one', () => {
    expect(told(TEXT, own)).toEqual([]);
    const [wiki] = deriveConnections(workspace, {});
    expect(wiki!.client).toMatchObject({
      client_name: 'Example Wiki',
      redirect_uris: ['https://wiki.example.com/auth/oidc/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(wiki!.pkce).toEqual({ app_uses: true, require: true });
    expect(obstacleOf(wiki!)).toBeUndefined();
    const rendered = render(workspace);
    const env = rendered.find(({ path }) => path === 'wiki/wiki.env')!;
    expect(env.secret).toBe(true);
    expect(env.content).toContain('WIKI_OIDC_CREATE=false');
    const atProvider = rendered.find(({ kind }) => kind === 'authelia-config')!;
    expect(atProvider.content).toContain('https://wiki.example.com/auth/oidc/callback');
    // The diagnosis names the app's own setting, which only the profile knows.
    const explained = explain('invalid_client', { connections: [wiki!] });
    expect(JSON.stringify(explained)).toContain('WIKI_OIDC_CLIENT_SECRET');
    const word = explain('Login with the wiki account is switched off here', { connections: [wiki!] });
    expect(JSON.stringify(word)).toContain('The client is not allowed to use this flow.');
  });

  it.each([
    [
      'a setting that there isn’t',
      'create_accounts: false',
      'create_acounts: false',
      /^:13:17 error unknown-key .*create_accounts/,
    ],
    [
      'a setting of another type',
      'create_accounts: false',
      'create_accounts: maybe',
      /^:13:34 error wrong-type .*true or false/,
    ],
    ['an edition', 'version: "3.1"', 'edition: pro', /^:12:5 error not-for-kind /],
    [
      'a slip in the kind',
      'kind: example-wiki',
      'kind: exmple-wiki',
      /^:9:11 error unknown-kind .*Write kind: example-wiki/,
    ],
  ])('has %s reported at its place', (_what, text, by, said) => {
    expect(TEXT).toContain(text);
    expect(told(TEXT.replace(text, by), own)[0]).toMatch(said);
  });

  it('stays in the file with its comments when the workspace is edited and written', () => {
    const edited = setWorkspaceValue(TEXT, ['apps', 'wiki', 'settings', 'create_accounts'], true);
    expect(edited).toEqual({
      ok: true,
      value: TEXT.replace('create_accounts: false', 'create_accounts: true'),
    });
    const less = removeWorkspaceValue(TEXT, ['apps', 'memos']);
    expect(less.ok && less.value).toContain(`# Sent by a friend.\nprofiles: [${LINE}] # a wiki\n`);
    const written = stringifyWorkspace(workspace);
    expect(written).toContain(`profiles:\n  - ${LINE}\n`);
    expect(written).not.toContain('own_kinds');
    expect(read(written, own)).toEqual(workspace);
  });

  it.each([
    // Such a default does not fit the pattern that the setting must have.
    ["'{app.origin}{settings.at}/cb'", '/x', '.evil.example.net', /No profile that can be read/],
    ["'{app.origin}{settings.at}/cb'", '/x', '@evil.example.net', /No profile that can be read/],
    ["'{app.origin}{settings.at}/cb'", '/x', '/a/*', /has a \*/],
    ["'/cb/{settings.at}'", 'x', 'a b', /blank or control/],
    ["'/cb/{settings.at}'", 'x', 'a#b', /fragment/],
  ])('can’t be set up where %s becomes no address of its own', (callback, good, bad, said) => {
    for (const [place, key] of [
      ['callbacks:', `callbacks: [${callback}]\n#`],
      ['callbacks:', `logout: { post: ${callback} }\ncallbacks: [/cb]\n#`],
      ['callbacks:', `launch: ${callback}\ncallbacks: [/cb]\n#`],
    ] as const) {
      if (key.startsWith('launch') && bad.includes('#')) continue;
      const obstacle = (preset: string) => {
        const setting = `at: { label: At, type: text, pattern: '/?.*', default: '${preset}', help: Where. }`;
        const text = WIKI.replace(place, key).replace(
          /^settings:\n/m,
          `settings:\n  ${setting.replace("'/?.*'", callback.includes('origin') ? "'/.*'" : "'.*'")}\n`,
        );
        expect(text).toContain('at: {');
        const workspace = read(TEXT, files({ [LINE]: text }));
        return obstacleOf(deriveConnections(workspace, {})[0]!)?.message ?? '';
      };
      expect(obstacle(good)).toBe('');
      expect(obstacle(bad)).toMatch(said);
    }
  });

  it.each(['run', 'code', 'guide'])(
    'is never said to be checked by us, though it says “%s” itself',
    (how) => {
      const text = WIKI.replace(
        /^tested:.*$/m,
        `tested: { how: ${how}, version: '9.9', date: '2026-01-01' }`,
      );
      const workspace = read(TEXT, files({ [LINE]: text }));
      const said = render(workspace).flatMap(({ app, content }) => (app === 'wiki' ? content : []));
      expect(said.join('')).toContain('a file beside the workspace, which we have not checked');
      expect(said.join('')).not.toMatch(/by us|9\.9|Read in the source/);
      const readme = linesToText(
        renderReadme(deriveConnections(workspace, {}), [], plantedBag(workspace)).lines,
      );
      expect(readme).toContain('Example Wiki is described in a file beside the workspace');
      expect(readme).not.toContain('Memos is described');
      const ours = render(read(TEXT, own)).filter(
        ({ app, path }) => app === 'memos' && path.endsWith('guide.md'),
      );
      expect(ours.map(({ content }) => content).join('')).not.toContain('a file beside the workspace');
    },
  );

  it('makes a test result outdated when anything in the profile changes, and only that app’s', () => {
    const inputs = (profiles: ProfileFiles) =>
      deriveConnections(read(TEXT, profiles), {}).map((connection) => testInputs(connection, []));
    const [wiki, memos] = inputs(own);
    expect(inputs(files({ [LINE]: `# only a remark\n${WIKI}` }))).toEqual([wiki, memos]);
    for (const [text, by] of [
      ['path: /auth/oidc,', 'path: /auth/start,'],
      ['/auth/oidc/callback', '/auth/callback'],
      ['WIKI_OIDC_ISSUER', 'WIKI_ISSUER'],
      ['value: S256', 'value: none'],
    ] as const) {
      expect(WIKI).toContain(text);
      const [other, same] = inputs(files({ [LINE]: WIKI.replace(text, by) }));
      expect(other, by).not.toBe(wiki);
      expect(same).toBe(memos);
    }
  });
});

describe('a profile that can’t be used', () => {
  const BROKEN = WIKI.replace('callbacks:', 'callback:').replace("'{issuer}'", "'{isuer}'");

  it.each<[string, string, ProfileFiles, RegExp[]]>([
    [
      'is missing',
      TEXT,
      new Map([[LINE, fail('file-missing', 'There is no such file.')]]),
      [
        /^:4:12 warning profile-unreadable .*not in use. There is no such file. Put the file back/,
        /^:9:11 warning unknown-kind .*mend that first/,
      ],
    ],
    ['was not read', TEXT, new Map(), [/^:4:12 warning profile-unreadable /, /^:9:11 warning unknown-kind /]],
    [
      'has mistakes',
      TEXT,
      files({ [LINE]: BROKEN }),
      [
        /^:4:12 warning profile-invalid .*2 mistakes/,
        /^:9:11 warning unknown-kind /,
        /^\.\/example-wiki\.profile\.yaml:18:1 warning unknown-key .*callback/,
        /^\.\/example-wiki\.profile\.yaml:29:25 warning bad-value .*isuer/,
      ],
    ],
    [
      'has a kind that Latchkey has',
      TEXT,
      files({ [LINE]: WIKI.replace('kind: example-wiki', 'kind: gitea') }),
      [
        /^:4:12 warning profile-kind-taken .*Latchkey itself describes the kind “gitea”/,
        /^:9:11 warning unknown-kind /,
      ],
    ],
    [
      'has a kind that code describes',
      TEXT,
      files({ [LINE]: WIKI.replace('kind: example-wiki', 'kind: custom') }),
      [/profile-kind-taken/, /unknown-kind/],
    ],
    [
      'has a kind that another file has',
      TEXT.replace(LINE, `${LINE}, ./b.profile.yaml`),
      files({ [LINE]: WIKI, './b.profile.yaml': WIKI }),
      [/^:4:41 warning profile-kind-taken .*“\.\/example-wiki\.profile\.yaml” describes the kind/],
    ],
    [
      'stands twice',
      TEXT.replace(LINE, `${LINE}, ${LINE}`),
      files({ [LINE]: WIKI }),
      [/^:4:41 warning repeated-item /],
    ],
  ])('that %s is told at its line, and the workspace opens', (_what, text, profiles, said) => {
    expect(parseWorkspace(text, profiles).ok).toBe(true);
    const problems = told(text, profiles);
    expect(problems).toHaveLength(said.length);
    for (const [index, one] of said.entries()) expect(problems[index]).toMatch(one);
  });

  it('never changes what a built-in kind means', () => {
    const text = TEXT.replace('kind: example-wiki', 'kind: gitea')
      .replace('    settings: { create_accounts: false }\n', '')
      .replace('version: "3.1"', 'version: "1.24"');
    const stranger = WIKI.replace('kind: example-wiki', 'kind: gitea');
    const named = text.replace(`profiles: [${LINE}] # a wiki\n`, '');
    const clients = (workspace: Workspace) => deriveConnections(workspace, {}).map(({ client }) => client);
    expect(clients(read(text, files({ [LINE]: stranger })))).toEqual(clients(read(named, new Map())));
  });

  it('leaves its apps shown and nothing written for them, nor a list of clients that lacks them', () => {
    const workspace = read(TEXT, new Map());
    const [wiki, memos] = deriveConnections(workspace, {});
    expect(wiki!.app.entry.settings).toEqual({ create_accounts: false });
    expect(obstacleOf(wiki!)?.code).toBe('app-profile-missing');
    expect(obstacleOf(memos!)).toBeUndefined();
    expect(hindranceOf(workspace, ['memos'])?.message).toContain('wiki: ');
    expect(hindranceOf(read(TEXT, files({ [LINE]: WIKI })), ['memos'])).toBeUndefined();
    expect(read(stringifyWorkspace(workspace), new Map()).apps).toEqual(workspace.apps);
  });
});

describe('the client secret', () => {
  const target = { title: 'Title', note: 'Note', source: 'docs' };
  const file = (name: string, format: string) => ({
    file: name,
    format,
    place: 'its folder',
    keys: { a: { json: { b: ['c', { d: 'e' }] }, why: 'Why' } },
    ...target,
  });
  const WHOLE: unknown = JSON.parse(
    syntheticText([
      { env: 'app.env', service: 'app', keys: { A: 'x', B: [{ value: 'y', merge: 'comma' }] }, ...target },
      ...['yaml', 'json', 'toml', 'php', 'python', 'ruby'].map((one) => file(`app.${one}`, one)),
      { command: ['run', 'x', { value: 'y' }], inside: 'app', as: 'me', ...target },
      { screen: 'Settings', url: '{app.url}/x', fields: { Label: 'x' }, ...target },
      { http: 'POST', url: '{app.url}/api', token: 'From the settings.', body: { a: 'x' }, ...target },
    ]),
  );

  /** The value with the text by in turn added to each text in it, put in place of it, and as the name of each key. */
  function* withEverywhere(value: unknown, by: string): Generator<unknown> {
    if (typeof value === 'string') yield* [by, `${value}${by}`];
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const put = (name: string, other: unknown) =>
        Array.isArray(value)
          ? value.map((one, index) => (String(index) === key ? other : one))
          : Object.fromEntries(Object.entries(value).map((one) => (one[0] === key ? [name, other] : one)));
      for (const other of withEverywhere(inner, by)) yield put(key, other);
      if (!Array.isArray(value)) yield* [put(by, inner), put(`${key}${by}`, inner)];
    }
  }

  it.each(['{client_secret}', '{client_secret|lower}'])(
    'is refused or marked wherever a profile writes %s',
    (by) => {
      expect(readAppProfile(JSON.stringify(WHOLE)).ok).toBe(true);
      let shown = 0;
      for (const changed of withEverywhere(WHOLE, by)) {
        const profile = readAppProfile(JSON.stringify(changed));
        if (!profile.ok) continue;
        for (const one of renderSynthetic(profile.profile, {})) {
          const holds = filesOf(one).some(({ content }) => content.includes('planted'));
          if (holds) shown++;
          expect(holds && !one.secret, `${one.path}: ${JSON.stringify(changed)}`).toBe(false);
        }
      }
      expect(shown).toBeGreaterThan(10);
    },
  );

  it('is not written where a setting makes the client public, and the check of the profile tells the place', () => {
    const text = syntheticText([{ env: 'app.env', service: 'app', keys: { A: '{client_secret}' } }]).replace(
      '"method":"client_secret_basic"',
      '"method":[{"value":"none","when":"settings.v0"},{"value":"client_secret_basic"}]',
    );
    const profile = readAppProfile(text);
    if (!profile.ok) throw new Error(profile.problems[0]!.message);
    const holds = (settings: Readonly<Record<string, string>>) =>
      renderSynthetic(profile.profile, settings)
        .flatMap(filesOf)
        .some(({ content }) => content.includes('planted'));
    expect(holds({})).toBe(true);
    expect(holds({ v0: 'on' })).toBe(false);
    expect(brokenPromises(profile.profile).join('\n')).toContain('The app is public, and a target has');
  });
});

describe('hostile profiles', () => {
  it.each([
    '../x.profile.yaml',
    './../x.yaml',
    'a/../../x.yaml',
    '/etc/x.yaml',
    'C:/x.yaml',
    'C:\\x.yaml',
    '..\\x.yaml',
    '\\\\server\\share\\x.yaml',
    '~/x.yaml',
    './.ssh/config.yaml',
    './x.yaml/',
    'a//x.yaml',
    'https://example.com/x.yaml',
    'x.yaml\u0000.png',
    '/dev/stdin',
    './id_rsa',
    './x.json',
    `./${'a'.repeat(400)}.yaml`,
    'x .yaml/../../y.yaml',
    '',
  ])('%j is no path that is read', (path) => {
    const text = TEXT.replace(`[${LINE}]`, JSON.stringify([path]));
    expect(namedProfiles(text)).toEqual([]);
    const parsed = parseWorkspace(text, new Map([[path, ok(readAppProfile(WIKI))]]));
    expect(parsed.ok).toBe(false);
  });

  it.each(['./x.yaml', 'x.profile.yml', './Meine Profile/Größe 2.yaml', 'a/b/c.yaml'])(
    '%j is one',
    (path) => {
      const text = TEXT.replace(`[${LINE}]`, JSON.stringify([path]));
      expect(namedProfiles(text)).toEqual([path]);
      expect(told(text, files({ [path]: WIKI }))).toEqual([]);
    },
  );

  it('finds the paths in any style of YAML, and none where there is no list', () => {
    for (const list of ['\n- ./a.yaml\n- ./b.yaml', ' ["./a.yaml", \'./b.yaml\', ../c.yaml, 5, [./d.yaml]]'])
      expect(namedProfiles(`latchkey: 1\nprofiles:${list}\n`)).toEqual(['./a.yaml', './b.yaml']);
    for (const text of [
      'profiles: ./a.yaml',
      'profiles: {a: ./a.yaml}',
      'profiles:',
      'x: 1',
      ': [',
      'profiles: [*a, !t ./a.yaml',
    ])
      expect(namedProfiles(text).length).toBeLessThan(2);
    const many = Array.from({ length: 200 }, (_one, index) => `./${index}.yaml`);
    expect(namedProfiles(`profiles: ${JSON.stringify(many)}`)).toHaveLength(30);
  });

  const refused = (text: string) => {
    const read = readAppProfile(text);
    return read.ok ? [] : read.problems.map(({ code, message, excerpt }) => `${code} ${message} ${excerpt}`);
  };

  it.each<[string, string, string, RegExp]>([
    ['an alias', 'name: Example Wiki', 'name: &n Example Wiki', /^not-plain/],
    ['a tag', 'name: Example Wiki', 'name: !!js/function x', /^(?:not-plain|yaml-)/],
    ['many aliases', 'about: Pages that a team writes', 'about: *a', /^(?:not-plain|yaml-)/],
    ['a kind of every object', 'kind: example-wiki', 'kind: constructor', /^bad-value .*reserved/],
    ['a setting of every object', 'create_accounts: {', 'constructor: {', /^bad-value .*constructor/],
    ['the prototype as a source', 'docs: {', '__proto__: {', /^unfit-key/],
    ['a variable that there isn’t', "'{issuer}'", "'{env.HOME}'", /env\.HOME/],
    ['a setting that there isn’t', "'{issuer}'", "'{settings.none}'", /no setting “none”/],
    ['the secret in a sentence', 'Pages that a team writes', "'{client_secret}'", /may not stand here/],
    ['the secret in an address', '/auth/oidc/callback', '/x?{client_secret}', /./],
    ['a file elsewhere', 'env: wiki.env', 'env: ../wiki.env', /./],
    ['a secret of somebody', "'{client_secret}'", 'hunter2hunter2', /^secret-in-profile/],
    ['a token of a forge', "'{issuer}'", `ghp_${'aB3'.repeat(12)}`, /^secret-in-profile/],
    ['a signed token', "'{issuer}'", `eyJ${'aB3'.repeat(4)}.eyJ${'aB3'.repeat(4)}.x`, /^secret-in-profile/],
    ['a secret in an address', "'{issuer}'", 'https://me:hunter2hunter2@example.com', /^secret-in-profile/],
    [
      'a regular expression that takes very long',
      'type: boolean, default: true,',
      "type: text, pattern: '(a+)+b',",
      /could take very long/,
    ],
    ['another format', 'profile: 1', 'profile: 2', /^bad-value/],
  ])('%s is refused, and no secret is shown', (_what, text, by, said) => {
    expect(WIKI).toContain(text);
    const problems = refused(WIKI.replace(text, by));
    expect(problems.join('\n')).toMatch(said);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('shows no secret beside another mistake', () => {
    const problems = refused(
      WIKI.replace("'{client_secret}'", 'hunter2hunter2').replace(
        'WIKI_OIDC_CREATE',
        '? [WIKI_PASSWORD: hunter2, x]\n      WIKI_OIDC_CREATE',
      ),
    );
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('is refused when it is huge or deep', () => {
    expect(refused(`${WIKI}# ${'x'.repeat(40_000)}\n`)[0]).toMatch(/^file-too-big/);
    expect(refused(`profile: ${'['.repeat(5_000)}`)[0]).toMatch(/^yaml-/);
  });
});
