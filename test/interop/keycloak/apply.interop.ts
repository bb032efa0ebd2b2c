import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../../electron/services/apply/api.ts';
import { journalFile, readJournal } from '../../../electron/services/apply/journal-file.ts';
import { readClients } from '../../../electron/services/apply/live-clients.ts';
import { applySideNow, planSide } from '../../../electron/services/apply/run.ts';
import { takeBack } from '../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import type { JsonObject } from '../../../shared/apply/compare.ts';
import { lastRun } from '../../../shared/apply/journal.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { type ApplySide, isNoWay } from '../../../shared/apply/things.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { importFiles } from '../../../shared/existing/import/import.ts';
import { liveDifferences } from '../../../shared/existing/import/live.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { type AppGiven, bagOf, connect } from '../../helpers/app-connection.ts';
import { interopPart } from '../results.ts';
import { causes, findings, login, told } from '../run.ts';
import { HEALTHY, secretOf } from '../standard-fault.ts';
import { Visitor } from '../visitor.ts';
import { PEOPLE } from './faults.ts';
import {
  fetchKeycloak,
  KEYCLOAK_VERSION,
  type Keycloak,
  PASSWORD,
  signIn,
  startKeycloak,
  whyNot,
} from './server.ts';

const ID = 'latchkey-for-you';
const SECRET = 'a-secret-of-the-service-account-9f3c';
const TEST_ADDRESS = 'http://127.0.0.1:8912/callback';

interopPart(
  {
    part: 5,
    program: 'Keycloak, by its API',
    proved:
      'With no right but manage-clients, apply makes the clients of Memos, RomM and Kestra, reads them back, and they sign in; a second run sends nothing; a change by hand shows field by field and is put right; undo brings back the exact former client, its secret too, and removes what was made. With query-clients as well it narrows a client to a group by a flow that was made by hand as the guide says: one of the group signs in, others don’t, also with a session from elsewhere, and undo opens it again.',
    version: KEYCLOAK_VERSION,
    skip: whyNot(),
  },
  () => {
    let keycloak: Keycloak;
    let api: Api;
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-apply-'));
    const store = openMemoryStore();
    const place = { file: join(folder, 'home.latchkey.yaml'), workspace: 'test', store };

    beforeAll(async () => {
      fetchKeycloak();
      keycloak = await startKeycloak(
        [
          {
            clientId: ID,
            secret: SECRET,
            redirectUris: [],
            enabled: true,
            standardFlowEnabled: false,
            publicClient: false,
            consentRequired: false,
            defaultClientScopes: ['basic'],
            attributes: {},
            serviceAccountsEnabled: true,
          },
        ],
        [
          ...PEOPLE,
          {
            username: `service-account-${ID}`,
            serviceAccountClientId: ID,
            clientRoles: { 'realm-management': ['manage-clients'] },
          },
        ],
      );
      const opened = await openApi(sideOf(connectionOf(HEALTHY[0]!)), {
        token: `${ID}:${SECRET}`,
        secrets: [],
      });
      if (!opened.ok) throw new Error(opened.error.message);
      api = opened.value;
    }, 900_000);
    afterAll(async () => {
      await api?.close();
      await keycloak?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const connectionOf = (app: AppGiven, change: Partial<AppGiven> = {}): Connection =>
      connect(
        { client_id: `applied-${app.kind}`, test_redirect_uri: TEST_ADDRESS, ...app, ...change },
        { kind: 'keycloak', url: keycloak.issuer, version: '26.7' },
      );
    const sideOf = (connection: Connection, secret = secretOf(connection.client.client_id)): ApplySide => {
      const side = applySide(connection, 'provider', bagOf(connection, secret));
      if (isNoWay(side)) throw new Error(side.why);
      return side;
    };
    const applied = async (side: ApplySide) => {
      const done = await applySideNow(side, api, place);
      if (!done.ok) throw new Error(`${done.error.message} ${done.error.detail ?? ''}`);
      return done.value.things.map(({ action }) => action);
    };
    const journal = async () => {
      const read = await readJournal(place.file);
      if (!read.ok) throw new Error(read.error.message);
      return read.value;
    };
    const undone = async () => {
      const done = await takeBack(lastRun(await journal())!, api, place);
      if (!done.ok) throw new Error(`${done.error.message} ${done.error.detail ?? ''}`);
      return done.value;
    };
    /** The client as Keycloak has it, by another program than the one that is tested. */
    const clientOf = async (client_id: string): Promise<JsonObject | undefined> => {
      const token = JSON.parse(
        (
          await new Visitor().submit(`${keycloak.issuer}/protocol/openid-connect/token`, {
            grant_type: 'client_credentials',
            client_id: ID,
            client_secret: SECRET,
          })
        ).body,
      ) as { access_token: string };
      const answer = await fetch(
        `${keycloak.url}/admin/realms/home/clients?clientId=${encodeURIComponent(client_id)}`,
        { headers: { authorization: `Bearer ${token.access_token}` } },
      );
      return ((await answer.json()) as JsonObject[])[0];
    };
    const change = async (client_id: string, body: object) => {
      const answer = await api.send(
        {
          method: 'PUT',
          url: `${keycloak.url}/admin/realms/home/clients/${String((await clientOf(client_id))!['id'])}`,
        },
        body,
      );
      expect(answer.ok).toBe(true);
    };

    describe.each(HEALTHY)('$kind', (app) => {
      it('is planned, made, read back and signs in; a second run sends nothing; undo removes it', async () => {
        const connection = connectionOf(app);
        const side = sideOf(connection);
        const id = connection.client.client_id;
        const planned = await planSide(side, api);
        expect(planned.ok && planned.value.map(({ action }) => action)).toEqual(['make']);
        expect(await clientOf(id), 'a plan changes nothing').toBeUndefined();

        expect(await applied(side)).toEqual(['make']);
        const report = await login(
          { connection, secret: secretOf(id), person: (url) => signIn(url, 'ada') },
          { port: 8912 },
        );
        expect(findings(report), told(report)).toEqual([]);
        expect(causes(report)).toEqual([]);

        const runs = (await journal()).runs.length;
        expect(await applied(side)).toEqual(['keep']);
        expect((await journal()).runs.length).toBe(runs);

        expect((await undone()).left).toEqual([]);
        expect(await clientOf(id)).toBeUndefined();
      });
    });

    describe('narrowed to a group', () => {
      const narrow = () => connectionOf(HEALTHY[0]!, { groups: ['family'] });
      const id = `applied-${HEALTHY[0]!.kind}`;
      let ask: (method: string, path: string, body?: object) => Promise<unknown>;
      const getsIn = async (person: string): Promise<boolean> => {
        const report = await login(
          { connection: narrow(), secret: secretOf(id), person: (url) => signIn(url, person) },
          { port: 8912, timeoutSeconds: 5 },
        );
        return causes(report).length === 0;
      };
      const whoGetsIn = async () => ({ ada: await getsIn('ada'), bob: await getsIn('bob') });
      const overrides = async () => (await clientOf(id))?.['authenticationFlowBindingOverrides'];

      /** What the guide says, in its order, by the requests that the screens send. */
      async function makeFlow(name: string): Promise<string> {
        const of = encodeURIComponent;
        await ask('POST', 'roles', { name });
        await ask('POST', 'groups', { name: 'family' });
        const [group] = (await ask('GET', 'groups?search=family')) as { id: string }[];
        await ask('POST', `groups/${group!.id}/role-mappings/realm`, [await ask('GET', `roles/${of(name)}`)]);
        for (const person of ['ada', 'carol']) {
          const [one] = (await ask('GET', `users?username=${person}&exact=true`)) as { id: string }[];
          await ask('PUT', `users/${one!.id}/groups/${group!.id}`);
        }
        await ask('POST', 'authentication/flows', {
          alias: name,
          providerId: 'basic-flow',
          topLevel: true,
          builtIn: false,
        });
        const sub = (into: string, alias: string) =>
          ask('POST', `authentication/flows/${of(into)}/executions/flow`, {
            alias,
            type: 'basic-flow',
            provider: 'registration-page-form',
          });
        const step = (into: string, provider: string) =>
          ask('POST', `authentication/flows/${of(into)}/executions/execution`, { provider });
        await sub(name, `${name}, sign in`);
        await step(`${name}, sign in`, 'auth-cookie');
        await sub(`${name}, sign in`, 'its form');
        await step('its form', 'auth-username-password-form');
        await sub('its form', 'its second factor');
        await step('its second factor', 'conditional-user-configured');
        await step('its second factor', 'auth-otp-form');
        await sub(name, `${name}, others`);
        await step(`${name}, others`, 'conditional-user-role');
        await step(`${name}, others`, 'deny-access-authenticator');
        const wanted: Readonly<Record<string, string>> = {
          'auth-cookie': 'ALTERNATIVE',
          'its form': 'ALTERNATIVE',
          'its second factor': 'CONDITIONAL',
          [`${name}, others`]: 'CONDITIONAL',
        };
        const executions = (await ask('GET', `authentication/flows/${of(name)}/executions`)) as {
          id: string;
          providerId?: string;
          displayName: string;
        }[];
        for (const one of executions)
          await ask('PUT', `authentication/flows/${of(name)}/executions`, {
            ...one,
            requirement: wanted[one.providerId ?? one.displayName] ?? 'REQUIRED',
          });
        const condition = executions.find(({ providerId }) => providerId === 'conditional-user-role')!;
        await ask('POST', `authentication/executions/${condition.id}/config`, {
          alias: name,
          config: { condUserRole: name, negate: 'true' },
        });
        const flows = (await ask('GET', 'authentication/flows')) as { id: string; alias: string }[];
        return flows.find(({ alias }) => alias === name)!.id;
      }

      beforeAll(() => {
        ask = async (method, path, body) => {
          // It ends after a minute.
          const token = await keycloak.adminToken();
          const answer = await fetch(`${keycloak.url}/admin/realms/home/${path}`, {
            method,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          const text = await answer.text();
          if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
          return text === '' ? undefined : JSON.parse(text);
        };
      });

      it('asks for a right that only reads, and sends nothing while it or the flow is missing', async () => {
        const planned = await planSide(sideOf(narrow()), api);
        expect(!planned.ok && [planned.error.code, planned.error.message]).toEqual([
          'apply-forbidden',
          expect.stringContaining('query-clients'),
        ]);
        const [own] = (await ask('GET', `users?username=service-account-${ID}&exact=true`)) as {
          id: string;
        }[];
        const [management] = (await ask('GET', 'clients?clientId=realm-management')) as { id: string }[];
        await ask('POST', `users/${own!.id}/role-mappings/clients/${management!.id}`, [
          await ask('GET', `clients/${management!.id}/roles/query-clients`),
        ]);
        await api.close();
        const opened = await openApi(sideOf(narrow()), { token: `${ID}:${SECRET}`, secrets: [] });
        if (!opened.ok) throw new Error(opened.error.message);
        api = opened.value;
        const lacking = await planSide(sideOf(narrow()), api);
        expect(!lacking.ok && [lacking.error.code, lacking.error.message]).toEqual([
          'apply-lacks',
          expect.stringContaining('the authentication flow “only family”'),
        ]);
        expect(await clientOf(id)).toBeUndefined();
        // What it has makes no flow.
        const refused = await api.send(
          { method: 'POST', url: `${keycloak.url}/admin/realms/home/authentication/flows` },
          { alias: 'x', providerId: 'basic-flow', topLevel: true, builtIn: false },
        );
        expect(refused).toMatchObject({ ok: false, error: { code: 'apply-forbidden' } });
      });

      it('lets in who is in the group and nobody else, sees a change by hand, and undo opens it again', async () => {
        await applied(sideOf(connectionOf(HEALTHY[0]!)));
        expect(await whoGetsIn()).toEqual({ ada: true, bob: true });
        const open = await clientOf(id);

        await ask('POST', 'users', {
          username: 'carol',
          email: 'carol@example.com',
          firstName: 'Carol',
          lastName: 'Second',
          enabled: true,
          credentials: [
            { type: 'password', value: PASSWORD, temporary: false },
            {
              type: 'otp',
              secretData: JSON.stringify({ value: 'a-seed-that-nobody-has' }),
              credentialData: JSON.stringify({
                subType: 'totp',
                digits: 6,
                counter: 0,
                period: 30,
                algorithm: 'HmacSHA1',
              }),
            },
          ],
        });
        const flow = await makeFlow('only family');
        const side = sideOf(narrow());
        const planned = await planSide(side, api);
        if (!planned.ok) throw new Error(planned.error.message);
        expect(planned.value).toMatchObject([
          {
            action: 'change',
            looked_up: [{ title: 'the authentication flow “only family”', key: flow }],
            request: { differing: { authenticationFlowBindingOverrides: { browser: flow } } },
          },
        ]);
        expect(await applied(side)).toEqual(['change']);
        expect(await whoGetsIn()).toEqual({ ada: true, bob: false });
        expect(await applied(side)).toEqual(['keep']);

        // Who signed in elsewhere before is turned away all the same, and a second factor is still asked for.
        const elsewhere = connectionOf(HEALTHY[1]!);
        await applied(sideOf(elsewhere));
        const visitor = new Visitor();
        const to = (client: Connection['client']) =>
          `${keycloak.issuer}/protocol/openid-connect/auth?${new URLSearchParams({
            client_id: client.client_id,
            redirect_uri: TEST_ADDRESS,
            response_type: 'code',
            scope: 'openid',
            code_challenge: 'x'.repeat(43),
            code_challenge_method: 'S256',
          })}`;
        const form = Visitor.form(await visitor.open(to(elsewhere.client)), /kc-form-login/)!;
        const inside = { ...form.fields, username: 'bob', password: PASSWORD };
        await visitor.submit(form.action, inside).catch(() => undefined);
        const turnedAway = await visitor.open(to(narrow().client));
        expect([turnedAway.status, turnedAway.body]).toEqual([401, expect.stringContaining('Access denied')]);
        expect((await signIn(to(narrow().client), 'carol')).body).toContain('kc-otp-login-form');
        expect((await undone()).left).toEqual([]);

        // By hand, by somebody who lets everybody in: it is seen, and put right.
        const narrowed = await clientOf(id);
        await change(id, { authenticationFlowBindingOverrides: { browser: '' } });
        const drifted = await planSide(side, api);
        expect(drifted.ok && drifted.value[0]!.comparison.differences.map(({ path }) => path)).toEqual([
          'authenticationFlowBindingOverrides/browser',
        ]);
        expect(await applied(side)).toEqual(['change']);
        expect(await clientOf(id)).toEqual(narrowed);
        expect((await undone()).left).toEqual([]);
        expect(await overrides()).toEqual({});

        // The narrowing itself, taken back: to the letter what stood there.
        expect(await applied(side)).toEqual(['change']);
        expect((await undone()).left).toEqual([]);
        expect(await clientOf(id)).toEqual(open);
        expect(await whoGetsIn()).toEqual({ ada: true, bob: true });
      }, 240_000);

      it('is ended or taken back to the letter after it was cut off between any two requests', async () => {
        const side = sideOf(narrow());
        const open = await clientOf(id);
        const flow = { browser: expect.any(String) };
        const former = lastRun(await journal())!.id;
        let cutOff = true;
        for (let requests = 0; cutOff; requests++)
          for (const next of ['apply', 'undo'] as const) {
            let sent = 0;
            const dying: Api = {
              ...api,
              send: (request, body) => {
                if (sent++ === requests) throw new Error('killed');
                return api.send(request, body);
              },
            };
            cutOff = await applySideNow(side, dying, place).then(
              () => false,
              () => true,
            );
            if (next === 'apply') {
              await applied(side);
              expect(await overrides(), `after ${requests} requests`).toEqual(flow);
            }
            if (lastRun(await journal())!.id !== former) expect((await undone()).left).toEqual([]);
            expect(await clientOf(id), `after ${requests} requests, ${next}`).toEqual(open);
          }
      }, 240_000);

      it('is made closed from the first request on, and leaves what else somebody chose', async () => {
        const side = sideOf(narrow());
        const browser = ((await ask('GET', 'authentication/flows')) as { id: string; alias: string }[]).find(
          ({ alias }) => alias === 'browser',
        )!.id;
        await change(id, { authenticationFlowBindingOverrides: { browser, direct_grant: browser } });
        const own = await clientOf(id);
        expect(await applied(sideOf(connectionOf(HEALTHY[0]!)))).toEqual(['keep']);
        expect(await applied(side)).toEqual(['change']);
        expect(await overrides()).toMatchObject({ direct_grant: browser });
        expect(await getsIn('bob')).toBe(false);
        expect((await undone()).left).toEqual([]);
        expect(await clientOf(id)).toEqual(own);

        const { id: at } = own as { id: string };
        await ask('DELETE', `clients/${at}`);
        expect(await applied(side)).toEqual(['make']);
        expect(await whoGetsIn()).toEqual({ ada: true, bob: false });
        expect((await undone()).left).toEqual([]);
        expect(await clientOf(id)).toBeUndefined();
      }, 240_000);
    });

    it('puts a change by hand right, field by field, and undo brings the client back to the letter', async () => {
      const app = HEALTHY[1]!;
      const connection = connectionOf(app);
      const side = sideOf(connection);
      const id = connection.client.client_id;
      await applied(side);
      await change(id, {
        redirectUris: ['https://elsewhere.example.com/cb'],
        secret: 'somebody-made-this-one-0123456789',
        baseUrl: 'https://elsewhere.example.com',
        description: 'made by hand',
        attributes: { 'id.token.signed.response.alg': 'ES256' },
      });
      const former = await clientOf(id);
      const planned = await planSide(side, api);
      if (!planned.ok) throw new Error(planned.error.message);
      expect(planned.value[0]!.comparison.differences.map(({ path }) => path).sort()).toEqual([
        'attributes/id.token.signed.response.alg',
        'baseUrl',
        'redirectUris',
        'secret',
      ]);
      expect(await applied(side)).toEqual(['change']);
      const mended = await clientOf(id);
      expect(mended).toMatchObject({ description: 'made by hand', secret: secretOf(id) });
      expect((await undone()).left).toEqual([]);
      expect(await clientOf(id)).toEqual(former);
    });

    it('demands PKCE where the workspace says so, and stops where it says not', async () => {
      const asked = (require_pkce: boolean) =>
        connectionOf(HEALTHY[1]!, { client_id: 'demanded', require_pkce });
      const attribute = async () => {
        const { attributes } = (await clientOf('demanded')) as { attributes: JsonObject };
        return attributes['pkce.code.challenge.method'];
      };
      const demandsPkce = async () => {
        const report = await login(
          {
            connection: asked(false),
            secret: secretOf('demanded'),
            person: (url) => signIn(url, 'ada'),
          },
          { port: 8912, timeoutSeconds: 5 },
        );
        return causes(report).includes('pkce-keycloak');
      };
      await applied(sideOf(asked(true)));
      expect([await attribute(), await demandsPkce()]).toEqual(['S256', true]);
      const made = await clientOf('demanded');
      const planned = await planSide(sideOf(asked(false)), api);
      expect(planned.ok && planned.value[0]!.comparison.differences.map(({ path }) => path)).toEqual([
        'attributes/pkce.code.challenge.method',
      ]);
      expect(await applied(sideOf(asked(false)))).toEqual(['change']);
      expect([await attribute(), await demandsPkce()]).toEqual([undefined, false]);
      expect((await undone()).left).toEqual([]);
      expect(await clientOf('demanded')).toEqual(made);
      expect((await undone()).left).toEqual([]);
      expect(await clientOf('demanded')).toBeUndefined();
    });

    it('leaves a secret that somebody made since, and names it', async () => {
      const connection = connectionOf(HEALTHY[1]!);
      const side = sideOf(connection);
      const id = connection.client.client_id;
      const name = { workspace: 'test', owner: side.app, purpose: 'client_secret' } as const;
      await change(id, { secret: 'stood-there-before-0123456789' });
      await store.set(name, secretOf(id), 'provided');
      expect(await applied(side)).toEqual(['change']);
      await change(id, { secret: 'made-by-somebody-since-0123456789' });
      expect((await undone()).left).toEqual([{ title: `The client ${id}`, path: 'secret', why: 'changed' }]);
      expect(await clientOf(id)).toMatchObject({ secret: 'made-by-somebody-since-0123456789' });
      await store.delete(name);
    });

    it('reads what was made by hand: as an entry, and as what an entry can take over', async () => {
      const connection = connectionOf(HEALTHY[1]!);
      const side = sideOf(connection);
      const id = connection.client.client_id;
      const uri = `${connection.app.url}/second/callback`;
      await applied(side);
      await change(id, { redirectUris: [...connection.client.redirect_uris, uri], name: 'By hand' });
      const answers = await readClients(side, api);
      if (!answers.ok) throw new Error(answers.error.message);
      const providers = {
        home: { kind: 'keycloak', url: keycloak.issuer, version: '26.7' },
      } as const;
      const empty: Workspace = { latchkey: 1, id: 'live', providers, apps: {} };
      const imported = importFiles(answers.value, { into: empty, url: keycloak.issuer });
      const mine = imported.apps.find((one) => one.client.client_id === id);
      expect(mine?.entry).toMatchObject({ client_id: id, provider: 'home', client_name: 'By hand' });
      expect(imported.apps.map((one) => one.client.client_id)).not.toContain('account');
      expect(imported.secrets.some((one) => one.owner === mine?.id && one.value === secretOf(id))).toBe(true);
      const { client_name: _, redirect_uris: __, ...rest } = mine!.entry;
      const stated: Workspace = { ...empty, apps: { [mine!.id]: rest } };
      expect(
        liveDifferences(answers.value, stated, mine!.id, id)!.differences.map(({ key, live }) => [key, live]),
      ).toEqual([
        ['client_name', 'By hand'],
        ['redirect_uris', expect.arrayContaining([uri])],
      ]);
      expect(
        liveDifferences(answers.value, { ...empty, apps: { [mine!.id]: mine!.entry } }, mine!.id, id)!
          .differences,
      ).toEqual([]);
    });

    it('says what it lacks: a right, a token, the realm', async () => {
      const side = sideOf(connectionOf(HEALTHY[0]!));
      const wrong = await openApi(side, { token: `${ID}:wrong-one-${SECRET}`, secrets: [] });
      expect(!wrong.ok && [wrong.error.code, wrong.error.message]).toEqual([
        'apply-refused',
        expect.stringContaining('Invalid client or Invalid client credentials'),
      ]);
      expect(JSON.stringify(wrong)).not.toContain(SECRET);
    });

    it('writes no secret down', async () => {
      const text = readFileSync(journalFile(place.file), 'utf8');
      for (const { kind } of HEALTHY) expect(text).not.toContain(secretOf(`applied-${kind}`));
      expect(text).not.toContain('somebody-made-this-one');
      expect(text).not.toContain(SECRET);
    });
  },
);
