import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, openApi } from '../../../electron/services/apply/api.ts';
import { journalFile, readJournal } from '../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../electron/services/apply/run.ts';
import { takeBack } from '../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { lastRun } from '../../../shared/apply/journal.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { type ApplySide, isNoWay } from '../../../shared/apply/things.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { bagOf } from '../../helpers/app-connection.ts';
import { freePort } from '../process.ts';
import { interopPart } from '../results.ts';
import { causes, findings, login, told } from '../run.ts';
import { HEALTHY } from '../standard-fault.ts';
import { api as ask, made, signIn, TOKEN, URL_OF, versionOf, whyNot } from './address.ts';

const MARK = `latchkey${randomBytes(4).toString('hex')}`;
const PERSON = { username: `${MARK}-ada`, password: randomBytes(18).toString('base64url') };
const GROUPS = [`${MARK}-family`, `${MARK}-friends`] as const;
const SECRET = randomBytes(32).toString('hex');
const APP = HEALTHY[0]!;
const ID = `${MARK}-${APP.kind}`;
const CLIENT = `${MARK}${APP.kind}`;

let version = '';

interopPart(
  {
    part: 6,
    program: 'authentik, by its API',
    proved: `apply makes provider, application and bindings of ${APP.kind} and reads them back; it signs in; a second run sends nothing; narrowing closes it to who is no longer named; a change by hand shows field by field and is put right; undo brings back the exact former state, and at last removes what was made.`,
    version: () => version,
    skip: whyNot(),
  },
  () => {
    const remove: string[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-apply-'));
    const place = { file: join(folder, 'home.latchkey.yaml'), workspace: 'test', store: openMemoryStore() };
    let port: number;
    let user: unknown;
    let api: Api;

    beforeAll(async () => {
      port = await freePort();
      version = await versionOf();
      const person = await made('/core/users/', {
        username: PERSON.username,
        name: 'Ada',
        email: `${PERSON.username}@example.com`,
        path: 'users',
      });
      user = person['pk'];
      remove.unshift(`/core/users/${String(user)}/`);
      await made(`/core/users/${String(user)}/set_password/`, { password: PERSON.password });
      for (const name of GROUPS) {
        const group = await made('/core/groups/', { name, users: name === GROUPS[0] ? [user] : [] });
        remove.unshift(`/core/groups/${String(group['pk'])}/`);
      }
      const opened = await openApi(sideOf([...GROUPS]), { token: TOKEN!, secrets: [SECRET] });
      if (!opened.ok) throw new Error(opened.error.message);
      api = opened.value;
    }, 120_000);
    afterAll(async () => {
      await api?.close();
      for (const path of remove) await ask('DELETE', path).catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const connectionOf = (groups: readonly string[]): Connection => {
      const known = /^\d+\.\d+(\.\d+)?/.exec(version)?.[0];
      return deriveConnection(
        {
          latchkey: 1,
          id: MARK,
          providers: {
            home: { kind: 'authentik', url: URL_OF!, ...(known === undefined ? {} : { version: known }) },
          },
          apps: {
            [ID]: {
              ...APP,
              url: `https://${APP.kind}.example.com`,
              provider: 'home',
              client_name: ID,
              consent: 'never',
              groups: [...groups],
              test_redirect_uri: `http://127.0.0.1:${port}/callback`,
            },
          },
        },
        ID,
        CLIENT,
      );
    };
    const sideOf = (groups: readonly string[]): ApplySide => {
      const connection = connectionOf(groups);
      const side = applySide(connection, 'provider', bagOf(connection, SECRET));
      if (isNoWay(side)) throw new Error(side.why);
      return side;
    };
    const applied = async (groups: readonly string[]) => {
      const done = await applySideNow(sideOf(groups), api, place);
      if (!done.ok) throw new Error(`${done.error.message} ${done.error.detail ?? ''}`);
      return [...new Set(done.value.things.map(({ action }) => action))];
    };
    const undone = async () => {
      const journal = await readJournal(place.file);
      if (!journal.ok) throw new Error(journal.error.message);
      const done = await takeBack(lastRun(journal.value)!, api, place);
      if (!done.ok) throw new Error(`${done.error.message} ${done.error.detail ?? ''}`);
      return done.value.left;
    };
    const slug = () => connectionOf([]).app.slug;
    /** What stands there, as its API says it. */
    const state = async () => {
      const providers = (await ask('GET', `/providers/oauth2/?client_id=${CLIENT}`)).json['results'];
      const application = (await ask('GET', `/core/applications/${slug()}/`)).json;
      const bindings =
        application['pk'] === undefined
          ? []
          : (await ask('GET', `/policies/bindings/?target=${String(application['pk'])}`)).json['results'];
      return { providers, application, bindings } as {
        providers: Record<string, unknown>[];
        application: Record<string, unknown>;
        bindings: Record<string, unknown>[];
      };
    };
    const admits = async (): Promise<unknown> =>
      (await ask('GET', `/core/applications/${slug()}/check_access/?for_user=${String(user)}`)).json[
        'passing'
      ];

    it('is planned, made, read back and signs in, and a second run sends nothing', async () => {
      const planned = await planSide(sideOf([...GROUPS]), api);
      expect(planned.ok && [...new Set(planned.value.map(({ action }) => action))]).toEqual([
        'make',
        'change',
      ]);
      expect((await state()).providers, 'a plan changes nothing').toEqual([]);
      expect(await applied([...GROUPS])).toEqual(['make', 'change']);
      const report = await login(
        { connection: connectionOf([...GROUPS]), secret: SECRET, person: (url) => signIn(url, PERSON) },
        { port },
      );
      expect(
        findings(report).filter((one) => one.includes(' fail ')),
        told(report),
      ).toEqual([]);
      expect(causes(report).filter((one) => one !== 'untrusted-certificate')).toEqual([]);
      expect(await applied([...GROUPS])).toEqual(['keep']);
    }, 120_000);

    it('is narrowed, and undo opens it again as it was', async () => {
      const former = await state();
      expect(await admits()).toBe(true);
      expect(await applied([GROUPS[1]])).toContain('change');
      expect(await admits()).toBe(false);
      expect(await undone()).toEqual([]);
      expect(await admits()).toBe(true);
      expect(await state()).toEqual(former);
    }, 120_000);

    it('shows a change by hand field by field, puts it right, and undo brings it back', async () => {
      const [provider] = (await state()).providers;
      const changed = await ask('PATCH', `/providers/oauth2/${String(provider!['pk'])}/`, {
        client_secret: 'somebody-made-this-one-0123456789',
        issuer_mode: 'global',
        access_token_validity: 'minutes=7',
      });
      expect(changed.status).toBe(200);
      const former = await state();
      const planned = await planSide(sideOf([...GROUPS]), api);
      if (!planned.ok) throw new Error(planned.error.message);
      expect(
        planned.value.flatMap(({ comparison }) => comparison.differences.map(({ path }) => path)).sort(),
      ).toEqual(['client_secret', 'issuer_mode']);
      expect(await applied([...GROUPS])).toContain('change');
      expect((await state()).providers[0]).toMatchObject({
        client_secret: SECRET,
        access_token_validity: 'minutes=7',
      });
      expect(await undone()).toEqual([]);
      expect(await state()).toEqual(former);
    }, 120_000);

    it('is removed by the last undo, and writes no secret down', async () => {
      const [provider] = (await state()).providers;
      // What somebody changed would stay.
      await ask('PATCH', `/providers/oauth2/${String(provider!['pk'])}/`, {
        client_secret: SECRET,
        issuer_mode: 'per_provider',
      });
      expect(await undone()).toEqual([]);
      const { providers, bindings } = await state();
      expect([providers, bindings]).toEqual([[], []]);
      const text = readFileSync(journalFile(place.file), 'utf8');
      for (const secret of [SECRET, TOKEN!, 'somebody-made-this-one']) expect(text).not.toContain(secret);
    }, 120_000);
  },
);
