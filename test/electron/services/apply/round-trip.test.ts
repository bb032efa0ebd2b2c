import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../../../electron/services/apply/api.ts';
import { journalFile, readJournal } from '../../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../../electron/services/apply/run.ts';
import { takeBack } from '../../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../../electron/services/secrets/store.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  laidOver,
  same,
  treeAt,
  valueAt,
} from '../../../../shared/apply/compare.ts';
import { lastRun } from '../../../../shared/apply/journal.ts';
import { shownPlan } from '../../../../shared/apply/shown.ts';
import { applySide } from '../../../../shared/apply/side.ts';
import { type ApplySide, isNoWay, type Thing } from '../../../../shared/apply/things.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../../shared/profile/built-in.ts';
import { MANNERS } from '../../../helpers/app-apis.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { type JsonProduct, notYet, startJsonProduct } from '../../../helpers/json-product.ts';
import { temporaryFolder } from '../../../helpers/latchkey.ts';
import { anyApp, type ReadBackCase } from '../../../helpers/read-back.ts';

/**
 * What a profile's `api` says is enough to make a thing, see it, change it, and take it back: shown with a product that
 * knows nothing but this. What the real products do is in test/interop and with the stand-ins.
 */

const SECRET = 'Planted4ClientSecret9876543210abcdef';
const FORMER = 'Former4ClientSecret0123456789abcdef00';
const TOKEN = 'planted-token:7d1f0c5be2';

const kinds = [...PROFILE_KINDS].filter((kind) => {
  const api = builtInProfile(kind)!.api;
  return api !== undefined && 'things' in api;
});

it('every profile says what its API takes, or why it takes nothing', () => {
  expect([...PROFILE_KINDS].filter((kind) => builtInProfile(kind)!.api === undefined)).toEqual([]);
});

let product: JsonProduct;
beforeAll(async () => {
  product = await startJsonProduct();
});
afterAll(() => product.close());

type Leaf = { readonly path: string; readonly value: Json };
const leavesOf = (value: Json, path = ''): Leaf[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}/${name}`))
    : [{ path, value }];

const emptied = (value: Json): Json =>
  typeof value === 'string' ? '' : typeof value === 'number' ? 0 : Array.isArray(value) ? [] : false;
const other = (value: Json): Json =>
  typeof value === 'string'
    ? value.startsWith('https://')
      ? `${value}/other`
      : `other ${value}`
    : typeof value === 'number'
      ? value + 7
      : Array.isArray(value)
        ? ['other']
        : value === false;

/** The object that stands where a thing is meant to stand, before anything is applied. */
function before(thing: Thing, to: (leaf: Leaf) => Json | undefined): JsonObject {
  const isSaid = (path: string) =>
    Object.hasOwn(thing.read.where, path.replaceAll('/', '.')) || thing.fixed?.includes(path) === true;
  return laidOver(
    { untouched: { by: 'anybody', list: ['a', 'b'] } },
    treeAt(
      leavesOf(thing.wanted as JsonObject).flatMap((leaf) => {
        const value = isSaid(leaf.path) ? leaf.value : to(leaf);
        return value === undefined ? [] : [{ path: leaf.path, value }];
      }),
    ),
  );
}

const STRANGER = {
  id: 'stranger',
  key: 'stranger',
  name: 'stranger',
  issuer: 'https://stranger.example.com',
};

/** Fills the product: things that are always there with what `to` says, lists with a stranger, and what exists if wanted. */
function fill(
  kind: string,
  side: ApplySide,
  exists: boolean,
  to: (thing: Thing, leaf: Leaf) => Json | undefined,
): void {
  product.things = side.things;
  product.manners = MANNERS[kind];
  product.state = {};
  for (const thing of side.things) {
    const path = new URL(thing.read.url).pathname + new URL(thing.read.url).search;
    const there = thing.make === undefined || exists ? before(thing, (leaf) => to(thing, leaf)) : undefined;
    if (thing.read.list === undefined) {
      const said = treeAt(
        Object.entries(thing.read.where).map(([place, value]) => ({
          path: place.replaceAll('.', '/'),
          value,
        })),
      );
      if (there !== undefined)
        product.state[path] = laidOver(
          (product.state[path] as JsonObject | undefined) ?? {},
          laidOver(there, said),
        );
      // It answers in any case, but not as this thing.
      else if (Object.keys(thing.read.where).length > 0) product.state[path] = notYet(thing);
      continue;
    }
    const at = thing.read.list.replace(/\.?\*$/, '').replaceAll('.', '/');
    const own = there && {
      ...laidOver(there, Object.fromEntries(Object.entries(thing.read.where))),
      ...(thing.key === undefined ? {} : { [thing.key]: 'key-0' }),
    };
    const list = [STRANGER, ...(own === undefined ? [] : [own])];
    product.state[path] =
      at === ''
        ? list
        : laidOver(
            (product.state[path] as JsonObject | undefined) ?? {},
            treeAt([{ path: at, value: list }]),
          );
  }
}

/** The state without the secrets of these things. */
function withoutSecrets(state: Record<string, Json>, hidden: readonly string[]): string {
  return hidden.reduce(
    (text, secret) => text.replaceAll(JSON.stringify(secret), '""'),
    JSON.stringify(state),
  );
}

async function world(side: ApplySide, token: string) {
  const file = join(temporaryFolder(), 'w.yaml');
  const place = { file, workspace: 'w', store: openMemoryStore() };
  await place.store.set({ workspace: 'w', owner: side.app, purpose: 'client_secret' }, SECRET);
  const opened = await openApi(side, { token, secrets: [SECRET] });
  if (!opened.ok) throw new Error(opened.error.message);
  const api = opened.value;
  const must = <T>(
    result: { ok: true; value: T } | { ok: false; error: { message: string; detail?: string } },
  ): T => {
    if (!result.ok)
      throw new Error(
        `${result.error.message} ${result.error.detail ?? ''} ${JSON.stringify(product.changes.at(-1))}`,
      );
    return result.value;
  };
  return {
    close: () => api.close(),
    plan: async () => must(await planSide(side, api)),
    apply: async () => must(await applySideNow(side, api, place)).things.map(({ action }) => action),
    undo: async () => must(await takeBack(lastRun(must(await readJournal(file)))!, api, place)).left,
    journal: () => readFileSync(journalFile(file), 'utf8'),
  };
}

describe.each(kinds)('the api of %s', (kind) => {
  const profile = builtInProfile(kind)!;
  const cases = anyApp(profile);
  const sideOf = ({ entry, provider }: ReadBackCase): ApplySide => {
    const connection = connect({ ...entry, kind, url: product.url }, provider);
    const side = applySide(connection, 'app', bagOf(connection, SECRET));
    fc.pre(!isNoWay(side));
    fc.pre((side as ApplySide).things.length > 0);
    return side as ApplySide;
  };

  it('names every place where the secret is sent', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const side = sideOf(one);
        const holding = side.things.flatMap((thing) =>
          leavesOf(thing.wanted as JsonObject)
            .filter(({ value }) => JSON.stringify(value).includes(SECRET))
            .map(({ path }) => `${thing.id} ${path}`),
        );
        expect(holding.length).toBeGreaterThan(0);
        expect(side.things.flatMap((thing) => thing.secrets.map((path) => `${thing.id} ${path}`))).toEqual(
          holding,
        );
        for (const thing of side.things)
          for (const path of thing.stated ?? [])
            expect(valueAt(thing.wanted as JsonObject, path), path).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['on a product where nothing is set up', false],
    ['over what somebody set up', true],
  ])('plans, applies, reads back, sees a change by hand and takes it back: %s', async (_, exists) => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(), async (given, pick) => {
        const side = sideOf(given);
        fill(kind, side, exists, (thing, { path, value }) => {
          if (thing.secrets.includes(path)) return exists ? FORMER : '';
          if (thing.stated?.includes(path)) return undefined;
          return exists ? other(value) : emptied(value);
        });
        const former = structuredClone(product.state);
        product.changes.length = 0;
        const { close, plan, apply, undo, journal } = await world(side, MANNERS[kind]?.token ?? TOKEN);
        try {
          const planned = await plan();
          expect(product.changes, 'a plan changes nothing').toEqual([]);
          const shown = JSON.stringify(shownPlan(side, planned));
          expect(shown.includes(SECRET) || shown.includes(FORMER)).toBe(false);
          // What is shown is a part of what is sent.
          const sends = planned.flatMap(({ request }) =>
            request?.entry === undefined ? [] : [request.entry.at],
          );
          for (const at of sends) expect(shown).toContain(`"${at.split('/').at(-1)}":[{`);
          expect(planned.map(({ action }) => action)).not.toContain('cannot');
          await apply();
          expect(JSON.stringify(product.state), 'the secret is there').toContain(SECRET);
          expect(JSON.stringify(product.changes), 'no mask is sent').not.toMatch(/\*{3}/);
          expect((await plan()).flatMap(({ comparison }) => comparison.differences)).toEqual([]);
          expect(new Set(await apply()), 'nothing to do').toEqual(new Set(['keep']));

          // By hand.
          const applied = structuredClone(product.state);
          const thing = side.things.find(({ secrets }) => secrets.length > 0)!;
          const free = leavesOf(thing.wanted as JsonObject).filter(
            ({ path }) =>
              !thing.secrets.includes(path) &&
              !Object.hasOwn(thing.read.where, path.replaceAll('/', '.')) &&
              ![...(thing.fixed ?? []), ...(thing.includes ?? [])].includes(path),
          );
          const { path, value } = free[pick % free.length]!;
          const mine = (one: Json): Json => {
            if (Array.isArray(one)) return one.map(mine);
            if (!isObject(one)) return one;
            return thing.secrets.some((at) => valueAt(one, at) === SECRET)
              ? laidOver(one, treeAt([{ path, value: other(value) }]))
              : Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, mine(inner)]));
          };
          for (const [at, root] of Object.entries(product.state)) product.state[at] = mine(root);
          const byHand = structuredClone(product.state);
          expect(byHand).not.toEqual(applied);
          expect(
            (await plan()).flatMap(({ comparison }) => comparison.differences.map((one) => one.path)),
          ).toEqual([path]);
          await apply();
          expect(same(product.state as JsonObject, applied as JsonObject)).toBe(true);
          expect(await undo()).toEqual([]);
          expect(same(product.state as JsonObject, byHand as JsonObject)).toBe(true);
          expect(journal()).not.toContain(SECRET);
          expect(journal()).not.toContain(FORMER);

          // The first run again, from where it left things.
          product.state = applied;
          const left = await undo();
          const hides = side.things.some(
            (one) =>
              one.secrets.length > 0 &&
              (one.make === undefined || exists) &&
              (one.shows_secrets === undefined || (exists && one.shows_secrets !== 'shown')),
          );
          expect(left.map(({ why }) => why)).toEqual(hides ? ['lost'] : []);
          const hidden = hides ? [SECRET, FORMER] : [];
          expect(
            same(
              JSON.parse(withoutSecrets(product.state, hidden)),
              JSON.parse(withoutSecrets(former, hidden)),
            ),
            `${JSON.stringify(former)}\n${JSON.stringify(product.state)}`,
          ).toBe(true);
          expect(product.changes.every(({ path: one }) => !one.includes(SECRET) && !one.includes(':'))).toBe(
            true,
          );
        } finally {
          await close();
        }
      }),
      { numRuns: 12 },
    );
  });
});

/** A side of each kind, as a person has it who changed no setting. */
function usual(kind: string, change: (side: ApplySide) => ApplySide = (side) => side): ApplySide {
  const { versions } = builtInProfile(kind)!;
  const connection = connect({ kind, url: product.url, version: versions.lines.at(-1)! });
  const side = applySide(connection, 'app', bagOf(connection, SECRET));
  if (isNoWay(side)) throw new Error(side.why);
  return change(side);
}
/** The same with something else in what is sent. */
const sending =
  (values: JsonObject) =>
  (side: ApplySide): ApplySide => ({
    ...side,
    things: side.things.map((thing) => ({
      ...thing,
      wanted: laidOver(thing.wanted as JsonObject, values) as Thing['wanted'],
    })),
  });

it('changes nothing where a product has a thing otherwise that it never changes', async () => {
  const side = usual('netbird');
  fill('netbird', side, true, (_, { path, value }) => (path === 'type' ? 'keycloak' : value));
  const [list] = Object.values(product.state) as [JsonObject[]];
  product.state = { [Object.keys(product.state)[0]!]: list.map((one) => ({ ...one, type: 'keycloak' })) };
  product.changes.length = 0;
  const opened = await openApi(side, { token: MANNERS['netbird']!.token, secrets: [SECRET] });
  if (!opened.ok) throw new Error(opened.error.message);
  const planned = await planSide(side, opened.value);
  expect(planned.ok && planned.value.map(({ action }) => action)).toEqual(['cannot']);
  const place = { file: join(temporaryFolder(), 'w.yaml'), workspace: 'w', store: openMemoryStore() };
  expect(await applySideNow(side, opened.value, place)).toMatchObject({
    ok: false,
    error: { code: 'apply-cannot' },
  });
  await opened.value.close();
  expect(product.changes).toEqual([]);
});

describe('what a product refuses', () => {
  it.each([
    [
      'grafana',
      'another:not-this-one',
      undefined,
      'apply-unauthorized',
      /does not take the token.*Invalid username or password/s,
    ],
    ['grafana', 'editor:a password', undefined, 'apply-forbidden', /lacks a right.*settings:write/s],
    ['grafana', 'no colon', undefined, 'apply-token', /NAME:PASSWORD/],
    ['immich', 'immich-key-that-reads', undefined, 'apply-forbidden', /systemConfig\.update/],
    ['immich', 'another', undefined, 'apply-unauthorized', /Invalid API key/],
    [
      'kavita',
      undefined,
      sending({ oidcConfig: { authority: 'http://auth.example.com' } }),
      'apply-invalid',
      /oidc-invalid-authority/,
    ],
    ['netbird', undefined, sending({ name: '' }), 'apply-invalid', /name is required/],
    [
      'netbird',
      undefined,
      sending({ type: 'unknown' }),
      'apply-invalid',
      /unsupported identity provider type/,
    ],
    ['netbird', 'nbp_another', undefined, 'apply-unauthorized', /token invalid/],
    [
      'nextcloud',
      undefined,
      sending({ discoveryEndpoint: 'http://auth.example.com' }),
      'apply-invalid',
      /discovery endpoint is not reachable/,
    ],
    [
      'nextcloud',
      undefined,
      (side: ApplySide) => ({ ...side, token: { ...side.token, headers: {} } }),
      'apply-failed',
      /CSRF check failed/,
    ],
  ] as const)(
    '%s: is said by its own words, and nothing was changed',
    async (kind, token, change, code, words) => {
      const side = usual(kind, change);
      fill(kind, side, false, (thing, { path, value }) =>
        thing.secrets.includes(path) ? '' : emptied(value),
      );
      const former = structuredClone(product.state);
      const file = join(temporaryFolder(), 'w.yaml');
      const opened = await openApi(side, { token: token ?? MANNERS[kind]!.token, secrets: [SECRET] });
      const error = opened.ok
        ? await applySideNow(side, opened.value, { file, workspace: 'w', store: openMemoryStore() }).then(
            (one) => (one.ok ? undefined : one.error),
          )
        : opened.error;
      if (opened.ok) await opened.value.close();
      expect(error).toMatchObject({ code });
      expect(error!.message).toMatch(words);
      expect(JSON.stringify(error)).not.toContain(SECRET);
      if (token !== undefined)
        expect(JSON.stringify(error)).not.toContain(Buffer.from(token).toString('base64'));
      expect(product.state).toEqual(former);
    },
  );
});
