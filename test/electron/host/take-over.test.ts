import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../shared/host/apply.ts';
import { modelOf } from '../../helpers/authentik/edits.ts';
import { APPLICATION, PROVIDER } from '../../helpers/authentik/importer.ts';
import { type AuthentikApi, startAuthentikApi } from '../../helpers/authentik/rest.ts';
import { temporaryFolder } from '../../helpers/latchkey.ts';
import { type StandIn, startPocketId } from '../../helpers/pocket-id.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const KEY = 'planted-take-over-key-3b1d77';
const SECRET = 'Planted4TakeOverSecret9876543210ab';
const CALLBACK = 'https://grafana.example.com/login/generic_oauth';

let pocket: StandIn;
let authentik: AuthentikApi;
beforeAll(async () => {
  pocket = await startPocketId(KEY);
  authentik = await startAuthentikApi(modelOf('2026.8'), KEY);
});
afterAll(() => Promise.all([pocket.close(), authentik.close()]));

let host: TestHost;
let file: string;
const token = { value: KEY, keep: false };

async function open(provider: string, apps: string) {
  file = join(temporaryFolder(), 'home.latchkey.yaml');
  writeFileSync(
    file,
    `latchkey: 1\nid: take-over\nproviders:\n  # ours\n  home: ${provider}\napps:${apps}\n`,
  );
  const view = await host.must('workspace.open', { path: file });
  await host.store.set(
    { workspace: 'take-over', owner: 'grafana', purpose: 'client_secret' },
    SECRET,
    'provided',
  );
  return view;
}
const atPocket = () => `{ kind: pocket-id, url: ${pocket.url}, version: "2.14" }`;
const GRAFANA = `
  # by hand
  grafana:
    kind: grafana
    url: https://grafana.example.com
    provider: home
    client_id: grafana`;

beforeEach(() => {
  pocket.clients.clear();
  pocket.requests.length = 0;
  host = testHost();
});
afterEach(async () => {
  for (const text of [...host.seen, ...host.log, ...filesIn(host.folder), readFileSync(file, 'utf8')])
    for (const planted of [KEY, SECRET]) expect(text).not.toContain(planted);
  await host.close();
});
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
const changing = (requests: readonly string[]) => requests.filter((one) => !one.startsWith('GET'));

/** The key that a field is taken over by, as the page finds it. */
const keyOf = ({ sides }: Comparison, path: string) =>
  sides[0]!.take_over.find(({ fields }) => fields.some((one) => one.path === path));

describe('a value that differs at a provider', () => {
  it('is not taken over where no key of the entry changes what is written there', async () => {
    const { handle } = await open(atPocket(), GRAFANA);
    const side = { handle, app: 'grafana', side: 'provider' as const };
    const { plan } = await host.must('apply.plan', { ...side, token });
    await host.must('apply.send', { ...side, plan });
    pocket.clients.get('grafana')!.launchURL = 'https://dashboards.example.com/start';
    const compared = await host.must('apply.compare', side);
    expect(compared.sides[0]!.things[0]!.differences.map(({ path }) => path)).toEqual(['launchURL']);
    expect(keyOf(compared, 'launchURL')).toBeUndefined();
  });

  it('is put back alone, by a plan of its own, or taken over with the lines shown first', async () => {
    const { handle } = await open(atPocket(), GRAFANA);
    const side = { handle, app: 'grafana', side: 'provider' as const };
    const { plan } = await host.must('apply.plan', { ...side, token });
    await host.must('apply.send', { ...side, plan });
    const client = pocket.clients.get('grafana')!;
    client.callbackURLs = [CALLBACK, 'https://second.example.com/cb'];
    client.name = 'Dashboards';
    client.pkceEnabled = !client.pkceEnabled;
    const compared = await host.must('apply.compare', side);
    const [differing] = compared.sides[0]!.things;
    expect(differing!.differences.map(({ path }) => path).sort()).toEqual([
      'callbackURLs',
      'name',
      'pkceEnabled',
    ]);
    expect(keyOf(compared, 'callbackURLs')).toMatchObject({
      key: 'redirect_uris',
      stated: null,
      live: [CALLBACK, 'https://second.example.com/cb'],
    });
    expect(keyOf(compared, 'name')).toMatchObject({ key: 'client_name', live: 'Dashboards' });
    expect(keyOf(compared, 'pkceEnabled')).toMatchObject({ key: 'require_pkce', live: client.pkceEnabled });

    // Put back: one value alone.
    pocket.requests.length = 0;
    const fields = [{ app: 'grafana', thing: 'client', path: 'pkceEnabled' }];
    const one = await host.must('apply.plan', { ...side, fields });
    expect(one.sides[0]!.things.flatMap(({ request }) => request?.body ?? [])).toEqual([
      { pkceEnabled: !client.pkceEnabled },
    ]);
    expect(changing(pocket.requests)).toEqual([]);
    const was = client.pkceEnabled;
    expect(await host.must('apply.send', { ...side, plan: one.plan })).toMatchObject({ outcome: 'done' });
    expect([client.pkceEnabled, client.name, client.callbackURLs.length]).toEqual([!was, 'Dashboards', 2]);
    // What was compared of the others before says nothing any more, and nobody claims that all is well.
    expect((await host.must('overview.get', { handle })).apps[0]!.drift).toBeUndefined();
    // It is taken back alone, too.
    const { last } = await host.must('apply.state', side);
    const back = await host.must('apply.undo-plan', { ...side, run: last!.run });
    expect(back.things.flatMap(({ request }) => request?.body ?? [])).toEqual([{ pkceEnabled: was }]);
    await host.must('apply.undo', { ...side, run: last!.run, plan: back.plan });
    expect([client.pkceEnabled, client.name]).toEqual([was, 'Dashboards']);

    // Take over: the lines first, then the file.
    const { workspace, revision } = await host.must('workspace.current', { handle });
    const { live } = keyOf(compared, 'callbackURLs')!;
    const change = {
      op: 'put-app' as const,
      id: 'grafana',
      entry: { ...workspace.apps['grafana']!, redirect_uris: live as string[] },
    };
    const before = readFileSync(file, 'utf8');
    const lines = await host.must('workspace.lines', { handle, change });
    expect(lines.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'same')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'new', text: expect.stringContaining('redirect_uris') }),
      ]),
    );
    // At most the map in one line is written anew, and that is shown, too.
    const gone = lines.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'gone');
    expect(gone.filter(({ text }) => !text.startsWith('  home:'))).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(before);
    await host.must('workspace.update', { handle, revision, change });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('# by hand');
    expect(text).toContain('https://second.example.com/cb');
    const after = await host.must('apply.compare', side);
    expect(after.sides[0]!.things[0]!.differences.map(({ path }) => path)).not.toContain('callbackURLs');
  });

  it('sends nothing of a plan for one value if that changed meanwhile, and shows the new plan for it alone', async () => {
    const { handle } = await open(atPocket(), GRAFANA);
    const side = { handle, app: 'grafana', side: 'provider' as const };
    const { plan } = await host.must('apply.plan', { ...side, token });
    await host.must('apply.send', { ...side, plan });
    const client = pocket.clients.get('grafana')!;
    client.name = 'Dashboards';
    client.description = 'by hand';
    const fields = [{ app: 'grafana', thing: 'client', path: 'name' }];
    const one = await host.must('apply.plan', { ...side, fields });
    client.name = 'Again another';
    pocket.requests.length = 0;
    const answer = await host.must('apply.send', { ...side, plan: one.plan });
    if (answer.outcome !== 'changed') throw new Error(answer.outcome);
    expect(
      answer.plan.sides[0]!.things.flatMap((thing) => thing.differences.map(({ path }) => path)),
    ).toEqual(['name']);
    expect(changing(pocket.requests)).toEqual([]);
    // A further change beside it is nobody's business here.
    client.callbackURLs = [];
    expect(await host.must('apply.send', { ...side, plan: answer.plan.plan })).toMatchObject({
      outcome: 'done',
    });
    expect(client.callbackURLs).toEqual([]);
  });

  it('at authentik, too: both ways', async () => {
    authentik.at = modelOf('2026.8');
    const { handle } = await open(`{ kind: authentik, url: ${authentik.url}, version: "2026.8" }`, GRAFANA);
    const side = { handle, app: 'grafana', side: 'provider' as const };
    const { plan } = await host.must('apply.plan', { ...side, token });
    await host.must('apply.send', { ...side, plan });
    const provider = authentik.at.one(PROVIDER, {})!;
    provider['redirect_uris'] = [
      { matching_mode: 'strict', redirect_uri_type: 'authorization', url: CALLBACK },
      { matching_mode: 'strict', redirect_uri_type: 'authorization', url: 'https://second.example.com/cb' },
    ];
    provider['authorization_flow'] = authentik.at.one('authentik_flows.flow', {
      slug: 'default-provider-authorization-implicit-consent',
    })!.pk;
    authentik.at.one(APPLICATION, {})!['name'] = 'Dashboards';
    const compared = await host.must('apply.compare', side);
    expect(compared.unread).toBeUndefined();
    expect(keyOf(compared, 'redirect_uris')).toMatchObject({
      key: 'redirect_uris',
      live: [CALLBACK, 'https://second.example.com/cb'],
    });
    expect(keyOf(compared, 'authorization_flow')).toMatchObject({ key: 'consent', live: 'never' });
    expect(compared.sides[0]!.take_over.find(({ key }) => key === 'client_name')?.live).toBe('Dashboards');
    // The name stands at two things, and only the one that is named is put back.
    authentik.requests.length = 0;
    const fields = [{ app: 'grafana', thing: 'application', path: 'name' }];
    const one = await host.must('apply.plan', { ...side, fields });
    await host.must('apply.send', { ...side, plan: one.plan });
    expect(changing(authentik.requests)).toEqual(['PATCH /api/v3/core/applications/grafana/']);
    expect(authentik.at.one(APPLICATION, {})!['name']).toBe('Grafana');
    expect((provider['redirect_uris'] as unknown[]).length).toBe(2);
  });

  it('a token that may not list the clients compares nevertheless, and says what it doesn’t know', async () => {
    const { handle } = await open(atPocket(), GRAFANA);
    const side = { handle, app: 'grafana', side: 'provider' as const };
    pocket.before = (_at, method, url) =>
      method === 'GET' && url.startsWith('/api/oidc/clients?') ? { status: 403, body: {} } : undefined;
    try {
      const compared = await host.must('apply.compare', { ...side, token });
      expect(compared).toMatchObject({ same: false, unread: expect.stringContaining('lacks a right') });
    } finally {
      pocket.before = undefined;
    }
  });
});

describe('clients that a provider has and the workspace doesn’t', () => {
  it('are listed on request, also for a provider without an app, shown as lines, and written', async () => {
    const made = (id: string, name: string, url: string) =>
      pocket.clients.set(id, {
        id,
        name,
        callbackURLs: [url],
        logoutCallbackURLs: [],
        launchURL: '',
        isPublic: false,
        pkceEnabled: true,
        skipConsent: true,
        isGroupRestricted: true,
        description: '',
        groups: [],
        credentials: { federatedIdentities: [], secrets: [] },
      });
    made('grafana', 'Grafana', CALLBACK);
    made('notes', 'Notes', 'https://notes.example.com/auth/callback');
    const { handle, revision } = await open(atPocket(), ' {}');
    const at = { handle, provider: 'home' };
    expect((await host.must('provider.get', at)).adoptable).toBe(true);
    expect(await host.must('adopt.state', at)).toMatchObject({
      product: 'Pocket ID',
      token: { state: 'none' },
    });
    expect(await host.call('adopt.read', at)).toMatchObject({ ok: false, error: { code: 'token-needed' } });
    expect(pocket.requests).toEqual([]);
    expect(await host.call('adopt.read', { ...at, token: { value: 'wrong', keep: false } })).toMatchObject({
      ok: false,
      error: { code: 'apply-unauthorized' },
    });
    const found = await host.must('adopt.read', { ...at, token });
    expect(found.apps.map(({ id, client_id, provider }) => [id, client_id, provider])).toEqual([
      ['grafana', 'grafana', 'home'],
      expect.arrayContaining(['notes', 'home']),
    ]);
    expect(found.leftovers.map(({ why }) => why).join()).toContain('Only some groups may sign in');
    const before = readFileSync(file, 'utf8');
    const lines = await host.must('adopt.lines', { handle, brought: found.brought, apps: ['grafana'] });
    const come = lines.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'new');
    expect(come.map(({ text }) => text.trim())).toEqual(
      expect.arrayContaining(['grafana:', 'kind: grafana', 'provider: home']),
    );
    expect(JSON.stringify(come)).not.toContain('notes.example.com');
    expect(readFileSync(file, 'utf8')).toBe(before);
    await host.must('bring.take', { handle, revision, brought: found.brought, apps: ['grafana'] });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('# ours');
    // What was shown is what was written.
    for (const { text: line } of come) expect(text).toContain(line);
    // The next list has only what is left.
    expect((await host.must('adopt.read', at)).apps.map(({ client_id }) => client_id)).toEqual(['notes']);
    expect(changing(pocket.requests)).toEqual([]);
    await host.must('adopt.forget-token', { ...at, kept: false });
    expect((await host.must('adopt.state', at)).token.state).toBe('none');
  });

  it('are not asked for where a product has no such list', async () => {
    const { handle } = await open(
      '{ kind: authelia, url: https://auth.example.com, version: "4.39" }',
      ' {}',
    );
    expect((await host.must('provider.get', { handle, provider: 'home' })).adoptable).toBe(false);
    expect(await host.call('adopt.state', { handle, provider: 'home' })).toMatchObject({
      ok: false,
      error: { code: 'no-way' },
    });
    expect(await host.call('adopt.state', { handle, provider: 'other' })).toMatchObject({
      ok: false,
      error: { code: 'no-such-entry' },
    });
  });
});
