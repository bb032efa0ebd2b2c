import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collectSecrets,
  finishRotation,
  forgetSecrets,
  parseStdinSecrets,
  provideSecret,
  rotateSecret,
  undoRotation,
} from '../../../../electron/services/secrets/bag.ts';
import { digestClientSecret, verifyDigest } from '../../../../electron/services/secrets/digest.ts';
import { generateSigningKey } from '../../../../electron/services/secrets/generate.ts';
import { openMemoryStore, type SecretStore } from '../../../../electron/services/secrets/keychain.ts';
import { fail, type Result } from '../../../../shared/result.ts';
import type { SecretPurpose } from '../../../../shared/secrets.ts';
import type { Workspace } from '../../../../shared/workspace/types.ts';

const WORKSPACE: Workspace = {
  latchkey: 1,
  id: 'lab',
  providers: {
    home: { kind: 'authelia', url: 'https://auth.example.com' },
    other: { kind: 'authentik', url: 'https://ak.example.com' },
  },
  apps: {
    memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' },
    romm: { kind: 'romm', url: 'https://romm.example.com', provider: 'other' },
  },
};
const altered = (change: Partial<Workspace['apps'][string]>, provider = {}): Workspace => ({
  ...WORKSPACE,
  providers: { ...WORKSPACE.providers, home: { ...WORKSPACE.providers['home']!, ...provider } },
  apps: { ...WORKSPACE.apps, memos: { ...WORKSPACE.apps['memos']!, ...change } },
});
const OWN = 'Zk3vQ9xW7mB2nT5yR8uJ4pL6sD1fG0hA';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
const name = (owner: string, purpose: SecretPurpose) => ({ workspace: 'lab', owner, purpose });
const stored = async (store: SecretStore, owner: string, purpose: SecretPurpose) =>
  must(await store.get(name(owner, purpose)));
const stdin = (value: unknown, workspace = WORKSPACE) =>
  must(parseStdinSecrets(JSON.stringify(value), workspace));

describe('a secret that only the app has', () => {
  const workspace: Workspace = {
    ...WORKSPACE,
    apps: {
      ...WORKSPACE.apps,
      news: { kind: 'freshrss', url: 'https://news.example.com', provider: 'home' },
    },
  };

  it('is made once for an app whose profile asks for one, and is not the client secret', async () => {
    const store = openMemoryStore();
    const made: string[] = [];
    const options = {
      onMade: ({ owner, purpose }: { owner: string; purpose: string }) => made.push(`${owner} ${purpose}`),
    };
    const { clients } = must(await collectSecrets(workspace, ['memos', 'news'], store, new Map(), options));
    const { app_secret, client_secret } = clients['news']!;
    expect(app_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(app_secret).not.toBe(client_secret);
    expect(await stored(store, 'news', 'app_secret')).toBe(app_secret);
    expect(made).toContain('news app_secret');
    expect(clients['memos']).not.toHaveProperty('app_secret');
    expect(must(await collectSecrets(workspace, ['news'], store)).clients['news']!.app_secret).toBe(
      app_secret,
    );
    // A rotation is about what both sides have.
    must(await rotateSecret(store, workspace, 'news'));
    expect(await stored(store, 'news', 'app_secret')).toBe(app_secret);
    must(await forgetSecrets(store, workspace, ['news']));
    expect(await stored(store, 'news', 'app_secret')).toBeUndefined();
  });

  it('may be provided, for such an app only', async () => {
    const given = stdin({ news: { app_secret: OWN } }, workspace);
    const { clients } = must(await collectSecrets(workspace, ['news'], openMemoryStore(), given));
    expect(clients['news']!.app_secret).toBe(OWN);
    const refused = parseStdinSecrets(JSON.stringify({ memos: { app_secret: OWN } }), workspace);
    expect(codeOf(refused)).toBe('stdin-unknown-key');
    expect(JSON.stringify(refused)).not.toContain(OWN);
  });

  it('is needed by a public client, too', async () => {
    const open: Workspace = {
      ...workspace,
      apps: { ...workspace.apps, news: { ...workspace.apps['news']!, token_endpoint_auth_method: 'none' } },
    };
    const { clients } = must(await collectSecrets(open, ['news'], openMemoryStore()));
    expect(clients['news']!.client_secret).toBeUndefined();
    expect(clients['news']!.app_secret).toHaveLength(64);
  });
});

describe('collecting secrets', () => {
  it('makes and keeps what is missing, for the apps asked for and their providers', async () => {
    const store = openMemoryStore();
    const bag = must(await collectSecrets(WORKSPACE, ['memos'], store));
    expect(Object.keys(bag.clients)).toEqual(['memos']);
    expect(Object.keys(bag.providers)).toEqual(['home']);
    const { client_id, client_secret, client_secret_digest } = bag.clients['memos']!;
    expect(client_id).toMatch(/^memos[A-Za-z0-9]{12}$/);
    expect(client_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(await verifyDigest(client_secret_digest!, client_secret!)).toEqual({ ok: true, value: true });
    expect(bag.providers['home']!.hmac_secret).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(createPrivateKey(bag.providers['home']!.jwks_key!).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(
      must(await store.list('lab')).map(({ owner, purpose, origin }) => `${owner}/${purpose} ${origin}`),
    ).toEqual([
      'home/hmac_secret generated',
      'home/jwks_key generated',
      'memos/client_id generated',
      'memos/client_secret generated',
      'memos/client_secret_digest generated',
    ]);
  });

  it('gives the same bag twice', async () => {
    const store = openMemoryStore();
    const first = must(await collectSecrets(WORKSPACE, ['memos', 'romm'], store));
    expect(must(await collectSecrets(WORKSPACE, ['memos', 'romm'], store))).toEqual(first);
    expect(must(await collectSecrets(WORKSPACE, ['memos'], store)).clients['memos']).toEqual(
      first.clients['memos'],
    );
  });

  it('makes a digest for Authelia alone, and its own secrets only where it is set up from nothing', async () => {
    const authentik = must(await collectSecrets(WORKSPACE, ['romm'], openMemoryStore()));
    expect(Object.keys(authentik.clients['romm']!).sort()).toEqual(['client_id', 'client_secret']);
    expect(authentik.providers).toEqual({});
    const existing = must(
      await collectSecrets(altered({}, { setup: 'existing' }), ['memos'], openMemoryStore()),
    );
    expect(existing.providers).toEqual({});
    expect(existing.clients['memos']!.client_secret_digest).toBeDefined();
  });

  it('takes the client id of the workspace before a stored one, and stores none', async () => {
    const store = openMemoryStore();
    must(await collectSecrets(WORKSPACE, ['memos'], store));
    const before = await stored(store, 'memos', 'client_id');
    const bag = must(await collectSecrets(altered({ client_id: 'my-memos' }), ['memos'], store));
    expect(bag.clients['memos']!.client_id).toBe('my-memos');
    expect(await stored(store, 'memos', 'client_id')).toBe(before);
    const conflict = stdin({ memos: { client_id: 'another' } });
    expect(codeOf(await collectSecrets(altered({ client_id: 'my-memos' }), ['memos'], store, conflict))).toBe(
      'client-id-conflict',
    );
  });

  it('gives a public client no secret and refuses one for it', async () => {
    const open = altered({ token_endpoint_auth_method: 'none' });
    const store = openMemoryStore();
    const bag = must(await collectSecrets(open, ['memos'], store));
    expect(Object.keys(bag.clients['memos']!)).toEqual(['client_id']);
    expect(await stored(store, 'memos', 'client_secret')).toBeUndefined();
    expect(
      codeOf(await collectSecrets(open, ['memos'], store, stdin({ memos: { client_secret: OWN } }))),
    ).toBe('public-client');
  });

  it('takes provided values first and stores them as such', async () => {
    const store = openMemoryStore();
    must(await collectSecrets(WORKSPACE, ['memos'], store));
    const bag = must(
      await collectSecrets(WORKSPACE, ['memos'], store, stdin({ memos: { client_secret: OWN } })),
    );
    expect(bag.clients['memos']!.client_secret).toBe(OWN);
    expect(await verifyDigest(bag.clients['memos']!.client_secret_digest!, OWN)).toEqual({
      ok: true,
      value: true,
    });
    const origin = must(await store.list('lab')).find(({ purpose }) => purpose === 'client_secret')?.origin;
    expect(origin).toBe('provided');
  });

  it('gives the same bytes for the same stdin, with nothing stored', async () => {
    const provided = stdin({
      memos: { client_id: 'memos1', client_secret: OWN },
      home: { hmac_secret: OWN.repeat(2), jwks_key: await generateSigningKey({ kty: 'RSA' }) },
    });
    const [first, second] = await Promise.all(
      [0, 1].map(() => collectSecrets(WORKSPACE, ['memos'], openMemoryStore(), provided)),
    );
    expect(must(second!)).toEqual(must(first!));
  });

  it('keeps a stored digest that fits and replaces one that does not', async () => {
    const store = openMemoryStore();
    await store.set(name('memos', 'client_secret'), OWN);
    // A digest made elsewhere: of the same secret, but with another salt.
    const fitting = await digestClientSecret(OWN, 'another salt');
    for (const [digest, stays] of [
      [fitting, true],
      [await digestClientSecret('another secret', 'x'), false],
      ['$pbkdf2-sha512$310000$cut', false],
      [`$argon2id$v=19$m=4194304,t=9,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`, false],
    ] as const) {
      await store.set(name('memos', 'client_secret_digest'), digest);
      const bag = must(await collectSecrets(WORKSPACE, ['memos'], store));
      const used = bag.clients['memos']!.client_secret_digest!;
      expect(used === digest).toBe(stays);
      expect(await verifyDigest(used, OWN)).toEqual({ ok: true, value: true });
      expect(await stored(store, 'memos', 'client_secret_digest')).toBe(used);
    }
  });

  it('refuses a provided digest of another secret', async () => {
    const wrong = stdin({
      memos: { client_secret: OWN, client_secret_digest: await digestClientSecret('no', 'x') },
    });
    expect(codeOf(await collectSecrets(WORKSPACE, ['memos'], openMemoryStore(), wrong))).toBe(
      'digest-mismatch',
    );
    const digest = await digestClientSecret(OWN, 'elsewhere');
    const right = stdin({ memos: { client_secret: OWN, client_secret_digest: digest } });
    const bag = must(await collectSecrets(WORKSPACE, ['memos'], openMemoryStore(), right));
    expect(bag.clients['memos']!.client_secret_digest).toBe(digest);
  });

  it('hands the store’s failures on and names unknown apps', async () => {
    const locked: SecretStore = {
      ...openMemoryStore(),
      get: async () => fail('keychain-locked', 'Unlock it.'),
    };
    expect(codeOf(await collectSecrets(WORKSPACE, ['memos'], locked))).toBe('keychain-locked');
    const full: SecretStore = { ...openMemoryStore(), setAll: async () => fail('keychain-failed', 'No.') };
    expect(codeOf(await collectSecrets(WORKSPACE, ['memos'], full))).toBe('keychain-failed');
    for (const app of ['nope', 'constructor', '__proto__']) {
      expect(codeOf(await collectSecrets(WORKSPACE, [app], openMemoryStore()))).toBe('no-such-app');
    }
  });
});

describe('secrets on stdin', () => {
  const refusal = (text: string) => {
    const result = parseStdinSecrets(text, WORKSPACE);
    return result.ok ? 'ok' : result.error;
  };

  it('takes every key, and none', async () => {
    const key = await generateSigningKey({ kty: 'RSA' });
    const read = stdin({
      memos: { client_id: 'a', client_secret: OWN, client_secret_digest: '$pbkdf2-sha512$1$a$b' },
      home: { hmac_secret: OWN.repeat(2), jwks_key: key.trim() },
    });
    expect(read.get('memos')?.get('client_secret')).toBe(OWN);
    expect(read.get('home')?.get('jwks_key')).toBe(key);
    expect(stdin({}).size).toBe(0);
    expect(must(parseStdinSecrets('\uFEFF{}\n', WORKSPACE)).size).toBe(0);
  });

  it.each([
    ['', 'stdin-not-json'],
    ['{"memos": {"client_secret": "sneaky-value-1"', 'stdin-not-json'],
    ['sneaky-value-1', 'stdin-not-json'],
    ['[]', 'stdin-shape'],
    ['null', 'stdin-shape'],
    ['"sneaky-value-1"', 'stdin-shape'],
    ['{"memos": "sneaky-value-1"}', 'stdin-shape'],
    ['{"memos": {"client_secret": ["sneaky-value-1"]}}', 'stdin-shape'],
    ['{"nextcloud": {"client_secret": "sneaky-value-1"}}', 'stdin-unknown-id'],
    ['{"sneaky-VALUE": {}}', 'stdin-unknown-id'],
    ['{"__proto__": {"client_secret": "sneaky-value-1"}}', 'stdin-unknown-id'],
    // A value in the place of a key, which has the form of a name.
    ['{"sneaky-value-1": {"client_secret": "x"}}', 'stdin-unknown-id'],
    ['{"sneaky-value-1": "client_secret"}', 'stdin-unknown-id'],
    ['{"memos": {"sneaky-value-1": "client_secret"}}', 'stdin-unknown-key'],
    ['{"constructor": {}}', 'stdin-unknown-id'],
    ['{"memos": {"secret": "sneaky-value-1"}}', 'stdin-unknown-key'],
    ['{"memos": {"hmac_secret": "sneaky-value-1"}}', 'stdin-unknown-key'],
    ['{"home": {"client_secret": "sneaky-value-1"}}', 'stdin-unknown-key'],
    ['{"memos": {"client_secret_previous": "sneaky-value-1"}}', 'stdin-unknown-key'],
    ['{"memos": {"__proto__": "sneaky-value-1"}}', 'stdin-unknown-key'],
    ['{"memos": {"client_id": "sneaky value 1"}}', 'secret-unfit'],
    ['{"memos": {"client_secret": "$pbkdf2-sha512$sneaky-value-1"}}', 'secret-unfit'],
    ['{"memos": {"client_secret": "sneaky-value-1\\n"}}', 'secret-unfit'],
    ['{"memos": {"client_secret": ""}}', 'secret-unfit'],
    ['{"memos": {"client_secret_digest": "sneaky-value-1"}}', 'secret-unfit'],
    ['{"home": {"hmac_secret": "sneaky-value-1"}}', 'secret-unfit'],
    ['{"home": {"jwks_key": "sneaky-value-1"}}', 'secret-unfit'],
    [`{"memos": {"client_secret": "${'x'.repeat(20_000)}"}}`, 'secret-unfit'],
    [' '.repeat(1024 * 1024 + 1), 'stdin-too-big'],
  ])('%.60s is refused as %s, without its value', (text, code) => {
    const answer = refusal(text);
    expect(answer).toMatchObject({ code });
    expect(JSON.stringify(answer)).not.toMatch(/sneaky|xxxx/i);
  });

  it('names what it knows, so that a slip is found', () => {
    expect(refusal('{"nextcloud": {}}')).toMatchObject({
      message: expect.stringMatching(/“nextcloud”.*memos, romm, home, other/),
    });
    expect(refusal('{"memos": {"secret": ""}}')).toMatchObject({
      message: expect.stringMatching(/“secret”.*client_secret/),
    });
  });

  it('answers any text and any JSON without throwing or repeating a value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseStdinSecrets(text, WORKSPACE);
      }),
    );
    const value = fc.stringMatching(/^q[a-z0-9]{15}Q$/);
    fc.assert(
      fc.property(
        fc.constantFrom('memos', 'home', 'x'),
        fc.constantFrom('client_secret', 'jwks_key', 'y'),
        value,
        (id, key, text) => {
          const result = parseStdinSecrets(JSON.stringify({ [id]: { [key]: text } }), WORKSPACE);
          if (!result.ok) expect(JSON.stringify(result)).not.toContain(text);
        },
      ),
    );
  });
});

describe('rotation', () => {
  const start = async () => {
    const store = openMemoryStore();
    const bag = must(await collectSecrets(WORKSPACE, ['memos'], store));
    return { store, before: bag.clients['memos']! };
  };

  it('makes a new secret and digest, keeps the id, and can be undone', async () => {
    const { store, before } = await start();
    must(await rotateSecret(store, WORKSPACE, 'memos'));
    const after = must(await collectSecrets(WORKSPACE, ['memos'], store)).clients['memos']!;
    expect(after.client_id).toBe(before.client_id);
    expect(after.client_secret).not.toBe(before.client_secret);
    expect(await verifyDigest(after.client_secret_digest!, after.client_secret!)).toEqual({
      ok: true,
      value: true,
    });
    expect(await stored(store, 'memos', 'client_secret_previous')).toBe(before.client_secret);

    must(await undoRotation(store, WORKSPACE, 'memos'));
    expect(must(await collectSecrets(WORKSPACE, ['memos'], store)).clients['memos']).toEqual(before);
    expect(await stored(store, 'memos', 'client_secret_previous')).toBeUndefined();
    expect(codeOf(await undoRotation(store, WORKSPACE, 'memos'))).toBe('not-rotating');
  });

  it('does not drop the one secret that may still be in use', async () => {
    const { store, before } = await start();
    must(await rotateSecret(store, WORKSPACE, 'memos'));
    expect(codeOf(await rotateSecret(store, WORKSPACE, 'memos'))).toBe('already-rotating');
    expect(await stored(store, 'memos', 'client_secret_previous')).toBe(before.client_secret);
    must(await finishRotation(store, WORKSPACE, 'memos'));
    expect(codeOf(await finishRotation(store, WORKSPACE, 'memos'))).toBe('not-rotating');
    expect(codeOf(await rotateSecret(store, WORKSPACE, 'memos'))).toBe('ok');
  });

  it('stopped half-way, goes on the next time', async () => {
    const { store, before } = await start();
    let writes = 0;
    const failing: SecretStore = {
      ...store,
      set: async (...args) => {
        writes += 1;
        return writes === 2 ? fail('keychain-failed', 'Stopped.') : store.set(...args);
      },
    };
    expect(codeOf(await rotateSecret(failing, WORKSPACE, 'memos'))).toBe('keychain-failed');
    expect(await stored(store, 'memos', 'client_secret')).toBe(before.client_secret);
    must(await rotateSecret(store, WORKSPACE, 'memos'));
    expect(await stored(store, 'memos', 'client_secret_previous')).toBe(before.client_secret);
    expect(await stored(store, 'memos', 'client_secret')).not.toBe(before.client_secret);
  });

  it('says when there is nothing to rotate', async () => {
    expect(codeOf(await rotateSecret(openMemoryStore(), WORKSPACE, 'memos'))).toBe('nothing-to-rotate');
    expect(codeOf(await rotateSecret(openMemoryStore(), WORKSPACE, 'nope'))).toBe('no-such-app');
    const { store } = await start();
    const open = altered({ token_endpoint_auth_method: 'none' });
    expect(codeOf(await rotateSecret(store, open, 'memos'))).toBe('nothing-to-rotate');
  });
});

describe('providing and forgetting', () => {
  it('stores what is fit and refuses what is not', async () => {
    const store = openMemoryStore();
    must(await provideSecret(store, name('memos', 'client_secret'), OWN));
    expect(await stored(store, 'memos', 'client_secret')).toBe(OWN);
    expect(codeOf(await provideSecret(store, name('memos', 'client_secret'), '$2b$12$abc'))).toBe(
      'secret-unfit',
    );
    expect(await stored(store, 'memos', 'client_secret')).toBe(OWN);
  });

  it('forgets one owner, or all of the workspace and nothing of another', async () => {
    const store = openMemoryStore();
    must(await collectSecrets(WORKSPACE, ['memos', 'romm'], store));
    must(await collectSecrets({ ...WORKSPACE, id: 'second' }, ['romm'], store));
    expect(must(await forgetSecrets(store, WORKSPACE, ['romm']))).toBe(2);
    expect(must(await forgetSecrets(store, WORKSPACE, ['romm']))).toBe(0);
    expect(must(await forgetSecrets(store, WORKSPACE))).toBe(5);
    expect(must(await store.list('lab'))).toEqual([]);
    expect(must(await store.list('second'))).toHaveLength(2);
  });
});

describe('what a provider makes itself', () => {
  const at = (version: string): Workspace => ({
    ...WORKSPACE,
    providers: { home: { kind: 'pocket-id', url: 'https://id.example.com', version } },
    apps: { memos: { ...WORKSPACE.apps['memos']!, provider: 'home' } },
  });

  it('is not made up here, and kept once it was brought along', async () => {
    const store = openMemoryStore();
    const first = must(await collectSecrets(at('2.10'), ['memos'], store));
    expect(first.clients['memos']).toEqual({ client_id: expect.stringMatching(/^memos/) });
    expect(await stored(store, 'memos', 'client_secret')).toBeUndefined();
    const brought = must(
      await collectSecrets(
        at('2.10'),
        ['memos'],
        store,
        stdin({ memos: { client_secret: OWN } }, at('2.10')),
      ),
    );
    expect(brought.clients['memos']!.client_secret).toBe(OWN);
    expect(must(await collectSecrets(at('2.10'), ['memos'], store)).clients['memos']!.client_secret).toBe(
      OWN,
    );
  });

  it('is made here where the provider takes ours', async () => {
    const bag = must(await collectSecrets(at('2.14'), ['memos'], openMemoryStore()));
    expect(bag.clients['memos']!.client_secret).toMatch(/^[A-Za-z0-9]{64}$/);
  });

  it('gives Kanidm a client id that it takes, and no secret', async () => {
    const kanidm: Workspace = {
      ...WORKSPACE,
      providers: { home: { kind: 'kanidm', url: 'https://idm.example.com' } },
      apps: { memos: { ...WORKSPACE.apps['memos']!, provider: 'home' } },
    };
    for (let turn = 0; turn < 20; turn++) {
      const bag = must(await collectSecrets(kanidm, ['memos'], openMemoryStore()));
      expect(bag.clients['memos']).toEqual({ client_id: expect.stringMatching(/^memos[a-z0-9]{12}$/) });
    }
  });

  it('stands as a text in place of a client id until that was brought along', async () => {
    const zitadel: Workspace = {
      ...WORKSPACE,
      providers: { home: { kind: 'zitadel', url: 'https://id.example.com' } },
      apps: { memos: { ...WORKSPACE.apps['memos']!, provider: 'home' } },
    };
    const store = openMemoryStore();
    const first = must(await collectSecrets(zitadel, ['memos'], store));
    expect(first.clients['memos']).toEqual({ client_id: 'client-id-from-zitadel' });
    expect(await stored(store, 'memos', 'client_id')).toBeUndefined();
    const given = stdin({ memos: { client_id: '2718281828', client_secret: OWN } }, zitadel);
    must(await collectSecrets(zitadel, ['memos'], store, given));
    expect(must(await collectSecrets(zitadel, ['memos'], store)).clients['memos']).toEqual({
      client_id: '2718281828',
      client_secret: OWN,
    });
  });

  it('is not replaced here: the provider makes the new one', async () => {
    const store = openMemoryStore();
    must(
      await collectSecrets(
        at('2.10'),
        ['memos'],
        store,
        stdin({ memos: { client_secret: OWN } }, at('2.10')),
      ),
    );
    const refused = await rotateSecret(store, at('2.10'), 'memos');
    expect(refused).toMatchObject({ ok: false, error: { code: 'nothing-to-rotate' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(
      /Pocket ID makes the client secret itself\..*Add client secret/,
    );
    expect(await stored(store, 'memos', 'client_secret')).toBe(OWN);
  });
});
