import { describe, expect, it } from 'vitest';
import {
  collectSecrets,
  finishRotation,
  forgetSecrets,
  parseStdinSecrets,
  rotateSecret,
  undoRotation,
} from '../../../../electron/services/secrets/bag.ts';
import { verifyDigest } from '../../../../electron/services/secrets/digest.ts';
import { openMemoryStore } from '../../../../electron/services/secrets/keychain.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { clientsOf } from '../../../../shared/client/further.ts';
import { renderDeliverables } from '../../../../shared/render/render.ts';
import type { Result } from '../../../../shared/result.ts';
import type { SecretPurpose } from '../../../../shared/secrets.ts';
import { allText } from '../../../helpers/deliverables.ts';
import { towers } from '../../../helpers/several-clients.ts';

/** The secrets of an app’s further clients. */

const WORKSPACE = towers();
const OWN = 'Zk3vQ9xW7mB2nT5yR8uJ4pL6sD1fG0hA';
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
const stdin = (value: unknown, workspace = WORKSPACE) => parseStdinSecrets(JSON.stringify(value), workspace);
const name = (owner: string, purpose: SecretPurpose) => ({ workspace: 'test', owner, purpose });

describe('further clients', () => {
  it('get a secret of their own where they have one, with a digest of it, and the ids that are rendered', async () => {
    const store = openMemoryStore();
    const bag = must(await collectSecrets(WORKSPACE, ['tower'], store));
    const { tower, tower_cli: cli, tower_worker: worker, tower_phone: phone } = bag.clients;
    expect(Object.keys(bag.clients)).toHaveLength(4);
    expect([cli?.client_secret, phone?.client_secret]).toEqual([undefined, undefined]);
    expect(worker?.client_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(worker?.client_secret).not.toBe(tower?.client_secret);
    expect(must(await verifyDigest(worker!.client_secret_digest!, worker!.client_secret!))).toBe(true);
    expect(worker?.client_id).toBe(`${tower!.client_id}worker`);
    expect(phone?.client_id).toBe('ExampleTowerPhone');
    // What follows from the app’s id is not kept; the secret is, and is the same again.
    expect(must(await store.list('test')).map(({ owner, purpose }) => `${owner} ${purpose}`)).toEqual([
      'home hmac_secret',
      'home jwks_key',
      'tower client_id',
      'tower client_secret',
      'tower client_secret_digest',
      'tower_worker client_secret',
      'tower_worker client_secret_digest',
    ]);
    expect(must(await collectSecrets(WORKSPACE, ['tower'], store))).toEqual(bag);
    const ids = Object.fromEntries(
      Object.entries(bag.clients).map(([key, { client_id }]) => [key, client_id]),
    );
    const connections = deriveConnections(WORKSPACE, ids);
    expect(connections.flatMap(clientsOf).map(({ key, client }) => [key, client.client_id])).toEqual(
      Object.entries(ids),
    );
    for (const one of renderDeliverables(connections, bag))
      if (allText(one).includes(worker!.client_secret!)) expect(one.secret).toBe(true);
  });

  it('take their secrets and ids from stdin by their keys, and no others', async () => {
    const given = must(
      stdin({
        tower_worker: { client_secret: OWN, client_id: 'mine' },
        tower_cli: { client_id: 'tower-cli' },
      }),
    );
    const bag = must(await collectSecrets(WORKSPACE, ['tower'], openMemoryStore(), given));
    expect(bag.clients['tower_worker']).toMatchObject({ client_secret: OWN, client_id: 'mine' });
    expect(bag.clients['tower_cli']).toEqual({ client_id: 'tower-cli' });
    for (const [value, code] of [
      [{ tower_app: { client_secret: OWN } }, 'stdin-unknown-id'],
      [{ memos_cli: { client_secret: OWN } }, 'stdin-unknown-id'],
      [{ tower_worker: { app_secret: OWN } }, 'stdin-unknown-key'],
      [{ tower_worker: { client_secret: 'line\nbreak' } }, 'secret-unfit'],
    ] as const)
      expect(codeOf(stdin(value))).toBe(code);
    const refused = async (value: unknown) =>
      codeOf(await collectSecrets(WORKSPACE, ['tower'], openMemoryStore(), must(stdin(value))));
    expect(await refused({ tower_cli: { client_secret: OWN } })).toBe('public-client');
    expect(await refused({ tower_phone: { client_id: 'other' } })).toBe('client-id-conflict');
    expect(await refused({ tower_phone: { client_id: 'ExampleTowerPhone' } })).toBe('ok');
    // A client that the settings leave out has none.
    expect(
      codeOf(stdin({ tower_worker: { client_secret: OWN } }, towers({}, { tower: { version: '1.0' } }))),
    ).toBe('stdin-unknown-id');
  });

  it('are rotated with their app, all or none, and forgotten with it', async () => {
    const store = openMemoryStore();
    const before = must(await collectSecrets(WORKSPACE, ['tower'], store)).clients;
    must(await rotateSecret(store, WORKSPACE, 'tower'));
    const after = must(await collectSecrets(WORKSPACE, ['tower'], store)).clients;
    for (const key of ['tower', 'tower_worker'])
      expect(after[key]!.client_secret).not.toBe(before[key]!.client_secret);
    expect(codeOf(await rotateSecret(store, WORKSPACE, 'tower'))).toBe('already-rotating');
    must(await undoRotation(store, WORKSPACE, 'tower'));
    const back = must(await collectSecrets(WORKSPACE, ['tower'], store)).clients;
    for (const key of ['tower', 'tower_worker'])
      expect(back[key]!.client_secret).toBe(before[key]!.client_secret);
    expect(codeOf(await undoRotation(store, WORKSPACE, 'tower'))).toBe('not-rotating');
    must(await rotateSecret(store, WORKSPACE, 'tower'));
    must(await finishRotation(store, WORKSPACE, 'tower'));
    expect(must(await store.get(name('tower_worker', 'client_secret_previous')))).toBeUndefined();
    must(await forgetSecrets(store, WORKSPACE, ['tower']));
    expect(must(await store.list('test')).map(({ owner }) => owner)).toEqual(['home', 'home']);
  });

  it('wait for what the provider makes, and take it back', async () => {
    const workspace = towers({ kind: 'zitadel', url: 'https://id.example.com' });
    const store = openMemoryStore();
    const bag = must(await collectSecrets(workspace, ['tower'], store)).clients;
    expect(bag['tower_worker']).toEqual({ client_id: 'client-id-of-tower-worker-from-zitadel' });
    const given = must(stdin({ tower_worker: { client_id: '123', client_secret: OWN } }, workspace));
    must(await collectSecrets(workspace, ['tower'], store, given));
    expect(must(await collectSecrets(workspace, ['tower'], store)).clients['tower_worker']).toEqual({
      client_id: '123',
      client_secret: OWN,
    });
  });
});
