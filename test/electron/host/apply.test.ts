import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeldTokens } from '../../../electron/host/held-tokens.ts';
import { ok } from '../../../shared/result.ts';
import { temporaryFolder } from '../../helpers/latchkey.ts';
import { type StandIn, startPocketId } from '../../helpers/pocket-id.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const KEY = 'planted-api-key-7d1f0c5be2';
const SECRET = 'Planted4ClientSecret9876543210abcdef';
const CALLBACK = 'https://grafana.example.com/login/generic_oauth';

let pocket: StandIn;
beforeAll(async () => {
  pocket = await startPocketId(KEY);
});
afterAll(() => pocket.close());

let host: TestHost;
let file: string;
let handle: string;
const workspace = (url = pocket.url) => `latchkey: 1
id: apply-host-test
providers:
  home: { kind: pocket-id, url: ${url}, version: "2.14" }
apps:
  grafana: { kind: grafana, url: https://grafana.example.com, provider: home, client_id: grafana }
  shelf: { kind: custom, url: https://shelf.example.com, provider: home, settings: { redirect_paths: [/cb] } }
`;
beforeEach(async () => {
  pocket.clients.clear();
  pocket.requests.length = 0;
  pocket.before = undefined;
  pocket.after = undefined;
  host = testHost();
  file = join(temporaryFolder(), 'home.latchkey.yaml');
  writeFileSync(file, workspace());
  ({ handle } = await host.must('workspace.open', { path: file }));
  await host.store.set(
    { workspace: 'apply-host-test', owner: 'grafana', purpose: 'client_secret' },
    SECRET,
    'provided',
  );
});
afterEach(async () => {
  // Whatever a test did, no secret is in an answer, in the log, in a note, in the journal or in the workspace.
  for (const text of [...host.seen, ...host.log, ...filesIn(host.folder), ...filesIn(join(file, '..'))]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(SECRET);
  }
  await host.close();
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));

const side = () => ({ handle, app: 'grafana', side: 'provider' as const });
const typed = (value = KEY, keep = false) => ({ ...side(), token: { value, keep } });
const changing = () => pocket.requests.filter((one) => !one.startsWith('GET'));
/** Shows the way back, and takes it. */
const undo = async (run: string, on = host, at = side(), more: object = {}) => {
  const { plan } = await on.must('apply.undo-plan', { ...at, run, ...more });
  const back = await on.must('apply.undo', { ...at, run, plan });
  if (back.outcome !== 'done') throw new Error(back.outcome);
  return back;
};
const send = async () => {
  const { plan } = await host.must('apply.plan', typed());
  return host.must('apply.send', { ...side(), plan });
};

describe('apply through the host', () => {
  it('says which side has a way, and why the other has none', async () => {
    await host.must('secrets.generate', { handle, app: 'shelf' });
    const { api } = await host.must('deliverables.preview', { handle, app: 'shelf' });
    expect(api.provider).toEqual({});
    expect(api.app.why).toMatch(/knows no API/);
    const none = await host.call('apply.plan', { ...typed(), app: 'shelf', side: 'app' });
    expect(none).toMatchObject({
      ok: false,
      error: { code: 'no-way', message: expect.stringContaining(api.app.why!) },
    });
  });

  it('asks nobody before a person gave a token, and says which and how to make one', async () => {
    const state = await host.must('apply.state', side());
    expect(state).toMatchObject({ product: 'Pocket ID', origin: pocket.url, token: { state: 'none' } });
    expect(state.token.how).toMatch(/API Keys/);
    expect(state.last).toBeUndefined();
    const answer = await host.call('apply.plan', side());
    expect(answer).toMatchObject({ ok: false, error: { code: 'token-needed' } });
    expect(pocket.requests).toEqual([]);
  });

  it('shows each request with dots for secrets, and changes nothing', async () => {
    const plan = await host.must('apply.plan', typed());
    expect(plan).toMatchObject({ state: 'to-do', requests: 2, product: 'Pocket ID' });
    expect(plan.sides[0]!.things.map(({ request }) => `${request?.method} ${request?.path}`)).toEqual([
      'POST /api/oidc/clients',
      'POST /api/oidc/clients/grafana/secrets',
    ]);
    expect(JSON.stringify(plan)).toContain('••••••••');
    expect([changing(), pocket.clients.size]).toEqual([[], 0]);
  });

  it('sends what was shown with the token that is held, reads it back, and then has nothing to do', async () => {
    const done = await send();
    expect(done).toMatchObject({ outcome: 'done', things: [{ action: 'make' }, { action: 'make' }] });
    expect(pocket.has('grafana', SECRET)).toBe(true);
    expect(pocket.clients.get('grafana')!.callbackURLs).toEqual([CALLBACK]);
    const again = await host.must('apply.plan', side());
    expect([again.state, again.requests]).toEqual(['nothing', 0]);
  });

  it('takes the last run back, once', async () => {
    await send();
    const { last, token } = await host.must('apply.state', side());
    expect([last?.state, token.state]).toEqual(['done', 'held']);
    const back = await undo(last!.run);
    expect(back.left).toEqual([]);
    expect(pocket.clients.size).toBe(0);
    const twice = await host.call('apply.undo-plan', { ...side(), run: last!.run });
    expect(twice).toMatchObject({ ok: false, error: { code: 'nothing-to-undo' } });
    expect((await host.must('apply.state', side())).last).toBeUndefined();
  });

  it('shows each request of the way back first, and sends another one to nobody', async () => {
    await send();
    const client = pocket.clients.get('grafana')!;
    client.callbackURLs = ['https://old.example.com/cb'];
    const { plan: next } = await host.must('apply.plan', side());
    await host.must('apply.send', { ...side(), plan: next });
    const { last } = await host.must('apply.state', side());
    pocket.requests.length = 0;
    const shown = await host.must('apply.undo-plan', { ...side(), run: last!.run });
    expect(shown).toMatchObject({ product: 'Pocket ID', requests: 1, left: [] });
    expect(shown.things).toMatchObject([
      {
        action: 'change',
        request: {
          method: 'PUT',
          path: '/api/oidc/clients/grafana',
          body: { callbackURLs: ['https://old.example.com/cb'] },
        },
        differences: [{ path: 'callbackURLs', now: [CALLBACK], wanted: ['https://old.example.com/cb'] }],
      },
    ]);
    expect(changing()).toEqual([]);
    // What stands there changes before the press: nothing is sent, and what would be now is shown.
    client.callbackURLs = ['https://third.example.com/cb'];
    const answer = await host.must('apply.undo', { ...side(), run: last!.run, plan: shown.plan });
    if (answer.outcome !== 'changed') throw new Error(answer.outcome);
    expect(answer.plan.left).toEqual([{ title: 'The client grafana', path: 'callbackURLs', why: 'changed' }]);
    expect(answer.plan.requests).toBe(0);
    expect(changing()).toEqual([]);
    expect((await host.must('apply.state', side())).last?.state).toBe('done');
    // A plan that nobody was shown is none.
    const other = await host.must('apply.undo', { ...side(), run: last!.run, plan: 'made up' });
    expect([other.outcome, changing()]).toEqual(['changed', []]);
    client.callbackURLs = [CALLBACK];
    await undo(last!.run);
    expect(client.callbackURLs).toEqual(['https://old.example.com/cb']);
    // What was made is removed, and a secret of it is shown as none.
    const first = (await host.must('apply.state', side())).last!;
    const removal = await host.must('apply.undo-plan', { ...side(), run: first.run });
    expect(removal.things.map(({ action, request }) => [action, request?.method])).toContainEqual([
      'remove',
      'DELETE',
    ]);
    expect(JSON.stringify(removal)).not.toContain(SECRET);
  });

  it('leaves what somebody changed since, and names it', async () => {
    await send();
    pocket.clients.get('grafana')!.name = 'Changed since';
    const { last } = await host.must('apply.state', side());
    const back = await undo(last!.run);
    expect(back.left).toContainEqual({ title: 'The client grafana', path: 'name', why: 'changed' });
  });

  it('refuses if what stands there has changed since it was shown, and shows the new plan', async () => {
    await send();
    const client = pocket.clients.get('grafana')!;
    client.callbackURLs = ['https://old.example.com/cb'];
    const { plan } = await host.must('apply.plan', side());
    client.name = 'Changed in between';
    pocket.requests.length = 0;
    const answer = await host.must('apply.send', { ...side(), plan });
    expect(answer.outcome).toBe('changed');
    expect(changing()).toEqual([]);
    if (answer.outcome !== 'changed') return;
    expect(answer.plan.sides[0]!.things[0]!.differences.map(({ path }) => path).sort()).toEqual([
      'callbackURLs',
      'name',
    ]);
    const done = await host.must('apply.send', { ...side(), plan: answer.plan.plan });
    expect(done.outcome).toBe('done');
    expect(client.callbackURLs).toEqual([CALLBACK]);
  });

  // Read to compare, again under the lock, and again before the request.
  it.each([1, 2])('refuses also if it changes before read %d of what it sends', async (read) => {
    await send();
    const client = pocket.clients.get('grafana')!;
    client.callbackURLs = ['https://old.example.com/cb'];
    const { plan } = await host.must('apply.plan', side());
    pocket.requests.length = 0;
    pocket.before = (at) => {
      if (at === read) client.name = 'Changed in between';
      return undefined;
    };
    const answer = await host.must('apply.send', { ...side(), plan });
    expect(answer.outcome).toBe('changed');
    expect(changing()).toEqual([]);
  });

  it('refuses a plan that nobody was shown', async () => {
    await host.must('apply.plan', typed());
    const answer = await host.must('apply.send', { ...side(), plan: 'made-up' });
    expect(answer.outcome).toBe('changed');
    expect(changing()).toEqual([]);
  });

  it('says in the words of the product what failed, and what was changed and taken back', async () => {
    pocket.before = (_at, method, path) =>
      method === 'POST' && path.endsWith('/secrets')
        ? { status: 500, body: { error: `disk full, ${SECRET}` } }
        : undefined;
    const answer = await send();
    expect(answer).toMatchObject({
      outcome: 'failed',
      message: expect.stringMatching(/disk full/),
      taken_back: 'all',
      sent: ['The client grafana', 'A secret of the client grafana'],
    });
    expect(pocket.clients.size).toBe(0);
  });

  it.each([
    [401, 'apply-unauthorized'],
    [403, 'apply-forbidden'],
  ])('keeps no token that is answered with %d', async (status, code) => {
    pocket.before = () => ({ status, body: { error: 'no' } });
    const answer = await host.call('apply.plan', typed(KEY, true));
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect((await host.must('apply.state', side())).token.state).toBe('none');
  });

  it('keeps a token only if it is wanted, for its origin alone, and forgets it', async () => {
    await host.must('apply.plan', typed(KEY, true));
    await host.must('apply.forget-token', { ...side(), kept: false });
    expect((await host.must('apply.state', side())).token.state).toBe('kept');
    expect((await host.must('apply.plan', side())).state).toBe('to-do');
    writeFileSync(file, workspace('http://127.0.0.1:9'));
    await host.must('workspace.reload', { handle });
    pocket.requests.length = 0;
    expect((await host.must('apply.state', side())).token.state).toBe('none');
    expect(await host.call('apply.plan', side())).toMatchObject({ error: { code: 'token-needed' } });
    writeFileSync(file, workspace());
    await host.must('workspace.reload', { handle });
    await host.must('apply.forget-token', { ...side(), kept: true });
    expect((await host.must('apply.state', side())).token.state).toBe('none');
    const names = await host.store.list('apply-host-test');
    expect(names.ok && names.value.some(({ purpose }) => purpose === 'api_token')).toBe(false);
  });

  it('drops a token that is held when the screen is left, and when the workspace is closed', async () => {
    await host.must('apply.plan', typed());
    await host.must('apply.forget-token', { ...side(), kept: false });
    expect(await host.call('apply.plan', side())).toMatchObject({ error: { code: 'token-needed' } });
    await host.must('apply.plan', typed());
    await host.must('workspace.close', { handle });
    ({ handle } = await host.must('workspace.open', { path: file }));
    expect((await host.must('apply.state', side())).token.state).toBe('none');
  });

  it('names a token that can not be one, without repeating it', async () => {
    const answer = await host.call('apply.plan', typed(`${KEY}\nümlaut`));
    expect(answer).toMatchObject({ ok: false, error: { code: 'token-unfit' } });
  });

  it('compares only when it is asked, and the overview knows the fields until an entry changes', async () => {
    const drift = async () => (await host.must('overview.get', { handle })).apps[0]!.drift;
    expect(await drift()).toBeUndefined();
    const seen = async () => {
      const { apps } = await host.must('provider.get', { handle, provider: 'home' });
      return apps.find(({ id }) => id === 'grafana')!.at_provider.seen;
    };
    expect(await seen()).toBe(false);
    await send();
    expect(await drift()).toMatchObject([{ side: 'provider', fields: [] }]);
    expect(await seen()).toBe(true);
    pocket.clients.get('grafana')!.callbackURLs.push('https://added.example.com/');
    pocket.requests.length = 0;
    expect(await drift()).toMatchObject([{ fields: [] }]);
    expect(pocket.requests).toEqual([]);
    const compared = await host.must('apply.compare', side());
    expect(compared).toMatchObject({ same: false, product: 'Pocket ID' });
    expect(compared.sides[0]!.things[0]!.differences).toEqual([
      { path: 'callbackURLs', now: [CALLBACK, 'https://added.example.com/'], wanted: [CALLBACK] },
    ]);
    expect(changing()).toEqual([]);
    expect(await drift()).toMatchObject([
      { product: 'Pocket ID', fields: [{ title: 'The client grafana', paths: ['callbackURLs'] }] },
    ]);
    expect(await seen()).toBe(false);
    writeFileSync(file, workspace().replace('https://grafana.example.com', 'https://g.example.com'));
    await host.must('workspace.reload', { handle });
    expect(await drift()).toMatchObject([{ fields: [{ paths: ['callbackURLs'] }], outdated: true }]);
  });

  it('keeps what a comparison showed over a restart, by name and time, without a value, until it is undone', async () => {
    await send();
    pocket.clients.get('grafana')!.callbackURLs = ['https://by-hand.example.com/planted-value'];
    const { at } = await host.must('apply.compare', side());
    const again = testHost({}, async () => ok(host.store), host.folder);
    const opened = await again.must('workspace.open', { path: file });
    const drift = async () =>
      (await again.must('overview.get', { handle: opened.handle })).apps.find(({ id }) => id === 'grafana')!
        .drift;
    expect(await drift()).toEqual([
      {
        side: 'provider',
        product: 'Pocket ID',
        at,
        fields: [{ title: 'The client grafana', paths: ['callbackURLs'] }],
        outdated: false,
      },
    ]);
    for (const text of filesIn(host.folder)) expect(text).not.toContain('planted-value');
    const { last } = await again.must('apply.state', { ...side(), handle: opened.handle });
    await undo(
      last!.run,
      again,
      { ...side(), handle: opened.handle },
      { token: { value: KEY, keep: false } },
    );
    expect(await drift()).toBeUndefined();
    // Of an app that was taken out nothing is kept.
    await again.must('apply.compare', { ...side(), handle: opened.handle });
    const kept = () =>
      filesIn(host.folder).some((one) => /"drifts":\s*\{\s*"grafana":\s*\{\s*"provider"/.test(one));
    expect(kept()).toBe(true);
    await again.must('removal.apply', {
      handle: opened.handle,
      revision: opened.revision,
      target: { kind: 'app', id: 'grafana' },
      forget_secrets: false,
    });
    expect(kept()).toBe(false);
    await again.host.close();
  });

  it('holds a token that never arrived, and none that was refused', async () => {
    const state = async () => (await host.must('apply.state', side())).token.state;
    writeFileSync(file, workspace('http://127.0.0.1:9'));
    await host.must('workspace.reload', { handle });
    expect(await host.call('apply.compare', typed())).toMatchObject({ error: { code: 'apply-unreachable' } });
    expect(await state()).toBe('held');
    await host.must('apply.forget-token', { ...side(), kept: false });
    expect(await state()).toBe('none');
    expect(
      await host.call('adopt.read', { handle, provider: 'home', token: { value: KEY, keep: false } }),
    ).toMatchObject({
      error: { code: 'apply-unreachable' },
    });
    expect(await host.must('adopt.state', { handle, provider: 'home' })).toMatchObject({
      token: { state: 'held' },
    });
    await host.must('adopt.forget-token', { handle, provider: 'home', kept: false });
    writeFileSync(file, workspace());
    await host.must('workspace.reload', { handle });
    expect(await host.call('apply.compare', typed('another-key-than-its-own'))).toMatchObject({
      error: { code: 'apply-unauthorized' },
    });
    expect(await state()).toBe('none');
  });

  it('makes no secret for a comparison', async () => {
    await host.store.forget('apply-host-test');
    await host.must('apply.compare', typed());
    expect(await host.store.list('apply-host-test')).toEqual({ ok: true, value: [] });
  });

  it('takes the way back along when the workspace is saved elsewhere', async () => {
    await send();
    const other = join(temporaryFolder(), 'other.latchkey.yaml');
    await host.must('workspace.save-as', { handle, path: other });
    const { last } = await host.must('apply.state', side());
    await undo(last!.run);
    expect(pocket.clients.size).toBe(0);
  });
});

it('a token that is held is dropped by itself', async () => {
  const tokens = createHeldTokens(30);
  const owner = { owner: 'home', origin: 'https://id.example.com' };
  tokens.hold('w', owner, KEY);
  expect([tokens.of('w', owner), tokens.of('w', { ...owner, origin: 'https://evil.example' })]).toEqual([
    KEY,
    undefined,
  ]);
  await expect
    .poll(() => tokens.of('v', owner) ?? tokens.of('w', { ...owner }), { interval: 100 })
    .toBeUndefined();
});

it('a typed token is held for ten minutes after it last went out, however often a page asks for it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);
  const stateNow = async () => (await host.must('apply.state', side())).token.state;
  try {
    await host.must('apply.plan', typed());
    minutes(9);
    await host.must('apply.plan', side());
    for (let minute = 0; minute < 9; minute++) {
      minutes(1);
      expect(await stateNow()).toBe('held');
    }
    minutes(1);
    expect(await stateNow()).toBe('none');
    // A refusal for the lack of one holds nothing either.
    expect(await host.call('apply.plan', side())).toMatchObject({ error: { code: 'token-needed' } });
    expect(await stateNow()).toBe('none');
  } finally {
    vi.useRealTimers();
  }
});
