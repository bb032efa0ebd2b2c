import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { collectSecrets } from '../../../electron/services/secrets/bag.ts';
import { generateSigningKey } from '../../../electron/services/secrets/generate.ts';
import { openMemoryStore } from '../../../electron/services/secrets/store.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import type { AppGiven } from '../../helpers/app-connection.ts';
import { PLANTED } from '../../helpers/pairs.ts';
import { freePort, type Running } from '../process.ts';
import { interopPart } from '../results.ts';
import { causes, check, findings, login, type Setup, statuses, told } from '../run.ts';
import { type AutheliaClient, FAULTS, type Fault, HEALTHY } from './faults.ts';
import {
  autheliaVersion,
  type Front,
  makePlace,
  type Place,
  signIn,
  startAuthelia,
  startFront,
  validate,
  whyNot,
} from './server.ts';

const GOLDEN = join(import.meta.dirname, '..', '..', 'golden');
const golden = readdirSync(GOLDEN)
  .filter((name) => name.startsWith('authelia-'))
  .map((name) => ({ name, file: join(GOLDEN, name, 'home', 'authelia-oidc.yml') }))
  .filter(({ file }) => existsSync(file));
const skip = whyNot();

interopPart(
  {
    part: 4,
    program: 'Authelia: the configuration',
    proved:
      'authelia config validate takes every complete block that is rendered, without an error or a warning about it.',
    version: () => autheliaVersion() ?? '',
    skip,
  },
  () => {
    let place: Place;
    let key: string;
    beforeAll(async () => {
      place = await makePlace();
      key = await generateSigningKey({ kty: 'RSA' });
    });
    afterAll(() => place?.remove());

    it('has every golden file', () => {
      expect(golden.map(({ name }) => name)).toHaveLength(9);
    });

    it.each(golden)('$name', async ({ name, file }) => {
      const document = parseDocument(readFileSync(file, 'utf8'));
      const path = ['identity_providers', 'oidc', 'jwks', 0, 'key'];
      // The key in the golden files consists of letters that a text search can find.
      expect(document.getIn(path)).toBe(PLANTED.jwks_key);
      document.setIn(path, key);
      const rendered = join(place.folder, `${name}.yml`);
      writeFileSync(rendered, document.toString());
      const { ok, output } = await validate(place, rendered);
      expect(output).not.toMatch(/identity_providers|oidc/i);
      expect(ok, output).toBe(true);
    });

    it('refuses a block with a key that is not there', async () => {
      const document = parseDocument(readFileSync(golden[0]!.file, 'utf8'));
      document.setIn(['identity_providers', 'oidc', 'jwks', 0, 'key'], key);
      document.setIn(['identity_providers', 'oidc', 'clients', 0, 'claims_polcy'], 'x');
      const rendered = join(place.folder, 'misspelt.yml');
      writeFileSync(rendered, document.toString());
      const { ok, output } = await validate(place, rendered);
      expect(ok).toBe(false);
      expect(output).toContain('claims_polcy');
    });
  },
);

/** What `check` can't decide for a healthy app: an app without PKCE is tested only after signing in. */
const leftOpen = (id: string): readonly string[] => (id === 'ok-romm' ? ['P10'] : []);

/** Every healthy app and every fault is a client of the same Authelia; ids are `ok-…` and `fault-…`. */
const HEALTHY_IDS = HEALTHY.map((app) => ({ id: `ok-${app.kind}`, app }));
const FAULT_IDS = FAULTS.map((fault, index) => ({ id: `fault-${index + 1}`, fault }));

function workspaceAt(url: string): Workspace {
  const entry = (app: AppGiven) => ({
    policy: 'one_factor',
    consent: 'never',
    test_redirect_uri: 'http://127.0.0.1:8911/callback',
    url: `https://${app.kind}.example.com`,
    provider: 'home',
    ...app,
  });
  return {
    latchkey: 1,
    id: 'authelia-itself',
    providers: { home: { kind: 'authelia', url, version: '4.39.20' } },
    apps: Object.fromEntries([
      ...HEALTHY_IDS.map(({ id, app }) => [id, entry(app)]),
      ...FAULT_IDS.map(({ id, fault }) => [id, entry(fault.app)]),
    ]),
  };
}

interopPart(
  {
    part: 4,
    program: 'Authelia: the login',
    proved: `It starts with the rendered block and signs in for ${HEALTHY.map((app) => app.kind).join(', ')}; check and login find nothing wrong there, and name the right cause first for ${FAULTS.length} faults.`,
    version: () => autheliaVersion() ?? '',
    skip,
  },
  () => {
    let place: Place;
    let bag: SecretBag;
    let authelia: Running;
    const fronts: Front[] = [];

    beforeAll(async () => {
      place = await makePlace();
      const workspace = workspaceAt(place.url);
      const collected = await collectSecrets(workspace, Object.keys(workspace.apps), openMemoryStore());
      if (!collected.ok) throw new Error(collected.error.message);
      bag = collected.value;
      const connections = Object.keys(workspace.apps).map((id) =>
        deriveConnection(workspace, id, bag.clients[id]!.client_id),
      );
      const block = renderDeliverables(connections, bag)
        .flatMap(filesOf)
        .find((file) => file.path === 'home/authelia-oidc.yml')!;
      const oidc = join(place.folder, 'oidc.yml');
      writeFileSync(oidc, withFaults(block.content, bag), { mode: 0o600 });
      const { ok, output } = await validate(place, oidc);
      if (!ok) throw new Error(output);
      authelia = await startAuthelia(place, oidc);
    }, 120_000);
    afterAll(async () => {
      await Promise.all(fronts.map((front) => front.close()));
      await authelia?.stop();
      place?.remove();
    });

    function withFaults(block: string, secrets: SecretBag): string {
      const document = parseDocument(block);
      const path = ['identity_providers', 'oidc', 'clients'];
      const clients = (document.toJS() as { identity_providers: { oidc: { clients: AutheliaClient[] } } })
        .identity_providers.oidc.clients;
      for (const { id, fault } of FAULT_IDS) {
        const at = clients.findIndex((one) => one['client_id'] === secrets.clients[id]!.client_id);
        const client = clients[at]!;
        fault.registered?.(client);
        document.setIn([...path, at], client);
      }
      return document.toString();
    }

    function healthy(id: string): Setup {
      const secrets = bag.clients[id]!;
      return {
        connection: deriveConnection(workspaceAt(place.url), id, secrets.client_id),
        secret: secrets.client_secret,
        caFile: place.caFile,
        person: (url) => signIn(place, url),
      };
    }

    async function faulty(id: string, fault: Fault): Promise<Setup> {
      const secrets = bag.clients[id]!;
      const url = await addressOf(fault.way);
      const workspace = workspaceAt(url);
      const right = secrets.client_secret!;
      return {
        connection: deriveConnection(workspace, id, fault.client_id ?? secrets.client_id),
        secret: fault.secret ? fault.secret(right, secrets.client_secret_digest!) : right,
        ...(fault.way === 'unknown-ca' ? {} : { caFile: place.caFile }),
        person: (opened) => signIn(place, opened, fault.consent ?? 'agree'),
      };
    }

    async function addressOf(way: Fault['way']): Promise<string> {
      const front = async (options: Parameters<typeof startFront>[1]) => {
        const started = await startFront(place, options);
        fronts.push(started);
        return started.url;
      };
      const day = 86_400_000;
      switch (way) {
        case 'http-forwarded':
          return front({ proto: 'http' });
        case 'own-host':
          return front({ host: 'front' });
        case 'wrong-name':
          return front({ names: ['sso.example.org'] });
        case 'expired':
          return front({
            notBefore: new Date(Date.now() - 90 * day),
            notAfter: new Date(Date.now() - 3 * day),
          });
        case 'plain-http':
          return place.url.replace('https:', 'http:');
        case 'nobody':
          return `https://127.0.0.1:${await freePort()}`;
        default:
          return place.url;
      }
    }

    describe.each(HEALTHY_IDS)('$app.kind, healthy', ({ id }) => {
      it.each(['check', 'login'] as const)('%s finds nothing but the throw-away CA', async (run) => {
        const report = await (run === 'check' ? check : login)(healthy(id));
        expect(findings(report)).toEqual([`${run === 'check' ? 'P2' : 'S2'} warn tls-private-ca`]);
        expect(causes(report)).toEqual(['untrusted-certificate']);
        expect(statuses(report, 'inconclusive')).toEqual(run === 'check' ? leftOpen(id) : []);
      });
    });

    describe.each(FAULT_IDS)('$fault.name', ({ id, fault }) => {
      it.each(['check', 'login'] as const)('%s', async (run) => {
        const setup = await faulty(id, fault);
        const report = await (run === 'check' ? check(setup) : login(setup, { timeoutSeconds: 4 }));
        const first = causes(report)[0];
        // What can't be seen without a person must not be reported: then only the temporary CA is reported.
        expect(first, told(report)).toBe(fault[run] ?? 'untrusted-certificate');
        if (fault[run] === null) expect(findings(report)).toHaveLength(1);
      });
    });
  },
);
