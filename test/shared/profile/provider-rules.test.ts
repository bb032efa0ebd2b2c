import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { isProviderProfile, readProfile } from '../../../shared/profile/read.ts';
import { leftFromStarter, starterProvider } from '../../../shared/profile/starter.ts';
import { brokenProviderPromises } from '../../../shared/render/profiled/prove-provider.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/catalog/profiles/providers');
type Raw = Record<string, unknown>;
const raw = (kind: string): Raw => parse(readFileSync(join(FOLDER, `${kind}.yaml`), 'utf8')) as Raw;

/** What is said of a provider's profile after a change. */
const said = (kind: string, change: (profile: Raw) => void): string[] => {
  const profile = raw(kind);
  change(profile);
  const read = readProfile(stringify(profile));
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the beginning of a provider’s profile', () => {
  const read = readProfile(starterProvider('my-id')!);

  it('is one that can be tried at once, and says what is still to be looked up', () => {
    if (!read.ok || !isProviderProfile(read.profile)) throw new Error(JSON.stringify(read));
    expect(brokenProviderPromises(read.profile)).toEqual([]);
    expect(leftFromStarter(read.profile).map(({ path }) => path.join('.'))).toEqual([
      'about',
      'tested',
      'sources.docs.ref',
      'unsure.0',
    ]);
  });

  it('is there for kinds only', () => {
    for (const kind of ['My-Id', '', '1a', 'a'.repeat(41), 'a b'])
      expect(starterProvider(kind)).toBeUndefined();
  });
});

describe('the profile of a provider', () => {
  it.each<[string, string, (profile: Raw) => void, string]>([
    ['has targets, or a hook', 'dex', (one) => delete one['targets'], 'targets: “targets” is missing.'],
    [
      'has no targets beside a hook',
      'authelia',
      (one) => {
        one['targets'] = raw('dex')['targets'];
      },
      'targets: A hook writes this side already.',
    ],
    [
      'has one list of clients only where a hook writes it',
      'dex',
      (one) => {
        one['clients'] = { where: 'x', one_list: true };
      },
      'clients.one_list: Only a hook can write this.',
    ],
    [
      'is told a digest only where a hook writes it',
      'dex',
      (one) => {
        one['secrets'] = { told: 'digest' };
      },
      'secrets: Only a hook can write this.',
    ],
    [
      'has a dialect only where a hook reads it',
      'dex',
      (one) => {
        one['dialect'] = { button: 'New' };
      },
      'dialect: Only a hook can write this.',
    ],
    [
      'has a value of its dialect at every version',
      'authentik',
      (one) => {
        one['dialect'] = { button: [{ value: 'New', since: '2025.2' }] };
      },
      'dialect.button: No value here holds at version 2024.10.',
    ],
    [
      'names the sources of its dialect',
      'authentik',
      (one) => {
        one['dialect'] = { button: [{ value: 'New {}', source: 'nowhere' }] };
      },
      'dialect.button.0.source: There is no source “nowhere”.',
    ],
    [
      'says of the provider nothing that depends on a client',
      'authelia',
      (one) => {
        one['notices'] = [
          { code: 'one', about: 'provider', severity: 'info', text: '{policy}', when: 'policy.own' },
        ];
      },
      'notices.0.when: A notice about the provider depends on its version alone.',
    ],
    [
      'knows no client in a notice about the provider',
      'authelia',
      (one) => {
        one['notices'] = [{ code: 'one', about: 'provider', severity: 'info', text: 'At {policy}.' }];
      },
      'notices.0.text: {policy} is not known here.',
    ],
  ])('%s', (_what, kind, change, message) => {
    expect(said(kind, () => {})).toEqual([]);
    expect(said(kind, change)).toContain(message);
  });
});

describe('the API of a profile', () => {
  type Thing = Record<string, unknown>;
  const things = (profile: Raw) => (profile['api'] as { things: Thing[] }).things;
  it.each<[string, (all: Thing[]) => void, string]>([
    [
      'names targets that are there',
      (all) => (all[0]!['as'] = { http: 5 }),
      'There are not so many requests',
    ],
    [
      'names files that are there',
      (all) => (all[0]!['as'] = { file: 'x.json' }),
      'There is no target with the file',
    ],
    ['says once what a thing is', (all) => (all[0]!['body'] = { a: 'b' }), 'It is not said once'],
    ['has a way back for what it makes', (all) => delete all[0]!['remove'], 'could not be taken back'],
    [
      'knows the keys in its addresses',
      (all) => delete all.find(({ id }) => id === 'secret')!['key'],
      'The key of “secret” is not known here',
    ],
    [
      'makes an entry by its list alone',
      (all) => (all[0]!['entry'] = { http: 'PATCH', url: '{provider.url}/x', at: 'a/b' }),
      'An entry is made, changed and removed by its list',
    ],
    [
      'has a quick pattern for a mask',
      (all) => (all[0]!['secrets'] = { masked: '(a+)+' }),
      'The pattern may take long',
    ],
    [
      'names what is sent',
      (all) => {
        delete all[0]!['as'];
        all[0]!['body'] = { name: 'x' };
        all[0]!['stated'] = ['nome'];
      },
      '“nome” is not among what is sent',
    ],
    ['has each thing once', (all) => (all[1]!['id'] = 'client'), 'is there twice'],
    ['has no thing like a find', (all) => (all[1]!['id'] = 'groups'), 'is there twice'],
    [
      'knows what its body names',
      (all) => (all[1]!['keys'] = { userGroupIds: { list: 'teams' } }),
      'The key of “teams” is not known here',
    ],
    [
      'takes the keys of a list as a list',
      (all) => (all[1]!['keys'] = { userGroupIds: 'groups' }),
      '“groups” has several keys',
    ],
    [
      'is a part of what is above',
      (all) => (all[1]!['part_of'] = 'secret'),
      'There is no thing “secret” above',
    ],
    [
      'makes no part by itself',
      (all) => {
        all[1]!['make'] = { http: 'POST', url: '{provider.url}/x' };
        all[1]!['remove'] = '{provider.url}/x';
      },
      'A part is there as soon as',
    ],
    [
      'sends a token to its own address only',
      (all) => ((all[0]!['read'] as Thing)['url'] = 'https://elsewhere.example.com/{client_id}'),
      'must begin with {app.url}/',
    ],
    [
      'has no secret in an address',
      (all) => ((all[0]!['read'] as Thing)['url'] = '{provider.url}/{client_secret}'),
      'The client secret may not stand here',
    ],
  ])('%s', (_, change, message) => {
    expect(said('pocket-id', (profile) => void change(things(profile))).join('\n')).toContain(message);
  });

  it.each<[string, string, (api: Raw) => void, string]>([
    ['things, where no hook says them', 'pocket-id', (api) => delete api['things'], '“things” is missing'],
    [
      'versions that there are',
      'pocket-id',
      (api) => Object.assign(api, { since: '2.14', before: '2.10' }),
      'No version is both',
    ],
    [
      'no key where it begins to look',
      'pocket-id',
      (api) => ((api['finds'] as Thing[])[0]!['url'] = '{provider.url}/api/user-groups/:client'),
      'Nothing is known yet',
    ],
    [
      'each find once',
      'pocket-id',
      (api) => (api['finds'] as Thing[]).push(structuredClone((api['finds'] as Thing[])[0]!)),
      'The find “groups” is there twice',
    ],
  ])('has %s', (_, kind, change, message) => {
    expect(said(kind, (profile) => change(profile['api'] as Raw)).join('\n')).toContain(message);
  });
});
