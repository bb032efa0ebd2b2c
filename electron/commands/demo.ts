import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveConnections } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import { makeReport, reportToJson } from '../../shared/diagnosis/report.ts';
import type { Report } from '../../shared/diagnosis/types.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { AppEntry, ProviderEntry, Workspace } from '../../shared/workspace/types.ts';
import { exportFiles } from '../services/export/export.ts';
import { runCheck } from '../services/login/check.ts';
import { runLogin } from '../services/login/login.ts';
import { browse } from '../services/practice/browser.ts';
import { type PracticeClient, startPracticeProvider } from '../services/practice/provider.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import { openMemoryStore } from '../services/secrets/keychain.ts';
import { readOptions, refuse } from './common.ts';
import { exitOf } from './reporting.ts';

/** The sample apps: one of each kind at the newest known version, all with the practice provider. */
const APPS: Readonly<Record<string, AppEntry>> = {
  memos: { kind: 'memos', url: 'http://localhost:5230', provider: 'practice', version: '0.30' },
  romm: { kind: 'romm', url: 'http://localhost:8080', provider: 'practice', version: '5.2' },
  kestra: {
    kind: 'kestra',
    url: 'http://localhost:8085',
    provider: 'practice',
    version: '1.0',
    edition: 'enterprise',
  },
};

const LIGHT = { pass: 'pass', warn: 'pass, with a warning', fail: 'FAIL', inconclusive: 'not seen' } as const;

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

/**
 * `latchkey demo`: workspace, files, checks and login for three sample apps, with a real provider on
 * loopback.
 */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('demo', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const json = options.value.values.json === true;
  const say = (text: string) => {
    if (!json) process.stdout.write(`${text}\n`);
  };

  // The provider needs the clients, and the workspace needs the provider's address. So the secrets are made
  // first, with any address.
  const bag = await collectSecrets(workspaceAt('http://127.0.0.1'), Object.keys(APPS), openMemoryStore());
  if (!bag.ok) return refuse(bag.error);
  const drafts = connect(workspaceAt('http://127.0.0.1'), bag.value);
  const provider = await startPracticeProvider({
    clients: drafts.map((connection) => registration(connection, bag.value)),
    // As the apps' guides require from a real provider: claims in the ID token, one auth method per client.
    profile: { claimsInIdToken: true, enforceAuthMethod: true },
  });
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-demo-'));
  try {
    say(`Practice provider at ${provider.issuer}`);
    const connections = connect(workspaceAt(provider.issuer, provider.endpoints), bag.value);
    const files = renderDeliverables(connections, bag.value).flatMap(filesOf);
    const written = await exportFiles(folder, files, { force: false });
    if (!written.ok) return refuse(written.error);
    say(`${written.value.changed.length} files written for ${connections.length} apps, then removed again\n`);

    const reports: { app: string; step: 'check' | 'login'; report: Report }[] = [];
    for (const connection of connections) {
      const secrets = bag.value.clients[connection.app.id]!;
      const check = await runCheck(connection, secrets, { probeSpacingMs: 0 });
      if (!check.ok) return refuse(check.error);
      reports.push({
        app: connection.app.id,
        step: 'check',
        report: makeReport(check.value.checks, connection),
      });
      const login = await runLogin(connection, secrets, {
        port: 0,
        timeoutSeconds: 30,
        probeSpacingMs: 0,
        openBrowser: (url) => browse(url),
      });
      if (!login.ok) return refuse(login.error);
      reports.push({
        app: connection.app.id,
        step: 'login',
        report: makeReport(login.value.checks, connection),
      });
      for (const { step, report } of reports.slice(-2)) {
        const passed = report.checks.filter((check) => check.status === 'pass').length;
        say(
          `${connection.app.definition.name.padEnd(8)}${step.padEnd(7)}${LIGHT[report.result]} (${passed} of ${report.checks.length} checks passed)`,
        );
        for (const found of report.diagnoses) say(`         ${found.title}: ${found.fix.text}`);
      }
    }
    if (json) {
      const all = reports.map(({ app, step, report }) => ({ app, step, ...reportToJson(report) }));
      process.stdout.write(`${JSON.stringify({ reports: all }, null, 2)}\n`);
    } else {
      say(
        '\nWritten, checked and logged in, all on this machine. With your own provider and apps:\n  latchkey render WORKSPACE --out DIR      then      latchkey login WORKSPACE --app ID',
      );
    }
    return exitOf(reports.map(({ report }) => report));
  } finally {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const workspaceAt = (issuer: string, metadata: ProviderEntry['metadata'] = {}): Workspace => ({
  latchkey: 1,
  id: 'demo',
  name: 'Demo',
  providers: { practice: { kind: 'oidc', url: issuer, metadata } },
  apps: APPS,
});

const connect = (workspace: Workspace, bag: SecretBag): Connection[] =>
  deriveConnections(
    workspace,
    Object.fromEntries(Object.entries(bag.clients).map(([id, client]) => [id, client.client_id])),
  );

/** The client to register at the practice provider: the derived client plus the test login's redirect URI. */
function registration(connection: Connection, bag: SecretBag): PracticeClient {
  const { client } = connection;
  const secret = bag.clients[connection.app.id]?.client_secret;
  return {
    client_id: client.client_id,
    client_name: client.client_name,
    ...(secret === undefined ? {} : { client_secret: secret }),
    redirect_uris: [...client.redirect_uris, 'http://127.0.0.1/callback'],
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: client.grant_types,
    application_type: 'native',
  };
}
