import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareVersions } from '../../../shared/version.ts';
import {
  BOB,
  blueprint,
  CLIENT,
  type Edit,
  edit,
  entryOf,
  FEW,
  MANY,
  modelOf,
  NAMED,
  ofEarlierVersion,
  type Step,
  steps,
  USERS,
  VERSIONS,
  wanted,
} from '../../helpers/authentik/edits.ts';
import { engineOf, letsIn, type User } from '../../helpers/authentik/engine.ts';
import {
  APPLICATION,
  type Authentik,
  BINDING,
  GROUP,
  POLICY,
  type Row,
} from '../../helpers/authentik/importer.ts';
import { interopPart } from '../results.ts';
import { RealAuthentik, type RealBinding, whyNot } from './real.ts';

/** More sequences than a usual run takes: `AUTHENTIK_RUNS=200`. */
const RUNS = Number(process.env['AUTHENTIK_RUNS'] ?? 12);
const PEOPLE: readonly User[] = [...USERS, BOB];
const MODELS = { policy: POLICY, group: GROUP, user: 'authentik_core.user' } as const;

let real: RealAuthentik;

interopPart(
  {
    part: 6,
    program: 'authentik’s importer and policy engine',
    proved:
      'After random sequences of edits, each rendered and imported, exactly those get in whom the workspace names; our models of both (test/helpers/authentik) say the same, binding by binding.',
    version: () => real.version,
    skip: whyNot(),
  },
  () => {
    beforeAll(async () => {
      real = await RealAuthentik.start();
    });
    afterAll(() => real.stop());

    it('lets in whom the workspace names, whatever was imported and changed before', async () => {
      await fc.assert(
        fc.asyncProperty(steps(false), (given) => run(given)),
        { numRuns: RUNS },
      );
    }, 3_600_000);

    it('closes what an earlier version of Latchkey left open', async () => {
      await fc.assert(
        fc.asyncProperty(edit, steps(true), (first, given) => {
          const narrower: Step = { do: 'render', edit: { ...first, groups: first.groups.slice(1) } };
          return run([narrower, ...given], first);
        }),
        { numRuns: RUNS },
      );
    }, 3_600_000);

    it('refuses an import that names a group or policy that is missing, and changes nothing', async () => {
      await real.begin([...FEW, ...MANY], NAMED, PEOPLE);
      await imports(modelOf(version()), blueprint(version(), { groups: ['family'] }));
      const before = await real.state();
      for (const [app, entry] of [
        [{ groups: ['family', 'nobody'] }, 'group nobody'],
        [{ groups: ['family', 'nobody'], policy: 'weekend' }, 'group nobody'],
        [{ groups: [...FEW, ...MANY, 'nobody'] }, 'group nobody'],
        [{ policy: 'holidays' }, 'policy holidays'],
        [{ scopes: ['openid', 'roles'] }, 'property_mappings'],
      ] as const) {
        const text = blueprint(version(), app);
        expect(await real.apply(text)).toEqual({ ok: false, message: expect.stringContaining(entry) });
        expect(await real.state()).toEqual(before);
      }
    });

    it('takes away an encryption key that was chosen by hand', async () => {
      await real.begin([...FEW, ...MANY], NAMED, PEOPLE);
      const text = blueprint(version(), {});
      await imports(modelOf(version()), text);
      await real.encrypt(CLIENT);
      expect((await real.state()).providers[0]!['encryption_key']).not.toBeNull();
      await imports(modelOf(version()), text);
      expect((await real.state()).providers[0]!['encryption_key']).toBeNull();
    });

    it('takes a file that was written for another version', async () => {
      for (const other of VERSIONS.filter((one) => compareVersions(one, '2024.10.3') >= 0)) {
        await real.begin([...FEW, ...MANY], NAMED, PEOPLE);
        expect(await real.apply(blueprint(other, { groups: ['family'] }))).toEqual({ ok: true });
        expect((await real.state()).providers[0]!['redirect_uris']).toMatchObject([
          { matching_mode: 'strict', url: 'https://memos.example.com/auth/callback' },
        ]);
      }
    });

    it('keeps what the owner bound', async () => {
      await fc.assert(
        fc.asyncProperty(steps(true), (given) => run(given)),
        { numRuns: RUNS },
      );
    }, 3_600_000);
  },
);

const version = (): string => /^\d+\.\d+(\.\d+)?/.exec(real.version)?.[0] ?? '';

interface Owned {
  readonly pk: string;
  readonly model: number;
  readonly asks: (user: User) => boolean;
}

async function run(given: readonly Step[], earlier?: Edit): Promise<void> {
  const model = modelOf(version());
  await real.begin([...FEW, ...MANY], NAMED, PEOPLE);
  if (earlier) {
    await imports(model, ofEarlierVersion(earlier));
    // However many there were: these are not the owner’s.
    await binds(model, earlier.slug, 'friends', [], 99);
  }
  const owned: Owned[] = [];
  let now = earlier;
  for (const step of given) {
    if (step.do === 'render') {
      now = step.edit;
      await renders(model, now, owned);
    } else if (now !== undefined && step.do === 'change')
      await changes(model, now.slug, step.which, step.to, owned);
    else if (now !== undefined && step.do === 'bind') await binds(model, now.slug, step.group, owned);
  }
  // Whatever was changed last by hand, a further import puts right.
  if (now !== undefined) await renders(model, now, owned);
}

async function imports(model: Authentik, text: string): Promise<void> {
  const answer = await real.apply(text);
  expect(answer).toEqual({ ok: true });
  expect(model.apply(text)).toEqual(answer);
}

async function renders(model: Authentik, now: Edit, owned: readonly Owned[]): Promise<void> {
  const text = blueprint(version(), entryOf(now));
  await imports(model, text);
  await judge(model, now, owned);
  const before = await real.state();
  await imports(model, text);
  expect(await real.state(), 'a second import changes nothing').toEqual(before);
}

/** Both let in whom the workspace names, and hold the same bindings. */
async function judge(model: Authentik, now: Edit, owned: readonly Owned[]): Promise<void> {
  const expected = PEOPLE.map((user) =>
    wanted(
      now,
      user,
      owned.map((one) => one.asks(user)),
      engineOf(version()),
    ),
  );
  const answers = await real.ask(now.slug);
  const told = (all: readonly boolean[]) => PEOPLE.filter((_, index) => all[index]);
  expect(told(answers), `authentik: ${JSON.stringify(now)}`).toEqual(told(expected));
  expect(told(PEOPLE.map((user) => letsIn(model, now.slug, user, engineOf(version())))), 'model').toEqual(
    told(answers),
  );
  const { applications, providers } = await real.state();
  expect(providers).toHaveLength(1);
  const inUse = applications.filter(({ provider }) => provider !== null);
  expect(inUse).toMatchObject([{ slug: now.slug, provider: CLIENT }]);
  expect(inUse[0]!.bindings.map(bare)).toEqual(bindingsOf(model, now.slug).map((row) => named(model, row)));
  const pks = inUse[0]!.bindings.map(({ pk }) => pk);
  for (const { pk } of owned) expect(pks).toContain(pk);
  if (compareVersions(version(), '2026.5') >= 0 && providers[0]!['grant_types'] !== null)
    expect(providers[0]!['grant_types']).toEqual(['authorization_code', 'refresh_token']);
  expect(providers[0]).toMatchObject({ encryption_key: null, client_id: CLIENT });
}

const bindingsOf = (model: Authentik, slug: string): Row[] =>
  model
    .all(BINDING, { target: model.one(APPLICATION, { slug })!.pk })
    .sort((a, b) => a['order'] - b['order'] || a.pk - b.pk);

const bare = ({ pk: _, ...binding }: RealBinding) => binding;

function named(model: Authentik, row: Row): Omit<RealBinding, 'pk'> {
  const name = (key: keyof typeof MODELS): string | null =>
    row[key] == null ? null : model.all(MODELS[key]).find(({ pk }) => pk === row[key])!['name'];
  return {
    order: row['order'],
    policy: name('policy'),
    group: name('group'),
    user: name('user'),
    negate: row['negate'],
    enabled: row['enabled'],
    failure_result: row['failure_result'],
  };
}

async function changes(
  model: Authentik,
  slug: string,
  which: number,
  to: Readonly<Record<string, unknown>>,
  owned: readonly Owned[],
): Promise<void> {
  const ours = bindingsOf(model, slug).filter(({ pk }) => !owned.some((one) => one.model === pk));
  const { applications } = await real.state();
  const theirs = applications
    .find((one) => one.slug === slug)!
    .bindings.filter(({ pk }) => !owned.some((one) => one.pk === pk));
  const row = ours[which];
  if (!row) return;
  const [[key, value]] = Object.entries(to) as [[string, unknown]];
  row[key] =
    typeof value === 'string' ? model.one(MODELS[key as keyof typeof MODELS], { name: value })!.pk : value;
  await real.change(theirs[which]!.pk, to);
}

async function binds(
  model: Authentik,
  slug: string,
  group: string | undefined,
  owned: Owned[],
  order = Math.max(-1, ...bindingsOf(model, slug).map((one) => Number(one['order']))) + 1,
): Promise<void> {
  const { pk: target } = model.one(APPLICATION, { slug })!;
  const to = group === undefined ? { user: 'bob' } : { group };
  const [[key, value]] = Object.entries(to) as [[keyof typeof MODELS, string]];
  const made = model.add(BINDING, { target, order, [key]: model.one(MODELS[key], { name: value })!.pk });
  owned.push({
    pk: await real.bind(slug, order, to),
    model: made.pk,
    asks: (user) => (group === undefined ? user.name === 'bob' : user.groups.includes(group)),
  });
}
