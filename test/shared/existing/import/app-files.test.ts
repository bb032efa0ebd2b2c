import { describe, expect, it } from 'vitest';
import { allApps } from '../../../../shared/catalog/apps/index.ts';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { importFiles } from '../../../../shared/existing/import/import.ts';
import { asWorkspace } from '../../../../shared/existing/import/into.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import type { SettingValue, Workspace } from '../../../../shared/workspace/types.ts';

const url = 'https://auth.example.com';

/** The files that an app gets with one setting stated, as a person has them. */
function filesWith(kind: string, edition: string | undefined, key: string, value: SettingValue) {
  const workspace: Workspace = {
    latchkey: 1,
    id: 'settings',
    providers: { authelia: { kind: 'authelia', url, setup: 'existing' } },
    apps: {
      [kind]: {
        kind,
        url: `https://${kind}.example.com`,
        provider: 'authelia',
        client_id: kind,
        ...(edition === undefined ? {} : { edition }),
        settings: { [key]: value },
      },
    },
  };
  const bag = {
    clients: {
      [kind]: {
        client_id: kind,
        client_secret: 'aSecretOfTheClient0123456789',
        client_secret_digest: '$plain',
        app_secret: 'appSecret0123456789',
      },
    },
    providers: {},
  };
  return renderDeliverables(deriveConnections(workspace, {}), bag)
    .flatMap(filesOf)
    .filter(({ kind: form }) => form !== 'readme' && form !== 'guide')
    .map(({ path, content }) => ({ name: path, text: content }));
}

describe('a setting that a file says comes back, whatever is written for it', () => {
  const cases = allApps().flatMap(({ kind, profile, editions, laterRedirect, versions }) =>
    profile === undefined ||
    laterRedirect?.({ kind, url: 'https://a.example.com', provider: 'authelia' }, versions.lines.at(-1)!)
      ? []
      : Object.entries(profile.settings ?? {}).flatMap(([key, one]) => {
          const other: SettingValue | undefined =
            one.type === 'boolean'
              ? one.default !== true
              : one.type === 'choice'
                ? one.choices?.find((each) => each !== one.default)
                : undefined;
          const edition = editions?.find(({ supported }) => supported)?.id;
          const usual = one.default ?? (one.type === 'boolean' ? false : undefined);
          return other === undefined || usual === undefined
            ? []
            : [[kind, key, other, usual as SettingValue, edition] as const];
        }),
  );

  it.each(cases)('%s: %s', (kind, key, value, usual, edition) => {
    const files = filesWith(kind, edition, key, value);
    const own = (all: typeof files) => all.filter(({ name }) => name.startsWith(`${kind}/`));
    const without = own(filesWith(kind, edition, key, usual));
    // A setting that changes nothing in the app's files can't be read from them.
    if (JSON.stringify(own(files)) === JSON.stringify(without)) return;
    const found = importFiles(files, { url });
    const entry = Object.values(asWorkspace(found, 'settings').apps).find((app) => app.kind === kind);
    // A line that isn't there may be left out for any reason.
    const lines = (all: typeof files) =>
      all.flatMap(({ text }) => text.split('\n').filter((line) => !line.startsWith('#')));
    const isLeftOut = lines(own(files)).every((line) => lines(without).includes(line));
    const read = entry?.settings?.[key];
    if (!isLeftOut || read !== undefined) expect(read, JSON.stringify(found.missing)).toEqual(value);
  });
});

const secretsOf = (files: Parameters<typeof importFiles>[0]) =>
  importFiles(files, { url }).secrets.map(({ owner, purpose, value }) => [owner, purpose, value]);

describe('values that one file takes from another', () => {
  const COMPOSE = {
    name: 'compose.yaml',
    text: `services:
  mealie:
    image: ghcr.io/mealie-recipes/mealie:v3.1.2
    environment:
      BASE_URL: https://mealie.\${DOMAIN}
      OIDC_AUTH_ENABLED: \${OIDC_ON:-true}
      OIDC_CLIENT_ID: \${MEALIE_ID}
      OIDC_CLIENT_SECRET: \${MEALIE_SECRET:-changedLater}
      OIDC_CONFIGURATION_URL: https://auth.$DOMAIN/application/o/mealie/.well-known/openid-configuration
`,
  };
  const ENV = {
    name: '.env',
    text: `DOMAIN=$\{TOP}.example\nTOP=home\nMEALIE_ID=meal-client\nMEALIE_SECRET='aSecret0123456789'\n`,
  };

  it('are filled in from the env file that is brought along, also values made of others', () => {
    const found = importFiles([COMPOSE, ENV], { url });
    expect(found.apps.map(({ entry }) => entry)).toMatchObject([
      { kind: 'mealie', url: 'https://mealie.home.example', client_id: 'meal-client' },
    ]);
    expect(found.providers.map(({ entry }) => entry)).toMatchObject([
      { kind: 'authentik', url: 'https://auth.home.example' },
    ]);
    expect(secretsOf([COMPOSE, ENV])).toEqual([['meal-client', 'client_secret', 'aSecret0123456789']]);
  });

  it('are asked for without it: no variable is taken for a value, and no example for a secret', () => {
    const found = importFiles([COMPOSE], { url });
    expect(found.apps).toEqual([]);
    expect(found.secrets).toEqual([]);
    expect(JSON.stringify(found.providers)).not.toContain('$');
    expect(found.leftovers.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '5 BASE_URL',
      '7 OIDC_CLIENT_ID',
      '8 OIDC_CLIENT_SECRET',
      '9 OIDC_CONFIGURATION_URL',
    ]);
    expect(found.leftovers[0]?.why).toContain('DOMAIN');
  });

  it('are not filled in from two files that disagree', () => {
    const other = { name: 'other.env', text: 'DOMAIN=elsewhere.example\n' };
    expect(importFiles([COMPOSE, ENV, other], { url }).apps).toEqual([]);
  });

  it('in a template of Authelia', () => {
    const configuration = {
      name: 'configuration.yml',
      text: `session:
  cookies:
    - authelia_url: 'https://auth.{{ env "DOMAIN" }}'
identity_providers:
  oidc:
    clients:
      - client_id: '{{ env "MEALIE_ID" }}'
        client_secret: '{{ mustEnv "MEALIE_SECRET" | trim }}'
        redirect_uris: ['https://mealie.{{ env "DOMAIN" }}/login']
`,
    };
    const found = importFiles([configuration, ENV]);
    expect(found.apps.map(({ entry }) => entry)).toMatchObject([
      { client_id: 'meal-client', url: 'https://mealie.home.example' },
    ]);
    expect(secretsOf([configuration, ENV])).toEqual([
      [found.apps[0]!.id, 'client_secret', 'aSecret0123456789'],
    ]);
    const alone = importFiles([configuration], { url });
    expect(alone.apps).toEqual([]);
    expect(alone.leftovers.map(({ why }) => why).join()).toContain('It is the value of MEALIE_ID');
  });

  const blueprint = (id: string, more = '') => ({
    name: 'blueprint.yaml',
    text: `version: 1
${more}entries:
  - model: authentik_providers_oauth2.oauth2provider
    identifiers: { name: Immich }
    attrs:
      client_type: confidential
      client_id: ${id}
      client_secret: !Env [MEALIE_SECRET, null]
      redirect_uris: [{ matching_mode: strict, url: 'https://photos.example.com/auth/login' }, { matching_mode: strict, url: 'app.immich:///oauth-callback' }]
  - model: authentik_core.application
    identifiers: { slug: immich }
    attrs: { name: Immich, provider: !Find [authentik_providers_oauth2.oauth2provider, [name, Immich]] }
`,
  });

  it.each([
    ['!Env MEALIE_ID', ''],
    ["!Env [MEALIE_ID, 'other']", ''],
    ["!Env [NOWHERE, 'meal-client']", ''],
    ['!Context id', 'context: { id: meal-client }\n'],
    ['!Context id', 'context: { id: !Env MEALIE_ID }\n'],
  ])('in a blueprint of authentik: %s %s', (id, more) => {
    const found = importFiles([blueprint(id, more), ENV], { url });
    expect(found.apps.map(({ entry }) => [entry.kind, entry.client_id])).toEqual([['immich', 'meal-client']]);
    expect(found.secrets.map(({ value }) => value)).toEqual(['aSecret0123456789']);
  });

  it('in an address of a blueprint that another program fills in', () => {
    const text = blueprint('meal-client').text.replace('photos.example.com', `photos.$\{DOMAIN}`);
    const file = { name: 'blueprint.yaml', text };
    expect(importFiles([file, ENV], { url }).apps[0]?.entry.url).toBe('https://photos.home.example');
    const alone = importFiles([file], { url });
    expect(JSON.stringify(alone.apps)).not.toContain('photos.$');
    expect(alone.leftovers.map(({ why }) => why).join()).toContain('It is the value of DOMAIN');
  });

  it('a blueprint without them says which variable lacks and what the client looks like', () => {
    const found = importFiles([blueprint('!Env IMMICH_ID')], { url });
    expect(found.apps).toEqual([]);
    expect(found.leftovers.map(({ why }) => why).join()).toMatch(
      /IMMICH_ID .*Bring the env file.* It looks like Immich at https:\/\/photos\.example\.com\./,
    );
  });
});

describe('what is not said is not guessed', () => {
  const client = (id: string, uri: string) =>
    importFiles(
      [
        {
          name: 'configuration.yml',
          text: `identity_providers:\n  oidc:\n    clients:\n      - client_id: ${id}\n        client_secret: aSecret0123456789\n        redirect_uris: ['${uri}']\n`,
        },
      ],
      { url },
    ).apps[0]!;

  it.each([
    ['portal', 'https://portal.example.com/api/auth/oidc-callback'],
    ['alerts', 'https://alerts.example.com/auth/oidc_callback'],
    ['tool', 'https://tool.example.com/login/callback'],
  ])('%s: words that many programs have in their address make no app', (id, uri) => {
    expect(client(id, uri).entry.kind).toBe('custom');
  });

  it('an address of one app and the name of another make neither, and both are named', () => {
    const app = client('homarr', 'https://home.example.com/auth/oidc-callback');
    expect(app.entry.kind).toBe('custom');
    expect(app.perhaps).toContain('homarr');
  });

  it('an endpoint of a product that isn’t known is no issuer', () => {
    const found = importFiles([
      {
        name: 'grafana.env',
        text: 'GF_SERVER_ROOT_URL=https://grafana.example.com\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_AUTH_URL=https://sso.example.com/oidc/auth\n',
      },
    ]);
    expect(found.providers).toEqual([]);
    expect(found.missing.join()).toContain('No file says which provider Grafana uses');
  });

  it('an app of which only a few names are those of a known one is not that one, and it is said', () => {
    const found = importFiles(
      [
        {
          name: 'social.env',
          text: 'OIDC_ENABLED=true\nOIDC_DISPLAY_NAME=Home\nOIDC_CLIENT_ID=social\nOIDC_UID_FIELD=sub\nOIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED=true\nOIDC_DISCOVERY=true\nOIDC_SEND_NONCE=true\n',
        },
      ],
      { url },
    );
    expect(found.apps).toEqual([]);
    expect(found.leftovers.map(({ why }) => why)).toEqual([
      'These settings of a login are those of no app that Latchkey knows.',
    ]);
  });
});
