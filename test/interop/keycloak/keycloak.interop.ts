import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { AppGiven } from '../../helpers/app-connection.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';
import { interopPart } from '../results.ts';
import { causes, check, findings, login, type Setup, statuses, told } from '../run.ts';
import { connectAt, HEALTHY, secretOf } from '../standard-fault.ts';
import { Visitor } from '../visitor.ts';
import { FAULTS, PEOPLE } from './faults.ts';
import {
  fetchKeycloak,
  KEYCLOAK_VERSION,
  type Keycloak,
  type KeycloakClient,
  signIn,
  startKeycloak,
  whyNot,
} from './server.ts';

const HEALTHY_IDS = HEALTHY.map((app) => ({ id: `ok-${app.kind}`, app }));
const FAULT_IDS = FAULTS.map((fault, index) => ({ id: `fault-${index + 1}`, fault }));

const PATHS = {
  authorization_endpoint: 'protocol/openid-connect/auth',
  token_endpoint: 'protocol/openid-connect/token',
  userinfo_endpoint: 'protocol/openid-connect/userinfo',
  jwks_uri: 'protocol/openid-connect/certs',
};

function registration(id: string, app: AppGiven): KeycloakClient {
  const { client } = connectAt('http://127.0.0.1/realms/home', PATHS, app, id);
  return {
    clientId: id,
    secret: secretOf(id),
    // Without a port, so that any port is accepted.
    redirectUris: [...client.redirect_uris, 'http://127.0.0.1/callback'],
    enabled: true,
    standardFlowEnabled: true,
    publicClient: false,
    consentRequired: false,
    defaultClientScopes: ['basic', 'profile', 'email'],
    attributes: {},
  };
}

/** The same apps with what Keycloak's profile renders for them: the file that a person imports. */
const IMPORTED = HEALTHY.map((app) => ({ id: `imported-${app.kind}`, app }));
const TEST_ADDRESS = 'http://127.0.0.1:8911/callback';

const profiled = (issuer: string, id: string, app: AppGiven) =>
  connect(
    { client_id: id, test_redirect_uri: TEST_ADDRESS, ...app },
    {
      kind: 'keycloak',
      url: issuer,
      version: '26.7',
    },
  );

function rendered(id: string, app: AppGiven): KeycloakClient {
  const connection = profiled('http://127.0.0.1/realms/home', id, app);
  const file = renderDeliverables([connection], bagOf(connection, secretOf(id)))
    .flatMap(filesOf)
    .find(({ kind }) => kind === 'provider-config')!;
  return JSON.parse(file.content) as KeycloakClient;
}

interopPart(
  {
    part: 5,
    program: 'Keycloak',
    proved: `Discovery, keys, probes and the login on its own pages; check and login find nothing wrong for ${HEALTHY.map((app) => app.kind).join(', ')}, and name the right cause first for ${FAULTS.length} faults; it registers the rendered client metadata (RFC 7591), and takes the file that its profile renders: memos, romm and kestra sign in with that.`,
    version: KEYCLOAK_VERSION,
    skip: whyNot(),
  },
  () => {
    let keycloak: Keycloak;
    beforeAll(async () => {
      fetchKeycloak();
      const clients = [
        ...HEALTHY_IDS.map(({ id, app }) => registration(id, app)),
        ...IMPORTED.map(({ id, app }) => rendered(id, app)),
        ...FAULT_IDS.map(({ id, fault }) => {
          const client = registration(id, fault.app);
          fault.registered?.(client);
          return client;
        }),
      ];
      keycloak = await startKeycloak(clients, PEOPLE);
    }, 900_000);
    afterAll(() => keycloak?.stop());

    const setUp = (id: string, app: AppGiven, issuer = keycloak.issuer): Setup => ({
      connection: connectAt(issuer, PATHS, app, id),
      secret: secretOf(id),
      person: (url) => signIn(url, 'ada'),
    });

    describe.each(IMPORTED)('$app.kind, imported as its profile renders it', ({ id, app }) => {
      it.each(['check', 'login'] as const)('%s finds nothing wrong', async (run) => {
        const setup = {
          connection: profiled(keycloak.issuer, id, app),
          secret: secretOf(id),
          person: (url: string) => signIn(url, 'ada'),
        };
        const report = await (run === 'check' ? check(setup) : login(setup, { port: 8911 }));
        expect(findings(report), told(report)).toEqual([]);
        expect(causes(report)).toEqual([]);
      });
    });

    describe.each(HEALTHY_IDS)('$app.kind, healthy', ({ id, app }) => {
      it.each(['check', 'login'] as const)('%s finds nothing wrong', async (run) => {
        const report = await (run === 'check' ? check : login)(setUp(id, app));
        expect(findings(report), told(report)).toEqual([]);
        expect(causes(report)).toEqual([]);
        // It sends no Date; and whether it requires PKCE of an app without it shows only after signing in.
        const open = run === 'check' && app.kind === 'romm' ? ['S7', 'P10'] : ['S7'];
        expect(statuses(report, 'inconclusive'), told(report)).toEqual(open);
      });
    });

    describe.each(FAULT_IDS)('$fault.name', ({ id, fault }) => {
      it.each(['check', 'login'] as const)('%s', async (run) => {
        const right = setUp(fault.client_id ?? id, fault.app, (fault.url ?? String)(keycloak.issuer));
        const report = await (run === 'check' ? check : login)({
          ...right,
          secret: fault.secret ? fault.secret(secretOf(id)) : secretOf(id),
          person: (url) => signIn(url, fault.person ?? 'ada', fault.consent),
        });
        expect(causes(report)[0] ?? null, told(report)).toBe(fault[run]);
      });
    });

    it('answers as the interpretation of its probes says', async () => {
      const { outcome } = await check(setUp('ok-kestra', HEALTHY[2]!));
      const { authorize, token_attempts } = outcome.evidence;
      expect(
        authorize.map((one) => [one.probe, one.class, one.answer.status, one.blames ?? one.error]),
      ).toEqual([
        ['good', 'back', 302, 'login_required'],
        ['unknown-client', 'error-page', 400, 'client'],
        ['unknown-redirect', 'error-page', 400, 'redirect-uri'],
        ['unknown-scope', 'back', 302, 'scope'],
      ]);
      expect(token_attempts.map((one) => [one.secret, one.answer.status, one.answer.error])).toEqual([
        ['right', 400, 'invalid_grant'],
        ['wrong-on-purpose', 401, 'unauthorized_client'],
      ]);
    });

    it.each(HEALTHY_IDS)('registers the rendered client metadata of $app.kind', async ({ id, app }) => {
      const connection = connectAt(keycloak.issuer, PATHS, app, id);
      const metadata = renderDeliverables([connection], bagOf(connection, secretOf(id)))
        .flatMap(filesOf)
        .find((file) => file.kind === 'client-metadata')!;
      const register = async (change: Record<string, unknown>) =>
        new Visitor().post(
          `${keycloak.url}/realms/home/clients-registrations/openid-connect`,
          { ...JSON.parse(metadata.content), client_id: undefined, ...change },
          { authorization: `Bearer ${await keycloak.registrationToken()}` },
        );
      // Keycloak has no client scope “openid”, so its registration policy refuses the name.
      const refused = await register({});
      expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('Allowed Client Scopes')]);
      const scope = connection.client.scopes.filter((one) => one !== 'openid').join(' ');
      const answer = await register({ scope });
      expect(answer.status, answer.body).toBe(201);
      const made = JSON.parse(answer.body) as Record<string, unknown>;
      expect(made['redirect_uris']).toEqual(connection.client.redirect_uris);
      expect(made['token_endpoint_auth_method']).toBe(connection.client.token_endpoint_auth_method);
      expect(made['client_name']).toBe(connection.client.client_name);
    });
  },
);
