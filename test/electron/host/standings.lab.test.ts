import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openAppState } from '../../../electron/host/app-state.ts';
import { finishTest, prepareTest } from '../../../electron/host/app-test.ts';
import { createBroadcast } from '../../../electron/host/broadcast.ts';
import { createBroughtFiles } from '../../../electron/host/brought-files.ts';
import { createDrifts } from '../../../electron/host/drifts.ts';
import type { CallHandlers } from '../../../electron/host/gate.ts';
import { connectionHandlers } from '../../../electron/host/handlers/connection.ts';
import { deliverableHandlers } from '../../../electron/host/handlers/deliverables.ts';
import { removalHandlers } from '../../../electron/host/handlers/removal.ts';
import { resultHandlers } from '../../../electron/host/handlers/results.ts';
import { secretHandlers } from '../../../electron/host/handlers/secrets.ts';
import { workspaceHandlers } from '../../../electron/host/handlers/workspace.ts';
import { createHeldTokens } from '../../../electron/host/held-tokens.ts';
import { createLogins } from '../../../electron/host/logins.ts';
import type { HostParts } from '../../../electron/host/parts.ts';
import type { Platform } from '../../../electron/host/platform.ts';
import { createPractice } from '../../../electron/host/practice.ts';
import { createRenderings } from '../../../electron/host/rendering.ts';
import { createSecretAccess } from '../../../electron/host/secret-access.ts';
import { createShownMerges } from '../../../electron/host/shown-merges.ts';
import { createShownPlans } from '../../../electron/host/shown-plans.ts';
import { openTestMemory } from '../../../electron/host/test-memory.ts';
import { openWorkspaceStates } from '../../../electron/host/workspace-state.ts';
import { openWorkspaces } from '../../../electron/host/workspaces.ts';
import { openIdFiles } from '../../../electron/services/files/id-file.ts';
import type { RunOutcome } from '../../../electron/services/login/outcome.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { CHECKS, HEADLESS_CHECKS, LOGIN_CHECKS } from '../../../shared/diagnosis/checks.ts';
import type { CheckStatus } from '../../../shared/diagnosis/types.ts';
import type { DeliverableView } from '../../../shared/host/deliverables.ts';
import { ok } from '../../../shared/result.ts';
import { stepMarks } from '../../../shared/standing/steps.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { proofsOf } from '../../helpers/proofs.ts';

const WORKSPACE = `latchkey: 1
id: standing-test
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
  other: { kind: oidc, url: https://id.example.com }
apps:
  romm:
    kind: romm
    url: https://games.example.com
    provider: home
    version: "4.4"
    test_redirect_uri: http://127.0.0.1:8911/callback
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }
`;
const APPS = ['romm', 'memos'] as const;

const rooms: string[] = [];
afterEach(() => {
  for (const folder of rooms.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The handlers of a host with everything real but the network: a test's outcome is given. */
async function openRoom() {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-standings-'));
  rooms.push(folder);
  // Each thing happens at a time of its own.
  let time = Date.parse('2026-01-01T00:00:00Z');
  const now = () => {
    time += 1000;
    return new Date(time);
  };
  const store = openMemoryStore(now);
  const stateOf = openWorkspaceStates(folder);
  const parts: HostParts = {
    folder,
    platform: { paths: 'typed', noteRecent: () => {}, showRecent: () => {} } as unknown as Platform,
    app: openAppState(folder),
    stateOf,
    workspaces: openWorkspaces(path.join(folder, 'drafts'), openIdFiles(folder)),
    secrets: createSecretAccess(
      async () => ok(store),
      () => {},
    ),
    renderings: createRenderings(),
    tests: openTestMemory(stateOf),
    merges: createShownMerges(),
    plans: createShownPlans(),
    tokens: createHeldTokens(),
    drifts: createDrifts(stateOf),
    brought: createBroughtFiles(),
    logins: createLogins(),
    practice: createPractice(),
    session: createBroadcast(),
    now,
    releases: undefined,
    log: () => {},
  };
  const handlers = {
    ...workspaceHandlers(parts),
    ...connectionHandlers(parts),
    ...deliverableHandlers(parts),
    ...removalHandlers(parts),
    ...resultHandlers(parts),
    ...secretHandlers(parts),
  } as CallHandlers;
  const file = path.join(folder, 'home.latchkey.yaml');
  writeFileSync(file, WORKSPACE);
  const opened = await handlers['workspace.open']({ path: file }, {} as never);
  if (!opened.ok) throw new Error(opened.error.message);
  const { handle } = opened.value;
  const call = (async (name: keyof CallHandlers, input: object) =>
    (handlers[name] as (input: object, caller: object) => Promise<unknown>)({ handle, ...input }, {})) as (
    name: keyof CallHandlers,
    input: object,
  ) => Promise<{ ok: boolean; value: never; error?: { code: string } }>;
  return { parts, store, handle, call };
}
type Room = Awaited<ReturnType<typeof openRoom>>;

const workspaceOf = ({ parts, handle }: Room) => {
  const open = parts.workspaces.get(handle);
  if (!open.ok) throw new Error('not open');
  return open.value;
};

/** What a result depends on, put together another way than the host does it. */
async function inputsOf(room: Room, app: string): Promise<string> {
  const { workspace } = workspaceOf(room);
  const { test_redirect_uri: _, ...entry } = workspace.apps[app]!;
  const stored = await room.store.list(workspace.id);
  const set = stored.ok ? stored.value : [];
  return JSON.stringify([
    Object.entries(entry).sort(),
    Object.entries(workspace.providers[entry.provider]!).sort(),
    set.filter(({ owner, purpose }) => owner === app && /^client_(id|secret)$/.test(purpose)),
  ]);
}

interface Seen {
  readonly app: string;
  readonly inputs: string;
  /** The address of the test login, as it was then. */
  readonly address: string | undefined;
  readonly lights: ReadonlySet<string>;
  readonly whole: boolean;
}

/** Runs a test whose checks all have `status`, except that the way back may not have been seen. */
async function test(room: Room, app: string, kind: 'check' | 'login', status: CheckStatus, wayBack: boolean) {
  const ready = await prepareTest(room.parts, workspaceOf(room), app);
  if (!ready.ok) throw new Error(ready.error.message);
  const checks = (kind === 'login' ? LOGIN_CHECKS : HEADLESS_CHECKS).map((id) => ({
    id,
    ...CHECKS[id],
    status: id === 'P7' && !wayBack ? ('inconclusive' as const) : status,
    summary: id,
    evidence: {},
    findings: [],
    ...proofsOf(id, id === 'P7' && !wayBack ? 'inconclusive' : status),
  }));
  const outcome = { checks, evidence: {}, timings: { total_ms: 1 } } as unknown as RunOutcome;
  await finishTest(room.parts, ready.value, kind, outcome);
  return {
    app,
    inputs: await inputsOf(room, app),
    address: workspaceOf(room).workspace.apps[app]!.test_redirect_uri,
    lights: new Set(
      status === 'pass' ? checks.filter((one) => one.status === 'pass').map((one) => one.light) : [],
    ),
    whole: kind === 'login' && status === 'pass',
  } satisfies Seen;
}

/** Every file and every step: its key, how far it is, and everything in it that counts. */
async function itemsOf(room: Room, view: DeliverableView) {
  const { workspace } = workspaceOf(room);
  const stored = await room.store.list(workspace.id);
  const owners =
    view.app === undefined
      ? [view.provider, ...APPS.filter((id) => workspace.apps[id]!.provider === view.provider)]
      : [view.app];
  // When the secrets in it were set: it changes with them, though what is shown of it does not.
  const set = (stored.ok ? stored.value : []).filter(
    ({ owner, purpose }) => owners.includes(owner) && purpose !== 'client_secret_previous',
  );
  if (view.form === 'file') {
    const content = [view.lines.map((line) => line.text), view.secret ? set : []];
    return [{ key: view.path, applied: view.applied, content: JSON.stringify(content) }];
  }
  return view.steps.map(
    // What it was before, why it changed and when are told of a step; they are not what is to be done.
    ({ applied, digest: _, why: _why, was: _was, applied_at: _at, applied_digest: _then, ...each }) => ({
      key: `${view.path}#${each.id}`,
      applied,
      content: JSON.stringify([each, each.fields.some(({ secret }) => secret) ? set : []]),
    }),
  );
}

const APP_CHANGES: Readonly<Record<string, Partial<AppEntry>>> = {
  url: { url: 'https://elsewhere.example.com' },
  version: { version: '0.29' },
  groups: { groups: ['family'] },
  scopes: { scopes: ['openid', 'profile', 'email', 'groups'] },
  name: { client_name: 'Another name' },
  redirect: {
    redirect_uris: ['https://games.example.com/api/oauth/openid', 'https://second.example.com/cb'],
  },
  method: { token_endpoint_auth_method: 'client_secret_post' },
  id: { client_id: 'my-own-id' },
  consent: { consent: 'never' },
  provider: { provider: 'other' },
};
const PROVIDER_CHANGES: Readonly<Record<string, Partial<ProviderEntry>>> = {
  url: { url: 'https://sso.example.com' },
  version: { version: '4.38' },
  ca: { ca_file: '/etc/ssl/own.pem' },
  setup: { setup: 'existing' },
};

type Step =
  | { readonly op: 'app'; readonly app: string; readonly key: string; readonly undo: boolean }
  | { readonly op: 'provider'; readonly key: string; readonly undo: boolean }
  | {
      readonly op: 'generate' | 'rotate' | 'finish' | 'visit' | 'tick' | 'untick' | 'drop-test';
      readonly app: string;
    }
  | { readonly op: 'say'; readonly app: string; readonly worked: boolean }
  | {
      readonly op: 'test';
      readonly app: string;
      readonly kind: 'check' | 'login';
      readonly status: CheckStatus;
      readonly wayBack: boolean;
    };

const app = fc.constantFrom(...APPS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    op: fc.constant('app' as const),
    app,
    key: fc.constantFrom(...Object.keys(APP_CHANGES)),
    undo: fc.boolean(),
  }),
  fc.record({
    op: fc.constant('provider' as const),
    key: fc.constantFrom(...Object.keys(PROVIDER_CHANGES)),
    undo: fc.boolean(),
  }),
  fc.record({
    op: fc.constantFrom('generate', 'rotate', 'finish', 'visit', 'tick', 'tick', 'untick', 'drop-test'),
    app,
  }) as fc.Arbitrary<Step>,
  fc.record({ op: fc.constant('say' as const), app, worked: fc.constantFrom(true, true, false) }),
  fc.record({
    op: fc.constant('test' as const),
    app,
    kind: fc.constantFrom<'check' | 'login'>('check', 'login', 'login'),
    status: fc.constantFrom<CheckStatus>('pass', 'pass', 'pass', 'fail', 'inconclusive'),
    wayBack: fc.constantFrom(true, true, false),
  }),
);

const ORIGINAL = {
  romm: {
    kind: 'romm',
    url: 'https://games.example.com',
    provider: 'home',
    version: '4.4',
    test_redirect_uri: 'http://127.0.0.1:8911/callback',
  },
  memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home', version: '0.30' },
} as const satisfies Record<string, AppEntry>;
const HOME = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' } as const;

/** Does one step. Steps that are refused change nothing. */
async function take(
  room: Room,
  one: Step,
  seen: Seen[],
  applied: Map<string, string>,
  said: Map<string, { readonly inputs: string; readonly worked: boolean }>,
): Promise<void> {
  const { revision, workspace } = workspaceOf(room);
  const put = (change: object) => room.call('workspace.update', { revision, change });
  switch (one.op) {
    case 'app': {
      const entry = one.undo
        ? ORIGINAL[one.app as keyof typeof ORIGINAL]
        : { ...workspace.apps[one.app]!, ...APP_CHANGES[one.key] };
      await put({ op: 'put-app', id: one.app, entry });
      return;
    }
    case 'provider':
      await put({
        op: 'put-provider',
        id: 'home',
        entry: one.undo ? HOME : { ...workspace.providers['home']!, ...PROVIDER_CHANGES[one.key] },
      });
      return;
    case 'drop-test': {
      const { test_redirect_uri: _, ...entry } = workspace.apps[one.app]!;
      await put({ op: 'put-app', id: one.app, entry });
      return;
    }
    case 'generate':
      await room.call('secrets.generate', { app: one.app });
      return;
    case 'rotate':
      await room.call('secrets.rotate', { app: one.app });
      return;
    case 'finish':
      await room.call('secrets.finish-rotation', { app: one.app });
      return;
    case 'visit':
      await room.call('progress.set', {
        key: `connect:${one.app}`,
        value: { provider: {}, app: {}, reached: 6 },
      });
      return;
    case 'say':
      await room.call('standing.say', { app: one.app, worked: one.worked });
      said.set(one.app, { inputs: await inputsOf(room, one.app), worked: one.worked });
      return;
    case 'test':
      seen.push(await test(room, one.app, one.kind, one.status, one.wayBack));
      return;
    case 'tick':
    case 'untick':
      for (const view of await previewOf(room, one.app)) {
        const done = one.op === 'tick';
        const input = { app: one.app, path: view.path, done };
        if (view.form === 'file') await room.call('deliverables.tick', { ...input, digest: view.digest });
        else
          for (const { id, digest } of view.steps)
            await room.call('deliverables.tick', { ...input, step: id, digest });
        for (const { key, content } of await itemsOf(room, view))
          if (done) applied.set(key, content);
          else applied.delete(key);
      }
  }
}

async function previewOf(room: Room, id: string): Promise<DeliverableView[]> {
  const answer = await room.call('deliverables.preview', { app: id });
  const all = answer.ok ? (answer.value as { deliverables: DeliverableView[] }).deliverables : [];
  return all.filter(({ kind }) => kind !== 'readme');
}

const GOOD_LOGIN = { op: 'test', app: 'romm', kind: 'login', status: 'pass', wayBack: true } as const;
/** Sequences that chance finds rarely. */
const KNOWN_TRAPS: readonly (readonly Step[])[] = [
  // Ticked again after a change: the step no longer tells what it was before.
  [
    { op: 'tick', app: 'romm' },
    { op: 'provider', key: 'url', undo: false },
    { op: 'tick', app: 'romm' },
  ],
  // The secret is another one than at the test.
  [GOOD_LOGIN, { op: 'rotate', app: 'romm' }, { op: 'finish', app: 'romm' }],
  // The provider's file holds one client when it is ticked, and two afterwards.
  [
    { op: 'tick', app: 'romm' },
    { op: 'generate', app: 'memos' },
  ],
  // A good test, an edit, and visits to every step.
  [GOOD_LOGIN, { op: 'app', app: 'romm', key: 'url', undo: false }, { op: 'visit', app: 'romm' }],
  [GOOD_LOGIN, { op: 'provider', key: 'url', undo: false }],
  // A person was let in, and then something was edited; and the other way round.
  [
    { op: 'say', app: 'memos', worked: true },
    { op: 'app', app: 'memos', key: 'url', undo: false },
    { op: 'app', app: 'memos', key: 'url', undo: true },
  ],
  [GOOD_LOGIN, { op: 'say', app: 'romm', worked: false }, GOOD_LOGIN],
  // Taking back the edit makes the result count again; removing the test address never took it away.
  [
    GOOD_LOGIN,
    { op: 'app', app: 'romm', key: 'scopes', undo: false },
    { op: 'app', app: 'romm', key: 'scopes', undo: true },
    { op: 'drop-test', app: 'romm' },
  ],
];

describe('whatever is edited, tested, ticked and visited, in any order', () => {
  it('nothing is green whose inputs differ from what was tested, or whose content from what was applied', async () => {
    let green = 0;
    let ticked = 0;
    let connected = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const room = await openRoom();
        const seen: Seen[] = [];
        const applied = new Map<string, string>();
        const said: Parameters<typeof take>[4] = new Map();
        await room.call('secrets.generate', { app: 'romm' });
        for (const one of steps) {
          await take(room, one, seen, applied, said);
          const answer = await room.call('overview.get', {});
          const { apps, revision } = answer.value as { apps: never[]; revision: string };
          expect(revision).toBe(workspaceOf(room).revision);
          for (const known of apps as { id: string; standing: never; applied: never; secret: never }[]) {
            const now = await inputsOf(room, known.id);
            const same = seen.filter((each) => each.app === known.id && each.inputs === now);
            const standing = known.standing as Parameters<typeof stepMarks>[0]['standing'] & {
              state: string;
              lights: { light: string; status: string }[];
            };
            for (const { light, status } of standing.lights)
              if (status === 'pass') expect(same.some(({ lights }) => lights.has(light))).toBe(true);
            const saved = { saved: true, edited: false, mistaken: false };
            const marks = stepMarks({ provider: saved, app: saved, addresses: saved, ...known });
            const let_in = said.get(known.id);
            if (standing.word === 'connected') {
              connected++;
              expect(let_in).toEqual({ inputs: now, worked: true });
            } else if (standing.word === 'refused') expect(let_in).toEqual({ inputs: now, worked: false });
            expect(marks.done === 'done').toBe(standing.word === 'connected');
            if ((standing.state === 'pass' && standing.word !== 'connected') || marks.test === 'done') {
              green++;
              expect(same.some(({ whole }) => whole)).toBe(true);
            }
            // The other way round: what was tested as it is now is not called outdated.
            // What was tested at another address of the test login, or at none, says nothing of this one.
            const address = workspaceOf(room).workspace.apps[known.id]!.test_redirect_uri;
            if (same.some((each) => address === undefined || each.address === address))
              expect(standing.word).not.toBe('outdated');
            const previews = await previewOf(room, known.id);
            for (const view of previews)
              for (const { key, applied: state, content } of await itemsOf(room, view)) {
                if (state !== 'yes') continue;
                ticked++;
                expect(applied.get(key)).toBe(content);
              }
            if (marks.apply === 'done') expect(previews.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 25, examples: KNOWN_TRAPS.map((steps): [Step[]] => [[...steps]]) },
    );
    expect(green).toBeGreaterThan(3);
    expect(ticked).toBeGreaterThan(5);
    expect(connected).toBeGreaterThan(3);
  }, 120_000);
});
