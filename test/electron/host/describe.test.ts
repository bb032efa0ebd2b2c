import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Description } from '../../../shared/profile/describe.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

const ANSWERS: Description = {
  name: 'Paper Planes',
  version: '',
  callbacks: '/oauth/callback',
  method: 'client_secret_post',
  pkce: 'unknown',
  scopes: 'openid email',
  way: 'env',
  place: '',
  settings: 'PLANES_ISSUER\nPLANES_CLIENT_ID\nPLANES_CLIENT_SECRET',
};
let host: TestHost;
let out: string;
beforeEach(() => {
  host = testHost();
  out = mkdtempSync(path.join(tmpdir(), 'latchkey-described-'));
});
afterEach(async () => {
  await host.close();
  rmSync(out, { recursive: true, force: true });
});
const drafts = () =>
  existsSync(path.join(host.folder, 'drafts')) ? readdirSync(path.join(host.folder, 'drafts')) : [];

/** A draft with a provider and the described app, connected. */
async function described(answers: Partial<Description> = {}) {
  let view = await host.must('workspace.new', { name: 'Home' });
  const { handle } = view;
  view = await host.must('workspace.update', {
    handle,
    revision: view.revision,
    change: {
      op: 'put-provider',
      id: 'home',
      entry: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', setup: 'existing' },
    },
  });
  const made = await host.must('workspace.describe', {
    handle,
    revision: view.revision,
    description: { ...ANSWERS, ...answers },
  });
  view = await host.must('workspace.update', {
    handle,
    revision: made.view.revision,
    change: {
      op: 'put-app',
      id: 'planes',
      entry: { kind: made.kind, url: 'https://planes.example.com', provider: 'home' },
    },
  });
  return { handle, view, kind: made.kind };
}

describe('describing an app in the wizard', () => {
  it('makes it an app like any other, kept with the draft and written beside the file on the first save', async () => {
    const { handle, view, kind } = await described();
    expect(kind).toBe('paper-planes');
    expect(view.workspace.profiles).toEqual(['./paper-planes.profile.yaml']);
    expect(view.problems).toEqual([]);
    expect(view.own_apps).toMatchObject([{ kind, name: 'Paper Planes', is_own: true }]);
    await host.must('secrets.generate', { handle, app: 'planes' });
    const { deliverables } = await host.must('deliverables.preview', { handle, app: 'planes' });
    expect(JSON.stringify(deliverables)).toContain('PLANES_CLIENT_SECRET');
    expect(JSON.stringify(deliverables)).toContain('https://planes.example.com/oauth/callback');

    const target = path.join(out, 'home.latchkey');
    const saved = await host.must('workspace.save-as', { handle, path: target });
    expect(saved.problems).toEqual([]);
    expect(readFileSync(path.join(out, 'paper-planes.profile.yaml'), 'utf8')).toContain('name: Paper Planes');
    expect(drafts().filter((name) => name.endsWith('.yaml') || name.endsWith('.latchkey'))).toEqual([]);
    expect(readFileSync(target, 'utf8')).toContain('profiles: [./paper-planes.profile.yaml]\nproviders:');
  });

  it('never writes over a file: the next one gets a number', async () => {
    const { handle } = await described();
    await host.must('workspace.save-as', { handle, path: path.join(out, 'home.latchkey') });
    writeFileSync(path.join(out, 'kites.profile.yaml'), 'mine');
    const { revision } = await host.must('workspace.current', { handle });
    const made = await host.must('workspace.describe', {
      handle,
      revision,
      description: { ...ANSWERS, name: 'Kites' },
    });
    expect(made.view.workspace.profiles).toEqual(['./paper-planes.profile.yaml', './kites-2.profile.yaml']);
    expect(made.view.problems).toEqual([]);
    expect(readFileSync(path.join(out, 'kites.profile.yaml'), 'utf8')).toBe('mine');
  });

  it('keeps two drafts with the same app apart', async () => {
    const one = await described();
    const two = await described({ callbacks: '/other' });
    expect(two.view.workspace.profiles).not.toEqual(one.view.workspace.profiles);
    const seen = async (handle: string) =>
      (await host.must('connection.derive', { handle, app: 'planes' })).connection?.client.redirect_uris;
    expect(await seen(one.handle)).toEqual(['https://planes.example.com/oauth/callback']);
    expect(await seen(two.handle)).toEqual(['https://planes.example.com/other']);
  });

  it.each<[string, Partial<Description>, RegExp]>([
    ['a name without letters', { name: '42' }, /needs a letter/],
    ['the name of an app that there is', { name: 'Gitea' }, /already\. Choose that one/],
    ['no redirect URI', { callbacks: ' ' }, /redirect URI is missing/],
    [
      'a setting of which nothing is known',
      { settings: `${ANSWERS.settings}\nPLANES_COLOUR` },
      /PLANES_COLOUR.*Write it behind/,
    ],
    ['no setting for the secret', { settings: 'PLANES_CLIENT_ID' }, /client secret is among/],
    ['no variable', { settings: 'Client ID\nClient secret' }, /environment variable/],
    [
      'somebody’s other secret',
      { settings: `${ANSWERS.settings}\nSESSION_PASSWORD=hunter2hunter2` },
      /looks like a secret/,
    ],
  ])('says what is wrong with %s, and writes nothing', async (_what, answers, said) => {
    const { handle, revision } = await host.must('workspace.new', {});
    const before = drafts();
    const answer = await host.call('workspace.describe', {
      handle,
      revision,
      description: { ...ANSWERS, ...answers },
    });
    expect(answer).toMatchObject({ error: { code: 'invalid', message: expect.stringMatching(said) } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(drafts()).toEqual(before);
  });

  it('lets an app be described again: the form says what was said, and only its file is changed', async () => {
    const { handle, view, kind } = await described({ method: 'unknown' });
    const again = await host.must('workspace.described', { handle, kind });
    expect(again.description).toMatchObject({
      name: 'Paper Planes',
      version: '',
      callbacks: '/oauth/callback',
      method: 'unknown',
      pkce: 'unknown',
      scopes: 'openid email',
      way: 'env',
    });
    const ending = new AbortController();
    const watching = host.listen('workspace.watch', { handle }, ending.signal);
    const made = await host.must('workspace.describe', {
      handle,
      revision: view.revision,
      description: { ...again.description, callbacks: '/sso/back', method: 'client_secret_post' },
      again: kind,
    });
    // Longer than the watch of the files waits before it reads them.
    await new Promise((resolve) => setTimeout(resolve, 300));
    ending.abort();
    const { events } = await watching;
    expect(events.map((event) => event.type === 'changed' && event.by)).toEqual(['window']);
    expect(made.view.workspace).toEqual(view.workspace);
    expect(drafts().filter((name) => name.endsWith('.profile.yaml'))).toEqual(['paper-planes.profile.yaml']);
    const { connection } = await host.must('connection.derive', { handle, app: 'planes' });
    expect(connection?.client).toMatchObject({
      redirect_uris: ['https://planes.example.com/sso/back'],
      token_endpoint_auth_method: 'client_secret_post',
    });
    // Another window that still shows the former answers does not take these back.
    const late = { handle, revision: view.revision, description: again.description, again: kind };
    expect(await host.call('workspace.describe', late)).toMatchObject({ error: { code: 'conflict' } });
    const named = { ...again.description, name: 'Kites' };
    expect(
      await host.call('workspace.describe', {
        ...late,
        revision: made.view.revision,
        description: named,
      }),
    ).toMatchObject({ error: { code: 'invalid', message: expect.stringMatching(/Keep the name/) } });
  });

  it.each<[string, (text: string) => string]>([
    ['a comment', (text) => `${text}# ask Anna\n`],
    ['another value', (text) => text.replace('trust: system', 'trust: node')],
    ['other quotes', (text) => text.replace('name: Paper Planes', 'name: "Paper Planes"')],
    [
      'a further target',
      (text) => text.replace('after:', '  - { screen: Settings, fields: { Id: "{client_id}" } }\nafter:'),
    ],
  ])('never loses %s that was written by hand into the file: it names the file', async (_what, change) => {
    const { handle, kind } = await described();
    const file = path.join(host.folder, 'drafts', 'paper-planes.profile.yaml');
    const { description } = await host.must('workspace.described', { handle, kind });
    const changed = change(readFileSync(file, 'utf8'));
    writeFileSync(file, changed);
    const { revision } = await host.must('workspace.reload', { handle });
    const refused = {
      error: {
        code: 'invalid',
        message: expect.stringContaining('./paper-planes.profile.yaml was written or changed by hand'),
      },
    };
    expect(await host.call('workspace.described', { handle, kind })).toMatchObject(refused);
    expect(
      await host.call('workspace.describe', { handle, revision, description, again: kind }),
    ).toMatchObject(refused);
    expect(readFileSync(file, 'utf8')).toBe(changed);
  });

  it('has nothing to describe again of an app that it has not described', async () => {
    const { handle } = await host.must('workspace.new', {});
    expect(await host.call('workspace.described', { handle, kind: 'gitea' })).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/No file beside the workspace/) },
    });
  });

  it('writes nothing when the workspace was changed meanwhile', async () => {
    const { handle, revision } = await host.must('workspace.new', {});
    await host.must('workspace.update', { handle, revision, change: { op: 'set-name', name: 'x' } });
    const answer = await host.call('workspace.describe', { handle, revision, description: ANSWERS });
    expect(answer).toMatchObject({ error: { code: 'conflict' } });
    expect(drafts().filter((name) => name.includes('profile'))).toEqual([]);
  });
});
