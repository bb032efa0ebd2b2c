import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { answers, build, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { pythonPackage } from './fetch.ts';
import { ADA, merged, put, realApp } from './harness.ts';

const synapse = pythonPackage({
  name: 'matrix-synapse',
  version: '1.163.2',
  extras: 'oidc',
  sha256: ['6cecae98b6e1b55dd68e689329cf1677cba103d4160c320f04b26bd081ff1558'],
});

realApp({
  kind: 'synapse',
  package: synapse,
  proved:
    'Starts with the rendered block merged into its homeserver.yaml and signs in as a Matrix client does: redirect, login token, session; whoami names the account. A wrong secret gives the words in the profile.',
  user: `@${ADA.username}:localhost`,
  wrongSecret: ['invalid_client'],
  signIn: async ({ url, port, folder, named, stopAtEnd }) => {
    const python = synapse.file('bin', 'python');
    const config = join(folder, 'homeserver.yaml');
    const module = ['-m', 'synapse.app.homeserver', '-c', config];
    const made = ['--generate-config', '-H', 'localhost', '--report-stats', 'no', '--data-directory', folder];
    build(python, [...module, ...made], folder, 60);
    const base = merged(parse(readFileSync(config, 'utf8')), parse(named('homeserver.yaml')));
    const listeners = [
      { port, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'] }] },
    ];
    const more = { listeners, trusted_key_servers: [], federation_domain_whitelist: [] };
    put(folder, 'homeserver.yaml', JSON.stringify({ ...base, ...more }));
    const running = stopAtEnd(start(python, module, {}));
    await answers(`${url}/health`, running);

    const visitor = new Visitor();
    const client = 'http://127.0.0.1:1/element';
    const began = `${url}/_matrix/client/v3/login/sso/redirect/oidc-authelia?redirectUrl=${encodeURIComponent(client)}`;
    const page = await visitor.open(began);
    const said = `${page.url}\n${page.body}\n${running.output()}`;
    const token = /loginToken=([\w.~-]+)/.exec(page.body)?.[1];
    if (token === undefined) return { user: undefined, said };
    const login = await visitor.post(`${url}/_matrix/client/v3/login`, { type: 'm.login.token', token });
    const { access_token } = JSON.parse(login.body) as { access_token?: string };
    const authorization = `Bearer ${access_token}`;
    const who = await visitor.get(`${url}/_matrix/client/v3/account/whoami`, { authorization });
    return { user: (JSON.parse(who.body) as { user_id?: string }).user_id, said };
  },
});
