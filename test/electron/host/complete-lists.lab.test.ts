import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { latchkey } from '../../helpers/latchkey.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const custom = (n: number): AppEntry => ({
  kind: 'custom',
  url: `https://app${n}.example.com`,
  provider: 'home',
  settings: { redirect_paths: ['/cb'] },
});

/** Eight apps at one Authelia, one of which has no single sign-on, and one elsewhere. */
const APPS: Record<string, AppEntry> = {
  memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' },
  romm: { kind: 'romm', url: 'https://romm.example.com', provider: 'home' },
  kestra: { kind: 'kestra', url: 'https://k.example.com', provider: 'home', edition: 'enterprise' },
  open: { kind: 'kestra', url: 'https://o.example.com', provider: 'home', edition: 'open-source' },
  a: custom(1),
  b: { ...custom(2), client_id: 'stated-b' },
  c: { ...custom(3), token_endpoint_auth_method: 'none' },
  d: custom(4),
  else: { ...custom(5), provider: 'other' },
};
const LISTED = ['memos', 'romm', 'kestra', 'a', 'b', 'c', 'd'];

const clientsIn = (text: string): string[] =>
  (
    parse(text) as { identity_providers: { oidc: { clients: { redirect_uris: string[] }[] } } }
  ).identity_providers.oidc.clients
    .map((client) => new URL(client.redirect_uris[0]!).host)
    .sort();
const HOSTS = LISTED.map((id) => new URL(APPS[id]!.url).host).sort();

let out: string;
let host: TestHost;
beforeEach(() => {
  host = testHost();
  out = mkdtempSync(path.join(tmpdir(), 'latchkey-lists-'));
});
afterEach(async () => {
  await host.close();
  rmSync(out, { recursive: true });
});

async function open(setup: 'new' | 'existing', more: Record<string, AppEntry> = {}) {
  let view = await host.must('workspace.new', { name: 'Home' });
  const put = async (change: Parameters<typeof host.must<'workspace.update'>>[1]['change']) => {
    view = await host.must('workspace.update', { handle: view.handle, revision: view.revision, change });
  };
  const home: ProviderEntry = { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup };
  await put({ op: 'put-provider', id: 'home', entry: home });
  await put({
    op: 'put-provider',
    id: 'other',
    entry: { kind: 'authentik', url: 'https://sso.example.com', version: '2026.5' },
  });
  for (const [id, entry] of Object.entries({ ...APPS, ...more })) await put({ op: 'put-app', id, entry });
  return view.handle;
}

/** The files of Authelia that hold a list of clients. */
const FILES = {
  new: ['home/authelia-oidc.yml', 'home/authelia-clients.yml'],
  existing: ['home/authelia-clients.yml'],
} as const;

// A list that lacks an app locks it out: Authelia takes the list whole from one file.
describe.each(['new', 'existing'] as const)('a list of clients (%s) holds all clients', (setup) => {
  it('saved as files, with secrets for no app before, and for one', async () => {
    const handle = await open(setup);
    await host.must('exports.save', { handle, app: 'memos', folder: out, force: false });
    for (const file of FILES[setup])
      expect(clientsIn(readFileSync(path.join(out, file), 'utf8'))).toEqual(HOSTS);
  });

  it('in a zip file', async () => {
    const handle = await open(setup);
    await host.must('secrets.generate', { handle, app: 'a' });
    await host.must('exports.zip', { handle, app: 'a' });
    const files = unzipSync(host.handed[0]!.bytes);
    for (const file of FILES[setup]) {
      const name = Object.keys(files).find((one) => one.endsWith(file))!;
      expect(clientsIn(new TextDecoder().decode(files[name]))).toEqual(HOSTS);
    }
  });

  it('copied from the page', async () => {
    const handle = await open(setup);
    await host.must('secrets.generate', { handle, app: 'romm' });
    for (const file of FILES[setup]) {
      const copied = await host.must('secrets.copy', { handle, target: { kind: 'file', path: file } });
      expect(clientsIn(copied.by === 'page' ? copied.value : '')).toEqual(HOSTS);
    }
  });

  it('shown on the page; and where secrets are missing it says so instead', async () => {
    const handle = await open(setup);
    expect((await host.must('secrets.status', { handle, app: 'romm' })).others_missing).toEqual(
      LISTED.filter((id) => id !== 'romm'),
    );
    const made = await host.must('secrets.generate', { handle, app: 'romm' });
    expect(made.others_missing).toBeUndefined();
    expect(
      (await host.must('secrets.status', { handle })).entries.some(
        ({ owner, state }) => owner === 'else' && state === 'present',
      ),
    ).toBe(false);
    for (const app of LISTED) {
      const { deliverables } = await host.must('deliverables.preview', { handle, app });
      for (const file of FILES[setup]) {
        const shown = deliverables.find((one) => one.path === file)!;
        const text = shown.form === 'file' ? shown.lines.map((line) => line.text).join('\n') : '';
        expect(clientsIn(text)).toEqual(HOSTS);
      }
    }
    await host.must('secrets.forget', { handle, owner: 'd' });
    expect(await host.call('deliverables.preview', { handle, app: 'romm' })).toMatchObject({
      error: { code: 'no-such-secret' },
    });
  });

  it('on the command line, also for one app', async () => {
    const file = path.join(out, 'home.yaml');
    writeFileSync(
      file,
      JSON.stringify({
        latchkey: 1,
        id: 'lists',
        providers: {
          home: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup },
          other: { kind: 'authentik', url: 'https://sso.example.com', version: '2026.5' },
        },
        apps: APPS,
      }),
    );
    const ran = await latchkey([
      'render',
      file,
      '--app',
      'd',
      '--out',
      path.join(out, 'x'),
      '--secrets',
      'memory',
    ]);
    expect(ran.code).toBe(0);
    for (const one of FILES[setup])
      expect(clientsIn(readFileSync(path.join(out, 'x', one), 'utf8'))).toEqual(HOSTS);
  });
});

it('an app without a redirect URI is neither shown as something to apply nor handed out', async () => {
  const handle = await open('new', {
    wiki: { kind: 'custom', url: 'https://w.example.com', provider: 'home' },
  });
  await host.must('secrets.generate', { handle, app: 'wiki' });
  const refused = {
    error: { code: 'invalid', message: expect.stringContaining('No redirect URI is known') },
  };
  expect(await host.call('deliverables.preview', { handle, app: 'wiki' })).toMatchObject(refused);
  expect(await host.call('exports.save', { handle, app: 'wiki', folder: out, force: false })).toMatchObject(
    refused,
  );
  expect(await host.call('exports.zip', { handle })).toMatchObject(refused);
  expect(await host.call('exports.zip', { handle })).toMatchObject({
    error: {
      message: expect.stringMatching(
        /^Nothing was written, because an app can’t be set up yet: wiki\. .* wiki: No redirect/,
      ),
    },
  });
  expect((await host.listen('login.start', { handle, app: 'wiki', mode: 'loopback' })).error).toMatchObject(
    refused.error,
  );
  // It is no client yet, so the others are written without it.
  await host.must('exports.save', { handle, app: 'memos', folder: out, force: false });
  expect(clientsIn(readFileSync(path.join(out, 'home/authelia-oidc.yml'), 'utf8'))).toEqual(HOSTS);
});
