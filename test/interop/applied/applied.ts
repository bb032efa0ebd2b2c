import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { openApi } from '../../../electron/services/apply/api.ts';
import { journalFile, readJournal } from '../../../electron/services/apply/journal-file.ts';
import { applySideNow, planSide } from '../../../electron/services/apply/run.ts';
import { takeBack } from '../../../electron/services/apply/take-back.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import type { Json } from '../../../shared/apply/compare.ts';
import { lastRun } from '../../../shared/apply/journal.ts';
import { applySide } from '../../../shared/apply/side.ts';
import { isNoWay } from '../../../shared/apply/things.ts';
import { builtInProfile } from '../../../shared/profile/built-in.ts';
import type { Result } from '../../../shared/result.ts';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import { bagOf } from '../../helpers/app-connection.ts';
import { type Pair, startPair } from '../practice.ts';
import { freePort, type Running } from '../process.ts';
import { interopPart } from '../results.ts';

/** One app that runs, and what it is told by its own API. */
export interface Place extends Pair {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
}

/** What a running app is asked by the test itself. */
export interface Started {
  readonly running: Running;
  /** What the profile says how to make. */
  readonly token: string;
  /** All that its API shows of its sign-in. */
  readonly read: () => Promise<Json>;
  /** Changes something of it by hand. */
  readonly byHand: () => Promise<void>;
}

export interface AppliedApp {
  readonly kind: string;
  /** The program as the table names it. */
  readonly program: string;
  readonly version: string;
  /** The version that is written for, where it isn't the program's. */
  readonly written_for?: string;
  readonly skip: string | undefined;
  /** Brings the program here. */
  readonly fetch?: () => void;
  readonly settings?: AppSettings;
  readonly proved: string;
  readonly start: (place: Place) => Promise<Started>;
  /** Signs in as a person would; says who is signed in, and what the app said. */
  readonly signIn: (place: Place, started: Started) => Promise<{ user: string | undefined; said: string }>;
  readonly user: string;
  /** What differs after the change by hand. */
  readonly differs: readonly string[];
  /** What an undo can’t bring back, because the app doesn’t show it. */
  readonly lost?: readonly string[];
  /** More that is true of this app alone, after the first run that was not taken back and the change by hand. */
  readonly more?: (place: Place, started: Started, undo: () => Promise<unknown>) => Promise<void>;
}

/** A real app that is set up by `apply`: planned, applied, read back, signed in, seen changed by hand, and taken back. */
export function appliedApp(app: AppliedApp): void {
  interopPart(
    {
      part: 8,
      program: app.program,
      proved: app.proved,
      version: app.version,
      skip: app.skip,
    },
    () => {
      const open: (() => unknown)[] = [];
      beforeAll(() => app.fetch?.());
      afterEach(async () => {
        for (const close of open.splice(0).reverse()) await close();
      });

      it(`sets up ${builtInProfile(app.kind)!.name} by its API, and leaves it as it was`, async () => {
        const port = await freePort();
        const url = `http://127.0.0.1:${port}`;
        const folder = mkdtempSync(join(tmpdir(), `latchkey-${app.kind}-apply-`));
        open.push(() => rmSync(folder, { recursive: true, force: true }));
        const pair = await startPair({
          provider: { kind: 'authelia', version: '4.39' },
          app: {
            kind: app.kind,
            url,
            version: app.written_for ?? app.version,
            ...(app.settings === undefined ? {} : { settings: app.settings }),
          },
        });
        open.push(pair.close);
        const place: Place = { ...pair, url, port, folder };
        const started = await app.start(place);
        open.push(started.running.stop);
        const { token, read } = started;

        const at = { file: join(folder, 'w.yaml'), workspace: 'interop', store: openMemoryStore() };
        const owner = pair.connection.key;
        await at.store.set({ workspace: 'interop', owner, purpose: 'client_secret' }, pair.secret);
        const side = applySide(pair.connection, 'app', bagOf(pair.connection, pair.secret));
        if (isNoWay(side)) throw new Error(side.why);
        const api = must(await openApi(side, { token, secrets: [pair.secret] }));
        open.push(() => api.close());
        const differences = async () =>
          must(await planSide(side, api)).flatMap(({ comparison }) =>
            comparison.differences.map(({ path }) => path),
          );
        const apply = async () => must(await applySideNow(side, api, at)).things.map(({ action }) => action);
        const undo = async () => {
          const back = await takeBack(lastRun(must(await readJournal(at.file)))!, api, at);
          return back.ok ? back.value.left.map(({ path, why }) => `${path} ${why}`) : back.error;
        };
        const signedIn = async () => {
          const { user, said } = await app.signIn(place, started);
          expect(user, `${pair.seen.error ?? ''}\n${said.slice(-4000)}`).toBe(app.user);
        };

        const former = await read();
        expect((await differences()).length).toBeGreaterThan(0);
        expect(await read(), 'a plan changes nothing').toEqual(former);
        expect(await apply()).not.toContain('keep');
        expect(await differences()).toEqual([]);
        expect(new Set(await apply()), 'nothing to do').toEqual(new Set(['keep']));
        await signedIn();

        expect(await undo()).toEqual(app.lost ?? []);
        expect(await read()).toEqual(former);

        await apply();
        await started.byHand();
        const byHand = await read();
        expect(await differences()).toEqual(app.differs);
        await apply();
        expect(await differences()).toEqual([]);
        await signedIn();
        expect(await undo()).toEqual([]);
        expect(await read()).toEqual(byHand);
        await app.more?.(place, started, undo);

        expect(readFileSync(journalFile(at.file), 'utf8')).not.toContain(pair.secret);
        const stranger = must(await openApi(side, { token: 'no:token-at-all', secrets: [] }));
        open.push(() => stranger.close());
        const refused = await planSide(side, stranger);
        expect(refused.ok ? 'taken' : refused.error.code).toMatch(/^apply-(unauthorized|forbidden)$/);
      });
    },
  );
}

function must<T>(result: Result<T> | { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
