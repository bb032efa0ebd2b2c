import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { renderApp } from '../../../shared/render/app.ts';
import { renderReadme } from '../../../shared/render/export-readme.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import { type AppGiven, bagOf, connect } from '../../helpers/app-connection.ts';
import { allText, fileText, guideOf, stepOf, valuesOf } from '../../helpers/deliverables.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';
import { APPS, type FirstKind } from '../../helpers/first-apps.ts';

const SECRET = 'Zq7planted0secret9Zq';
const PROVIDERS = [
  { kind: 'authelia', url: 'https://auth.example.com', version: '4.39' },
  { kind: 'authentik', url: 'https://ak.example.com', version: '2026.5' },
  { kind: 'oidc', url: 'https://id.example.com/realms/main' },
] as const;
const given = (kind: FirstKind, version: string): AppGiven =>
  kind === 'custom'
    ? { kind, settings: { redirect_paths: ['/callback'], required_claims: ['email', 'groups'] } }
    : { kind, version, ...(kind === 'kestra' ? { edition: 'enterprise' } : {}) };

describe.each(Object.keys(APPS) as FirstKind[])('%s’s side, at every version and provider', (kind) => {
  const all = APPS[kind].versions.lines.flatMap((version) =>
    PROVIDERS.map((provider) => {
      const connection = connect(given(kind, version), provider);
      return { connection, deliverables: renderApp(connection, bagOf(connection, SECRET)) };
    }),
  );

  it('is marked secret exactly where it shows the client secret', () => {
    for (const { deliverables } of all) {
      for (const one of deliverables) expect(allText(one).includes(SECRET), one.path).toBe(one.secret);
      expect(deliverables.some((one) => one.secret)).toBe(true);
    }
  });

  it('is the same twice, below the app’s id, with one guide first', () => {
    for (const { connection, deliverables } of all) {
      expect(renderApp(connection, bagOf(connection, SECRET))).toEqual(deliverables);
      expect(deliverables[0]!.form).toBe('guide');
      expect(new Set(deliverables.map((one) => one.path)).size).toBe(deliverables.length);
      for (const one of deliverables) {
        expect(one.path).toMatch(new RegExp(`^${kind}/[a-z0-9.-]+$`));
        expect(one).toMatchObject({ side: 'app', app: kind, provider: 'home' });
      }
    }
  });

  it('has steps with ids of their own, each saying where', () => {
    for (const { deliverables } of all) {
      const steps = guideOf(deliverables).steps;
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
      for (const step of steps) expect(step.where).toMatch(/\S/);
    }
  });

  it('has lines without line breaks', () => {
    for (const { deliverables } of all) {
      for (const one of deliverables) {
        if (one.form === 'file') for (const line of one.lines) expect(line.text).not.toMatch(/[\r\n]/);
      }
    }
  });
});

describe('a custom app', () => {
  const render = (more: Partial<AppGiven> = {}, provider = {}) => {
    const connection = connect({ ...given('custom', '1'), ...more }, provider);
    return renderApp(connection, bagOf(connection, SECRET));
  };

  it('gets every value in standard terms, the same in all three forms', () => {
    const deliverables = render();
    const json = JSON.parse(fileText(deliverables, 'client-metadata'));
    expect(json).toMatchObject({
      issuer: 'https://auth.example.com',
      client_id: 'custom-client',
      client_secret: SECRET,
      redirect_uris: ['https://custom.example.com/callback'],
      scope: 'openid profile email groups',
      token_endpoint_auth_method: 'client_secret_basic',
      jwks_uri: 'https://auth.example.com/jwks.json',
    });
    const env = readAsCompose(fileText(deliverables, 'env'));
    expect(env).toEqual(readAsPythonDotenv(fileText(deliverables, 'env')));
    expect(env).toMatchObject({
      OIDC_ISSUER: json.issuer,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_REDIRECT_URI: 'https://custom.example.com/callback',
      OIDC_SCOPES: 'openid profile email groups',
    });
    expect(valuesOf(stepOf(deliverables, 'custom-values'))).toMatchObject({
      Issuer: json.issuer,
      'Client ID': 'custom-client',
      'Client secret': SECRET,
    });
  });

  it('gets the endpoints one by one where it reads no discovery document', () => {
    const settings = { redirect_paths: ['/callback'], uses_discovery: false };
    const values = valuesOf(stepOf(render({ settings }), 'custom-values'));
    expect(values).toHaveProperty('Token endpoint', 'https://auth.example.com/api/oidc/token');
    expect(values).not.toHaveProperty('Discovery document');
  });

  it('has no secret anywhere as a public client', () => {
    const deliverables = render({ token_endpoint_auth_method: 'none' });
    for (const one of deliverables) {
      expect(one.secret).toBe(false);
      expect(allText(one)).not.toContain(SECRET);
    }
  });
});

describe('the page of an export', () => {
  const connections = (['memos', 'romm', 'kestra'] as const).map((kind) =>
    connect(given(kind, APPS[kind].versions.lines.at(-1)!)),
  );
  const deliverables = connections.flatMap((one) => renderApp(one, bagOf(one, SECRET)));
  const text = linesToText(renderReadme(connections, deliverables, { clients: {}, providers: {} }).lines);

  it('names every file once in its section, the secret ones also under Secrets', () => {
    for (const one of deliverables) {
      expect(text.split(`\n- \`${one.path}\`${one.secret ? ' (secret)' : ''}: `)).toHaveLength(2);
      expect(text.includes(`\n- \`${one.path}\`\n`), one.path).toBe(one.secret);
    }
  });

  it('puts the provider before its apps and says what to restart and check', () => {
    const at = (part: string) => {
      expect(text).toContain(part);
      return text.indexOf(part);
    };
    expect(at('## 1. Provider `home`: Authelia')).toBeLessThan(at('## 2. App `memos`: Memos'));
    expect(at('## 2. App `memos`: Memos')).toBeLessThan(at('## 3. App `romm`: RomM'));
    at('docker compose up -d --force-recreate romm');
    at('https://kestra.example.com/oauth/login/authelia');
  });

  it('holds no secret and can be written without connections', () => {
    expect(text).not.toContain(SECRET);
    expect(renderReadme([], [], { clients: {}, providers: {} }).lines.length).toBeGreaterThan(3);
  });

  it('says first what can’t work, and leaves out the steps that would follow', () => {
    const open = connect({ kind: 'kestra', version: '1.3', edition: 'open-source' });
    const page = linesToText(
      renderReadme([open], renderApp(open, bagOf(open, SECRET)), bagOf(open, SECRET)).lines,
    );
    expect(page.indexOf('can’t work as stated')).toBeLessThan(page.indexOf('## 1.'));
    expect(page).not.toContain('/oauth/login/');
  });

  it('keeps what the user typed from acting as markup', () => {
    const odd = connect({
      kind: 'custom',
      url: 'https://custom.example.com',
      client_name: '# x\n`<script>` [a](b)',
    });
    const page = linesToText(
      renderReadme([odd], renderApp(odd, bagOf(odd, SECRET)), bagOf(odd, SECRET)).lines,
    );
    expect(page).not.toMatch(/^# x/m);
    expect(page).not.toMatch(/(?<!\\)<script/);
  });
});

describe('the YAML forms', () => {
  it('parse in both of the apps that have them', () => {
    for (const kind of ['romm', 'kestra'] as const) {
      const connection = connect(given(kind, APPS[kind].versions.lines[0]!));
      const text = fileText(renderApp(connection, bagOf(connection, SECRET)), 'compose');
      expect(Object.keys(parseYaml(text).services)).toEqual([kind]);
    }
  });
});
