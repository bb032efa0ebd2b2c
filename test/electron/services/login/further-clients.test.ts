import { afterEach, describe, expect, it } from 'vitest';
import { runCheck } from '../../../../electron/services/login/check.ts';
import {
  type PracticeClient,
  type PracticeProvider,
  startPracticeProvider,
} from '../../../../electron/services/practice/provider.ts';
import { applicationType, clientsOf } from '../../../../shared/client/further.ts';
import { makeReport } from '../../../../shared/diagnosis/report.ts';
import type { ProviderEntry } from '../../../../shared/workspace/types.ts';
import { type AppGiven, connect } from '../../../helpers/app-connection.ts';
import { checkOf } from '../../../helpers/login-world.ts';

/** A check of apps whose other programs have clients of their own, at a real provider. */

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';
const OPENCLOUD: AppGiven = { kind: 'opencloud', url: 'http://127.0.0.1:9' };
const ARGO: AppGiven = { kind: 'argo-cd', url: 'http://127.0.0.1:9' };

let practice: PracticeProvider | undefined;
afterEach(async () => {
  await practice?.close();
  practice = undefined;
});

const OIDC: Partial<ProviderEntry> = { kind: 'oidc', url: 'http://127.0.0.1:1' };

/** Starts a provider that has the clients of this app, changed, and checks the app there. */
async function checked(app: AppGiven, change: (clients: PracticeClient[]) => readonly PracticeClient[]) {
  const clients = clientsOf(connect(app, OIDC)).map((one): PracticeClient => {
    const { client } = one;
    const isPublic = client.token_endpoint_auth_method === 'none';
    return {
      client_id: client.client_id,
      ...(isPublic ? {} : { client_secret: SECRET }),
      redirect_uris: client.redirect_uris,
      token_endpoint_auth_method: client.token_endpoint_auth_method,
      grant_types: client.grant_types,
      application_type: one.used_by === undefined ? 'native' : applicationType(one),
      scope: client.scopes.join(' '),
    };
  });
  practice = await startPracticeProvider({ clients: change(clients) });
  const connection = connect(app, { kind: 'oidc', url: practice.issuer, metadata: practice.endpoints });
  const outcome = await runCheck(connection, { client_secret: SECRET }, { probeSpacingMs: 0 });
  if (!outcome.ok) throw new Error(outcome.error.message);
  return { outcome: outcome.value, report: makeReport(outcome.value.checks, connection), connection };
}

describe.each([
  ['OpenCloud, with three public clients', OPENCLOUD, 3],
  ['Argo CD, with one', ARGO, 1],
] as const)('%s', (_name, app, count) => {
  it('passes where all of them are registered', async () => {
    const { outcome } = await checked(app, (clients) => clients);
    expect(outcome.target.further_clients).toHaveLength(count);
    expect(checkOf(outcome, 'P13')).toMatchObject({ status: 'pass', proofs: ['further-clients-answered'] });
    expect(outcome.timings.requests).toBeLessThanOrEqual(25);
  });

  it('fails where one is not known, and says which', async () => {
    const { outcome, report, connection } = await checked(app, (clients) => clients.slice(0, -1));
    const [missing] = connection.further_clients.slice(-1);
    const { status, findings } = checkOf(outcome, 'P13');
    expect([status, findings.map(({ code }) => code)]).toEqual(['fail', ['further-client-unknown']]);
    const diagnosis = report.diagnoses.find(({ id }) => id === 'further-client-not-registered');
    expect(diagnosis?.title).toContain(missing!.used_by);
    expect(diagnosis?.fix.text).toContain(missing!.client.client_id);
    expect(diagnosis?.side).toBe('provider');
  });

  it('fails where one has another address', async () => {
    const { outcome, report } = await checked(app, (clients) =>
      clients.map((one, index) =>
        index === 1
          ? { ...one, application_type: 'native', redirect_uris: ['http://127.0.0.1/elsewhere'] }
          : one,
      ),
    );
    expect(checkOf(outcome, 'P13').findings.map(({ code }) => code)).toEqual([
      'further-redirect-not-registered',
    ]);
    // The app's own is as it was.
    expect(checkOf(outcome, 'P7').findings).toEqual([]);
    expect(report.result).toBe('fail');
  });
});

it('says nothing of other programs where the app has none', async () => {
  const { outcome } = await checked({ ...ARGO, settings: { command_line: false } }, (clients) => clients);
  expect(outcome.checks.some(({ id }) => id === 'P13')).toBe(false);
});
