import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPracticeProvider } from '../../../electron/services/practice/provider.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { makeCertificate } from '../../helpers/certificates.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

let host: TestHost;
beforeEach(() => {
  host = testHost();
});
afterEach(() => host.close());

const MEMOS = { kind: 'memos', url: 'https://notes.example.com', version: '0.24', provider: 'home' };
const ROMM = { kind: 'romm', url: 'https://games.example.com', version: '5.2', provider: 'home' };

async function opened(provider: ProviderEntry, apps: Readonly<Record<string, AppEntry>> = {}) {
  let view = await host.must('workspace.new', { name: 'Home' });
  const { handle } = view;
  view = await host.must('workspace.update', {
    handle,
    revision: view.revision,
    change: { op: 'put-provider', id: 'home', entry: provider },
  });
  for (const [id, entry] of Object.entries(apps)) {
    view = await host.must('workspace.update', {
      handle,
      revision: view.revision,
      change: { op: 'put-app', id, entry },
    });
    await host.must('secrets.generate', { handle, app: id });
  }
  return { handle, view };
}

const AUTHELIA: ProviderEntry = {
  kind: 'authelia',
  url: 'https://auth.example.com',
  version: '4.38',
  setup: 'existing',
};
const AUTHENTIK: ProviderEntry = { kind: 'authentik', url: 'https://auth.example.com', version: '2026.8' };

describe('one provider', () => {
  it('has the steps that its apps share once, and how far they are', async () => {
    const { handle } = await opened(AUTHELIA, { memos: MEMOS, romm: ROMM });
    const { shared, apps, answered } = await host.must('provider.get', { handle, provider: 'home' });
    expect(answered).toBeNull();
    expect(shared.length).toBeGreaterThan(1);
    expect(new Set(shared.map(({ id }) => id)).size).toBe(shared.length);
    for (const step of shared) expect(step).toEqual({ ...step, applied: 'no' });
    for (const { title } of shared) expect(title).not.toBe('');
    expect(apps.map(({ id, at_provider }) => [id, at_provider.total])).toEqual([
      ['memos', 0],
      ['romm', 0],
    ]);

    // The same step, ticked where an app shows it.
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'memos' });
    const guide = deliverables.find((one) => one.form === 'guide' && one.side === 'provider')!;
    if (guide.form !== 'guide') throw new Error('No guide.');
    const own = guide.steps.find(({ by, after }) => by === undefined && after === undefined)!;
    await host.must('deliverables.tick', {
      handle,
      app: 'memos',
      path: guide.path,
      step: own.id,
      digest: own.digest,
      done: true,
    });
    const after = await host.must('provider.get', { handle, provider: 'home' });
    expect(after.shared.filter(({ applied }) => applied === 'yes').map(({ id }) => id)).toEqual([own.id]);
  });

  it('has what each app needs there, where nothing is shared', async () => {
    const { handle } = await opened(AUTHENTIK, { memos: MEMOS, romm: ROMM });
    const { shared, apps } = await host.must('provider.get', { handle, provider: 'home' });
    expect(shared).toEqual([]);
    const overview = await host.must('overview.get', { handle });
    for (const { at_provider, ...app } of apps) {
      expect(at_provider.seen).toBe(false);
      expect(overview.apps).toContainEqual(app);
      expect(at_provider.total).toBeGreaterThan(0);
      expect(at_provider.total).toBeLessThan(app.applied.total);
    }
  });

  it('may have no app, and be gone', async () => {
    const { handle, view } = await opened(AUTHELIA);
    expect(await host.must('provider.get', { handle, provider: 'home' })).toEqual({
      revision: view.revision,
      comparable: false,
      adoptable: false,
      answered: null,
      shared: [],
      apps: [],
    });
    for (const provider of ['other', 'constructor'])
      expect(await host.call('provider.get', { handle, provider })).toMatchObject({
        error: { code: 'no-such-entry' },
      });
  });

  it('is known to have answered once it was asked, at its own address only', async () => {
    const practice = await startPracticeProvider({ clients: [] });
    try {
      const { handle, view } = await opened({ kind: 'oidc', url: practice.url });
      const answered = async () => (await host.must('provider.get', { handle, provider: 'home' })).answered;
      const of = { handle, provider: 'home' };
      const ask = (url: string, at: object) => host.listen('provider.discover', { url, ...at });
      await ask(practice.url, {});
      await ask(`${practice.url}/login`, { of });
      await ask(practice.url, { of: { handle, provider: 'constructor' } });
      await ask(practice.url, { of: { handle: 'other', provider: 'home' } });
      expect(await answered()).toBeNull();
      const { events } = await ask(practice.url, { of });
      expect(events.at(-1)).toMatchObject({ type: 'result', discovery: { status: 'found' } });
      expect((await answered())?.at).toMatch(/^20/);
      await host.must('workspace.update', {
        handle,
        revision: view.revision,
        change: {
          op: 'put-provider',
          id: 'home',
          entry: { kind: 'oidc', url: 'https://moved.example.com' },
        },
      });
      expect(await answered()).toBeNull();
    } finally {
      await practice.close();
    }
  });
});

describe('a provider that is asked before it is saved', () => {
  it('has answered once it is saved with that address, and not with another', async () => {
    const practice = await startPracticeProvider({ clients: [] });
    try {
      let view = await host.must('workspace.new', { name: 'Home' });
      const { handle } = view;
      const save = async (id: string, url: string) => {
        view = await host.must('workspace.update', {
          handle,
          revision: view.revision,
          change: { op: 'put-provider', id, entry: { kind: 'oidc', url } },
        });
        return host.must('provider.answered', { handle, provider: id });
      };
      for (const provider of ['oidc', 'home'])
        await host.listen('provider.discover', { url: practice.url, of: { handle, provider } });
      expect(await save('oidc', practice.url)).toMatchObject({
        provider: 'oidc',
        url: practice.url,
        at: expect.stringMatching(/^20/),
      });
      expect(await save('home', 'https://id.example.com')).toMatchObject({ at: null });
      expect(await host.call('provider.answered', { handle, provider: 'constructor' })).toMatchObject({
        error: { code: 'no-such-entry' },
      });
    } finally {
      await practice.close();
    }
  });
});

describe('an address that is not trusted', () => {
  it('says so, and not that it is silent; one where nothing listens says that', async () => {
    const ca = makeCertificate({ commonName: 'Home CA', ca: true });
    const { key, cert } = makeCertificate({ commonName: 'localhost', names: ['localhost'] }, ca);
    const server = createServer({ key, cert }, (_, response) => response.end());
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const ask = async () =>
      (await host.listen('provider.discover', { url: `https://localhost:${port}` })).events.at(-1);
    expect(await ask()).toMatchObject({
      type: 'result',
      discovery: { status: 'unreachable', untrusted: true, summary: expect.stringContaining('Home CA') },
    });
    await new Promise((closed) => server.close(closed));
    const silent = await ask();
    expect(silent).toMatchObject({ discovery: { status: 'unreachable' } });
    expect(silent).not.toHaveProperty('discovery.untrusted');
  });
});

describe('a change of a provider', () => {
  const asked = async (provider: ProviderEntry, entry: ProviderEntry, compare = true) => {
    const { handle, view } = await opened(provider, { memos: MEMOS, romm: ROMM });
    const said = await host.must('provider.consequences', { handle, provider: 'home', entry, compare });
    expect((await host.must('workspace.current', { handle })).revision).toBe(view.revision);
    return said;
  };

  it('concerns nobody if nothing is changed', async () => {
    expect(await asked(AUTHELIA, AUTHELIA)).toEqual({ problems: [], apps: [], files: [] });
  });

  it('names the apps, and the files as far as they were compared', async () => {
    const moved = await asked(AUTHELIA, { ...AUTHELIA, url: 'https://id.example.com' });
    expect(moved.apps).toEqual(['memos', 'romm']);
    expect(moved.files!.map(({ app }) => app)).toEqual(expect.arrayContaining(['memos', 'romm']));
    const { files, ...rest } = await asked(AUTHELIA, { ...AUTHELIA, url: 'https://id.example.com' }, false);
    expect(rest).toEqual({ problems: [], apps: ['memos', 'romm'] });
    expect(files).toBeUndefined();
  });

  it('says of a version which files it changes, as the forecast does', async () => {
    const { handle } = await opened(AUTHELIA, { memos: MEMOS, romm: ROMM });
    const target = { kind: 'provider', id: 'home' } as const;
    const forecast = await host.must('upgrade.forecast', { handle, target, to: '4.39' });
    const said = await host.must('provider.consequences', {
      handle,
      provider: 'home',
      entry: { ...AUTHELIA, version: '4.39' },
      compare: true,
    });
    expect(said.files!.length).toBeGreaterThan(0);
    expect(said.files).toEqual(forecast.files.map(({ hunks: _, ...file }) => file));
  });

  it('says which rule it breaks, and nothing else', async () => {
    const said = await asked(AUTHELIA, { ...AUTHELIA, url: 'nonsense' });
    expect(said).toMatchObject({ apps: [], problems: [{ severity: 'error', path: 'providers.home.url' }] });
  });
});
