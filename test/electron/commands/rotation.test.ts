import { describe, expect, it } from 'vitest';
import { rotatedSentence } from '../../../electron/commands/secrets.ts';
import { secretsStatus } from '../../../electron/host/handlers/secrets.ts';
import type { HostParts } from '../../../electron/host/parts.ts';
import { provideSecret, rotateSecret } from '../../../electron/services/secrets/bag.ts';
import { openMemoryStore } from '../../../electron/services/secrets/keychain.ts';
import { traitsAt } from '../../../shared/catalog/fact.ts';
import { allProviders, providerOf } from '../../../shared/catalog/providers/index.ts';
import { secretsStatus as statusSchema } from '../../../shared/host/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';

/** The order in which a secret is changed follows from what the provider can hold, never from which provider it is. */

const PARTS = {
  secrets: { status: async () => ({ kind: 'session', label: 'memory', locked: false }) },
} as unknown as HostParts;
const SECRET = 'Zk3vQ9xW7mB2nT5yR8uJ4pL6sD1fG0hA';

const at = (kind: string, url: string, version: string): Workspace => ({
  latchkey: 1,
  id: 'turn',
  providers: { home: { kind, url, version } },
  apps: { memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' } },
});
const ALL = allProviders().flatMap(({ kind, versions, traits, profile }) =>
  [...versions.lines, ...(versions.patches ?? [])].map((version) => ({
    kind,
    version,
    traits: traitsAt(traits, version).value,
    workspace: at(kind, profile?.url.example ?? 'https://id.example.com', version),
  })),
);

it('there are providers of both sorts', () => {
  const many = ALL.filter(({ traits }) => traits.secrets_at_once > 1).map(({ kind }) => kind);
  expect(many).toContain('pocket-id');
  expect(ALL.some(({ kind, traits }) => kind === 'pocket-id' && traits.secrets_at_once === 1)).toBe(true);
});

describe.each(ALL)('$kind $version', ({ kind, version, traits, workspace }) => {
  const severalAtOnce = traits.secrets_at_once > 1;
  const { name } = providerOf(kind);

  it('says the order on the command line', async () => {
    const store = openMemoryStore();
    await provideSecret(store, { workspace: 'turn', owner: 'memos', purpose: 'client_secret' }, SECRET);
    const done = await rotateSecret(store, workspace, 'memos');
    const told = done.ok ? rotatedSentence(workspace, 'memos') : done.error.message;
    expect(done.ok).toBe(traits.secret_by === 'us');
    expect(told).not.toContain(SECRET);
    // What is to be done at the former secret stands after the test, and only where there is a former one.
    const order = [/apply the app/i, /\btest\b/, /delete the (?:old|former) one at/].map((one) =>
      told.search(one),
    );
    if (severalAtOnce) {
      expect(order.every((place) => place > 0)).toBe(true);
      expect([...order].sort((a, b) => a - b)).toEqual(order);
      expect(told).toContain(`at ${name}`);
      expect(told).not.toContain('apply the provider first');
    } else {
      expect(order[2]).toBe(-1);
      if (done.ok) expect(told).toContain('apply the provider first and the app right after, test');
    }
  });

  it('gives the screens the same steps, and where to do them', async () => {
    const status = await secretsStatus(PARTS, workspace, openMemoryStore(), 'memos');
    if (!status.ok) throw new Error(status.error.message);
    const { rotating } = statusSchema.parse(status.value);
    expect(rotating?.steps, version).toEqual(
      {
        us: severalAtOnce
          ? ['make', 'add', 'app', 'test', 'delete', 'forget']
          : ['make', 'replace', 'app', 'test', 'forget'],
        provider: severalAtOnce
          ? ['add', 'take', 'app', 'test', 'delete']
          : ['replace', 'take', 'app', 'test'],
      }[traits.secret_by],
    );
    expect(rotating?.where).toBe(providerOf(kind).profile?.clients.where);
  });
});
