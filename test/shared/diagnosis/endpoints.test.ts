import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS, type Endpoint } from '../../../shared/client/announced.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import type { Connection } from '../../../shared/client/types.ts';
import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import { judgeEndpoints } from '../../../shared/diagnosis/judges/endpoints.ts';
import { judgeCheckRun, judgeLoginRun } from '../../../shared/diagnosis/judges/index.ts';
import { lightStatus } from '../../../shared/diagnosis/lights.ts';
import { makeReport, reportToText } from '../../../shared/diagnosis/report.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { APPS, type FirstKind } from '../../helpers/first-apps.ts';
import { connectionOf } from './setups.ts';

const endpointsInFiles = ({ app }: Connection) =>
  app.definition.endpointsInFiles(app.entry, app.version.effective);

type Urls = Partial<Record<Endpoint, string>>;

const ISSUER = 'https://login.example.com';
const CUSTOMARY: Record<Endpoint, string> = {
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  userinfo_endpoint: `${ISSUER}/userinfo`,
  jwks_uri: `${ISSUER}/jwks`,
};

const seen = (announced: Readonly<Record<string, unknown>> | undefined, issuer = ISSUER): Evidence => ({
  run: 'check',
  started_at: 0,
  exchanges: [],
  clock: [],
  authorize: [],
  token_attempts: [],
  discovery: {
    answer: {
      exchange: 0,
      url: `${ISSUER}/.well-known/openid-configuration`,
      status: 200,
      content_type: 'application/json',
      body: announced ? 'json' : 'html',
      size: 1,
      duration_ms: 1,
    },
    redirects: [],
    redirect_loop: false,
    ...(announced ? { document: { issuer, ...announced } as never } : {}),
  },
  jwks: {
    answer: {
      exchange: 1,
      url: `${ISSUER}/jwks`,
      status: 200,
      content_type: 'application/json',
      body: 'json',
      size: 1,
      duration_ms: 1,
    },
    has_keys_member: true,
    keys: [{ kid: '1', kty: 'RSA', alg: 'RS256', use: 'sig', bits: 2048, private_members: [], usable: true }],
  },
});

const WIKI: Omit<AppEntry, 'provider'> = {
  kind: 'custom',
  url: 'https://wiki.example.com',
  settings: { redirect_paths: ['/cb'], uses_discovery: false },
};
const at = (app: 'memos' | 'romm' | 'custom', provider: Partial<ProviderEntry> = {}) => {
  const connection = connectionOf('other', app, {
    provider,
    ...(app === 'custom' ? { app: WIKI } : {}),
  });
  return { connection, target: makeTarget(connection, { has_client_secret: true }) };
};
const judge = (app: 'memos' | 'romm' | 'custom', announced: Urls, metadata?: Urls) =>
  judgeEndpoints(seen(announced), at(app, metadata === undefined ? {} : { metadata }).target);

describe('endpoints that are written down', () => {
  it.each<[string, Urls, Urls | undefined]>([
    ['the same', CUSTOMARY, undefined],
    ['the usual port', { ...CUSTOMARY, token_endpoint: 'https://login.example.com:443/token' }, undefined],
    ['capitals in scheme and host', { ...CUSTOMARY, jwks_uri: 'HTTPS://Login.Example.COM/jwks' }, undefined],
    ['a path with dots', CUSTOMARY, { token_endpoint: `${ISSUER}/oauth/../token` }],
    ['the root with and without its slash', { ...CUSTOMARY, jwks_uri: ISSUER }, { jwks_uri: `${ISSUER}/` }],
    ['one that is not announced', { authorization_endpoint: `${ISSUER}/authorize` }, undefined],
  ])('are taken for the announced ones: %s', (_, announced, metadata) => {
    const check = judge('custom', announced, metadata);
    expect(check).toMatchObject({ status: 'pass', proofs: ['endpoints-equal'], findings: [] });
  });

  it('are not given a second slash where the stated issuer ends in one', () => {
    const { target } = at('memos', { url: `${ISSUER}/` });
    expect(judgeEndpoints(seen(CUSTOMARY), target).status).toBe('pass');
  });

  it.each<[string, Urls, Urls | undefined, Endpoint, string]>([
    ['another path', { ...CUSTOMARY, token_endpoint: `${ISSUER}/t` }, undefined, 'token_endpoint', 'assumed'],
    // A token request sent to the other spelling is redirected or not found, so these are two addresses.
    ['a slash at the end', CUSTOMARY, { token_endpoint: `${ISSUER}/token/` }, 'token_endpoint', 'stated'],
    ['another query', CUSTOMARY, { jwks_uri: `${ISSUER}/jwks?v=1` }, 'jwks_uri', 'stated'],
    ['another case of the path', CUSTOMARY, { jwks_uri: `${ISSUER}/JWKS` }, 'jwks_uri', 'stated'],
  ])('are told apart from announced ones: %s', (_, announced, metadata, name, from) => {
    const check = judge('custom', announced, metadata);
    expect(check.status).toBe('warn');
    expect(check.proofs).toBeUndefined();
    expect(check.findings.map(({ code, data }) => [code, data['endpoint'], data['from']])).toEqual([
      ['endpoint-differs', name, from],
    ]);
  });

  it('are green exactly if all of them that are announced are the announced ones', () => {
    const url = (name: Endpoint) =>
      fc.option(
        fc.constantFrom(CUSTOMARY[name], `${ISSUER}/other`, 'https://x.example/other', 'javascript:1'),
        {
          nil: undefined,
        },
      );
    const urls = fc
      .tuple(...ENDPOINTS.map(url))
      .map((values) =>
        Object.fromEntries(
          values.flatMap((value, index) => (value === undefined ? [] : [[ENDPOINTS[index]!, value]])),
        ),
      );
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom('memos' as const, 'romm' as const, 'custom' as const),
        fc.option(urls, { nil: undefined }),
        fc.oneof(
          fc.constant<Urls>({}),
          urls.map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => /^https/.test(one)))),
        ),
        (app, announced, metadata) => {
          const { target, connection } = at(app, { metadata });
          const check = judgeEndpoints(seen(announced), target);
          const inFiles = endpointsInFiles(connection);
          const written = ENDPOINTS.flatMap((name) => {
            const stated = metadata[name];
            return stated !== undefined || inFiles.includes(name)
              ? [[name, stated ?? CUSTOMARY[name]] as const]
              : [];
          });
          const told = written.filter(([name]) => /^https/.test(announced?.[name] ?? ''));
          const differ = told.filter(([name, one]) => announced![name] !== one);
          const expected =
            announced === undefined
              ? 'inconclusive'
              : written.length === 0
                ? 'pass'
                : differ.length > 0
                  ? 'warn'
                  : told.length === 0
                    ? 'inconclusive'
                    : 'pass';
          verdicts.add(`${check.status} ${check.proofs?.join() ?? ''}`);
          expect(check.status).toBe(expected);
          expect(check.findings.map(({ data }) => [data['endpoint'], data['written']])).toEqual(differ);
          for (const run of [judgeCheckRun, judgeLoginRun]) {
            const checks = run(seen(announced), target);
            expect(checks.find(({ id }) => id === 'P12')?.status).toBe(expected);
            if (expected !== 'pass') expect(lightStatus('provider', checks)).not.toBe('pass');
          }
        },
      ),
      { numRuns: 400 },
    );
    expect([...verdicts].sort()).toEqual([
      'inconclusive ',
      'pass endpoints-equal',
      'pass no-endpoint-written',
      'warn ',
    ]);
  });

  it('turn the provider’s light green only together with issuer and keys', () => {
    const checks = (announced: Urls) => judgeCheckRun(seen(announced), at('memos').target);
    expect(lightStatus('provider', checks(CUSTOMARY))).toBe('pass');
    expect(lightStatus('provider', checks({ ...CUSTOMARY, token_endpoint: `${ISSUER}/t` }))).not.toBe('pass');
  });
});

describe('what the catalog says an app’s files hold', () => {
  const SETTINGS: Readonly<Partial<Record<FirstKind, AppEntry['settings']>>> = {
    custom: { redirect_paths: ['/cb'] },
  };
  const cases = (Object.keys(APPS) as FirstKind[]).flatMap((kind) =>
    APPS[kind].versions.lines.map((version) => [kind, version] as const),
  );
  it.each(cases)('is what is in them: %s %s', (kind, version) => {
    const connection = deriveConnection(
      {
        latchkey: 1,
        id: 'held',
        providers: { own: { kind: 'oidc', url: ISSUER } },
        apps: {
          it: {
            kind,
            url: 'https://it.example.com',
            provider: 'own',
            version,
            ...(kind === 'kestra' ? { edition: 'enterprise' } : {}),
            ...(SETTINGS[kind] ? { settings: SETTINGS[kind] } : {}),
          },
        },
      },
      'it',
      'it',
    );
    const bag = { clients: { it: { client_id: 'it', client_secret: 'planted' } }, providers: {} };
    const text = renderDeliverables([connection], bag)
      .filter((one) => one.side === 'app' && one.kind !== 'readme')
      // Of a guide only what is to be entered counts, not sentences such as “leads to …”.
      .flatMap((one) =>
        one.form === 'guide'
          ? one.steps.flatMap(({ fields }) =>
              fields.map(({ value }) => value).filter((value) => /^\S+$/.test(value)),
            )
          : filesOf(one).map(({ content }) => content),
      )
      .join('\n');
    const held = ENDPOINTS.filter((name) =>
      new RegExp(`${CUSTOMARY[name].replaceAll('.', '\\.')}(?![\\w/-])`).test(text),
    );
    expect(held).toEqual([...endpointsInFiles(connection)]);
  });
});

describe('a written endpoint that is announced otherwise', () => {
  const reportOf = (
    app: 'memos' | 'romm' | 'custom',
    announced: Urls,
    provider: Partial<ProviderEntry> = {},
    issuer = ISSUER,
  ) => {
    const { connection, target } = at(app, provider);
    return makeReport(judgeCheckRun(seen(announced, issuer), target), connection);
  };
  const causes = (report: ReturnType<typeof reportOf>) => report.diagnoses.map(({ id }) => id);

  it('is explained with both addresses, the setting in the app and the key of the workspace', () => {
    const announced = { ...CUSTOMARY, token_endpoint: `${ISSUER}/oauth2/token` };
    const [first] = reportOf('memos', announced).diagnoses;
    expect(first).toMatchObject({
      id: 'endpoint-assumed-differs',
      side: 'app',
      explains: ['P12'],
      fix: {
        setting: 'Token endpoint',
        value: announced.token_endpoint,
        current: CUSTOMARY.token_endpoint,
        workspace_path: 'providers.home.metadata.token_endpoint',
      },
    });
    for (const url of [announced.token_endpoint, CUSTOMARY.token_endpoint])
      expect(first!.cause).toContain(url);
    const text = reportToText(reportOf('memos', announced));
    expect(text).toContain(announced.token_endpoint);
    // No file that was exported holds the right value yet.
    expect(text).not.toContain('The right value is in the exported');
  });

  it('names every one that differs, as lines for the workspace', () => {
    const announced = Object.fromEntries(ENDPOINTS.map((name) => [name, `${ISSUER}/o/${name}`]));
    const [first] = reportOf('memos', announced).diagnoses;
    expect(first).toMatchObject({
      id: 'endpoint-assumed-differs',
      fix: {
        setting: 'metadata',
        workspace_path: 'providers.home.metadata',
        value: `authorization_endpoint: "${ISSUER}/o/authorization_endpoint"\ntoken_endpoint: "${ISSUER}/o/token_endpoint"\nuserinfo_endpoint: "${ISSUER}/o/userinfo_endpoint"`,
      },
    });
    expect(first!.fix.text).toContain('Authorization endpoint, Token endpoint, User endpoint');
  });

  it('is corrected in the workspace where it is stated, whether or not the app’s files hold it', () => {
    for (const app of ['memos', 'romm'] as const) {
      const stated = { ...CUSTOMARY, token_endpoint: `${ISSUER}/stated` };
      const [first] = reportOf(app, CUSTOMARY, { metadata: stated }).diagnoses;
      expect(first).toMatchObject({
        id: 'endpoint-stated-differs',
        side: 'app',
        fix: {
          setting: 'token_endpoint',
          value: CUSTOMARY.token_endpoint,
          current: stated.token_endpoint,
          workspace_path: 'providers.home.metadata.token_endpoint',
        },
      });
      expect(first!.fix.text.includes('export again')).toBe(app === 'memos');
    }
  });

  it('of a known product leads to its version, not to a key that such a provider has not', () => {
    const connection = connectionOf('authelia', 'memos');
    const issuer = connection.provider_metadata.issuer;
    const { authorization_endpoint, token_endpoint, jwks_uri } = connection.provider_metadata;
    const announced = {
      authorization_endpoint,
      token_endpoint,
      jwks_uri,
      userinfo_endpoint: `${issuer}/api/oidc/people`,
    };
    const target = makeTarget(connection, { has_client_secret: true });
    const { diagnoses } = makeReport(judgeCheckRun(seen(announced, issuer), target), connection);
    expect(diagnoses[0]).toMatchObject({
      id: 'endpoint-stated-differs',
      fix: { setting: 'User endpoint', value: announced.userinfo_endpoint },
    });
    expect(diagnoses[0]!.fix.workspace_path).toBeUndefined();
  });

  it('never stands before, or beside, the issuer that it was derived from', () => {
    for (const announced of [`${ISSUER}/`, 'https://id.example.com', `${ISSUER}/realms/home`]) {
      const urls = Object.fromEntries(ENDPOINTS.map((name) => [name, `${announced}/x/${name}`]));
      const report = reportOf('memos', urls, {}, announced);
      expect(causes(report), announced).not.toContain('endpoint-assumed-differs');
      expect(report.checks.find(({ id }) => id === 'P12')).toMatchObject({
        status: 'warn',
        because_of: 'P4',
      });
      expect(report.diagnoses[0]!.explains).toContain('P12');
    }
  });

  it('is part of a wrong announced host, unless its path is another too', () => {
    const inside = (path: string) => ({ ...CUSTOMARY, token_endpoint: `https://idp.internal:8080/${path}` });
    expect(causes(reportOf('memos', inside('token')))).toEqual(['idp-advertises-wrong-self']);
    expect(causes(reportOf('memos', inside('t')))).toEqual([
      'idp-advertises-wrong-self',
      'endpoint-assumed-differs',
    ]);
    // A second public host may be right, so the app's side is told too, after it.
    const other = { ...CUSTOMARY, token_endpoint: 'https://oauth.example.com/token' };
    expect(causes(reportOf('memos', other))).toEqual([
      'idp-advertises-wrong-self',
      'endpoint-assumed-differs',
    ]);
  });
});
