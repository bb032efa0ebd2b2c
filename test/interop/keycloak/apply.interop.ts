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
import { fetchKeycloak, KEYCLOAK_VERSION, type Keycloak, signIn, startKeycloak, whyNot } from './server.ts';

const ID = 'latchkey-for-you';
const SECRET = 'a-secret-of-the-service-account-9f3c';
const TEST_ADDRESS = 'http://127.0.0.1:8912/callback';

interopPart(
  {
    part: 5,
    program: 'Keycloak, by its API',
    proved:
      'With no right but manage-clients, apply makes the clients of Memos, RomM and Kestra, reads them back, and they sign in; a second run sends nothing; a change by hand shows field by field and is put right; undo brings back the exact former client, its secret too, and removes what was made.',
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
