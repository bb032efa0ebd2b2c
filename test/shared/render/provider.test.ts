import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import { guideToJson, guideToMarkdown, linesToText } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable } from '../../../shared/render/types.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderKind } from '../../../shared/workspace/types.ts';
import { bagFor, connect, HMAC, read, secretOf } from './provider-support.ts';

const name = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'a: b',
    '# x',
    "it's",
    'yes',
    '012',
    '---',
    '!Find',
    '🦊',
    '"',
    '\\',
    '`',
    '<b>',
    '%(app)s',
    '\n',
  ),
);
const policy = fc.oneof(fc.constantFrom('one_factor', 'two_factor'), name);
const app: fc.Arbitrary<Partial<AppEntry>> = fc.record(
  {
    kind: fc.constantFrom('memos' as const, 'romm' as const, 'custom' as const),
    client_name: name,
    client_id: fc.stringMatching(/^[A-Za-z0-9._~-]{1,40}$/),
    redirect_uris: fc.uniqueArray(fc.webUrl({ withQueryParameters: true }), { minLength: 1, maxLength: 3 }),
    scopes: fc.uniqueArray(fc.constantFrom('openid', 'profile', 'email', 'groups', 'offline_access', 'x:y'), {
      minLength: 1,
    }),
    token_endpoint_auth_method: fc.constantFrom(
      'client_secret_basic' as const,
      'client_secret_post' as const,
      'none' as const,
    ),
    require_pkce: fc.boolean(),
    policy,
    groups: fc.uniqueArray(name, { maxLength: 3 }),
    consent: fc.constantFrom('always', 'never', '4w', '30m', '7d'),
    test_redirect_uri: fc.constant('http://127.0.0.1:53682/callback'),
  },
  { requiredKeys: ['kind', 'redirect_uris'] },
);
const apps = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/), app, { minKeys: 1, maxKeys: 3 });

const rendered = (kind: ProviderKind) =>
  fc
    .tuple(
      apps,
      fc.constantFrom(...providerOf(kind).versions.lines),
      fc.constantFrom('new' as const, 'existing' as const),
    )
    .map(([entries, version, setup]) => {
      const connections = connect({ kind, version, setup }, entries);
      return { connections, deliverables: renderProvider(connections, bagFor(connections)) };
    });

const textsOf = (one: Deliverable): string[] =>
  one.form === 'file' ? [linesToText(one.lines)] : [guideToMarkdown(one), guideToJson(one)];

/** The name as UTF-8 can store it: lone surrogates are replaced. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

describe.each(PROVIDER_KINDS)('any workspace for %s', (kind) => {
  it('renders twice to the same, with paths of its own, and parses', () => {
    fc.assert(
      fc.property(rendered(kind), ({ connections, deliverables }) => {
        const again = renderProvider(connections, bagFor(connections));
        expect(again.flatMap(textsOf)).toEqual(deliverables.flatMap(textsOf));
        const paths = deliverables.map((one) => one.path);
        expect(new Set(paths).size).toBe(paths.length);
        for (const one of deliverables) {
          expect(one.path.startsWith('home/')).toBe(true);
          if (one.form === 'guide') JSON.parse(guideToJson(one));
          else if (one.language === 'json') JSON.parse(linesToText(one.lines));
          else if (one.language === 'yaml') read(linesToText(one.lines));
          if (one.form === 'file')
            for (const line of one.lines) expect(line.text).not.toMatch(/[\n\r\u0085\u2028\u2029\ufeff]/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows a secret in clear only where the deliverable says so, and only marked fields of a guide', () => {
    fc.assert(
      fc.property(rendered(kind), ({ connections, deliverables }) => {
        const secrets = [HMAC, ...connections.map(({ app: { id } }) => secretOf(id))];
        for (const one of deliverables) {
          const holds = secrets.some((secret) => textsOf(one).some((text) => text.includes(secret)));
          expect(one.secret).toBe(holds);
          if (one.form !== 'guide') continue;
          const bare = {
            ...one,
            steps: one.steps.map((step) => ({
              ...step,
              fields: step.fields.filter((field) => !field.secret),
            })),
          };
          for (const secret of secrets) expect(JSON.stringify(bare)).not.toContain(secret);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is read back', () => {
  it('from Authelia’s file is the client that was derived', () => {
    fc.assert(
      fc.property(rendered('authelia'), ({ connections, deliverables }) => {
        const file = deliverables.find((one) => one.path === 'home/authelia-clients.yml')!;
        const { clients, authorization_policies = {} } = read(textsOf(file)[0]!).identity_providers.oidc;
        connections.forEach(({ client, access, test_redirect_uri, app: { id } }, index) => {
          expect(clients[index]).toMatchObject({
            client_id: client.client_id,
            client_name: wellFormed(client.client_name),
            scopes: client.scopes,
            grant_types: client.grant_types,
            token_endpoint_auth_method: client.token_endpoint_auth_method,
            public: client.token_endpoint_auth_method === 'none',
            redirect_uris: [...client.redirect_uris, ...(test_redirect_uri ? [test_redirect_uri] : [])],
          });
          const named = access.policy !== 'one_factor' && access.policy !== 'two_factor';
          if (named || access.groups.length === 0) {
            expect(clients[index].authorization_policy).toBe(wellFormed(access.policy));
          } else {
            const policyName = clients[index].authorization_policy;
            expect(policyName).toBe(`${id}-groups`);
            expect(
              authorization_policies[policyName].rules.map((rule: { subject: string }) => rule.subject),
            ).toEqual(access.groups.map((group) => wellFormed(`group:${group}`)));
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('from authentik’s blueprint is the client that was derived', () => {
    fc.assert(
      fc.property(rendered('authentik'), ({ connections, deliverables }) => {
        for (const { client, access, app: owner, test_redirect_uri, provider } of connections) {
          const file = deliverables.find((one) => one.path === `home/${owner.id}-blueprint.yaml`)!;
          const { entries } = read(textsOf(file)[0]!);
          const { attrs, identifiers } = entries.find((one: { id: string }) => one.id === 'provider');
          expect(identifiers).toEqual({ client_id: client.client_id });
          expect(attrs.redirect_uris.map((one: { url: string }) => one.url)).toEqual([
            ...client.redirect_uris,
            ...(test_redirect_uri ? [test_redirect_uri] : []),
          ]);
          const isPublic = client.token_endpoint_auth_method === 'none';
          expect(attrs.client_type).toBe(isPublic ? 'public' : 'confidential');
          const own = provider.version.effective === '2026.11' ? attrs.secret : attrs.client_secret;
          expect(own).toEqual(
            isPublic
              ? undefined
              : provider.version.effective === '2026.11'
                ? ['authentik_secrets.secret', ['name', `Client secret of ${client.client_id}`]]
                : secretOf(owner.id),
          );
          const application = entries.find((one: { id: string }) => one.id === 'application');
          expect(application.attrs.slug).toBe(owner.slug);
          if (access.policy !== 'one_factor' && access.policy !== 'two_factor') continue;
          expect(
            entries
              .filter(
                (one: { model: string; state?: string }) =>
                  one.model === 'authentik_policies.policybinding' && one.state !== 'absent',
              )
              .map((one: { attrs: { group: [string, [string, string]] } }) => one.attrs.group[1][1]),
          ).toEqual(access.groups.map(wellFormed));
        }
      }),
      { numRuns: 60 },
    );
  });
});
