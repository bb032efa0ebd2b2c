import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../shared/apply/compare.ts';
import { ADA } from '../apps/harness.ts';
import { answers, start, tryRun } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { appliedApp } from './applied.ts';

/** The folder of Audiobookshelf, with what `npm ci --omit=dev` installs. */
const FOLDER = process.env['AUDIOBOOKSHELF_DIR'];
const version =
  FOLDER && tryRun('node', '-p', `require(${JSON.stringify(join(FOLDER, 'package.json'))}).version`);
const ROOT = { username: 'root', password: 'throw-away-password' };

appliedApp({
  kind: 'audiobookshelf',
  program: 'Audiobookshelf, by its API',
  version: version || '2.36.0',
  skip: !FOLDER
    ? 'AUDIOBOOKSHELF_DIR does not name a folder of Audiobookshelf'
    : version
      ? undefined
      : 'there is no Audiobookshelf in AUDIOBOOKSHELF_DIR',
  settings: { auto_register: true },
  proved:
    'With an API key of the root user, apply fills the authentication settings, also the folder of the redirect URI, which a new installation lacks; they are read back and the login makes an account; a second run sends nothing; a change by hand is seen and put right; undo leaves what stood there, the secret as well.',
  start: async ({ folder, port, url }) => {
    for (const name of ['config', 'metadata']) mkdirSync(join(folder, name));
    const running = start('node', [join(FOLDER!, 'index.js')], {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      CONFIG_PATH: join(folder, 'config'),
      METADATA_PATH: join(folder, 'metadata'),
      // It looks for them at start, and no sound is played here.
      SKIP_BINARIES_CHECK: '1',
      FFMPEG_PATH: '/bin/true',
      FFPROBE_PATH: '/bin/true',
    });
    await answers(`${url}/status`, running);
    const visitor = new Visitor();
    await visitor.post(`${url}/init`, { newRoot: ROOT });
    const login = await visitor.post(`${url}/login`, ROOT);
    const { user } = JSON.parse(login.body) as { user: { id: string; accessToken: string } };
    const authorization = { authorization: `Bearer ${user.accessToken}` };
    const made = await visitor.post(
      `${url}/api/api-keys`,
      { name: 'latchkey', expiresIn: 600, userId: user.id, isActive: true },
      authorization,
    );
    const settings = `${url}/api/auth-settings`;
    return {
      running,
      token: (JSON.parse(made.body) as { apiKey: { apiKey: string } }).apiKey.apiKey,
      read: async () => {
        const found = JSON.parse((await visitor.get(settings, authorization)).body) as Record<string, Json>;
        // Nothing of it can be taken out again once it was said; both mean the same while nobody uses it.
        return {
          ...found,
          authOpenIDSubfolderForRedirectURLs: found['authOpenIDSubfolderForRedirectURLs'] ?? '',
        };
      },
      byHand: async () => {
        const sent = await visitor.send(
          'PATCH',
          settings,
          { authOpenIDButtonText: 'By hand' },
          authorization,
        );
        expect(sent.status, sent.body).toBe(200);
      },
    };
  },
  differs: ['authOpenIDButtonText'],
  signIn: async ({ url, connection }, { running }) => {
    const visitor = new Visitor();
    const callback = `${url}/audiobookshelf/login`;
    const page = await visitor.open(`${url}/auth/openid?callback=${encodeURIComponent(callback)}`);
    const said = `${visitor.visited.join('\n')}\n${page.body}\n${running.output()}`;
    expect(
      visitor.visited.some((one) => one.startsWith(connection.client.redirect_uris[0]!)),
      said,
    ).toBe(true);
    const token = new URL(visitor.visited.find((one) => one.startsWith(`${callback}?`)) ?? callback)
      .searchParams;
    const who = await visitor.get(`${url}/api/me`, {
      authorization: `Bearer ${token.get('accessToken') ?? token.get('setToken') ?? ''}`,
    });
    const user = who.status === 200 ? (JSON.parse(who.body) as { username: string }).username : undefined;
    return { user, said };
  },
  user: ADA.username,
});
