import { describe, expect, it } from 'vitest';
import { pointsOf } from '../../../../renderer/components/points.ts';
import { deriveConnection } from '../../../../shared/client/derive.ts';
import { renderAutheliaProvider } from '../../../../shared/render/authelia/provider.ts';
import { linesToText } from '../../../../shared/render/text/deliverable.ts';
import type { AppEntry, ProviderEntry } from '../../../../shared/workspace/types.ts';
import {
  bagFor,
  connect,
  DIGEST,
  fileAt,
  guideAt,
  HMAC,
  PEM,
  read,
  secretOf,
  textOf,
} from '../provider-support.ts';

function render(provider: Partial<ProviderEntry>, apps: Readonly<Record<string, Partial<AppEntry>>>) {
  const connections = connect(provider, apps);
  return renderAutheliaProvider(connections, bagFor(connections));
}

const clientsOf = (deliverables: ReturnType<typeof render>) =>
  read(textOf(fileAt(deliverables, 'home/authelia-clients.yml'))).identity_providers.oidc;

const oneClient = (provider: Partial<ProviderEntry>, app: Partial<AppEntry> = {}) =>
  clientsOf(render(provider, { memos: app })).clients[0];

describe('the complete block', () => {
  it('is written for a new set-up only, and is secret', () => {
    const paths = (setup?: 'new' | 'existing') =>
      render(setup ? { setup } : {}, { memos: {} }).map(({ path, secret }) => [path, secret]);
    const complete = [
      ['home/authelia-oidc.yml', true],
      ['home/authelia-clients.yml', false],
      ['home/authelia-guide.md', false],
    ];
    expect(paths()).toEqual(complete);
    expect(paths('new')).toEqual(complete);
    expect(paths('existing')).toEqual(complete.slice(1));
  });

  it('holds the hmac secret, one RS256 key as a literal block, and the same clients as the other file', () => {
    const deliverables = render({}, { memos: {}, notes: { kind: 'romm' } });
    const file = fileAt(deliverables, 'home/authelia-oidc.yml');
    const { hmac_secret, jwks, ...rest } = read(textOf(file)).identity_providers.oidc;
    expect(hmac_secret).toBe(HMAC);
    expect(jwks).toEqual([{ algorithm: 'RS256', use: 'sig', key: PEM }]);
    expect(rest).toEqual(clientsOf(deliverables));
    expect(file.lines.map((line) => line.text)).toContain('        key: |');
  });
});

describe('a client', () => {
  it('carries every key that 4.39 takes from it, and nothing else', () => {
    expect(oneClient({ version: '4.39' }, { consent: 'always' })).toEqual({
      client_id: 'memos-client',
      client_name: 'Memos',
      client_secret: DIGEST,
      public: false,
      authorization_policy: 'two_factor',
      consent_mode: 'explicit',
      redirect_uris: ['https://memos.example.com/auth/callback'],
      scopes: ['openid', 'profile', 'email'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
      require_pkce: true,
      pkce_challenge_method: 'S256',
      id_token_signed_response_alg: 'RS256',
      userinfo_signed_response_alg: 'none',
    });
  });

  it('writes the digest so that the filter expand-env leaves it alone', () => {
    const rendered = render({}, { memos: {} });
    const text = textOf(fileAt(rendered, 'home/authelia-clients.yml'));
    expect(text).toContain(`client_secret: "${DIGEST.replaceAll('$', '\\x24')}"\n`);
    expect(clientsOf(rendered).clients[0].client_secret).toBe(DIGEST);
    expect(text).not.toContain(secretOf('memos'));
  });

  it('has a claims policy from 4.39 where the app reads the ID token, and none at 4.38', () => {
    const app = { kind: 'romm' as const };
    const now = clientsOf(render({ version: '4.39' }, { romm: app }));
    expect(now.clients[0].claims_policy).toBe('romm');
    expect(now.claims_policies.romm.id_token).toEqual(
      expect.arrayContaining(['email', 'preferred_username']),
    );
    const before = clientsOf(render({ version: '4.38' }, { romm: app }));
    expect(before.clients[0]).not.toHaveProperty('claims_policy');
    expect(before).not.toHaveProperty('claims_policies');
    // Memos reads the userinfo answer, so the ID token needs no claims.
    expect(clientsOf(render({ version: '4.39' }, { memos: {} }))).not.toHaveProperty('claims_policies');
  });

  it('writes no challenge method where PKCE is not demanded, since that alone would demand it', () => {
    const client = oneClient({}, { require_pkce: false });
    expect(client.require_pkce).toBe(false);
    expect(client).not.toHaveProperty('pkce_challenge_method');
  });

  it('asks for consent as the workspace says', () => {
    const consent = (app: Partial<AppEntry>) => {
      const { consent_mode, pre_configured_consent_duration } = oneClient({}, app);
      return [consent_mode, pre_configured_consent_duration];
    };
    expect(consent({ consent: 'always' })).toEqual(['explicit', undefined]);
    expect(consent({ consent: 'never' })).toEqual(['implicit', undefined]);
    expect(consent({ consent: '4w' })).toEqual(['pre-configured', '4w']);
  });

  it('without a secret is public, with the method none', () => {
    const client = oneClient({}, { kind: 'custom', token_endpoint_auth_method: 'none' });
    expect(client).toMatchObject({ public: true, token_endpoint_auth_method: 'none' });
    expect(client).not.toHaveProperty('client_secret');
  });

  it('may renew tokens when the app asks for offline_access', () => {
    const client = oneClient({}, { scopes: ['openid', 'offline_access'] });
    expect(client.grant_types).toEqual(['authorization_code', 'refresh_token']);
  });

  it('marks the redirect URI of the test login, with its comment, and leaves one that is the app’s own', () => {
    const test_redirect_uri = 'http://127.0.0.1:53682/callback';
    const file = fileAt(render({}, { memos: { test_redirect_uri } }), 'home/authelia-clients.yml');
    const marked = file.lines.filter((line) => line.mark === 'test').map((line) => line.text.trim());
    expect(marked).toEqual([
      '# For Latchkey’s test login. Remove this line afterwards.',
      `- '${test_redirect_uri}'`,
    ]);
    const without = linesToText(file.lines.filter((line) => line.mark !== 'test'));
    expect(read(without).identity_providers.oidc.clients[0].redirect_uris).toEqual([
      'https://memos.example.com/auth/callback',
    ]);
    const own = 'https://memos.example.com/auth/callback';
    expect(oneClient({}, { test_redirect_uri: own }).redirect_uris).toEqual([own]);
  });
});

describe('who may sign in', () => {
  it('turns groups into a policy that denies everyone else', () => {
    const oidc = clientsOf(
      render({}, { memos: { policy: 'one_factor', groups: ['family', "o'neil: admins"] } }),
    );
    expect(oidc.clients[0].authorization_policy).toBe('memos-groups');
    expect(oidc.authorization_policies).toEqual({
      'memos-groups': {
        default_policy: 'deny',
        rules: [
          { policy: 'one_factor', subject: 'group:family' },
          { policy: 'one_factor', subject: "group:o'neil: admins" },
        ],
      },
    });
  });

  it('refers to a named policy as it is, and says that the groups belong into it', () => {
    const deliverables = render({}, { memos: { policy: 'vip', groups: ['family'] } });
    const oidc = clientsOf(deliverables);
    expect(oidc.clients[0].authorization_policy).toBe('vip');
    expect(oidc).not.toHaveProperty('authorization_policies');
    expect(textOf(fileAt(deliverables, 'home/authelia-clients.yml'))).toContain(
      '# It decides alone: put the groups (family) into it.',
    );
    const step = guideAt(deliverables, 'home/authelia-guide.md').steps.find(
      ({ id }) => id === 'authelia-access',
    );
    expect(step?.fields.map((one) => one.value)).toEqual(['vip', 'family']);
  });
});

describe('the lines', () => {
  it('hold all clients in one list, in order, and say in the file why no second list may stand beside it', () => {
    const deliverables = render(
      {},
      { b: {}, a: { kind: 'romm' }, c: { kind: 'kestra', edition: 'enterprise' } },
    );
    expect(clientsOf(deliverables).clients.map((one: { client_id: string }) => one.client_id)).toEqual([
      'b-client',
      'a-client',
      'c-client',
    ]);
    expect(textOf(fileAt(deliverables, 'home/authelia-clients.yml'))).toMatch(
      /^# a second list of clients replaces the first/m,
    );
  });

  it('give a reason with a source where there is a choice', () => {
    const file = fileAt(render({}, { romm: { kind: 'romm' } }), 'home/authelia-clients.yml');
    const why = (start: string) => file.lines.find((line) => line.text.trim().startsWith(start))?.why;
    for (const key of [
      'authorization_policy',
      'token_endpoint_auth_method',
      'client_secret',
      'claims_policy:',
    ]) {
      expect(why(key)?.text).toBeTruthy();
      expect(why(key)?.source?.ref).toBeTruthy();
    }
  });
});

describe('the guide', () => {
  it('differs between a new set-up and an existing one', () => {
    const steps = (setup: 'new' | 'existing') =>
      guideAt(render({ setup }, { memos: {} }), 'home/authelia-guide.md').steps.map((step) => step.id);
    expect(steps('new')[0]).toBe('authelia-place-file');
    expect(steps('existing')[0]).toBe('authelia-merge-clients');
    expect(steps('new').slice(1)).toEqual([
      'authelia-validate',
      'authelia-restart',
      'authelia-issuer',
      'authelia-log',
    ]);
  });

  it('names the issuer to compare and, where there is one, the test address to remove', () => {
    const guide = guideAt(
      render({}, { memos: { test_redirect_uri: 'http://127.0.0.1:1234/callback' } }),
      'home/authelia-guide.md',
    );
    const issuer = guide.steps.find((step) => step.id === 'authelia-issuer');
    expect(issuer?.fields.map((one) => one.value)).toContain('https://auth.example.com');
    expect(guide.steps.at(-1)).toMatchObject({
      id: 'authelia-remove-test-redirect',
      fields: [{ value: 'http://127.0.0.1:1234/callback' }],
    });
  });
});

describe('what is missing', () => {
  it('is a mistake of the caller and names the app, never a value', () => {
    const connections = connect({ setup: 'existing' }, { memos: {} });
    expect(() => renderAutheliaProvider(connections, { clients: {}, providers: {} })).toThrow('“memos”');
    const fresh = connect({}, { memos: {} });
    expect(() => renderAutheliaProvider(fresh, { clients: bagFor(fresh).clients, providers: {} })).toThrow(
      '“home”',
    );
  });

  it('is nothing when there is no app', () => {
    expect(renderAutheliaProvider([], { clients: {}, providers: {} })).toEqual([]);
  });
});

describe('a guide that locks nobody out', () => {
  const stepsOf = (setup: 'new' | 'existing') =>
    guideAt(render({ setup }, { memos: {}, romm: {} }), 'home/authelia-guide.md').steps;
  const step = (setup: 'new' | 'existing', id: string) => stepsOf(setup).find((one) => one.id === id)!;

  it.each(['new', 'existing'] as const)('says what a second list of clients does (%s)', (setup) => {
    const first = stepsOf(setup)[0]!;
    expect(first.note).toMatch(/second list of clients in another file replaces the first list/);
    expect(first.note).toContain('invalid_client');
    expect(first.note).toContain('says nothing');
  });

  it('asks for clients that exist before anything is loaded', () => {
    const first = stepsOf('new')[0]!;
    expect(first.note).toMatch(/^Does Authelia already have OpenID Connect clients\?/);
    expect(first.fields.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        'identity_providers:',
        'https://auth.example.com/.well-known/openid-configuration',
      ]),
    );
  });

  it('says on a screen before the values what has to be so, whose the file is, and where the variable goes', () => {
    const { on_screen, fields } = stepsOf('new')[0]!;
    const [first, second, third] = on_screen!.must!.split('\n');
    expect(first).toMatch(
      /^If Authelia has clients already .* stop here: press “There is a list already”\.$/,
    );
    expect(on_screen!.leads_to!.says).toBe('There is a list already');
    expect(second).toMatch(/PUID or user: .* chown\.$/);
    expect(third).toMatch(/environment: of its service in the compose file.* as the container sees them\.$/);
    // Each value stands below once, so no sentence has to be kept the same as it.
    for (const { value } of fields.slice(1)) expect(on_screen!.must).not.toContain(value);
    // In the order in which they are done: first what to look at, last what makes the file count.
    expect(fields.map(({ label }) => label)).toEqual([
      'File',
      'Look first: no file has',
      'Look first: no issuer at',
      'Command: keep it private',
      'Then set this variable',
    ]);
  });

  it('says already where ways are chosen where the file goes, who may read it, and which variable names it', () => {
    const file = fileAt(render({ setup: 'new' }, { memos: {} }), 'home/authelia-oidc.yml');
    const value = (label: string) => stepsOf('new')[0]!.fields.find((one) => one.label === label)!.value;
    const [variable] = value('Then set this variable').split('=');
    const [, mode] = /^chmod (\d+) /.exec(value('Command: keep it private'))!;
    expect(file.purpose).toContain('the folder of configuration.yml');
    expect(file.purpose).toContain(`only the user Authelia runs as may read it (mode ${mode})`);
    expect(file.purpose).toContain(`${variable}, in Authelia’s environment`);
  });

  it.each(['new', 'existing'] as const)('says only whole things of the check (%s)', (setup) => {
    const { note, why } = step(setup, 'authelia-validate');
    const points = pointsOf([why!.text, note!].join('\n'));
    expect(points.length).toBeLessThanOrEqual(5);
    // A point is read alone: none begins with what only the one before explains.
    for (const point of points)
      expect(point).not.toMatch(/^(?:Else|So|Then|It|They|Found here)\b|\bthem\b|instead/);
  });

  it.each(['new', 'existing'] as const)('gives each command as it is typed on the host (%s)', (setup) => {
    const commands = [step(setup, 'authelia-validate'), step(setup, 'authelia-restart')]
      .flatMap(({ fields }) => fields)
      .filter(({ value }) => /authelia config|printenv/.test(value));
    expect(commands.length).toBeGreaterThan(1);
    for (const { value } of commands)
      expect(value).toMatch(/^docker exec authelia (?:authelia config|sh -c )/);
    expect(step(setup, 'authelia-validate').where).toContain('host that runs the container “authelia”');
    expect(step(setup, 'authelia-validate').note).toMatch(
      /^If your container has another name than “authelia”/,
    );
  });

  it.each(['new', 'existing'] as const)('has exactly the files checked that are loaded (%s)', (setup) => {
    const { fields, note } = step(setup, 'authelia-validate');
    const shown = (label: string) => fields.find((one) => one.label === label)!.value;
    // Without --config, the command reads X_AUTHELIA_CONFIG, as Authelia itself does.
    if (setup === 'existing') expect(shown('Command')).toBe('docker exec authelia authelia config validate');
    const named = shown(setup === 'new' ? 'Command' : 'Command, if it shows --config')
      .match(/--config (\S+)/g)!
      .map((one) => one.slice('--config '.length));
    const loaded =
      setup === 'new'
        ? step(setup, 'authelia-place-file')
            .fields.find(({ label }) => label === 'Then set this variable')!
            .value.replace('X_AUTHELIA_CONFIG=', '')
            .split(',')
        : ['/config/configuration.yml'];
    expect(named).toEqual(loaded);
    expect(note).toContain('exactly the --config options that Authelia is started with');
    if (setup === 'existing') expect(note).toContain('--config beats the variable');
  });

  it('looks for a new variable only after the container was made anew', () => {
    const steps = stepsOf('new');
    const at = (id: string) => steps.findIndex((one) => one.id === id);
    const reads = steps.findIndex(({ fields }) =>
      fields.some(({ value }) => value.includes('printenv X_AUTHELIA_CONFIG')),
    );
    expect(reads).toBe(at('authelia-restart'));
    // The first thing to copy there is what starts it anew, and not the look for the variable.
    expect(steps[reads]!.fields[0]!.value).toBe('docker compose up -d');
    // What is checked before needs neither the variable nor a restart.
    expect(at('authelia-validate')).toBeLessThan(reads);
    expect(steps[at('authelia-validate')]!.note).toContain('needs no restart and no variable');
    expect(steps[reads]!.note).toContain('`docker compose up -d`');
    expect(steps[reads]!.fields.at(-1)!.value).toBe('/config/configuration.yml, /config/authelia-oidc.yml');
  });

  it('looks for lines at the level at which they are written', () => {
    const { where, fields, note } = step('new', 'authelia-log');
    expect(where).toContain('debug');
    expect(fields[0]).toEqual({ label: 'log.level', value: 'debug' });
    expect(note).toMatch(/At the usual level, info, a good login leaves no line/);
  });

  it('is not chosen without a word', () => {
    const codes = (setup?: 'new' | 'existing') =>
      deriveConnection(
        {
          latchkey: 1,
          id: 'w',
          providers: {
            home: { kind: 'authelia', url: 'https://auth.example.com', ...(setup ? { setup } : {}) },
          },
          apps: { it: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' } },
        },
        'it',
        'x',
      ).notices.map(({ code }) => code);
    expect(codes()).toContain('setup-not-stated');
    expect(codes('new')).not.toContain('setup-not-stated');
    expect(codes('existing')).not.toContain('setup-not-stated');
  });
});
