import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockBeside } from '../../../electron/services/files/lock.ts';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';
import { type StandIn, startPocketId } from '../../helpers/pocket-id.ts';

const KEY = 'planted-api-key-7d1f0c5be2';
const SECRET = 'Planted4ClientSecret9876543210abcdef';

let pocket: StandIn;
beforeAll(async () => {
  pocket = await startPocketId(KEY);
});
afterAll(() => pocket.close());
beforeEach(() => {
  pocket.clients.clear();
  pocket.groups.splice(0);
  pocket.requests.length = 0;
  pocket.before = undefined;
  pocket.after = undefined;
});

function room(change = '') {
  const file = join(temporaryFolder(), 'home.latchkey.yaml');
  writeFileSync(
    file,
    `latchkey: 1
id: apply-test
providers:
  home: { kind: pocket-id, url: ${pocket.url}, version: "2.14" }
apps:
  grafana:
    kind: grafana
    url: https://grafana.example.com
    provider: home
    client_id: grafana
${change}`,
  );
  return file;
}

const stdin = (secret = SECRET, key = KEY) =>
  JSON.stringify({ grafana: { client_secret: secret }, home: { api_token: key } });

async function apply(file: string, args: readonly string[] = [], input = stdin()) {
  const ran = await latchkey(['apply', file, '--side', 'provider', '--secrets', 'stdin', ...args], {
    stdin: input,
  });
  const journal = `${file}.applied.json`;
  const written = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
  for (const text of [ran.stdout, ran.stderr, written, args.join(' ')]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(SECRET);
  }
  return { ...ran, journal: written };
}

const json = (text: string) => JSON.parse(text) as Record<string, never>;
const changing = () => pocket.requests.filter((one) => !one.startsWith('GET'));

describe('latchkey apply', () => {
  it('--plan shows each request, with dots for secrets, and changes nothing', async () => {
    const { code, stdout } = await apply(room(), ['--plan']);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('POST /api/oidc/clients');
    expect(stdout).toContain('"secret": "••••••••"');
    expect(changing()).toEqual([]);
    expect(pocket.clients.size).toBe(0);
  });

  it('does it, reads it back, sends nothing the second time, and takes it back after a restart', async () => {
    const file = room();
    const first = await apply(file);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain('done and read back');
    expect(pocket.has('grafana', SECRET)).toBe(true);
    expect(pocket.clients.get('grafana')).toMatchObject({
      callbackURLs: ['https://grafana.example.com/login/generic_oauth'],
      isPublic: false,
    });
    pocket.requests.length = 0;
    const second = await apply(file, ['--json']);
    expect(json(second.stdout)['result']).toBe('nothing');
    expect(changing()).toEqual([]);
    const back = await apply(file, ['--undo']);
    expect(back.code, back.stderr).toBe(0);
    expect(pocket.clients.size).toBe(0);
    const again = await apply(file, ['--undo']);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('Nothing that Latchkey applied')]);
  });

  it('puts only what differs right, keeps what it does not know, and brings back what was there', async () => {
    const file = room();
    await apply(file);
    const client = pocket.clients.get('grafana')!;
    client.callbackURLs = ['https://old.example.com/cb'];
    client.description = 'made by hand';
    const differs = await latchkey(['diff', file, '--side', 'provider', '--secrets', 'stdin'], {
      stdin: stdin(),
    });
    expect(differs.code).toBe(1);
    expect(differs.stdout).toContain('- "https://old.example.com/cb"');
    expect(differs.stdout).toContain('+ "https://grafana.example.com/login/generic_oauth"');
    expect((await apply(file)).code).toBe(0);
    expect(client).toMatchObject({
      description: 'made by hand',
      callbackURLs: ['https://grafana.example.com/login/generic_oauth'],
    });
    const same = await latchkey(['diff', file, '--side', 'provider', '--secrets', 'stdin'], {
      stdin: stdin(),
    });
    expect(same.code, same.stdout).toBe(0);
    expect((await apply(file, ['--undo'])).code).toBe(0);
    expect(client).toMatchObject({
      callbackURLs: ['https://old.example.com/cb'],
      description: 'made by hand',
    });
  });

  describe('--undo --plan', () => {
    const asked = () => changing().map((one) => one.replace(/secrets\/.+$/, 'secrets/…'));

    it('shows each request in its order and sends none; --undo then sends just those', async () => {
      const file = room();
      await apply(file);
      const made = JSON.stringify(pocket.clients.get('grafana'));
      pocket.requests.length = 0;
      const { journal } = await apply(file, ['--undo', '--plan']);
      const plan = await apply(file, ['--undo', '--plan']);
      expect(plan.code, plan.stderr).toBe(0);
      const id = pocket.clients.get('grafana')!.credentials.secrets[0]!.id;
      expect(plan.stdout.split('\n')).toEqual([
        `grafana at Pocket ID, ${pocket.url}`,
        '  to remove again: A secret of the client grafana',
        `    DELETE /api/oidc/clients/grafana/secrets/${id}`,
        '  to remove again: The client grafana',
        '    DELETE /api/oidc/clients/grafana',
        '',
      ]);
      expect(asked(), 'a plan changes nothing').toEqual([]);
      expect(JSON.stringify(pocket.clients.get('grafana'))).toBe(made);
      expect(plan.journal, 'and notes nothing').toBe(journal);

      const back = await apply(file, ['--undo']);
      expect(back.code, back.stderr).toBe(0);
      expect(back.stdout.startsWith(plan.stdout.trimEnd())).toBe(true);
      expect(asked()).toEqual([
        'DELETE /api/oidc/clients/grafana/secrets/…',
        'DELETE /api/oidc/clients/grafana',
      ]);
    });

    it('shows what is put back beside what stands there, and what somebody changed since stays', async () => {
      const file = room();
      await apply(file);
      const client = pocket.clients.get('grafana')!;
      client.callbackURLs = ['https://old.example.com/cb'];
      client.name = 'Old name';
      await apply(file);
      client.name = 'Newer name';
      pocket.requests.length = 0;
      const plan = await apply(file, ['--undo', '--plan']);
      expect(plan.code, plan.stderr).toBe(0);
      for (const words of [
        '  to put back: The client grafana',
        '    PUT /api/oidc/clients/grafana',
        '    callbackURLs',
        '      - "https://grafana.example.com/login/generic_oauth"',
        '      + "https://old.example.com/cb"',
        '  stays: The client grafana: name was changed since by somebody',
      ])
        expect(plan.stdout).toContain(words);
      expect(plan.stdout).not.toContain('Old name');
      const shown = await apply(file, ['--undo', '--plan', '--json']);
      expect(json(shown.stdout)).toMatchObject({
        result: 'planned',
        app: 'grafana',
        side: 'provider',
        left: [{ title: 'The client grafana', path: 'name', why: 'changed' }],
      });
      expect(asked()).toEqual([]);
      const back = await apply(file, ['--undo']);
      expect([back.code, back.stdout]).toEqual([1, expect.stringContaining('but for what is left')]);
      expect(back.stdout).not.toContain('as it was before');
      expect(asked()).toEqual(['PUT /api/oidc/clients/grafana']);
      expect(client).toMatchObject({ name: 'Newer name', callbackURLs: ['https://old.example.com/cb'] });
    });

    it('says that nothing is left to take back, and asks nobody', async () => {
      const file = room();
      for (const before of ['nothing was applied', 'all was taken back']) {
        pocket.requests.length = 0;
        const plan = await apply(file, ['--undo', '--plan']);
        expect([plan.code, plan.stdout, plan.stderr], before).toEqual([
          1,
          '',
          expect.stringContaining('Nothing that Latchkey applied is left to take back.'),
        ]);
        expect(pocket.requests).toEqual([]);
        await apply(file);
        await apply(file, ['--undo']);
      }
    });
  });

  describe('who may sign in', () => {
    const groups = (...names: string[]) => `    groups: [${names.join(', ')}]\n`;
    const there = (...names: string[]) => {
      for (const name of names) pocket.groups.push({ id: `id-of-${name}`, name, friendlyName: name });
    };
    const admitted = () => pocket.clients.get('grafana')?.groups;

    it('looks the groups up, names them in the plan, lets only them in, and narrows it', async () => {
      // Its list has pages, and it finds names that only contain what is asked for.
      there(...Array.from({ length: 30 }, (_, at) => `my-family-${at}`), 'family', 'friends');
      const file = room(groups('family', 'friends'));
      const plan = await apply(file, ['--plan']);
      expect(plan.stdout).toContain('looked up: the user group “family” is id-of-family');
      expect(plan.stdout).toContain('PUT /api/oidc/clients/grafana/allowed-user-groups');
      expect(plan.stdout).not.toContain('by hand:');
      expect((await apply(file)).code).toBe(0);
      expect(admitted()).toEqual(['id-of-family', 'id-of-friends']);
      expect(pocket.clients.get('grafana')!.isGroupRestricted).toBe(true);
      writeFileSync(file, readFileSync(file, 'utf8').replace('family, friends', 'family'));
      const narrower = await apply(file);
      expect(narrower.code, narrower.stderr).toBe(0);
      expect(admitted()).toEqual(['id-of-family']);
      expect((await apply(file, ['--undo'])).code).toBe(0);
      expect(admitted()).toEqual(['id-of-family', 'id-of-friends']);
      expect((await apply(file, ['--undo'])).code).toBe(0);
      expect(pocket.clients.size).toBe(0);
    });

    it('admits nobody at any moment who is not to be admitted', async () => {
      there('family', 'friends');
      await apply(room());
      const client = pocket.clients.get('grafana')!;
      client.groups = ['id-of-friends'];
      const seen: unknown[] = [];
      pocket.after = () => seen.push(client.isGroupRestricted ? [...client.groups] : 'everybody');
      await apply(room(groups('family')));
      const steps = seen.map((one) => JSON.stringify(one)).filter((one, at, all) => one !== all[at - 1]);
      // Never wider than before or after.
      expect(steps).toEqual(['"everybody"', '["id-of-friends"]', '["id-of-family"]']);
    });

    it('sends nothing where a group is missing, and says what to do', async () => {
      there('family-and-friends');
      const { code, stderr } = await apply(room(groups('family')));
      expect([code, stderr]).toEqual([1, expect.stringContaining('does not have the user group “family”')]);
      expect(stderr).toContain('Make it under Administration › User Groups');
      expect(changing()).toEqual([]);
    });

    it('says that a group went away meanwhile, and takes all of it back', async () => {
      there('family');
      pocket.before = (_at, method, path) => {
        if (method === 'PUT' && path.endsWith('/allowed-user-groups')) pocket.groups.splice(0);
        return undefined;
      };
      const { code, stderr } = await apply(room(groups('family')));
      expect([code, stderr]).toEqual([1, expect.stringContaining('is not as it was meant: userGroupIds')]);
      expect(pocket.clients.size).toBe(0);
    });
  });

  it('leaves what somebody changed since, and names it', async () => {
    const file = room();
    pocket.clients.set('grafana', {
      id: 'grafana',
      name: 'Old name',
      callbackURLs: ['https://old.example.com/cb'],
      logoutCallbackURLs: [],
      launchURL: '',
      isPublic: false,
      pkceEnabled: false,
      skipConsent: false,
      isGroupRestricted: false,
      description: '',
      credentials: { federatedIdentities: [], secrets: [] },
      groups: [],
    });
    await apply(file);
    const client = pocket.clients.get('grafana')!;
    client.name = 'Changed since';
    const back = await apply(file, ['--undo', '--json']);
    expect(back.code).toBe(1);
    expect(json(back.stdout)['left']).toEqual([
      { title: 'The client grafana', path: 'name', why: 'changed' },
    ]);
    expect(client).toMatchObject({ name: 'Changed since', callbackURLs: ['https://old.example.com/cb'] });
    expect(client.credentials.secrets).toEqual([]);
    expect(json(back.stdout)['result']).toBe('undone');
  });

  it('adds a second secret beside the first, and leaves both where it can’t know that the rotation ended', async () => {
    const file = room();
    await apply(file);
    const other = 'Another4ClientSecret9876543210abcdef';
    for (const result of ['applied', 'nothing']) {
      const ran = await apply(file, ['--json'], stdin(other));
      expect(json(ran.stdout)['result'], ran.stderr).toBe(result);
      expect([pocket.has('grafana', SECRET), pocket.has('grafana', other)]).toEqual([true, true]);
    }
  });

  it.each([
    [400, { error: 'Name must be at most 50 characters' }, /does not take what was sent.*Name must be/],
    [401, { error: 'You are not signed in' }, /does not take the token.*API Keys/s],
    [403, { error: 'You lack permission' }, /lacks a right: an API key of an administrator/],
    [404, { error: 'Not found' }, /another version than 2\.14/],
    [409, { error: 'Client ID is already in use' }, /has such a thing already.*already in use/],
    [429, {}, /wait 60 seconds/],
    [500, { error: 'database is locked' }, /failed with HTTP 500.*database is locked/],
    [302, {}, /leads elsewhere/],
  ])('says what HTTP %d to a change means, and that nothing was changed', async (status, body, words) => {
    pocket.before = (_at, method) =>
      method === 'POST'
        ? { status, body, ...(status === 302 ? { headers: { location: 'https://evil.example/' } } : {}) }
        : undefined;
    const { code, stderr } = await apply(room());
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/Taken back, and seen to be as before|Nothing was changed/);
    expect(pocket.clients.size).toBe(0);
  });

  it('takes back what was done when a later request fails', async () => {
    pocket.before = (_at, method, path) =>
      method === 'POST' && path.endsWith('/secrets')
        ? { status: 500, body: { error: 'disk full' } }
        : undefined;
    const { code, stderr } = await apply(room());
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/disk full[\s\S]*Taken back, and seen to be as before/),
    ]);
    expect(pocket.clients.size).toBe(0);
  });

  it.each([303, 500])(
    'takes back a request that was answered with %d after its work was done',
    async (status) => {
      pocket.before = (_at, method, path) => {
        if (method !== 'POST' || !path.endsWith('/clients')) return undefined;
        pocket.clients.set('grafana', {
          id: 'grafana',
          name: 'Grafana',
          callbackURLs: ['https://grafana.example.com/login/generic_oauth'],
          logoutCallbackURLs: [],
          launchURL: 'https://grafana.example.com',
          isPublic: false,
          pkceEnabled: true,
          skipConsent: false,
          isGroupRestricted: false,
          description: '',
          credentials: { federatedIdentities: [], secrets: [] },
          groups: [],
        });
        return { status, body: {}, headers: { location: `${pocket.url}/elsewhere` } };
      };
      const { code, stderr } = await apply(room());
      expect([code, pocket.clients.size], stderr).toEqual([1, 0]);
    },
  );

  it('believes nothing that it does not see afterwards', async () => {
    pocket.before = (_at, method, path) =>
      method === 'POST' && path.endsWith('/clients') ? { status: 201, body: { id: 'grafana' } } : undefined;
    const { code, stderr } = await apply(room());
    expect(code).toBe(1);
    expect(stderr).toMatch(/gave|does not know|does not show/);
    expect(pocket.clients.size).toBe(0);
  });

  it('shows nothing of what a product answers that moves the cursor, hides a line or turns the text', async () => {
    const file = room();
    await apply(file);
    const evil = '\u001b[2J\u009b31m\u202e';
    Object.assign(pocket.clients.get('grafana')!, { name: `a${evil}`, [`more${evil}`]: 'x' });
    const shown = [
      await apply(file, ['--plan']),
      await apply(file, ['--undo', '--plan']),
      await latchkey(['diff', file, '--side', 'provider', '--secrets', 'stdin'], { stdin: stdin() }),
    ];
    for (const { stdout, stderr } of shown) {
      expect(stdout).toContain('grafana');
      expect(stdout + stderr).not.toMatch(/[\u001b\u0080-\u009f\u202e]/);
    }
  });

  it('shows an address that is no escaped text as it is', async () => {
    const file = room();
    writeFileSync(file, readFileSync(file, 'utf8').replace(pocket.url, `${pocket.url}/%zz`));
    const { code, stdout, stderr } = await apply(file, ['--plan']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('POST /%zz/api/oidc/clients');
  });

  it('says that it can note nothing, and not that another one is applying', async () => {
    const file = room();
    const lock = lockBeside(`${file}.applied.json`);
    writeFileSync(lock, 'in the way of the lock');
    for (const args of [[], ['--undo']]) {
      if (args.length > 0) {
        rmSync(lock);
        await apply(file);
        writeFileSync(lock, 'in the way of the lock');
        pocket.requests.length = 0;
      }
      const { code, stderr } = await apply(file, args);
      expect([code, stderr]).toEqual([1, expect.stringContaining('before anything is sent')]);
      expect(stderr).not.toContain('Another Latchkey');
      expect(changing()).toEqual([]);
    }
  });

  it('says that all of it stands where only its end could not be noted, and goes on with it', async () => {
    const file = room();
    const journal = `${file}.applied.json`;
    pocket.after = () => {
      if (!pocket.has('grafana', SECRET) || statSync(journal).isDirectory()) return;
      renameSync(journal, `${file}.aside`);
      mkdirSync(join(journal, 'in the way'), { recursive: true });
    };
    const cut = await latchkey(['apply', file, '--side', 'provider', '--secrets', 'stdin'], {
      stdin: stdin(),
    });
    expect([cut.code, cut.stderr]).toEqual([1, expect.stringContaining('All of it stands as it was meant')]);
    pocket.after = undefined;
    rmSync(journal, { recursive: true });
    renameSync(`${file}.aside`, journal);
    const next = await apply(file, ['--json']);
    expect(json(next.stdout)['result']).toBe('nothing');
    expect((await apply(file, ['--undo'])).code).toBe(0);
    expect(pocket.clients.size).toBe(0);
  });

  it('sends no token over plain http to another machine', async () => {
    const file = room();
    writeFileSync(file, readFileSync(file, 'utf8').replace(pocket.url, 'http://192.0.2.7:1411'));
    const { code, stderr } = await apply(file, ['--plan']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('without encryption')]);
  });

  it('says that a product has no API that it knows, and what to do instead', async () => {
    const file = room();
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        /home: \{.*\}/,
        'home: { kind: authelia, url: https://auth.example.com, version: "4.39" }',
      ),
    );
    const { code, stderr } = await apply(file, [], JSON.stringify({ grafana: { client_secret: SECRET } }));
    expect([code, stderr]).toEqual([1, expect.stringContaining('no API of Authelia')]);
  });

  it('asks in no terminal: without a token it says how to make one', async () => {
    const { code, stderr } = await apply(room(), [], JSON.stringify({ grafana: { client_secret: SECRET } }));
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/wants a token[\s\S]*Administration › API Keys/),
    ]);
    expect(pocket.requests).toEqual([]);
  });
});
