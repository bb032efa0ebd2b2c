import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { runCheck } from '../../../electron/services/login/check.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { builtInProfile } from '../../../shared/profile/built-in.ts';
import type { GuideStep } from '../../../shared/render/types.ts';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import { type Pair, startPair } from '../practice.ts';
import { freePort, type Running } from '../process.ts';
import { interopPart } from '../results.ts';
import type { Package } from './fetch.ts';

/** The person who signs in, as the practice provider states her. */
export const ADA = { username: 'ada', name: 'Ada Practice', email: 'ada@example.com' };

/** One login: the practice provider with the app registered, and what is rendered for the app. */
export interface World extends Pair {
  /** The app's own address and port, where it is to be started. */
  readonly url: string;
  readonly port: number;
  /** A folder for the app alone. It is deleted after the test. */
  readonly folder: string;
  /** The rendered environment, as a reader of env files takes it. */
  readonly env: () => Readonly<Record<string, string>>;
  /** The text of a rendered file, by its name. */
  readonly named: (name: string) => string;
  /** What the guide says to type into the screen that has this field: each label with its value. */
  readonly fields: (one: string) => Readonly<Record<string, string>>;
  /** Ends a program after the test. */
  readonly stopAtEnd: (running: Running) => Running;
  /** Is done after the test, the last first. */
  readonly atEnd: (close: () => unknown) => void;
}

/** How a login ended. */
export interface Ending {
  /** Who is signed in, as the app itself says. Undefined: nobody. */
  readonly user: string | undefined;
  /** What the app said: pages, answers and its log. */
  readonly said: string;
}

export interface RealApp {
  /** The kind of its profile. */
  readonly kind: string;
  /** The program as the table names it, where it is not the app itself. */
  readonly program?: string;
  readonly package: Package;
  /** What is missing besides the package. */
  readonly skip?: string | undefined;
  /** The version for which the files are rendered. Default: the package's. */
  readonly version?: string;
  readonly settings?: AppSettings;
  /** Where the app is opened. Default: its port on 127.0.0.1. */
  readonly url?: (port: number) => string;
  /** How it is set up and what is asked at the end, for the table. */
  readonly proved: string;
  /** Who the app must say is signed in. */
  readonly user: string;
  /** Texts of the profile's `errors`: what the app says when the secret is wrong. */
  readonly wrongSecret?: readonly string[];
  /** Starts the app with what is rendered, signs in as a person would, and asks the app who is signed in. */
  readonly signIn: (world: World) => Promise<Ending>;
}

/** A real app that signs in with exactly what its profile renders. One line of the table. */
export function realApp(app: RealApp): void {
  const profile = builtInProfile(app.kind);
  interopPart(
    {
      part: 7,
      program: app.program ?? profile?.name ?? app.kind,
      proved: app.proved,
      version: app.package.version,
      skip: app.package.skip ?? app.skip,
    },
    () => {
      const open: (() => unknown)[] = [];
      beforeAll(() => app.package.fetch());
      afterEach(async () => {
        for (const close of open.splice(0).reverse()) await close();
      });

      async function world(registered: { readonly client_secret?: string } = {}): Promise<World> {
        const port = await freePort();
        const url = app.url?.(port) ?? `http://127.0.0.1:${port}`;
        const folder = mkdtempSync(join(tmpdir(), `latchkey-${app.kind}-`));
        open.push(() => rmSync(folder, { recursive: true, force: true }));
        const pair = await startPair({
          provider: { kind: 'authelia', version: '4.39' },
          app: {
            kind: app.kind,
            url,
            version: app.version ?? app.package.version,
            ...(app.settings === undefined ? {} : { settings: app.settings }),
          },
          registered,
        });
        open.push(pair.close);
        const named = (name: string) => {
          const found = pair.files.find(({ path }) => path.split('/').at(-1) === name);
          if (!found) throw new Error(`No ${name} among ${pair.files.map(({ path }) => path).join(', ')}`);
          return found.content;
        };
        return {
          ...pair,
          url,
          port,
          folder,
          named,
          env: () => parseEnv(pair.file('env')) as Record<string, string>,
          fields: (one) => {
            const steps = JSON.parse(pair.file('guide')) as GuideStep[];
            const found = steps.find(({ fields }) => fields.some(({ label }) => label === one));
            if (!found) throw new Error(`No step has the field “${one}”.`);
            return Object.fromEntries(found.fields.map(({ label, value }) => [label, value]));
          },
          stopAtEnd: (running) => {
            open.push(running.stop);
            return running;
          },
          atEnd: (close) => {
            open.push(close);
          },
        };
      }

      it('signs in with what is rendered', async () => {
        const here = await world();
        const { user, said } = await app.signIn(here);
        const { client, app: of, pkce } = here.connection;
        const traits = of.traits.value;
        const { authorizations, tokens, userinfo, discovery, error } = here.seen;
        expect(user, `${error ?? 'The provider reported no error.'}\n${said.slice(-4000)}`).toBe(app.user);
        // What the profile says of the app is what the provider saw of it.
        const [asked, ...again] = authorizations;
        expect(again).toEqual([]);
        expect({
          redirect_uri: client.redirect_uris.includes(asked!['redirect_uri']!),
          scopes: asked!['scope']!.split(/[ +]/).sort(),
          pkce: asked!['code_challenge_method'],
          nonce: asked!['nonce'] !== undefined,
          methods: [...new Set(tokens.map(({ method }) => method))],
          verifier: tokens.every(({ verifier }) => verifier),
          discovery: discovery > 0,
        }).toEqual({
          redirect_uri: true,
          scopes: [...client.scopes].sort(),
          pkce: pkce.app_uses ? 'S256' : undefined,
          nonce: traits.sends_nonce,
          methods: [client.token_endpoint_auth_method],
          verifier: pkce.app_uses,
          discovery: traits.uses_discovery,
        });
        if (traits.claims_from === 'userinfo') expect(userinfo).toBeGreaterThan(0);
        await expectOwnRequest(here);
      });

      it.runIf(app.wrongSecret !== undefined)(
        'says what the profile knows if the secret is wrong',
        async () => {
          expect(profile?.errors?.map(({ text }) => text)).toEqual(
            expect.arrayContaining([...app.wrongSecret!]),
          );
          const here = await world({ client_secret: 'another-secret-than-the-app-has-00000000000' });
          const { user, said } = await app.signIn(here);
          expect(user).toBeUndefined();
          expect(here.seen.error).toMatch(/invalid_client/);
          // Where a text has a part that differs, the profile writes an ellipsis.
          for (const text of app.wrongSecret!)
            for (const part of text.split('…').filter((one) => one.trim() !== ''))
              expect(said).toContain(part.trim());
        },
      );
    },
  );
}

/** Asks the running app itself, as `check` does: it sends what the workspace says, and no other client's. */
export async function expectOwnRequest({ connection, secret }: Pair): Promise<void> {
  const ask = async (of: Connection) => {
    const outcome = await runCheck(
      of,
      { client_secret: secret },
      { askApp: true, env: {}, probeSpacingMs: 1 },
    );
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { checks, target, evidence } = outcome.value;
    expect(evidence.app_login?.exchanges.length ?? 0).toBeLessThanOrEqual(2);
    return { check: checks.find(({ id }) => id === 'P14'), target };
  };
  const { check, target } = await ask(connection);
  const { login_start, login_list } = target.app;
  if (login_start === undefined && login_list === undefined) return expect(check).toBeUndefined();
  expect(check, JSON.stringify(check)).toMatchObject({
    // Without a redirect there is something that only a browser sees.
    status: login_start?.kind === 'redirect' ? 'pass' : 'inconclusive',
    findings: [],
  });
  if (check!.evidence['client_id'] === undefined)
    return expect(check!.evidence).toMatchObject({ offers_login: true });
  const changed = { ...connection, client: { ...connection.client, client_id: 'changedInTheWorkspace' } };
  expect((await ask(changed)).check).toMatchObject({
    status: 'fail',
    findings: [{ code: 'app-client-id-differs', data: { sent: connection.client.client_id } }],
  });
}

/** Writes a file for the app and returns where it is. */
export function put(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/**
 * Runs a rendered command as it is written. Its `docker exec` is one that runs the rest on this machine, where the
 * program is in `programs`.
 */
export function runCommand(
  text: string,
  folder: string,
  programs: string,
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const docker = [
    '#!/bin/sh',
    '[ "$1" = exec ] || exit 64',
    'shift',
    'while [ "$1" = -u ]; do shift 2; done',
    'shift',
    'exec "$@"',
  ];
  chmodSync(put(folder, 'stand-in/docker', docker.join('\n')), 0o700);
  const PATH = `${join(folder, 'stand-in')}:${programs}:${process.env['PATH'] ?? ''}`;
  // Not synchronous: the command may ask the practice provider, which runs in this process.
  const options = { env: { HOME: folder, ...env, PATH }, timeout: 60_000 };
  return promisify(execFile)('sh', [put(folder, 'command.sh', text)], options).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`The command failed.\n${stdout}${stderr}`);
    },
  );
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A rendered file merged into the configuration that the app has, as the guide asks: below, both stay. */
export function merged(base: Tree, rendered: Tree): Tree {
  const result: Tree = { ...base };
  for (const [key, value] of Object.entries(rendered)) {
    const old = result[key];
    result[key] =
      isTree(old) && isTree(value)
        ? merged(old, value)
        : Array.isArray(old) && Array.isArray(value)
          ? [...old, ...value]
          : value;
  }
  return result;
}

/** What a person types: each field of a screen as the app's API calls it. A field that is not named here fails. */
export function typed(
  fields: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string | ((value: string) => Tree)>>,
): Tree {
  return Object.assign(
    {},
    ...Object.entries(fields).map(([label, value]) => {
      const name = names[label];
      if (name === undefined) throw new Error(`Nothing is known of the field “${label}”.`);
      return typeof name === 'string' ? { [name]: value } : name(value);
    }),
  ) as Tree;
}
