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
import type { Result } from '../../../shared/result.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { type AppGiven, bagOf, connect } from '../../helpers/app-connection.ts';
import { answersOfPocketId, POCKET_ID_ANSWERS } from '../../helpers/pocket-id-answers.ts';
import { answers, freePort, type Running, start } from '../process.ts';
import { interopPart } from '../results.ts';
import { causes, findings, login, told } from '../run.ts';
import { HEALTHY, ROMM, secretOf } from '../standard-fault.ts';
import { Visitor } from '../visitor.ts';

const POCKET_ID_BIN = process.env['POCKET_ID_BIN'];
/** The version that the program was built from; one that is built by hand doesn't know it. */
const VERSION = process.env['POCKET_ID_VERSION'] ?? '2.14';
const KEY = 'throw-away-key-of-an-administrator';
const PORT = 8913;
const TEST_ADDRESS = `http://127.0.0.1:${PORT}/callback`;

interopPart(
  {
    part: 6,
    program: 'Pocket ID, by its API',
    proved:
      'With an API key, apply makes the clients of Memos, RomM and Kestra, reads them back, and they sign in; a second run sends nothing; a change by hand shows field by field and is put right; a user group keeps the others out, and its undo lets them in; require_pkce is followed both ways; a second secret stands beside the first, and both sign in; all of 120 clients are read; undo removes what was made.',
    version: VERSION,
    skip: POCKET_ID_BIN ? undefined : 'POCKET_ID_BIN does not name a Pocket ID program',
  },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-pocket-id-'));
    const store = openMemoryStore();
    const place = { file: join(folder, 'home.latchkey.yaml'), workspace: 'test', store };
    let running: Running;
    let url: string;
    let api: Api;
    const users: Record<string, string> = {};

    beforeAll(async () => {
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      running = start(POCKET_ID_BIN!, [], {
        APP_URL: url,
        HOST: '127.0.0.1',
        PORT: String(port),
        ENCRYPTION_KEY: 'throw-away-encryption-key-0123456',
        DB_CONNECTION_STRING: join(folder, 'pocket-id.db'),
        UPLOAD_PATH: join(folder, 'uploads'),
        STATIC_API_KEY: KEY,
        ANALYTICS_DISABLED: 'true',
        VERSION_CHECK_DISABLED: 'true',
        DISABLE_RATE_LIMITING: 'true',
      });
      await answers(`${url}/.well-known/openid-configuration`, running);
      for (const username of ['ada', 'bob']) {
        const made = await ask('POST', '/api/users', {
          username,
          email: `${username}@example.com`,
          emailVerified: true,
          firstName: username,
          lastName: 'Throwaway',
          displayName: `${username} Throwaway`,
        });
        users[username] = String(made['id']);
      }
      const group = await ask('POST', '/api/user-groups', { name: 'family', friendlyName: 'Family' });
      await ask('PUT', `/api/user-groups/${String(group['id'])}/users`, { userIds: [users['ada']] });
      api = must(await openApi(sideOf(connectionOf(ROMM)), { token: KEY, secrets: [] }));
    }, 120_000);
    afterAll(async () => {
      await api?.close();
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** What Pocket ID is asked by the test itself, by another way than the one that is tested. */
    async function ask(method: string, path: string, body?: unknown): Promise<JsonObject> {
      const answer = await fetch(url + path, {
        method,
        headers: { 'X-API-Key': KEY, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(15_000),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? {} : JSON.parse(text)) as JsonObject;
    }
    const clientOf = (id: string) =>
      ask('GET', `/api/oidc/clients/${id}`).catch((error: Error) => {
        if (/: 404 /.test(error.message)) return undefined;
        throw error;
      });

    /** Signs in by a code for one login in place of a passkey, and agrees to what the page asks. */
    const person = (username: string) => async (address: string) => {
      const visitor = new Visitor();
      const { token } = await ask('POST', `/api/users/${users[username]}/one-time-access-token`, {});
      const session = await visitor.post(`${url}/api/one-time-access-token/${String(token)}`, {});
      expect(session.status, session.body).toBe(200);
      let page = await visitor.open(address);
      for (let step = 0; step < 5; step += 1) {
        const { pathname, searchParams } = new URL(page.url);
        const interaction = searchParams.get('interaction');
        if (pathname !== '/interaction' || interaction === null) return page;
        const asked = await visitor.get(`${url}/api/oidc/interactions/${interaction}`);
        const { currentStep } = JSON.parse(asked.body) as { currentStep: string };
        const done = await visitor.post(`${url}/api/oidc/interactions/${interaction}/complete`, {
          step: currentStep,
        });
        expect(done.status, done.body).toBe(200);
        const { redirectUrl } = JSON.parse(done.body) as { redirectUrl?: string };
        if (redirectUrl) page = await visitor.open(new URL(redirectUrl, url).href);
      }
      return page;
    };

    const connectionOf = (app: AppGiven, change: Partial<AppGiven> = {}): Connection =>
      connect(
        { client_id: `applied-${app.kind}`, test_redirect_uri: TEST_ADDRESS, ...app, ...change },
        { kind: 'pocket-id', url, version: VERSION },
      );
    const sideOf = (
      connection: Connection,
      secret: string = secretOf(connection.client.client_id),
    ): ApplySide => {
      const side = applySide(connection, 'provider', bagOf(connection, secret));
      if (isNoWay(side)) throw new Error(side.why);
      return side;
    };
    const applied = async (side: ApplySide) =>
      must(await applySideNow(side, api, place)).things.map(({ action }) => action);
    const undone = async () =>
      must(await takeBack(lastRun(must(await readJournal(place.file)))!, api, place)).left;
    const signsIn = async (connection: Connection, secret = secretOf(connection.client.client_id)) => {
      const report = await login({ connection, secret, person: person('ada') }, { port: PORT });
      expect(findings(report), told(report)).toEqual([]);
      expect(causes(report)).toEqual([]);
    };

    describe.each(HEALTHY)('$kind', (app) => {
      it('is planned, made, read back and signs in; a second run sends nothing; undo removes it', async () => {
        const connection = connectionOf(app);
        const side = sideOf(connection);
        const id = connection.client.client_id;
        const planned = must(await planSide(side, api));
        expect(new Set(planned.map(({ action }) => action))).toEqual(new Set(['make']));
        expect(await clientOf(id), 'a plan changes nothing').toBeUndefined();

        expect(new Set(await applied(side))).toEqual(new Set(['make']));
        await signsIn(connection);

        const runs = must(await readJournal(place.file)).runs.length;
        expect(new Set(await applied(side))).toEqual(new Set(['keep']));
        expect(must(await readJournal(place.file)).runs.length).toBe(runs);

        expect(await undone()).toEqual([]);
        expect(await clientOf(id)).toBeUndefined();
      });
    });

    it('puts a change by hand right, field by field, and undo brings the client back', async () => {
      const connection = connectionOf(ROMM, { client_id: 'by-hand' });
      const side = sideOf(connection);
      await applied(side);
      const made = (await clientOf('by-hand'))!;
      await ask('PUT', '/api/oidc/clients/by-hand', {
        ...made,
        callbackURLs: ['https://elsewhere.example.com/cb'],
        description: 'made by hand',
      });
      const byHand = await clientOf('by-hand');
      const planned = must(await planSide(side, api));
      expect(planned.flatMap(({ comparison }) => comparison.differences.map(({ path }) => path))).toEqual([
        'callbackURLs',
      ]);
      await applied(side);
      expect(await clientOf('by-hand')).toMatchObject({ description: 'made by hand' });
      await signsIn(connection);
      expect(await undone()).toEqual([]);
      expect(await clientOf('by-hand')).toEqual(byHand);
      await ask('DELETE', '/api/oidc/clients/by-hand');
    });

    it('keeps those out who are in none of the groups, and undo lets them in', async () => {
      const open = connectionOf(ROMM, { client_id: 'narrowed' });
      const narrow = connectionOf(ROMM, { client_id: 'narrowed', groups: ['family'] });
      const enters = async (username: string) => {
        const report = await login(
          { connection: open, secret: secretOf('narrowed'), person: person(username) },
          { port: PORT, timeoutSeconds: 4 },
        );
        return causes(report).length === 0 && findings(report).length === 0;
      };
      await applied(sideOf(open));
      expect([await enters('ada'), await enters('bob')]).toEqual([true, true]);
      await applied(sideOf(narrow));
      expect([await enters('ada'), await enters('bob')]).toEqual([true, false]);
      expect(await undone()).toEqual([]);
      expect(await enters('bob')).toBe(true);
      await ask('DELETE', '/api/oidc/clients/narrowed');
    });

    it('demands PKCE where the workspace says so, and lets it be where it says not', async () => {
      const asked = (require_pkce: boolean) => connectionOf(ROMM, { client_id: 'demanded', require_pkce });
      const demandsPkce = async () => {
        const silent = asked(false);
        const report = await login(
          { connection: silent, secret: secretOf('demanded'), person: person('ada') },
          { port: PORT, timeoutSeconds: 4 },
        );
        return causes(report).includes('pkce-required');
      };
      await applied(sideOf(asked(true)));
      expect(await clientOf('demanded')).toMatchObject({ pkceEnabled: true });
      expect(await demandsPkce()).toBe(true);
      const planned = must(await planSide(sideOf(asked(false)), api));
      expect(
        planned.flatMap(({ comparison }) =>
          comparison.differences.map(({ path, now, wanted }) => [path, now, wanted]),
        ),
      ).toEqual([['pkceEnabled', true, false]]);
      await applied(sideOf(asked(false)));
      expect(await demandsPkce()).toBe(false);
      await signsIn(asked(false));
      expect(await undone()).toEqual([]);
      expect(await demandsPkce()).toBe(true);
      await ask('DELETE', '/api/oidc/clients/demanded');
    });

    it('names a group that is not there, and sends nothing', async () => {
      const connection = connectionOf(ROMM, { client_id: 'nobody', groups: ['no-such-group'] });
      const planned = await planSide(sideOf(connection), api);
      expect(planned.ok ? planned.value : planned.error.message).toContain('no-such-group');
      expect(await clientOf('nobody')).toBeUndefined();
    });

    it('holds two secrets while one takes the place of the other, and both sign in', async () => {
      const connection = connectionOf(ROMM, { client_id: 'rotated' });
      await applied(sideOf(connection, 'the-first-secret-0123456789abcdef'));
      await applied(sideOf(connection, 'its-successor-9876543210fedcba'));
      await signsIn(connection, 'the-first-secret-0123456789abcdef');
      await signsIn(connection, 'its-successor-9876543210fedcba');
      expect(await undone()).toEqual([]);
      await signsIn(connection, 'the-first-secret-0123456789abcdef');
      await ask('DELETE', '/api/oidc/clients/rotated');
    });

    it('reads all of 120 clients, page by page', async () => {
      const ids = Array.from({ length: 120 }, (_, at) => `many-${at}`);
      for (const id of ids)
        await ask('POST', '/api/oidc/clients', {
          id,
          name: id,
          callbackURLs: [`https://${id}.example.com/cb`],
          logoutCallbackURLs: [],
          isPublic: false,
          pkceEnabled: false,
        });
      const read = must(await readClients(sideOf(connectionOf(ROMM)), api));
      for (const id of ids)
        expect(
          read.some(({ text }) => text.includes(`"${id}"`)),
          id,
        ).toBe(true);
      const empty: Workspace = { latchkey: 1, id: 'abc', providers: {}, apps: {} };
      const imported = importFiles(read, { into: empty, url });
      expect(imported.providers.map(({ entry }) => entry.kind)).toEqual(['pocket-id']);
      expect(JSON.stringify(imported)).toContain('many-119');
      for (const id of ids) await ask('DELETE', `/api/oidc/clients/${id}`);
    });

    it('answers as what stands in for it elsewhere does', async () => {
      const asked = await answersOfPocketId(async (method, path, body, key = KEY) => {
        const answer = await fetch(url + path, {
          method,
          headers: { 'X-API-Key': key, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(15_000),
        });
        return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
      });
      expect(asked).toEqual(POCKET_ID_ANSWERS);
    });

    it('says of a wrong key that it is refused, and writes no secret into the journal', async () => {
      const side = sideOf(connectionOf(ROMM));
      const stranger = must(await openApi(side, { token: 'no-key-of-anybody', secrets: [] }));
      const refused = await planSide(side, stranger);
      await stranger.close();
      expect(refused.ok ? 'taken' : refused.error.code).toMatch(/^apply-(unauthorized|forbidden)$/);
      const journal = readFileSync(journalFile(place.file), 'utf8');
      for (const secret of [
        KEY,
        ...HEALTHY.map(({ kind }) => secretOf(`applied-${kind}`)),
        'its-successor-9876',
      ])
        expect(journal).not.toContain(secret);
    });
  },
);

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.message} ${result.error.detail ?? ''}`);
  return result.value;
}
