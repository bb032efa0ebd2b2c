import { answers, freePort, start } from '../process.ts';
import { Visitor } from '../visitor.ts';
import { npmPackage, pythonPackage } from './fetch.ts';
import { ADA, put, realApp } from './harness.ts';

const hub = pythonPackage({
  name: 'jupyterhub',
  version: '5.4.4',
  sha256: ['b385fe081fd7b3dbd31640a9db69ef389e8adf474b1dea06ca8489553ffb0c3e'],
  more: ['oauthenticator==17.4.0'],
});
/** The proxy that it starts itself. */
const proxy = npmPackage({
  name: 'configurable-http-proxy',
  version: '5.1.0',
  integrity:
    'sha512-Bwx18kT23yL2ElnhbSoVaR9CyfEy+HqxUYYDKFKaQsVxnC2XEfkMxQsZNKQ2YGolIl4yNq4R04dFfSK7uaCR0Q==',
  before: '2026-11-20',
});

realApp({
  kind: 'jupyterhub',
  package: {
    ...hub,
    skip: hub.skip ?? proxy.skip,
    fetch: () => {
      hub.fetch();
      proxy.fetch();
    },
  },
  proved:
    'Reads the rendered jupyterhub_config.py beside its own and signs in; its home page names the person. A wrong secret gives the log’s words in the profile. No notebook server is started.',
  user: ADA.username,
  wrongSecret: ['invalid_client'],
  signIn: async ({ url, port, folder, named, stopAtEnd }) => {
    const [api, inside] = [await freePort(), await freePort()];
    const command = [
      process.execPath,
      proxy.file('configurable-http-proxy', 'bin', 'configurable-http-proxy'),
    ];
    const config = put(
      folder,
      'jupyterhub_config.py',
      [
        'c = get_config()',
        `c.JupyterHub.bind_url = 'http://127.0.0.1:${port}'`,
        `c.JupyterHub.hub_bind_url = 'http://127.0.0.1:${inside}'`,
        `c.JupyterHub.db_url = 'sqlite:///${folder}/db.sqlite'`,
        `c.JupyterHub.cookie_secret_file = '${folder}/cookie_secret'`,
        `c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:${api}'`,
        `c.ConfigurableHTTPProxy.pid_file = '${folder}/proxy.pid'`,
        `c.ConfigurableHTTPProxy.command = ${JSON.stringify(command)}`,
        named('jupyterhub_config.py'),
      ].join('\n'),
    );
    const running = stopAtEnd(start(hub.file('bin', 'python'), ['-m', 'jupyterhub', '-f', config], {}));
    await answers(`http://127.0.0.1:${inside}/hub/health`, running);
    await answers(`${url}/hub/health`, running);
    const visitor = new Visitor();
    const page = await visitor.open(`${url}/hub/oauth_login?next=/hub/home`);
    const home = await visitor.open(`${url}/hub/home`);
    return {
      user: /^\s*user: "([^"]+)"/m.exec(home.body)?.[1],
      said: `${page.url}\n${page.body}\n${running.output()}`,
    };
  },
});
