import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAuthentikProvider } from '../../../../shared/render/authentik/provider.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import { asksSecondFactor, letsIn, type User } from '../../../helpers/authentik/engine.ts';
import {
  APPLICATION,
  Authentik,
  BINDING,
  GROUP,
  POLICY,
  PROVIDER,
} from '../../../helpers/authentik/importer.ts';
import { bagFor, connect, fileAt, textOf } from '../provider-support.ts';

/**
 * Sequences of edits, each rendered and imported by a model of authentik's importer onto what the ones before
 * have left. Then the model of its policy engine has to let in exactly whom the workspace names.
 */
const NAMED = ['office hours', 'weekend'] as const;
const FEW = ['family', 'friends', 'office'] as const;
const MANY = Array.from({ length: 30 }, (_, index) => `team ${index}`);
const VERSIONS = ['2024.10.3', '2025.8', '2025.12', '2026.5', '2026.8'] as const;
const CLIENT = 'memos-client';

const USERS: readonly User[] = [
  [],
  ['family'],
  ['friends'],
  ['office'],
  ['family', 'office'],
  ['team 0'],
  ['team 16'],
  ['team 29', 'friends'],
].flatMap((groups) =>
  [[], ['office hours'], ['weekend'], [...NAMED]].map((passes) => ({ name: 'somebody', groups, passes })),
);
const BOB: User = { name: 'bob', groups: [], passes: [] };

interface Edit {
  readonly policy: string;
  readonly groups: readonly string[];
  readonly client_name: string;
  readonly slug: string;
}
type Step =
  | { readonly do: 'render'; readonly edit: Edit }
  /** Somebody changes one of our bindings in the admin interface. */
  | { readonly do: 'change'; readonly which: number; readonly to: Readonly<Record<string, unknown>> }
  /** The owner binds somebody; the form proposes the highest order plus one. */
  | { readonly do: 'bind'; readonly group?: string };

const edit: fc.Arbitrary<Edit> = fc.record({
  policy: fc.constantFrom('one_factor', 'two_factor', ...NAMED),
  groups: fc.oneof(
    { weight: 3, arbitrary: fc.subarray([...FEW]) },
    { weight: 1, arbitrary: fc.nat(MANY.length).map((count) => MANY.slice(0, count)) },
  ),
  client_name: fc.constantFrom('Memos', 'Notes', 'Family notes'),
  slug: fc.constantFrom('memos', 'notes'),
});

const steps = (owner: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: edit.map((one): Step => ({ do: 'render', edit: one })) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('change' as const),
          which: fc.nat(3),
          to: fc.constantFrom<Readonly<Record<string, unknown>>[]>(
            { negate: true },
            { enabled: false },
            { failure_result: true },
            { policy: 'office hours' },
            { user: 'bob' },
            { group: 'friends' },
          ),
        }),
      },
      ...(owner
        ? [
            {
              weight: 1,
              arbitrary: fc
                .option(fc.constantFrom(...FEW), { nil: undefined })
                .map((group): Step => (group === undefined ? { do: 'bind' } : { do: 'bind', group })),
            },
          ]
        : []),
    ),
    { minLength: 1, maxLength: 7 },
  );

function blueprint(version: string, app: Partial<AppEntry>): string {
  const connections = connect({ kind: 'authentik', url: 'https://ak.example.com', version }, { memos: app });
  return textOf(
    fileAt(renderAuthentikProvider(connections, bagFor(connections)), 'home/memos-blueprint.yaml'),
  );
}

const entryOf = ({ groups, ...edit }: Edit): Partial<AppEntry> => ({
  ...edit,
  ...(groups.length === 0 ? {} : { groups }),
});

const authentik = (version: string): Authentik => {
  const at = new Authentik(version, [...FEW, ...MANY], NAMED);
  at.add('authentik_core.user', { name: 'bob' });
  return at;
};

/** Who gets in, as the workspace says it, together with what the owner bound. */
function wanted({ policy, groups }: Edit, user: User, owner: readonly boolean[]): boolean {
  const parts = [
    ...(policy === 'one_factor' || policy === 'two_factor' ? [] : [user.passes.includes(policy)]),
    ...(groups.length === 0 ? [] : [groups.some((group) => user.groups.includes(group))]),
  ];
  if (parts.length === 2) return [...parts, ...owner].every(Boolean);
  const any = [...parts, ...owner];
  return any.length === 0 || any.some(Boolean);
}

/** The bindings that the owner made, each as a question about a user. */
type Owned = { readonly pk: number; readonly asks: (user: User) => boolean };

function judge(at: Authentik, now: Edit, owned: readonly Owned[]): void {
  const wrong = (['older', 'newer'] as const).flatMap((engine) =>
    [...USERS, BOB].filter(
      (user) =>
        letsIn(at, now.slug, user, engine) !==
        wanted(
          now,
          user,
          owned.map((one) => one.asks(user)),
        ),
    ),
  );
  expect(wrong, JSON.stringify(now)).toEqual([]);
  expect(asksSecondFactor(at, CLIENT)).toBe(now.policy === 'two_factor');
  for (const { pk } of owned) expect(at.all(BINDING, { pk })).toHaveLength(1);
  expect(at.all(APPLICATION)).toHaveLength(1);
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

/** The file that earlier versions of Latchkey wrote: provider by name, bindings from order 0. */
const ofEarlierVersion = ({ groups, policy, client_name, slug }: Edit): string => {
  const bound = [
    ...(NAMED as readonly string[]).filter((name) => name === policy).map((name) => ['policy', POLICY, name]),
    ...groups.map((name) => ['group', GROUP, name]),
  ];
  return `version: 1
entries:
  - model: ${PROVIDER}
    id: provider
    identifiers: {name: Provider for ${client_name}}
    attrs:
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      client_id: ${CLIENT}
      redirect_uris: []
  - model: ${APPLICATION}
    id: application
    identifiers: {slug: ${slug}}
    attrs: {name: ${client_name}, provider: !KeyOf provider, policy_engine_mode: ${policy === 'one_factor' || groups.length === 0 ? 'any' : 'all'}}
${bound
  .map(
    ([key, model, name], order) => `  - model: ${BINDING}
    identifiers: {target: !KeyOf application, order: ${order}}
    attrs: {${key}: !Find [${model}, [name, ${name}]], enabled: true}
`,
  )
  .join('')}`;
};

describe('whom authentik lets in after any sequence of edits and imports', () => {
  it('is whom the workspace names, and nobody else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), steps(false), (version, given) =>
        run(authentik(version), given),
      ),
      { numRuns: 25 },
    );
  });

  it('keeps what the owner bound, and nothing that we bound before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), steps(true), (version, given) =>
        run(authentik(version), given),
      ),
      { numRuns: 25 },
    );
  });

  it('closes what an earlier version of Latchkey left open', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERSIONS), edit, steps(true), (version, first, given) => {
        const at = authentik(version);
        expect(at.apply(ofEarlierVersion(first))).toEqual({ ok: true });
        run(at, [{ do: 'render', edit: { ...first, groups: first.groups.slice(1) } }, ...given]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves the bindings of an application that the owner made by hand', () => {
    const at = authentik('2025.12');
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
    const at = authentik(version);
    expect(at.apply(blueprint(version, { groups: ['family'] }))).toEqual({ ok: true });
    const provider = at.one(PROVIDER, { client_id: CLIENT })!;
    if (version >= '2026.5') expect(provider['grant_types']).toContain('authorization_code');
    // A newer authentik reads a file that was written for an older one.
    expect(blueprint(version, {})).toMatch(/grant_types:\n {8}- 'authorization_code'/);
    for (const one of provider['redirect_uris'])
      expect(one).toMatchObject({ matching_mode: 'strict', redirect_uri_type: 'authorization' });
  });

  it('takes an encryption key away that was set by hand', () => {
    const at = authentik('2026.5');
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
    const at = authentik('2026.5');
    const before = structuredClone(at.rows);
    const answer = at.apply(blueprint('2026.5', everything));
    expect(answer).toEqual({ ok: false, message: expect.stringContaining('group nobody') });
    expect(at.rows).toEqual(before);
  });

  it.each<[string, Partial<AppEntry>, string]>([
    ['a policy', { policy: 'holidays' }, 'policy holidays'],
    ['a scope mapping', { scopes: ['openid', 'roles'] }, 'property_mappings'],
  ])('says so of %s that is missing', (_what, app, message) => {
    const answer = authentik('2026.5').apply(
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
