import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../shared/apply/compare.ts';
import { browse, lastVisit } from '../../helpers/browse.ts';
import { ADA, put } from '../apps/harness.ts';
import { answers, freePort, start, tryRun } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { appliedApp } from './applied.ts';

const PORTAINER_BIN = process.env['PORTAINER_BIN'];
// It says its version where errors go.
const said = PORTAINER_BIN && tryRun('sh', '-c', '"$0" --version 2>&1', PORTAINER_BIN);
const version = /\d+\.\d+\.\d+/.exec(said ?? '')?.[0];
const ADMIN = { Username: 'admin', Password: 'throw-away-password' };

appliedApp({
  kind: 'portainer',
  program: 'Portainer, by its API',
  version: version ?? '2.23.0',
  skip: !PORTAINER_BIN
    ? 'PORTAINER_BIN does not name a Portainer program'
    : version === undefined
      ? 'the program in PORTAINER_BIN does not run'
      : undefined,
  settings: { auto_create: true },
  proved:
    'With an access token of an administrator, apply fills the settings of OAuth and switches them on, reads them back, and the login makes an account; a second run sends nothing; a change by hand is seen and put right, and the secret and what stands beside stay; undo leaves what stood there but for the secret, which Portainer never shows, and says so.',
  start: async ({ folder, port, url }) => {
    // It looks for them at start, and no container is started here.
    for (const name of ['docker', 'docker-compose', 'kubectl', 'helm'])
      chmodSync(put(folder, `assets/${name}`, '#!/bin/sh\n'), 0o700);
    const running = start(
      PORTAINER_BIN!,
      [
        `--bind=127.0.0.1:${port}`,
        `--bind-https=127.0.0.1:${await freePort()}`,
        '--tunnel-addr=127.0.0.1',
        `--tunnel-port=${await freePort()}`,
        `--data=${join(folder, 'data')}`,
        `--assets=${join(folder, 'assets')}`,
        '--http-enabled',
      ],
      {},
    );
    await answers(`${url}/api/status`, running);
    // Each without cookies: with one it wants a token of its page.
    await new Visitor().post(`${url}/api/users/admin/init`, ADMIN);
    const login = await new Visitor().post(`${url}/api/auth`, ADMIN);
    const authorization = { authorization: `Bearer ${(JSON.parse(login.body) as { jwt: string }).jwt}` };
    const made = await new Visitor().post(
      `${url}/api/users/1/tokens`,
      { description: 'latchkey', password: ADMIN.Password },
      authorization,
    );
    const settings = `${url}/api/settings`;
    type Settings = { OAuthSettings: Record<string, Json> };
    const read = async () =>
      JSON.parse((await new Visitor().get(settings, authorization)).body) as Settings & Record<string, Json>;
    return {
      running,
      token: (JSON.parse(made.body) as { rawAPIKey: string }).rawAPIKey,
      read,
      byHand: async () => {
        const { OAuthSettings } = await read();
        const sent = await new Visitor().send(
          'PUT',
          settings,
          { OAuthSettings: { ...OAuthSettings, Scopes: 'openid', DefaultTeamID: 0 } },
          authorization,
        );
        expect(sent.status, sent.body).toBe(200);
      },
    };
  },
  differs: ['OAuthSettings/Scopes'],
  lost: ['OAuthSettings/ClientSecret lost'],
  signIn: async ({ url }, { running }) => {
    const visitor = new Visitor();
    const shown = JSON.parse((await visitor.get(`${url}/api/settings/public`)).body) as {
      OAuthLoginURI: string;
    };
    // The page of Portainer is at the address itself.
    const end = lastVisit(await browse(`${shown.OAuthLoginURI}&state=made-by-the-page`, { stopBefore: url }));
    const code = new URL(end.url).searchParams.get('code');
    const answer = await visitor.post(`${url}/api/auth/oauth/validate`, { code });
    const said = `${end.url}\n${answer.body}\n${running.output()}`;
    if (answer.status !== 200) return { user: undefined, said };
    const { jwt } = JSON.parse(answer.body) as { jwt: string };
    const who = await new Visitor().get(`${url}/api/users/me`, { authorization: `Bearer ${jwt}` });
    return { user: (JSON.parse(who.body) as { Username: string }).Username, said };
  },
  user: ADA.username,
});
