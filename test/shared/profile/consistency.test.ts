import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { readAppProfile, readProfile } from '../../../shared/profile/read.ts';
import { starterProfile } from '../../../shared/profile/starter.ts';
import { ok } from '../../../shared/result.ts';
import { ownProfiles, settingsTaken } from '../../../shared/workspace/own-profiles.ts';
import { APP_KEYS } from '../../../shared/workspace/rules.ts';
import { AppSchema } from '../../../shared/workspace/schema.ts';

const STARTER = starterProfile('my-app')!;

/** What is said of the starter with these lines in place of those that begin with their keys: place, message, advice. */
function said(lines: string): string[] {
  const keys = [...lines.matchAll(/^(\w+):/gm)].map(([, key]) => key!);
  const kept = STARTER.split('\n').filter((line) => !keys.some((key) => line.startsWith(`${key}:`)));
  const read = readAppProfile(`${kept.join('\n')}\n${lines}\n`);
  return read.ok ? [] : read.problems.map((one) => `${one.path.join('/')}: ${one.message} ${one.suggestion}`);
}

const setting = (more: string) => said(`settings: { x: { label: X, help: H., ${more} } }`);

describe('what a profile says against itself', () => {
  it.each<[string, () => string[], RegExp | undefined]>([
    [
      'an edition that is there twice',
      () => said('editions: [{ id: a, name: A, supported: true }, { id: a, name: B, supported: false }]'),
      /^editions\/1\/id: The edition “a” is there twice/,
    ],
    [
      'no edition with the login',
      () => said('editions: [{ id: a, name: A, supported: false }, { id: b, name: B, supported: false }]'),
      /^editions: No edition here has the login/,
    ],
    [
      'one edition with the login',
      () => said('editions: [{ id: a, name: A, supported: false }, { id: b, name: B, supported: true }]'),
      undefined,
    ],
    [
      'a default that is a text',
      () => setting("type: boolean, default: 'true'"),
      /^settings\/x\/default: .*“true” is a text.*without quotes/,
    ],
    ['a default that is no text', () => setting('type: text, default: true'), /is no text.*in quotes/],
    [
      'a default in no pattern',
      () => setting("type: text, default: A, pattern: '[a-z]+'"),
      /^settings\/x\/default: The default “A” is not of the form of the pattern “\[a-z\]\+”/,
    ],
    [
      'an example in no pattern',
      () => setting("type: text, example: A, pattern: '[a-z]+'"),
      /^settings\/x\/example: The example “A” is not/,
    ],
    [
      'both in the pattern',
      () => setting("type: text, example: a, default: b, pattern: '[a-z]+'"),
      undefined,
    ],
    [
      'a default that is no choice',
      () => setting('type: choice, choices: [a, b], default: c'),
      /“c” is not among the choices\. Write one of them: “a”, “b”/,
    ],
    [
      'an example that is no choice',
      () => setting('type: choice, choices: [a, b], example: c'),
      /^settings\/x\/example: /,
    ],
    [
      'a choice twice',
      () => setting('type: choice, choices: [a, b, a]'),
      /^settings\/x\/choices: “a” is there twice/,
    ],
    ['choices of a text', () => setting('type: text, choices: [a, b]'), /Choices belong to/],
    [
      'a pattern of a list',
      () => setting("type: list, pattern: 'a'"),
      /A pattern belongs to the type “text”/,
    ],
    ['an example of a switch', () => setting('type: boolean, example: x'), /^settings\/x\/example: /],
    ['two defaults', () => setting('type: text, default: a, default_from: provider.id'), /one default/],
    ['a name for a switch', () => setting('type: boolean, default_from: provider.id'), /A name is a text/],
    [
      'a callback twice',
      () => said('callbacks: [/a, { uri: /a }]'),
      /^callbacks\/1: The callback “\/a” is there twice/,
    ],
    [
      'a callback twice at some versions',
      () => said("callbacks: [{ uri: /a, since: '1.0' }, { uri: /a, since: '2.0' }]"),
      /there twice/,
    ],
    [
      'a callback at different versions',
      () => said("callbacks: [{ uri: /a, before: '2.0' }, { uri: /a, since: '2.0' }]"),
      undefined,
    ],
    [
      'a version twice',
      () => said("versions: { lines: ['1.2', '1.2'] }"),
      /^versions\/lines\/1: .*same version/,
    ],
    [
      'a version twice, written in two ways',
      () => said("versions: { lines: ['1.2', '1.2.0'] }"),
      /same version/,
    ],
    [
      'the newest version first',
      () => said("versions: { lines: ['2.0', '1.2'] }"),
      /1\.2 is older than 2\.0 before it/,
    ],
    [
      'a line inside a line',
      () => said("versions: { lines: ['2', '2.1'] }"),
      /2\.1 lies inside 2,.*patches.*2\.0/,
    ],
    [
      'a patch that is a line',
      () => said("versions: { lines: ['2.0'], patches: ['2.0'] }"),
      /one of the lines/,
    ],
    [
      'a release beyond the lines',
      () => said("versions: { lines: ['2.0'], released: '2.1' }"),
      /^versions\/released: /,
    ],
    [
      'a patch of the newest line as release',
      () => said("versions: { lines: ['2.0'], patches: ['2.0.3'], released: '2.0.3' }"),
      undefined,
    ],
    [
      'a line that is too old',
      () => said("versions: { lines: ['2.0'], too_old: { before: '2.5', reason: R. } }"),
      /^versions\/too_old\/before: 2\.0 is a line/,
    ],
    [
      'a part that never counts',
      () => said("callbacks: [/a, { uri: /b, since: '2.0', before: '1.0' }]"),
      /^callbacks\/1\/before: Before 1\.0 and since 2\.0 is never/,
    ],
  ])('%s', (_name, flaws, message) => {
    if (message === undefined) return expect(flaws()).toEqual([]);
    expect(flaws()).toHaveLength(1);
    expect(flaws()[0]).toMatch(message);
  });

  it.each(['kind', 'url', 'provider', 'client_id', 'scopes'])(
    '%s as a setting, which is a key of every app',
    (key) => {
      expect(said(`settings: { ${key}: { label: X, type: text, help: H. } }`)).toEqual([
        expect.stringMatching(new RegExp(`^settings/${key}: “${key}” is a key that every app has`)),
      ]);
    },
  );

  it.each(['password', 'api_token', 'disable_password'])(
    '%s as a setting, which no workspace may hold',
    (key) => {
      expect(said(`settings: { ${key}: { label: X, type: boolean, help: H. } }`)).toEqual([
        expect.stringMatching(new RegExp(`^settings/${key}: “${key}” is the name of a secret`)),
      ]);
    },
  );

  it('knows every key of an app in a workspace', () => {
    expect([...APP_KEYS, 'slug', 'groups'].sort()).toEqual(Object.keys(AppSchema.shape).sort());
  });

  it('is refused in versions of a provider, too', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/profiles.md'), 'utf8');
    const example = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)[1]!;
    expect(readProfile(example).ok).toBe(true);
    const read = readProfile(example.replace("lines: ['1.4']", "lines: ['1.4', '1.4.0']"));
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual([['versions', 'lines', 1]]);
  });
});

describe('a setting that a workspace has another rule for', () => {
  const TEXTS = { type: 'text', label: 'L', help: 'H.' } as const;

  it.each(['pkce', 'claims_from', 'verified_email', 'required_claims'])('%s is refused', (key) => {
    expect(settingsTaken({ settings: { [key]: TEXTS } })).toMatchObject([
      { path: ['settings', key], about: 'key' },
    ]);
    const text = STARTER.replace('kind: my-app', 'kind: other-app');
    const read = readAppProfile(`${text}settings: { ${key}: { label: L, type: text, help: H. } }\n`);
    const own = ownProfiles(['./x.yaml'], new Map([['./x.yaml', ok(read)]]));
    expect(own.kinds).toEqual({});
    expect(own.flaws).toMatchObject([{ code: 'profile-invalid' }]);
    expect(own.problems).toMatchObject([{ code: 'setting-taken', file: './x.yaml', severity: 'warning' }]);
  });

  it('is free where the rule fits, and for Latchkey’s own', () => {
    expect(settingsTaken({ settings: { username_claim: TEXTS, my_own: TEXTS } })).toEqual([]);
    expect(PROFILE_KINDS.flatMap((kind) => settingsTaken(builtInProfile(kind)!))).toEqual([]);
  });
});

describe('a name with the client id in it, in the profile of a provider', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/profiles.md'), 'utf8');
  const example = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)[1]!;
  /** What is said of these targets where an id may be of this form. */
  const judged = (targets: string, pattern: string) => {
    const text = example.replace(
      /^targets:\n(?: .*\n)*/m,
      `client_id: { pattern: '${pattern}', help: H. }\ntargets: [${targets}]\n`,
    );
    expect(text).toContain(pattern);
    const read = readProfile(text);
    return read.ok ? [] : read.problems.map(({ message }) => message);
  };
  const env = (name: string) => `{ env: a.env, service: a, keys: { '${name}': '{client_secret}' } }`;
  const file = (format: string, name: string) =>
    `{ file: a.x, format: ${format}, place: There, keys: { '${name}': '{client_secret}' } }`;
  const ANY = '[!-~]{1,200}';

  it.each([
    [env('OIDC_{client_id}_SECRET'), '[A-Za-z0-9-]{1,100}'],
    [env('OIDC_{client_id}_SECRET'), '[a-z0-9_]+'],
    [env('OIDC_{client_id|alnum}_SECRET'), '[A-Za-z0-9][!-~]*'],
    [file('yaml', 'a/{client_id}/b'), '[A-Za-z0-9._-]+'],
    [file('ini', 'a/{client_id}'), '[a-z]+'],
    [file('xml', 'a/{client_id}'), '[a-z][a-z0-9.-]*'],
  ])('is taken where every id fits: %s, %s', (targets, pattern) =>
    expect(judged(targets, pattern)).toEqual([]),
  );

  it.each([
    [env('OIDC_{client_id}_SECRET'), ANY],
    [env('OIDC_{client_id}_SECRET'), '[A-Za-z0-9.]+'],
    [env('{client_id}_SECRET'), '[a-z0-9]+'],
    [env('OIDC_{client_id|alnum}_SECRET'), ANY],
    [env('OIDC-X_{client_id|alnum}_SECRET'), '[a-z]+'],
    [file('xml', 'a/{client_id}'), '[a-z0-9]+'],
    [file('ini', 'a/{client_id}'), ANY],
    [file('php', '{client_id}/a'), '[a-z0-9-]+'],
  ])('is refused where one does not: %s, %s', (targets, pattern) => {
    expect(judged(targets, pattern)).toHaveLength(1);
  });
});
