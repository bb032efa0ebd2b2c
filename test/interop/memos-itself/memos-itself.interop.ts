import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openApi } from '../../../electron/services/apply/api.ts';
import { readJournal } from '../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../electron/services/apply/run.ts';
import { takeBack } from '../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import type { Json } from '../../../shared/apply/compare.ts';
import { lastRun } from '../../../shared/apply/journal.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import { bagOf } from '../../helpers/app-connection.ts';
import { browse, lastVisit } from '../../helpers/browse.ts';
import { expectOwnRequest } from '../apps/harness.ts';
import { type Pair, startPair } from '../practice.ts';
import { answers, freePort, type Running, start, tryRun } from '../process.ts';
import { interopPart } from '../results.ts';

const MEMOS_BIN = process.env['MEMOS_BIN'];
/** The fixed folder in which Memos looks for providers when it starts. */
const SECRETS = '/etc/secrets';
const OWNER = { username: 'owner', password: 'throw-away-password' };

const version = MEMOS_BIN ? tryRun(MEMOS_BIN, 'version') : undefined;
const line = /\d+\.\d+/.exec(version ?? '')?.[0] ?? '0.30';

/** True if we can put a file into the fixed folder during a test. */
function mayWriteSecrets(): boolean {
  try {
    accessSync(existsSync(SECRETS) ? SECRETS : '/etc', constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

interface Memos {
  readonly url: string;
  readonly running: Running;
  readonly api: (path: string, body?: unknown, token?: string) => Promise<{ status: number; json: unknown }>;
}

interopPart(
  {
    part: 6,
    program: 'Memos itself',
    proved:
      'Takes the provider by the rendered script (API) and by the rendered file (/etc/secrets), signs in through its API against the practice provider, lists to everyone what the workspace says, without the secret; apply makes it by its API, sees a change by hand, puts it right and takes it back.',
    version: version ?? '',
    skip: !MEMOS_BIN
      ? 'MEMOS_BIN does not name a Memos program'
      : version === undefined
        ? 'the program in MEMOS_BIN does not run'
        : undefined,
  },
  () => {
    const open: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of open.splice(0).reverse()) await close();
    });

    async function pairFor(port: number): Promise<Pair> {
      const pair = await startPair({
        provider: { kind: 'authelia', version: '4.39' },
        app: { kind: 'memos', url: `http://127.0.0.1:${port}`, version: line },
      });
      open.push(pair.close);
      return pair;
    }

    async function startMemos(port: number): Promise<Memos> {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-memos-itself-'));
      open.push(() => rmSync(folder, { recursive: true, force: true }));
      const url = `http://127.0.0.1:${port}`;
      const running = start(
        MEMOS_BIN!,
        ['--data', folder, '--addr', '127.0.0.1', '--port', String(port), '--instance-url', url],
        {},
      );
      open.push(running.stop);
      await answers(`${url}/api/v1/auth/me`, running);
      const api: Memos['api'] = async (path, body, token) => {
        const response = await fetch(`${url}/api/v1/${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(15_000),
        });
        return { status: response.status, json: await response.json().catch(() => undefined) };
      };
      return { url, running, api };
    }

    /** The first user is the owner; returns the owner's access token. */
    async function ownerToken(memos: Memos): Promise<string> {
      const made = await memos.api('users', { ...OWNER, role: 'ADMIN' });
      expect(made.status, JSON.stringify(made.json)).toBe(200);
      const signedIn = await memos.api('auth/signin', { passwordCredentials: OWNER });
      const { accessToken } = signedIn.json as { accessToken?: string };
      expect(accessToken, JSON.stringify(signedIn.json)).toBeTruthy();
      return accessToken!;
    }

    /** What Memos' page does with the provider it got, then what it sends to its server. */
    async function signIn(memos: Memos, pair: Pair): Promise<{ status: number; json: unknown }> {
      const listed = (await memos.api('identity-providers')).json as {
        identityProviders?: {
          name: string;
          config: { oauth2Config: { authUrl: string; clientId: string; scopes: string[] } };
        }[];
      };
      const provider = listed.identityProviders?.[0];
      expect(provider?.name, JSON.stringify(listed)).toBe('identity-providers/home');
      const { authUrl, clientId, scopes } = provider!.config.oauth2Config;
      const redirectUri = `${memos.url}/auth/callback`;
      expect(pair.connection.client.redirect_uris).toEqual([redirectUri]);
      const codeVerifier = randomBytes(32).toString('base64url');
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        state: randomBytes(32).toString('hex'),
        response_type: 'code',
        scope: scopes.join(' '),
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      const end = lastVisit(await browse(`${authUrl}?${query}`, { stopBefore: redirectUri }));
      const code = new URL(end.url).searchParams.get('code');
      expect(code, `${end.url} ${pair.seen.error}`).toBeTruthy();
      return memos.api('auth/signin', {
        ssoCredentials: { idpName: provider!.name, code, redirectUri, codeVerifier },
      });
    }

    it('takes the provider by the rendered script, and signs in', async () => {
      const port = await freePort();
      const pair = await pairFor(port);
      const memos = await startMemos(port);
      const token = await ownerToken(memos);
      const script = join(mkdtempSync(join(tmpdir(), 'latchkey-script-')), 'create-provider.sh');
      open.push(() => rmSync(join(script, '..'), { recursive: true, force: true }));
      writeFileSync(script, pair.file('memos-api'));
      const ran = await runScript(script, `${token}\n${pair.secret}\n`);
      expect(ran.output).toContain('Created.');
      expect(ran.code).toBe(0);
      expect(ran.output).not.toContain(pair.secret);

      const again = await runScript(script, `${token}\n${pair.secret}\n`);
      expect(again.code).toBe(1);
      expect(again.output).toContain('exists already');
      const answer = await signIn(memos, pair);
      expect(answer.status, JSON.stringify(answer.json)).toBe(200);
      expect((answer.json as { user: Record<string, unknown> }).user).toMatchObject({
        username: 'ada',
        displayName: 'Ada Practice',
        email: 'ada@example.com',
      });
      expect(pair.seen.userinfo).toBe(1);
      await expectOwnRequest(pair);
    });

    it('takes the provider by apply, signs in, shows a change by hand, and is taken back', async () => {
      const port = await freePort();
      const pair = await pairFor(port);
      const memos = await startMemos(port);
      const token = await ownerToken(memos);
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-memos-apply-'));
      open.push(() => rmSync(folder, { recursive: true, force: true }));
      const place = { file: join(folder, 'w.yaml'), workspace: 'memos', store: openMemoryStore() };
      await place.store.set(
        { workspace: 'memos', owner: pair.connection.key, purpose: 'client_secret' },
        pair.secret,
      );
      const side = applySide(pair.connection, 'app', bagOf(pair.connection, pair.secret));
      if (isNoWay(side)) throw new Error(side.why);
      const opened = await openApi(side, { token, secrets: [pair.secret] });
      if (!opened.ok) throw new Error(opened.error.message);
      const api = opened.value;
      open.push(() => api.close());
      const apply = async () => {
        const done = await applySideNow(side, api, place);
        if (!done.ok) throw new Error(`${done.error.message} ${done.error.detail ?? ''}`);
        return done.value;
      };

      const first = await apply();
      expect(first.things.map(({ action }) => action)).toEqual(['make']);
      expect(
        (await apply()).things.map(({ action }) => action),
        'nothing to do',
      ).toEqual(['keep']);
      expect((await apply()).unseen.map(({ path }) => path)).toEqual(['config/oauth2Config/clientSecret']);
      const answer = await signIn(memos, pair);
      expect(answer.status, JSON.stringify(answer.json)).toBe(200);

      // By hand: another title, and another scope.
      const name = 'identity-providers/home';
      const former = (await memos.api('identity-providers')).json as { identityProviders: Json[] };
      const entry = former.identityProviders[0] as { config: { oauth2Config: object } };
      const changed = await api.send(
        { method: 'PATCH', url: `${memos.url}/api/v1/${name}?updateMask=title,config` },
        {
          ...entry,
          title: 'By hand',
          config: { oauth2Config: { ...entry.config.oauth2Config, scopes: ['openid'] } },
        },
      );
      expect(changed.ok).toBe(true);
      const planned = await planSide(side, api);
      expect(
        planned.ok &&
          planned.value.flatMap((one) => one.comparison.differences.map(({ path }) => path)).sort(),
      ).toEqual(['config/oauth2Config/scopes', 'title']);
      expect((await apply()).things.map(({ action }) => action)).toEqual(['change']);
      expect((await signIn(memos, pair)).status, 'the secret stayed').toBe(200);

      const undo = async () => {
        const journal = await readJournal(place.file);
        const back = await takeBack(lastRun(journal.ok ? journal.value : never())!, api, place);
        return back.ok ? back.value.left.map(({ path, why }) => `${path} ${why}`) : back.error;
      };
      expect(await undo()).toEqual([]);
      expect((await memos.api('identity-providers')).json).toMatchObject({
        identityProviders: [{ title: 'By hand', config: { oauth2Config: { scopes: ['openid'] } } }],
      });
      // What was made before is somebody's now, so it is not removed.
      expect(await undo()).toEqual(['title changed', 'config/oauth2Config/scopes changed']);

      const stranger = await openApi(side, { token: 'no-token-at-all', secrets: [] });
      const refused = stranger.ok ? await applySideNow(side, stranger.value, place) : stranger;
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'apply-unauthorized', taken_back: 'nothing' },
      });
    });

    describe.skipIf(!mayWriteSecrets())('with the fixed folder writable', () => {
      it('takes the provider by the rendered file, and signs in', async () => {
        const port = await freePort();
        const pair = await pairFor(port);
        const made = !existsSync(SECRETS);
        if (made) mkdirSync(SECRETS);
        const file = join(SECRETS, 'memos-idp-home.json');
        if (existsSync(file)) throw new Error(`${file} exists and is not this test's.`);
        writeFileSync(file, pair.file('memos-idp-json'), { mode: 0o600 });
        open.push(() => {
          rmSync(file, { force: true });
          if (made) rmdirSync(SECRETS);
        });
        const memos = await startMemos(port);
        await ownerToken(memos);
        const answer = await signIn(memos, pair);
        await expectOwnRequest(pair);
        expect(answer.status, `${JSON.stringify(answer.json)} ${memos.running.output().slice(-500)}`).toBe(
          200,
        );
        expect((answer.json as { user: { username: string } }).user.username).toBe('ada');
      });
    });
  },
);

const never = (): never => {
  throw new Error('no journal');
};

/** Runs the rendered script with token and secret on its input, as a person without a terminal would. */
function runScript(path: string, input: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', [path], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 40_000,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}
