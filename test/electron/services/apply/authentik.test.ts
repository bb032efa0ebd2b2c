import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../../../../electron/services/apply/api.ts';
import { readJournal } from '../../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../../electron/services/apply/run.ts';
import { takeBack } from '../../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../../electron/services/secrets/store.ts';
import { lastRun } from '../../../../shared/apply/journal.ts';
import { shownPlan } from '../../../../shared/apply/shown.ts';
import { applySide, noWay } from '../../../../shared/apply/side.ts';
import { isNoWay } from '../../../../shared/apply/things.ts';
import type { Result } from '../../../../shared/result.ts';
import type { AppEntry, AppKind } from '../../../../shared/workspace/types.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import {
  BOB,
  blueprint,
  type Edit,
  edit,
  entryOf,
  FEW,
  modelOf,
  USERS,
  VERSIONS,
  wanted,
} from '../../../helpers/authentik/edits.ts';
import { engineOf, letsIn, type User } from '../../../helpers/authentik/engine.ts';
import { APPLICATION, type Authentik, BINDING, PROVIDER } from '../../../helpers/authentik/importer.ts';
import { type AuthentikApi, LEAST, startAuthentikApi } from '../../../helpers/authentik/rest.ts';
import { temporaryFolder } from '../../../helpers/latchkey.ts';

const TOKEN = 'planted-authentik-token-5f0c2e';
const SECRET = 'ClearSecretOfMemos0123456789';

let api: AuthentikApi;
beforeAll(async () => {
  api = await startAuthentikApi(modelOf('2026.8'), TOKEN);
});
afterAll(() => api.close());
beforeEach(() => {
  api.at = modelOf('2026.8');
  api.rights = new Set(LEAST);
  api.before = undefined;
  api.after = undefined;
  api.requests.length = 0;
});

const must = <T>(result: Result<T, { code: string; message: string }>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const connectionOf = (app: Partial<AppEntry>, kind: AppKind = 'memos', version = api.at.version) =>
  connect({ kind, ...app }, { kind: 'authentik', url: api.url, version });

function sideOf(app: Partial<AppEntry>, kind: AppKind = 'memos') {
  const connection = connectionOf(app, kind);
  const side = applySide(connection, 'provider', bagOf(connection, SECRET));
  if (isNoWay(side)) throw new Error(side.why);
  return side;
}

/** A place to apply from, and what can be done there. */
function room() {
  const file = join(temporaryFolder(), 'home.latchkey.yaml');
  const place = { file, workspace: 'w', store: openMemoryStore() };
  const open = async (app: Partial<AppEntry>, kind?: AppKind) => {
    const side = sideOf(app, kind);
    return { side, api: must(await openApi(side, { token: TOKEN, secrets: [SECRET] })) };
  };
  return {
    async plan(app: Partial<AppEntry>, kind?: AppKind) {
      const { side, api: opened } = await open(app, kind);
      const planned = await planSide(side, opened);
      await opened.close();
      return planned;
    },
    async apply(app: Partial<AppEntry>, kind?: AppKind) {
      const { side, api: opened } = await open(app, kind);
      const applied = await applySideNow(side, opened, place);
      await opened.close();
      return applied;
    },
    async undo() {
      const run = lastRun(must(await readJournal(file)))!;
      const opened = must(await openApi({ ...run, version: '' }, { token: TOKEN, secrets: [] }));
      const back = await takeBack(run, opened, place);
      await opened.close();
      return back;
    },
    async states() {
      return must(await readJournal(file)).runs.map(({ state }) => state);
    },
    journal: () => readFileSync(`${file}.applied.json`, 'utf8'),
  };
}

/** What stands in the database; keys of what is made anew differ, and the order of members does not count. */
const state = (at: Authentik) =>
  JSON.stringify(
    [PROVIDER, APPLICATION, BINDING].map((model) => at.all(model)),
    (name, value: unknown) =>
      name === 'pk'
        ? undefined
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
  );
const changing = () => api.requests.filter((one) => !one.startsWith('GET'));

/** Who gets a code: an application without its provider lets nobody in. */
const admits = (user: User, slug = 'memos'): boolean =>
  api.at.one(APPLICATION, { slug })?.['provider'] != null &&
  letsIn(api.at, slug, user, engineOf(api.at.version));
const meant = (now: Edit | undefined, user: User): boolean =>
  now !== undefined && wanted(now, user, [], engineOf(api.at.version));

/** Those that its API takes; the flow with a second factor was made by hand. */
const taken = edit
  .filter((one) => noWay(connectionOf(entryOf(one)), 'provider') === undefined)
  .map((one) => ({ ...one, slug: 'memos' }));
const withFlows = (version: string): Authentik => {
  const at = modelOf(version);
  at.add('authentik_flows.flow', { slug: 'latchkey-two-factor-consent-4w' });
  return at;
};

describe.each(VERSIONS)('authentik %s by its API', (version) => {
  it('lets in exactly whom the workspace names, at no moment anybody else, and goes back all the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(taken, { minLength: 1, maxLength: 4 }), async (edits) => {
        api.at = withFlows(version);
        const at = room();
        const before: string[] = [state(api.at)];
        let last: Edit | undefined;
        for (const now of edits) {
          const intruders: string[] = [];
          api.after = () => {
            for (const user of [...USERS, BOB])
              if (admits(user) && !meant(last, user) && !meant(now, user))
                intruders.push(`${api.requests.at(-1)} ${JSON.stringify(user)}`);
          };
          must(await at.apply(entryOf(now)));
          expect(intruders).toEqual([]);
          api.after = undefined;
          for (const user of [...USERS, BOB])
            expect(admits(user), JSON.stringify({ now, user })).toBe(meant(now, user));
          expect(must(await at.plan(entryOf(now))).map(({ action }) => action)).not.toContain('change');
          if (state(api.at) !== before.at(-1)) before.push(state(api.at));
          last = now;
        }
        expect(at.journal()).not.toContain(SECRET);
        expect(at.journal()).not.toContain(TOKEN);
        for (const former of before.slice(0, -1).reverse()) {
          expect(must(await at.undo()).left).toEqual([]);
          expect(state(api.at)).toBe(former);
        }
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it('makes the same as the blueprint, and takes what a blueprint made as its own', async () => {
    for (const groups of [[], ['family'], [...FEW]]) {
      api.at = modelOf(version);
      const now = { groups, policy: 'one_factor', client_name: 'Memos', slug: 'memos' };
      expect(api.at.apply(blueprint(version, entryOf(now)))).toEqual({ ok: true });
      const at = room();
      expect(must(await at.plan(entryOf(now))).map(({ action }) => action)).toEqual(
        Array.from({ length: 3 + groups.length }, () => 'keep'),
      );
      // And the other way round: an import after it changes nothing that counts.
      api.at = modelOf(version);
      must(await room().apply(entryOf(now)));
      const made = state(api.at);
      api.at.apply(blueprint(version, entryOf(now)));
      const shown = (text: string) =>
        JSON.parse(text.replaceAll('"redirect_uri_type":"authorization",', '')) as unknown;
      expect(shown(state(api.at))).toEqual(shown(made));
    }
  });
});

describe('authentik by its API', () => {
  const family = { groups: ['family', 'friends'] };

  it('names what was looked up, and gives the application its provider last', async () => {
    const planned = must(await room().plan(family));
    expect(planned.flatMap(({ looked_up = [] }) => looked_up.map(({ title }) => title))).toEqual([
      'the flow “default-provider-authorization-explicit-consent”',
      'the flow “default-provider-invalidation-flow”',
      'the key “authentik Self-signed Certificate”',
      'its own mapping of the scope “openid”',
      'its own mapping of the scope “profile”',
      'its own mapping of the scope “email”',
      'the group “family”',
      'the group “friends”',
    ]);
    expect(
      planned.map(({ request }) => request && `${request.method} ${new URL(request.url).pathname}`),
    ).toEqual([
      'POST /api/v3/providers/oauth2/',
      'POST /api/v3/core/applications/',
      'POST /api/v3/policies/bindings/',
      'POST /api/v3/policies/bindings/',
      'PATCH /api/v3/core/applications/memos/',
    ]);
    expect(planned.at(-1)!.request!.body).toEqual({ provider: ':provider' });
    expect(changing()).toEqual([]);
  });

  it('shows a change by hand field by field, puts it right, and brings it back', async () => {
    const at = room();
    must(await at.apply(family));
    const provider = api.at.one(PROVIDER, {})!;
    provider['redirect_uris'] = [{ matching_mode: 'regex', redirect_uri_type: 'authorization', url: '.*' }];
    provider['client_secret'] = 'AnotherSecretByHand0123456789';
    api.at.one(BINDING, { order: -1 })!['negate'] = true;
    const byHand = state(api.at);
    const differing = must(await at.plan(family)).flatMap(({ comparison }) =>
      comparison.differences.map(({ path }) => path),
    );
    expect(differing).toEqual(['client_secret', 'redirect_uris', 'negate']);
    must(await at.apply(family));
    expect(admits({ name: 'x', groups: ['family'], passes: [] })).toBe(true);
    expect(must(await at.undo()).left).toEqual([]);
    expect(state(api.at)).toBe(byHand);
  });

  it.each([
    ['a group', { groups: ['nobody'] }, 'the group “nobody”. Make it under Directory › Groups'],
    ['its flow', { policy: 'two_factor' }, 'latchkey-two-factor-consent-4w”. Make it once as the guide says'],
    [
      'a mapping',
      { scopes: ['openid', 'roles'] },
      'a mapping of the scope “roles”. Make it under Customization',
    ],
  ])('sends nothing where %s is missing', async (_, entry, says) => {
    const applied = await room().apply(entry);
    expect(applied).toMatchObject({
      ok: false,
      error: { code: 'apply-lacks', message: expect.stringContaining(says) },
    });
    expect(changing()).toEqual([]);
  });

  it('does the rest without what may be missing, and says what is left to do', async () => {
    const meant = sideOf({ scopes: ['openid', 'roles'] });
    const side = { ...meant, finds: meant.finds.map((one) => ({ ...one, without: 'leave' as const })) };
    const opened = must(await openApi(side, { token: TOKEN, secrets: [] }));
    const [provider] = must(await planSide(side, opened));
    await opened.close();
    expect(provider!.lacks).toEqual([expect.stringContaining('as a Scope Mapping')]);
    expect(provider!.request!.body!['property_mappings']).toHaveLength(1);
    expect(shownPlan(side, [provider!]).leaves).toContain(provider!.lacks![0]);
  });

  it.each([
    ['2024.10.2', {}, 'is older than 2024.10.3'],
    ['2026.11', {}, 'is newer than what is known of its API'],
    ['2026.8', { policy: 'weekend', groups: ['family'] }, 'a policy in Python'],
    ['2026.8', { groups: Array.from({ length: 9 }, (_, at) => `team ${at}`) }, 'a policy in Python'],
  ])('has no way at %s with %j', (version, entry, says) => {
    expect(noWay(connectionOf(entry, 'memos', version), 'provider')).toContain(says);
  });

  it.each(LEAST)('needs the right %s, and leaves nothing where it is missing', async (right) => {
    const at = room();
    const app = { policy: 'weekend' };
    // Changed and removed is what is there.
    if (/^(?:change|delete)_/.test(right)) must(await at.apply(app));
    if (right === 'change_policybinding') api.at.one(BINDING, { order: -1 })!['negate'] = true;
    if (right === 'change_oauth2provider') api.at.one(PROVIDER, {})!['issuer_mode'] = 'global';
    if (right === 'view_group') app.policy = 'one_factor';
    const before = state(api.at);
    api.rights.delete(right);
    const done = /^delete_/.test(right)
      ? await at.undo()
      : await at.apply(
          right === 'change_application'
            ? { ...app, client_name: 'Other' }
            : right === 'view_group'
              ? family
              : app,
        );
    expect(done).toMatchObject({ ok: false, error: { code: 'apply-forbidden' } });
    if (!/^delete_/.test(right)) expect(state(api.at)).toBe(before);
  });

  it('says that a token that ran out is none, in authentik’s own words', async () => {
    const side = sideOf({});
    const opened = must(await openApi(side, { token: 'another', secrets: [] }));
    expect(await planSide(side, opened)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('Token invalid/expired') },
    });
    await opened.close();
  });

  it('takes all of it back where a name is taken', async () => {
    api.at.add(PROVIDER, { name: 'Provider for Memos', client_id: 'another' });
    const before = state(api.at);
    expect(await room().apply({})).toMatchObject({ ok: false, error: { code: 'apply-invalid' } });
    expect(state(api.at)).toBe(before);
  });

  it.each(['before', 'after'] as const)(
    'cut off %s the effect of any request, the next run completes it or takes it back',
    async (when) => {
      for (const existing of [false, true]) {
        for (let position = 0; ; position++) {
          api.at = modelOf('2026.8');
          const at = room();
          if (existing) must(await at.apply({ groups: ['office'] }));
          const former = state(api.at);
          const first = api.requests.length;
          let cut = false;
          const fall = (index: number) => {
            if (index - first < position) return undefined;
            cut = true;
            throw new Error('cut off');
          };
          if (when === 'before') api.before = fall;
          else api.after = fall;
          const ended = await at.apply(family);
          api.before = undefined;
          api.after = undefined;
          if (!cut) break;
          expect(ended.ok, `position ${position}`).toBe(false);
          if (position % 2 === 0) {
            must(await at.apply(family));
            for (const user of USERS)
              expect(admits(user)).toBe(user.groups.some((one) => family.groups.includes(one)));
          }
          if ((await at.states()).some((one) => one !== 'undone')) {
            const runs = (await at.states()).filter((one) => one !== 'undone').length - (existing ? 1 : 0);
            for (let run = 0; run < runs; run++)
              expect(must(await at.undo()).left, `position ${position}`).toEqual([]);
          }
          expect(state(api.at), `position ${position}`).toBe(former);
        }
      }
    },
    240_000,
  );
});
