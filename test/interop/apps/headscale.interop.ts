import { parse } from 'yaml';
import { answers, build, start, tryRun } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { goProgram } from './fetch.ts';
import { ADA, merged, put, realApp } from './harness.ts';

const headscale = goProgram({
  module: 'github.com/juanfont/headscale',
  version: 'v0.29.2',
  sum: 'h1:eW7zz5yiVlSP1+5zUgPM2YWOoSNkzgX0wBMt5T4zF9g=',
  programs: ['cmd/headscale'],
});

/** A node that waits for somebody to sign in for it: the prefix and 24 characters. */
const NODE = `hskey-authreq-${'a1b2c3d4'.repeat(3)}`;

realApp({
  kind: 'headscale',
  package: headscale,
  proved:
    'Starts with the rendered block merged into its config.yaml, reads discovery at start, and signs in for a waiting node; its own command says whose node it is. A wrong secret gives the page and the log in the profile.',
  user: ADA.username,
  wrongSecret: ['You are not authorized. Please contact your administrator.', 'user msg: invalid code'],
  signIn: async ({ url, port, folder, named, stopAtEnd }) => {
    const base = {
      server_url: url,
      listen_addr: `127.0.0.1:${port}`,
      metrics_listen_addr: '',
      noise: { private_key_path: `${folder}/noise.key` },
      prefixes: { v4: '100.64.0.0/10', v6: 'fd7a:115c:a1e0::/48' },
      // It refuses to start without any relay; none is ever asked.
      derp: {
        server: {
          enabled: true,
          region_id: 999,
          region_code: 'none',
          region_name: 'none',
          stun_listen_addr: '127.0.0.1:0',
          private_key_path: `${folder}/derp.key`,
        },
        urls: [],
      },
      disable_check_updates: true,
      database: { type: 'sqlite', sqlite: { path: `${folder}/db.sqlite` } },
      dns: { magic_dns: false, base_domain: 'tailnet.example', override_local_dns: false },
      unix_socket: `${folder}/socket`,
      // Its command waits for the server on a busy machine, too.
      cli: { timeout: '60s' },
    };
    const config = put(folder, 'config.yaml', JSON.stringify(merged(base, parse(named('headscale.yaml')))));
    const running = stopAtEnd(start(headscale.file('headscale'), ['serve', '-c', config], {}));
    await answers(`${url}/health`, running);
    const own = (...args: string[]) => [...args, '-c', config];
    build(headscale.file('headscale'), own('users', 'create', 'owner'), folder, 90);
    build(
      headscale.file('headscale'),
      own('debug', 'create-node', '--name', 'laptop', '--user', 'owner', '--key', NODE),
      folder,
      90,
    );
    const visitor = new Visitor();
    let page = await visitor.open(`${url}/register/${NODE}`);
    const confirm = Visitor.form(page, /confirm/);
    if (confirm) page = await visitor.submit(confirm.action, confirm.fields);
    const nodes = JSON.parse(
      tryRun(headscale.file('headscale'), ...own('nodes', 'list', '-o', 'json-line')) ?? '[]',
    ) as { user: { name: string; provider: string } }[] | null;
    return {
      user: nodes?.find((node) => node.user.provider === 'oidc')?.user.name,
      said: `${page.url}\n${page.body}\n${running.output()}`,
    };
  },
});
