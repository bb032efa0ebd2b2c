import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { starterProvider } from '../../../shared/profile/starter.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/workspaces');
let host: TestHost;
let folder: string;
let file: string;
let profile: string;
beforeEach(() => {
  host = testHost();
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-own-'));
  cpSync(FIXTURES, folder, { recursive: true });
  file = path.join(folder, 'own-profile.yaml');
  profile = path.join(folder, 'own-profile/example-wiki.profile.yaml');
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = () => host.must('workspace.open', { path: file });
const change = (text: string, by: string) => {
  const before = readFileSync(profile, 'utf8');
  expect(before).toContain(text);
  writeFileSync(profile, before.replace(text, by));
};
const ready = async () => {
  const view = await open();
  await host.must('secrets.generate', { handle: view.handle, app: 'wiki' });
  return view;
};

describe('a workspace with a profile of a provider', () => {
  const own = () => path.join(folder, 'my-id.profile.yaml');
  const start = async () => {
    writeFileSync(own(), starterProvider('my-id')!);
    const home = path.join(folder, 'home.latchkey.yaml');
    writeFileSync(
      home,
      `latchkey: 1
id: own-provider
profiles: [./my-id.profile.yaml]
providers:
  home: { kind: my-id, url: https://id.example.com }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home }
`,
    );
    return host.must('workspace.open', { path: home });
  };

  it('shows the kind, connects apps, and follows the file', async () => {
    const { handle, problems, own_providers, ...view } = await start();
    expect(problems).toEqual([]);
    expect(own_providers).toMatchObject([{ kind: 'my-id', name: 'My Id', one_list: false }]);
    expect(JSON.stringify(view)).not.toContain('scope_claims');
    await host.must('secrets.generate', { handle, app: 'memos' });
    const { connection } = await host.must('connection.derive', { handle, app: 'memos' });
    expect(connection?.provider_metadata.token_endpoint).toBe('https://id.example.com/token');
    const preview = async () =>
      JSON.stringify((await host.must('deliverables.preview', { handle, app: 'memos' })).deliverables);
    expect(await preview()).toContain('home/memos-guide.md');

    const stop = new AbortController();
    const changed = host.listen('workspace.watch', { handle }, stop.signal, () => stop.abort());
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(own(), readFileSync(own(), 'utf8').replace('{issuer}/token', '{issuer}/oauth/token'));
    await changed;
    const after = await host.must('connection.derive', { handle, app: 'memos' });
    expect(after.connection?.provider_metadata.token_endpoint).toBe('https://id.example.com/oauth/token');
    expect(await preview()).toContain('https://id.example.com/oauth/token');
  });
});

describe('a workspace with a profile of its own', () => {
  it('shows the kind, connects it, and writes both sides', async () => {
    const view = await ready();
    expect(view.problems).toEqual([]);
    expect(view.workspace.profiles).toEqual(['./own-profile/example-wiki.profile.yaml']);
    expect(view.own_apps).toMatchObject([
      { kind: 'example-wiki', name: 'Example Wiki', settings: [{ key: 'create_accounts', type: 'boolean' }] },
    ]);
    expect(JSON.stringify(view)).not.toContain('own_kinds');
    const { handle } = view;
    const { connection } = await host.must('connection.derive', { handle, app: 'wiki' });
    expect(connection?.client.redirect_uris).toEqual(['https://wiki.example.com/auth/oidc/callback']);
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'wiki' });
    expect(deliverables.map((one) => one.path)).toContain('wiki/wiki.env');
    // The wizard asks for what is typed; it takes the same rules.
    const draft = { app: { ...view.workspace.apps['wiki']!, settings: { create_accounts: 'x' } } };
    const { problems } = await host.must('connection.derive', { handle, app: 'wiki', draft });
    expect(problems).toMatchObject([{ path: 'apps.wiki.settings.create_accounts', code: 'wrong-type' }]);
  });

  it('is read again when the profile changes: results go stale, and the page is told', async () => {
    const { handle, revision } = await ready();
    const stop = new AbortController();
    const events: string[] = [];
    const listening = host.listen('workspace.watch', { handle }, stop.signal, (event) =>
      events.push(event.type === 'changed' ? event.view.revision : event.type),
    );
    const before = await host.must('deliverables.preview', { handle, app: 'wiki' });
    change('/auth/oidc/callback', '/sso/callback');
    await expect.poll(() => events.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(events[0]).not.toBe(revision);
    const after = await host.must('deliverables.preview', { handle, app: 'wiki' });
    expect(JSON.stringify(after)).toContain('/sso/callback');
    expect(JSON.stringify(before)).not.toContain('/sso/callback');
    // What was seen before can't be changed unseen.
    const stale = await host.call('workspace.update', {
      handle,
      revision,
      change: { op: 'set-name', name: 'x' },
    });
    expect(stale).toMatchObject({ error: { code: 'conflict' } });
    stop.abort();
    await listening;
  });

  it('opens without it, says so at the line, writes nothing, keeps everything, and goes on when it is back', async () => {
    renameSync(profile, `${profile}.away`);
    const text = readFileSync(file, 'utf8');
    const view = await open();
    const { handle } = view;
    expect(view.problems).toMatchObject([
      { code: 'profile-unreadable', severity: 'warning', line: 4, path: 'profiles.0' },
      { code: 'unknown-kind', severity: 'warning' },
    ]);
    expect(view.own_apps).toMatchObject([{ kind: 'example-wiki', is_undescribed: true }]);
    await host.must('secrets.generate', { handle, app: 'wiki' });
    expect(await host.call('deliverables.preview', { handle, app: 'wiki' })).toMatchObject({
      error: { code: 'invalid', message: expect.stringContaining('No profile that can be read') },
    });
    const out = path.join(folder, 'out');
    mkdirSync(out);
    expect(await host.call('exports.save', { handle, folder: out, force: false })).toMatchObject({
      error: { code: 'invalid' },
    });
    await host.must('workspace.update', {
      handle,
      revision: view.revision,
      change: { op: 'set-name', name: 'Home' },
    });
    expect(readFileSync(file, 'utf8').replace(/^name: Home\n/m, '')).toBe(text);
    renameSync(`${profile}.away`, profile);
    await expect
      .poll(async () => (await host.must('workspace.current', { handle })).problems, { timeout: 5_000 })
      .toEqual([]);
    await host.must('deliverables.preview', { handle, app: 'wiki' });
  });

  it('shows a mistake in the profile with its file, line and column', async () => {
    change('callbacks:', 'callback:');
    const { problems } = await open();
    expect(problems).toMatchObject([
      { code: 'profile-invalid', line: 4 },
      { code: 'unknown-kind' },
      { file: './own-profile/example-wiki.profile.yaml', line: 18, column: 1, code: 'unknown-key' },
    ]);
  });

  it('takes the profile along when it is saved elsewhere, and never over another file', async () => {
    const { handle } = await open();
    const there = path.join(folder, 'there');
    mkdirSync(path.join(there, 'own-profile'), { recursive: true });
    const copy = path.join(there, 'own-profile/example-wiki.profile.yaml');
    writeFileSync(copy, 'mine');
    const target = path.join(there, 'home.latchkey');
    expect(await host.call('workspace.save-as', { handle, path: target })).toMatchObject({
      error: { code: 'exists' },
    });
    expect(readFileSync(copy, 'utf8')).toBe('mine');
    rmSync(copy);
    const saved = await host.must('workspace.save-as', { handle, path: target });
    expect(saved.problems).toEqual([]);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(profile, 'utf8'));
  });
});
