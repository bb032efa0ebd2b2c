import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  isEmpty,
  type Json,
  type JsonObject,
  laidOver,
  same,
} from '../../../shared/apply/compare.ts';
import { begin, bodyOfWayBack, NO_JOURNAL, wayBack, withState } from '../../../shared/apply/journal.ts';
import { planThing, shownBody } from '../../../shared/apply/plan.ts';
import type { ApplySide, Thing } from '../../../shared/apply/things.ts';

const SECRET = 'planted-secret-0123456789';

const name = fc.constantFrom('a', 'b', 'url', 'x/y', 'x~1', 'pkce.code.challenge.method', 'name');
const word = fc.constantFrom('', 'one', 'two', 'https://app.example.com/cb');
const leaf: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.boolean(),
  fc.integer({ min: 0, max: 3 }),
  fc.uniqueArray(word),
);
const named = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('groups', 'email', 'own'), on: fc.boolean() }),
  {
    selector: (one) => one.name,
  },
);
const tree = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf), named as fc.Arbitrary<Json>), {
  maxKeys: 5,
}) as fc.Arbitrary<JsonObject>;

const thingOf = (wanted: JsonObject, whole: boolean): Thing => ({
  id: 'client',
  title: 'The client',
  read: { url: 'https://id.example.com/clients', where: {} },
  make: { method: 'POST', url: 'https://id.example.com/clients' },
  change: { method: 'PUT', url: 'https://id.example.com/clients/1', whole },
  remove: { method: 'DELETE', url: 'https://id.example.com/clients/1' },
  wanted: { ...wanted, secret: SECRET },
  secrets: ['secret'],
});
const sideOf = (thing: Thing): ApplySide => ({
  side: 'provider',
  app: 'memos',
  owner: 'home',
  product: 'Example',
  version: '1',
  origin: 'https://id.example.com',
  client_id: 'memos',
  token: { right: '', how: '', header: 'Authorization: Bearer {token}' },
  finds: [],
  things: [thing],
  leaves: [],
});

/** A product that keeps what it is not sent, or empties it. */
const sent = (there: JsonObject, body: JsonObject, whole: boolean): JsonObject =>
  whole ? body : laidOver(there, body);
const OURS = { own: [SECRET], before: 'old-secret-of-theirs' };
const NOBODY = { own: [], before: undefined };
const BEGUN = { id: '1', at: '2026-01-01T00:00:00.000Z', workspace: 'w', kept: true };

/** The kinds of the same names agree, as they do in a product's own form. */
const fits = (a: JsonObject, b: JsonObject): boolean =>
  Object.keys(a).every(
    (key) =>
      b[key] === undefined ||
      (typeof a[key] === typeof b[key] &&
        Array.isArray(a[key]) === Array.isArray(b[key]) &&
        (typeof a[key] !== 'object' ||
          Array.isArray(a[key]) ||
          fits(a[key] as JsonObject, b[key] as JsonObject))),
  );

describe('whatever stands there, and whatever it shall be', () => {
  const cases = fc
    .tuple(tree, tree, fc.boolean())
    .filter(([there, wanted]) => fits(there, wanted) && fits(wanted, there));

  it('what is sent leads to it, and nothing else is touched', () => {
    fc.assert(
      fc.property(cases, ([there, wanted, whole]) => {
        const before: JsonObject = { ...there, secret: 'old', untouched: 'stays' };
        const thing = thingOf(wanted, whole);
        const plan = planThing(thing, before);
        const after = plan.request === undefined ? before : sent(before, plan.request.body!, whole);
        expect(compare(thing.wanted, after, thing.secrets).differences).toEqual([]);
        expect(planThing(thing, after).action).toBe('keep');
        expect(after['untouched']).toBe('stays');
      }),
      { numRuns: 2000 },
    );
  });

  it('the way back leads to what stood there, and the journal and what is shown hold no secret', () => {
    fc.assert(
      fc.property(cases, ([there, wanted, whole]) => {
        const before: JsonObject = { ...there, secret: 'old-secret-of-theirs', untouched: 'stays' };
        const thing = thingOf(wanted, whole);
        const plan = planThing(thing, before);
        const journal = begin(NO_JOURNAL, sideOf(thing), [plan], BEGUN);
        for (const text of [
          JSON.stringify(journal),
          JSON.stringify(shownBody(plan.request?.differing ?? {}, thing.secrets)),
        ]) {
          expect(text).not.toContain(SECRET);
          expect(text).not.toContain('old-secret-of-theirs');
        }
        const after = sent(before, plan.request!.body!, whole);
        const back = wayBack(journal.runs[0]!.things[0]!, after, OURS);
        expect(back.changed).toEqual([]);
        const body = bodyOfWayBack(back, 'old-secret-of-theirs');
        const last = sent(after, whole ? laidOver(after, body) : body, whole);
        expect(same(last, before), JSON.stringify({ before, last })).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('what somebody changed since stays, and is named', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('three', 'four'), ([there, wanted, whole], theirs) => {
        const thing = thingOf({ ...wanted, title: 'meant' }, whole);
        const before: JsonObject = { ...there, title: 'before', secret: 'old' };
        const plan = planThing(thing, before);
        const journal = begin(NO_JOURNAL, sideOf(thing), [plan], BEGUN);
        const after: JsonObject = { ...sent(before, plan.request!.body!, whole), title: theirs };
        const back = wayBack(journal.runs[0]!.things[0]!, after, OURS);
        expect(back.changed).toEqual(['title']);
        expect(back.values.some(({ path }) => path === 'title')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('a client secret that somebody made since stays, and is named; one that Latchkey has is taken back', () => {
    const thing = thingOf({ title: 'meant' }, false);
    const before: JsonObject = { title: 'before', secret: 'old-secret-of-theirs' };
    const changed = begin(NO_JOURNAL, sideOf(thing), [planThing(thing, before)], BEGUN).runs[0]!.things[0]!;
    const made = begin(NO_JOURNAL, sideOf(thing), [planThing(thing, undefined)], BEGUN).runs[0]!.things[0]!;
    const shows = (secret: string): JsonObject => ({ title: 'meant', secret });
    const know = { own: ['rotated-since', SECRET], before: 'old-secret-of-theirs' };
    for (const ours of [SECRET, 'rotated-since']) {
      expect(wayBack(changed, shows(ours), know)).toMatchObject({ action: 'put-back', changed: [] });
      expect(wayBack(made, shows(ours), know).action).toBe('remove');
    }
    expect(wayBack(changed, shows('made-by-somebody'), know)).toMatchObject({
      changed: ['secret'],
      values: [{ path: 'title', value: 'before', secret: false }],
    });
    expect(wayBack(made, shows('made-by-somebody'), know)).toMatchObject({
      action: 'nothing',
      changed: ['secret'],
    });
    // It stands there again already.
    expect(wayBack(changed, { title: 'before', secret: 'old-secret-of-theirs' }, know).action).toBe(
      'nothing',
    );
    // What a product doesn't show is not known to be another's.
    expect(wayBack(changed, { title: 'meant' }, know).changed).toEqual([]);
  });

  it('what was there as null gets null back, and what was left out is emptied', () => {
    const thing = thingOf({ group: 'a-key', policy: 'another' }, true);
    const found = { policy: null, secret: SECRET };
    const journal = begin(NO_JOURNAL, sideOf(thing), [planThing(thing, found)], {
      id: 'one',
      at: '2026-01-02T03:04:05.000Z',
      workspace: 'w',
      kept: false,
    });
    const [entry] = journal.runs[0]!.things;
    const way = wayBack(entry!, { group: 'a-key', policy: 'another' }, { own: [], before: undefined });
    expect(bodyOfWayBack(way, undefined)).toEqual({ group: '', policy: null });
  });

  it('an app that is applied often pushes nothing of another out of the journal', () => {
    let journal = NO_JOURNAL;
    const note = (app: string, at: number) => {
      const thing = thingOf({ a: String(at) }, false);
      journal = begin(journal, { ...sideOf(thing), app }, [planThing(thing, undefined)], {
        id: `${app}-${at}`,
        at: new Date(at * 1000).toISOString(),
        workspace: 'w',
        kept: false,
      });
      journal = withState(journal, `${app}-${at}`, 'done');
    };
    note('first', 0);
    for (let at = 1; at <= 150; at++) note('often', at);
    for (let at = 1; at <= 300; at++) note(`app${at}`, 150 + at);
    const ids = journal.runs.map(({ id }) => id);
    expect(ids[0]).toBe('first-0');
    expect(ids.filter((id) => id.startsWith('often'))).toEqual(
      Array.from({ length: 20 }, (_, at) => `often-${131 + at}`),
    );
    expect(ids.filter((id) => id.startsWith('app'))).toHaveLength(300);
    expect(ids.at(-1)).toBe('app300-450');
  });

  it('a secret that is kept in place of another run’s is no longer promised by that run', () => {
    const thing = thingOf({ title: 'meant' }, false);
    const at = planThing(thing, { title: 'before', secret: 'old' });
    const first = withState(begin(NO_JOURNAL, sideOf(thing), [at], BEGUN), '1', 'done');
    const app = { ...sideOf(thing), side: 'app' as const, owner: 'memos' };
    const second = begin(first, app, [at], { ...BEGUN, id: '2' });
    expect(
      second.runs.map((one) => one.things[0]!.values.find(({ path }) => path === 'secret')?.secret),
    ).toEqual(['lost', 'kept']);
  });

  it('what was made is removed only while it is as it was made', () => {
    const thing = thingOf({ title: 'meant' }, false);
    const plan = planThing(thing, undefined);
    const [entry] = begin(NO_JOURNAL, sideOf(thing), [plan], BEGUN).runs[0]!.things;
    expect(wayBack(entry!, plan.request!.body!, NOBODY).action).toBe('remove');
    expect(wayBack(entry!, { ...plan.request!.body!, title: 'theirs' }, NOBODY)).toMatchObject({
      action: 'nothing',
      changed: ['title'],
    });
    expect(wayBack(entry!, undefined, NOBODY)).toMatchObject({ action: 'nothing', changed: [] });
  });

  it('empty, false and absent are the same, and other values are not', () => {
    for (const value of [undefined, null, '', false, [], {}, { a: '' }] as const)
      expect(isEmpty(value)).toBe(true);
    for (const value of ['x', 0, true, ['']] as const) expect(isEmpty(value)).toBe(false);
  });
});
