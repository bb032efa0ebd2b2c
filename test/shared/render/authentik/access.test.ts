import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import {
  BOB,
  blueprint,
  CLIENT,
  type Edit,
  edit,
  entryOf,
  MANY,
  modelOf,
  ofEarlierVersion,
  type Step,
  steps,
  USERS,
  VERSIONS,
  wanted,
} from '../../../helpers/authentik/edits.ts';
import { asksSecondFactor, ENGINES, letsIn, type User } from '../../../helpers/authentik/engine.ts';
import {
  APPLICATION,
  type Authentik,
  BINDING,
  GROUP,
  POLICY,
  PROVIDER,
} from '../../../helpers/authentik/importer.ts';

/**
 * Sequences of edits, each rendered and imported by a model of authentik's importer onto what the ones before
 * have left. Then the model of its policy engine has to let in exactly whom the workspace names.
 */

/** The bindings that the owner made, each as a question about a user. */
type Owned = { readonly pk: number; readonly asks: (user: User) => boolean };

function judge(at: Authentik, now: Edit, owned: readonly Owned[]): void {
  const wrong = ENGINES.flatMap((engine) =>
    [...USERS, BOB].filter(
      (user) =>
        letsIn(at, now.slug, user, engine) !==
        wanted(
          now,
          user,
          owned.map((one) => one.asks(user)),
          engine,
        ),
    ),
  );
  expect(wrong, JSON.stringify(now)).toEqual([]);
  expect(asksSecondFactor(at, CLIENT)).toBe(now.policy === 'two_factor');
  for (const { pk } of owned) expect(at.all(BINDING, { pk })).toHaveLength(1);
  // One that was put aside stays without a provider, so nobody signs in through it.
  const inUse = at.all(APPLICATION).filter((one) => one['provider'] !== null);
  expect(inUse.map(({ slug }) => slug)).toEqual([now.slug]);
  const provider = at.one(PROVIDER, { client_id: CLIENT })!;
  expect(at.all(PROVIDER)).toHaveLength(1);
  expect(at.one(APPLICATION, { slug: now.slug })).toMatchObject({ provider: provider.pk });
  expect(provider).toMatchObject({ encryption_key: null, client_secret: expect.any(String) });
}

function run(at: Authentik, given: readonly Step[], first?: Edit): void {
  let now = first;
  const owned: Owned[] = [];
  for (const step of given) {
    if (step.do === 'render') {
      const text = blueprint(at.version, entryOf(step.edit));
      expect(at.apply(text)).toEqual({ ok: true });
      now = step.edit;
      judge(at, now, owned);
      const rows = structuredClone(at.rows);
      expect(at.apply(text)).toEqual({ ok: true });
      expect(at.rows, 'a second import changes nothing').toEqual(rows);
    } else if (now !== undefined) {
      const { pk: target } = at.one(APPLICATION, { slug: now.slug })!;
      const bindings = at.all(BINDING, { target });
      if (step.do === 'change') {
        const ours = bindings.filter(({ pk }) => !owned.some((one) => one.pk === pk));
        const row = ours[step.which];
        const [[key, value]] = Object.entries(step.to) as [[string, unknown]];
        const found =
          typeof value === 'string'
            ? at.one({ policy: POLICY, group: GROUP, user: 'authentik_core.user' }[key]!, { name: value })!.pk
            : value;
        if (row) row[key] = found;
      } else {
        const order = Math.max(-1, ...bindings.map((one) => Number(one['order']))) + 1;
        const bound =
          step.group === undefined
            ? { user: at.one('authentik_core.user', { name: 'bob' })!.pk }
            : { group: at.one(GROUP, { name: step.group })!.pk };
        const { pk } = at.add(BINDING, { target, order, ...bound });
        owned.push({
          pk,
          asks: (user) => (step.group === undefined ? user.name === 'bob' : user.groups.includes(step.group)),
        });
      }
    }
  }
  // Whatever was changed last by hand, a further import puts right.
  if (now !== undefined) {
    expect(at.apply(blueprint(at.version, entryOf(now)))).toEqual({ ok: true });
    judge(at, now, owned);
  }
}

describe('whom authentik lets in after any sequence of edits and imports', () => {
  it('is whom the workspace names, and nobody else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), steps(false), (version, given) =>
        run(modelOf(version), given),
      ),
      { numRuns: 25 },
    );
  });

  it('keeps what the owner bound, and nothing that we bound before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), steps(true), (version, given) =>
        run(modelOf(version), given),
      ),
      { numRuns: 25 },
    );
  });

  it('closes what an earlier version of Latchkey left open', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), edit, steps(true), (version, first, given) => {
        const at = modelOf(version);
        expect(at.apply(ofEarlierVersion(first))).toEqual({ ok: true });
        const { pk: target } = at.one(APPLICATION, { slug: first.slug })!;
        // However many there were.
        at.add(BINDING, { target, order: 99, group: at.one(GROUP, { name: 'friends' })!.pk });
        run(at, [{ do: 'render', edit: { ...first, groups: first.groups.slice(1) } }, ...given]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves the bindings of an application that the owner made by hand', () => {
    const at = modelOf('2025.12');
    const provider = at.add(PROVIDER, {
      name: 'Provider for Memos',
      client_id: CLIENT,
      access_token_validity: 'minutes=5',
    });
    const application = at.add(APPLICATION, { slug: 'memos', name: 'Memos', provider: provider.pk });
    const group = at.one(GROUP, { name: 'office' })!.pk;
    const { pk } = at.add(BINDING, { target: application.pk, order: 0, group });
    const now = { policy: 'one_factor', groups: ['family'], client_name: 'Memos', slug: 'memos' };
    expect(at.apply(blueprint('2025.12', entryOf(now)))).toEqual({ ok: true });
    judge(at, now, [{ pk, asks: (user) => user.groups.includes('office') }]);
  });
});

describe('what a login needs besides', () => {
  it.each(VERSIONS)('is there at %s, whatever the version brings of itself', (version) => {
    const at = modelOf(version);
    expect(at.apply(blueprint(version, { groups: ['family'] }))).toEqual({ ok: true });
    const provider = at.one(PROVIDER, { client_id: CLIENT })!;
    if (version >= '2026.5') expect(provider['grant_types']).toContain('authorization_code');
    // A newer authentik reads a file that was written for an older one.
    expect(blueprint(version, {})).toMatch(/grant_types:\n {8}- 'authorization_code'/);
    for (const one of provider['redirect_uris'])
      expect(one).toMatchObject({ matching_mode: 'strict', redirect_uri_type: 'authorization' });
  });

  it('takes an encryption key away that was set by hand', () => {
    const at = modelOf('2026.5');
    at.apply(blueprint('2026.5', {}));
    at.one(PROVIDER, { client_id: CLIENT })!['encryption_key'] = 7;
    at.apply(blueprint('2026.5', {}));
    expect(at.one(PROVIDER, { client_id: CLIENT })!['encryption_key']).toBeNull();
  });
});

describe('an import that authentik refuses', () => {
  const everything: Partial<AppEntry> = {
    policy: 'two_factor',
    consent: 'always',
    groups: ['family', 'nobody'],
  };

  it('names the entry that is at fault, and changes nothing', () => {
    const at = modelOf('2026.5');
    const before = structuredClone(at.rows);
    const answer = at.apply(blueprint('2026.5', everything));
    expect(answer).toEqual({ ok: false, message: expect.stringContaining('group nobody') });
    expect(at.rows).toEqual(before);
  });

  it.each<[string, Partial<AppEntry>, string]>([
    ['a policy', { policy: 'holidays' }, 'policy holidays'],
    ['a group beside a policy', { policy: 'weekend', groups: ['nobody'] }, 'group nobody'],
    ['one group of many', { groups: [...MANY, 'nobody'] }, 'group nobody'],
    ['a scope mapping', { scopes: ['openid', 'roles'] }, 'property_mappings'],
  ])('says so of %s that is missing', (_what, app, message) => {
    const answer = modelOf('2026.5').apply(
      blueprint('2026.5', { ...everything, groups: ['family'], ...app }),
    );
    expect(answer).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  it('can print every entry: none of them refers by !KeyOf', () => {
    for (const version of [...VERSIONS, '2026.11'])
      for (const app of [everything, { ...everything, kind: 'romm' as const, policy: 'office hours' }])
        expect(blueprint(version, app)).not.toContain('!KeyOf');
  });
});
