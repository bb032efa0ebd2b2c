import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import { type AppGiven, bagOf } from '../../helpers/app-connection.ts';
import { freePort } from '../process.ts';
import { interopPart } from '../results.ts';
import { causes, check, findings, login, type Setup, statuses, told } from '../run.ts';
import { connectAt, KESTRA, MEMOS } from '../standard-fault.ts';
import { FAULTS, type Metadata, PEOPLE } from './faults.ts';
import {
  CANAILLE_VERSION,
  type Canaille,
  fetchCanaille,
  type Registered,
  signIn,
  startCanaille,
  whyNot,
} from './server.ts';

/** RomM is tested among the faults. */
const HEALTHY = [MEMOS, KESTRA];

const PATHS = {
  authorization_endpoint: 'oauth/authorize',
  token_endpoint: 'oauth/token',
  userinfo_endpoint: 'oauth/userinfo',
  jwks_uri: 'oauth/jwks.json',
};

interopPart(
  {
    part: 5,
    program: 'Canaille',
    proved: `Registers the rendered client metadata (RFC 7591); discovery, probes and the login on its own pages; check and login find nothing wrong for ${HEALTHY.map((app) => app.kind).join(', ')}, and name the right cause first for ${FAULTS.length} faults.`,
    version: CANAILLE_VERSION,
    skip: whyNot(),
  },
  () => {
    let canaille: Canaille;
    let port: number;
    beforeAll(async () => {
      fetchCanaille();
      canaille = await startCanaille(PEOPLE);
      // Canaille compares redirect URIs exactly, including the port of a loopback one.
      port = await freePort();
    }, 900_000);
    afterAll(() => canaille?.stop());

    const test_redirect_uri = () => `http://127.0.0.1:${port}/callback`;

    /** Registers the rendered metadata for the app, with the change that the fault needs. */
    async function register(app: AppGiven, change?: (client: Metadata) => void): Promise<Registered> {
      const connection = connectAt(
        canaille.issuer,
        PATHS,
        { ...app, test_redirect_uri: test_redirect_uri() },
        'new',
      );
      const file = renderDeliverables([connection], bagOf(connection, 'not-in-the-file'))
        .flatMap(filesOf)
        .find((one) => one.kind === 'client-metadata')!;
      const metadata = JSON.parse(file.content) as Metadata;
      change?.(metadata);
      return canaille.register(metadata);
    }

    const setUp = (app: AppGiven, client: Registered, issuer = canaille.issuer): Setup => ({
      connection: connectAt(
        issuer,
        PATHS,
        { ...app, test_redirect_uri: test_redirect_uri() },
        client.client_id,
      ),
      secret: client.client_secret,
      person: (url) => signIn(url, 'ada'),
    });

    const run = (name: 'check' | 'login', setup: Setup) =>
      name === 'check' ? check(setup) : login(setup, { port, timeoutSeconds: 8 });

    describe.each(HEALTHY.map((app) => ({ app })))('$app.kind, healthy', ({ app }) => {
      it('registers the rendered metadata', async () => {
        const { client } = connectAt(canaille.issuer, PATHS, app, 'new');
        const made = await register(app);
        expect(made.redirect_uris).toEqual([test_redirect_uri(), ...client.redirect_uris]);
        expect(made.token_endpoint_auth_method).toBe(client.token_endpoint_auth_method);
      });

      it.each(['check', 'login'] as const)('%s', async (name) => {
        const report = await run(name, setUp(app, await register(app)));
        expect(findings(report), told(report)).toEqual([]);
        expect(causes(report)).toEqual([]);
        // Canaille drops unknown scopes without a message, so only a login shows which ones are granted.
        expect(statuses(report, 'inconclusive'), told(report)).toEqual(name === 'check' ? ['P11'] : []);
      });
    });

    describe.each(FAULTS)('$name', (fault) => {
      it.each(['check', 'login'] as const)('%s', async (name) => {
        const client = await register(fault.app, fault.registered);
        const setup = setUp(
          fault.app,
          { ...client, client_id: fault.client_id ?? client.client_id },
          (fault.url ?? String)(canaille.issuer),
        );
        const right = client.client_secret ?? '';
        const report = await run(name, {
          ...setup,
          secret: fault.secret ? fault.secret(right) : right,
          person: (url) => signIn(url, fault.person ?? 'ada', fault.consent),
        });
        expect(causes(report)[0] ?? null, told(report)).toBe(fault[name]);
      });
    });
  },
);
