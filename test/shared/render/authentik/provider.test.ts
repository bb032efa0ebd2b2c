import { describe, expect, it } from 'vitest';
import { renderAuthentikProvider } from '../../../../shared/render/authentik/provider.ts';
import { linesToText } from '../../../../shared/render/text/deliverable.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import { bagFor, connect, field, fileAt, guideAt, read, secretOf, textOf } from '../provider-support.ts';

function render(version: string, app: Partial<AppEntry> = {}) {
  const connections = connect({ kind: 'authentik', url: 'https://ak.example.com', version }, { memos: app });
  return renderAuthentikProvider(connections, bagFor(connections));
}

const guideOf = (version: string, app?: Partial<AppEntry>) =>
  guideAt(render(version, app), 'home/memos-guide.md');
const blueprintFile = (version: string, app?: Partial<AppEntry>) =>
  fileAt(render(version, app), 'home/memos-blueprint.yaml');

interface Entry {
  readonly model: string;
  readonly id?: string;
  readonly state?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was written
  readonly identifiers: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly attrs: any;
}
const entriesOf = (version: string, app?: Partial<AppEntry>): Entry[] =>
  read(textOf(blueprintFile(version, app))).entries;
const entryOf = (model: string, version: string, app?: Partial<AppEntry>) =>
  entriesOf(version, app).find((one) => one.model === model);
const providerOf = (version: string, app?: Partial<AppEntry>) =>
  entryOf('authentik_providers_oauth2.oauth2provider', version, app)?.attrs;
const applicationAt = (version: string, app?: Partial<AppEntry>) =>
  entriesOf(version, app).find((one) => one.id === 'application')!;

const PLAIN = { policy: 'one_factor', consent: 'never' };
const TEST = 'http://127.0.0.1:53682/callback';

describe('the blueprint', () => {
  it('holds provider and application with what has to be explicit', () => {
    const entries = entriesOf('2026.8', PLAIN).filter((one) => one.id !== undefined);
    expect(entries.map((one) => one.model)).toEqual([
      // Puts aside what an earlier version made; what it does is in access.test.ts.
      'authentik_core.application',
      'authentik_providers_oauth2.oauth2provider',
      'authentik_core.application',
    ]);
    expect(entries[1]).toEqual({
      model: 'authentik_providers_oauth2.oauth2provider',
      id: 'provider',
      identifiers: { client_id: 'memos-client' },
      attrs: {
        name: 'Provider for Memos',
        authorization_flow: [
          'authentik_flows.flow',
          ['slug', 'default-provider-authorization-implicit-consent'],
        ],
        invalidation_flow: ['authentik_flows.flow', ['slug', 'default-provider-invalidation-flow']],
        client_type: 'confidential',
        client_secret: secretOf('memos'),
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [
          {
            matching_mode: 'strict',
            redirect_uri_type: 'authorization',
            url: 'https://memos.example.com/auth/callback',
          },
        ],
        signing_key: ['authentik_crypto.certificatekeypair', ['name', 'authentik Self-signed Certificate']],
        encryption_key: null,
        access_code_validity: 'seconds=60',
        property_mappings: ['openid', 'profile', 'email'].map((scope) => [
          'authentik_providers_oauth2.scopemapping',
          ['managed', `goauthentik.io/providers/oauth2/scope-${scope}`],
        ]),
        include_claims_in_id_token: true,
        issuer_mode: 'per_provider',
      },
    });
    expect(entries[2]).toEqual({
      model: 'authentik_core.application',
      id: 'application',
      identifiers: { provider: ['authentik_providers_oauth2.oauth2provider', ['client_id', 'memos-client']] },
      attrs: {
        slug: 'memos',
        name: 'Memos',
        meta_launch_url: 'https://memos.example.com',
        policy_engine_mode: 'any',
      },
    });
  });

  it('ends in .yaml, which authentik insists on, and is secret with a secret in it only', () => {
    const file = blueprintFile('2026.5', PLAIN);
    expect(file.path).toMatch(/\.yaml$/);
    expect(file.secret).toBe(true);
    const open = blueprintFile('2026.5', { kind: 'custom', token_endpoint_auth_method: 'none' });
    expect(open.secret).toBe(false);
  });

  it.each(['2024.10.3', '2026.2', '2026.5', '2026.11'])(
    'at %s lists grant types, which older versions ignore',
    (version) => {
      expect(providerOf(version, PLAIN).grant_types).toEqual(['authorization_code', 'refresh_token']);
    },
  );

  it('writes redirect URIs as the version takes them', () => {
    const url = 'https://memos.example.com/auth/callback';
    expect(providerOf('2024.10.2', PLAIN).redirect_uris).toBe('https://memos\\.example\\.com/auth/callback');
    // Versions before 2026.5 ignore the type; a file that an upgrade finds already imported has it.
    for (const version of ['2024.10.3', '2026.2', '2026.5'])
      expect(providerOf(version, PLAIN).redirect_uris).toEqual([
        { matching_mode: 'strict', redirect_uri_type: 'authorization', url },
      ]);
  });

  it('escapes patterns so that they match nothing but the URI', () => {
    const uri = 'https://memos.example.com/auth/(cb)?a=b+c&d=[1]';
    const written = providerOf('2024.10.0', { ...PLAIN, redirect_uris: [uri], test_redirect_uri: TEST });
    const lines = written.redirect_uris.split('\n');
    expect(lines).toHaveLength(2);
    expect(new RegExp(`^(?:${lines[0]})$`).test(uri)).toBe(true);
    expect(new RegExp(`^(?:${lines[0]})$`).test(uri.replace('.example', 'xexample'))).toBe(false);
  });

  it('moves the secret into an object of its own from 2026.11, and says that this is a draft', () => {
    expect(providerOf('2026.8', PLAIN)).toHaveProperty('client_secret');
    expect(entryOf('authentik_secrets.secret', '2026.8', PLAIN)).toBeUndefined();
    expect(providerOf('2026.11', PLAIN)).not.toHaveProperty('client_secret');
    expect(providerOf('2026.11', PLAIN).secret).toEqual([
      'authentik_secrets.secret',
      ['name', 'Client secret of memos-client'],
    ]);
    expect(entryOf('authentik_secrets.secret', '2026.11', PLAIN)).toMatchObject({
      id: 'secret',
      attrs: { value: secretOf('memos') },
    });
    expect(textOf(blueprintFile('2026.11', PLAIN))).toContain('draft');
  });

  it('replaces the e-mail mapping where the app wants verified addresses, from 2025.10', () => {
    const romm = { ...PLAIN, kind: 'romm' as const };
    const before = providerOf('2025.8', romm).property_mappings;
    expect(JSON.stringify(before)).toContain('scope-email');
    const file = textOf(blueprintFile('2025.10', romm));
    expect(providerOf('2025.10', romm).property_mappings).toContainEqual([
      'authentik_providers_oauth2.scopemapping',
      ['name', 'Latchkey: verified e-mail'],
    ]);
    expect(JSON.stringify(providerOf('2025.10', romm).property_mappings)).not.toContain('scope-email');
    expect(entryOf('authentik_providers_oauth2.scopemapping', '2025.10', romm)?.attrs).toEqual({
      scope_name: 'email',
      expression: 'return {\n    "email": request.user.email,\n    "email_verified": True,\n}\n',
    });
    expect(file).toContain('# Use it only where your users can’t change their address by themselves.');
  });

  it('finds a mapping of the owner’s for a scope that authentik does not bring, and none for groups', () => {
    const { property_mappings } = providerOf('2026.5', {
      ...PLAIN,
      scopes: ['openid', 'profile', 'groups', 'roles'],
    });
    expect(property_mappings.slice(2)).toEqual([
      ['authentik_providers_oauth2.scopemapping', ['scope_name', 'roles']],
    ]);
    expect(textOf(blueprintFile('2026.5', { ...PLAIN, scopes: ['openid', 'roles'] }))).toContain(
      'authentik brings no mapping for “roles”',
    );
  });

  it('marks the redirect URI of the test login so that its lines can go', () => {
    for (const version of ['2024.10.1', '2025.4', '2026.8']) {
      const file = blueprintFile(version, { ...PLAIN, test_redirect_uri: TEST });
      expect(file.lines.some((line) => line.mark === 'test')).toBe(true);
      const kept = linesToText(file.lines.filter((line) => line.mark !== 'test'));
      expect(kept).not.toContain('53682');
      expect(read(kept).entries).toEqual(entriesOf(version, PLAIN));
    }
  });

  it('names objects by this app alone, with its slug where the name does not give it', () => {
    const connections = connect({ kind: 'authentik' }, { memos: {}, work: {} });
    const names = renderAuthentikProvider(connections, bagFor(connections))
      .filter((one) => one.form === 'file')
      .map((one) => read(textOf(one)).entries.find((each: Entry) => each.id === 'provider').attrs.name);
    expect(names).toEqual(['Provider for Memos', 'Provider for Memos (work)']);
  });
});

describe('who may sign in and how often consent is asked', () => {
  const boundAt = (version: string, app: Partial<AppEntry>) =>
    entriesOf(version, app).filter(
      (one) => one.model === 'authentik_policies.policybinding' && one.state !== 'absent',
    );
  const flowSlug = (app: Partial<AppEntry>) => {
    const flow = providerOf('2026.5', app).authorization_flow;
    return typeof flow === 'string'
      ? entryOf('authentik_flows.flow', '2026.5', app)?.identifiers.slug
      : flow[1][1];
  };

  it.each([
    ['never', 'default-provider-authorization-implicit-consent'],
    // authentik's own consent stage remembers for four weeks, even though its flow is called “explicit”.
    ['4w', 'default-provider-authorization-explicit-consent'],
    ['28d', 'default-provider-authorization-explicit-consent'],
    ['always', 'latchkey-consent-always'],
    ['12h', 'latchkey-consent-12h'],
  ])('consent %s runs the flow %s', (consent, slug) => {
    expect(flowSlug({ policy: 'one_factor', consent })).toBe(slug);
  });

  it.each([
    ['always', { mode: 'always_require' }],
    ['12h', { mode: 'expiring', consent_expire_in: 'hours=12' }],
    ['90m', { mode: 'expiring', consent_expire_in: 'minutes=90' }],
    ['2w', { mode: 'expiring', consent_expire_in: 'weeks=2' }],
  ])('consent %s makes a stage', (consent, attrs) => {
    const app = { policy: 'one_factor', consent };
    expect(entryOf('authentik_stages_consent.consentstage', '2026.5', app)?.attrs).toEqual(attrs);
    expect(entryOf('authentik_flows.flow', '2026.5', app)?.attrs).toMatchObject({
      designation: 'authorization',
      authentication: 'require_authenticated',
    });
  });

  it('asks for a second factor in the flow, before consent, and refuses who has none', () => {
    const app = { policy: 'two_factor', consent: 'always' };
    const entries = entriesOf('2025.4', app);
    expect(
      entries.find(
        (one) => one.model === 'authentik_stages_authenticator_validate.authenticatorvalidatestage',
      )?.attrs,
    ).toEqual({ not_configured_action: 'deny' });
    expect(
      entries
        .filter((one) => one.model === 'authentik_flows.flowstagebinding')
        .map(({ identifiers }) => [identifiers.stage, identifiers.order]),
    ).toEqual([
      [
        [
          'authentik_stages_authenticator_validate.authenticatorvalidatestage',
          ['name', 'latchkey-second-factor'],
        ],
        0,
      ],
      [['authentik_stages_consent.consentstage', ['name', 'latchkey-consent-always']], 10],
    ]);
    expect(flowSlug({ policy: 'two_factor', consent: 'never' })).toBe('latchkey-two-factor-consent-never');
  });

  it('binds each group, any of them being enough, and says that they have to exist', () => {
    const app = { ...PLAIN, groups: ['family', 'a, [b]'] };
    const target = ['authentik_core.application', ['slug', 'memos']];
    const rest = { policy: null, user: null, negate: false, enabled: true, failure_result: false };
    expect(boundAt('2026.5', app).map(({ identifiers, attrs }) => [identifiers, attrs])).toEqual([
      [
        { target, order: -1 },
        { group: ['authentik_core.group', ['name', 'family']], ...rest },
      ],
      [
        { target, order: -2 },
        { group: ['authentik_core.group', ['name', 'a, [b]']], ...rest },
      ],
    ]);
    expect(applicationAt('2026.5', app).attrs.policy_engine_mode).toBe('any');
    expect(textOf(blueprintFile('2026.5', app))).toContain('# The group “family” has to exist');
  });

  it('lets a named policy and the groups hold together', () => {
    const app = { consent: 'never', policy: 'office hours', groups: ['a', 'b"c'] };
    expect(boundAt('2026.5', app).map((one) => one.attrs.policy)).toEqual([
      ['authentik_policies.policy', ['name', 'office hours']],
      ['authentik_policies.policy', ['name', 'latchkey-groups-memos']],
    ]);
    expect(entryOf('authentik_policies_expression.expressionpolicy', '2026.5', app)?.attrs.expression).toBe(
      'return any(ak_is_group_member(request.user, name=group) for group in ["a", "b\\"c"])\n',
    );
    expect(applicationAt('2026.5', app).attrs.policy_engine_mode).toBe('all');
    // A missing group is refused here as well, though the policy only names it.
    expect(entriesOf('2026.5', app).filter(({ model }) => model === 'authentik_core.group')).toMatchObject(
      ['a', 'b"c'].map((name) => ({
        id: `group ${name}`,
        state: 'created',
        identifiers: { pk: ['authentik_core.group', ['name', name]] },
      })),
    );
    const single = { consent: 'never', policy: 'office hours', groups: ['a'] };
    expect(applicationAt('2026.5', single).attrs.policy_engine_mode).toBe('all');
  });
});

describe('the guide', () => {
  const step = (version: string, id: string, app?: Partial<AppEntry>) =>
    guideOf(version, app).steps.find((one) => one.id === id);

  it('follows the screens of the version', () => {
    expect(step('2024.12', 'authentik-provider')?.where).toBe(
      'Applications › Providers › Create › OAuth2/OpenID Provider',
    );
    expect(step('2025.2', 'authentik-application')?.where).toBe(
      'Applications › Applications › Create with Provider',
    );
    expect(step('2025.2', 'authentik-provider')?.note).toContain('“Submit”');
    expect(step('2026.5', 'authentik-application')?.where).toBe(
      'Applications › Applications › New Application',
    );
    expect(step('2026.5', 'authentik-provider')?.note).toContain('“Create Application”');
  });

  it('links straight to the wizard where there is one, and always prints the menu path', () => {
    expect(step('2026.5', 'authentik-application')?.url).toBe(
      'https://ak.example.com/if/admin/#/core/applications;%7B%22createWizard%22%3Atrue%7D',
    );
    expect(step('2024.12', 'authentik-application')?.url).toBe(
      'https://ak.example.com/if/admin/#/core/applications;%7B%22createForm%22%3Atrue%7D',
    );
    for (const one of guideOf('2026.5', { groups: ['x'], policy: 'two_factor' }).steps) {
      expect(one.where).not.toBe('');
    }
  });

  it('names the import where the version has it', () => {
    expect(step('2026.2', 'authentik-import')?.where).toBe('Flows and Stages › Flows › Import');
    expect(step('2026.5', 'authentik-import')?.where).toBe('Customization › Blueprints › Import');
  });

  it('gives every value of the provider form', () => {
    const guide = guideOf('2026.5', PLAIN);
    const value = (label: string) => field(guide, 'authentik-provider', label);
    expect(value('Client ID')).toBe('memos-client');
    expect(value('Client Secret')).toBe(secretOf('memos'));
    expect(value('Grant Types')).toBe('Authorization Code, Refresh token');
    expect(value('Redirect URIs/Origins (RegEx): Strict, Authorization')).toBe(
      'https://memos.example.com/auth/callback',
    );
    expect(value('Authorization flow')).toBe('default-provider-authorization-implicit-consent');
    expect(value('Signing Key')).toBe('authentik Self-signed Certificate');
    expect(value('Advanced protocol settings › Encryption Key')).toBe('');
  });

  it('asks for grant types and a type of redirect URI only where the form has them', () => {
    const labels = step('2026.2', 'authentik-provider', PLAIN)?.fields.map((one) => one.label);
    expect(labels).toContain('Redirect URIs/Origins (RegEx): Strict');
    expect(labels).not.toContain('Grant Types');
    expect(step('2025.8', 'authentik-provider', PLAIN)?.fields.map((one) => one.label)).toContain(
      'Protocol settings › Encryption Key',
    );
  });

  it('has the e-mail mapping, the second factor and the Secret object only where they are needed', () => {
    const ids = (version: string, app?: Partial<AppEntry>) =>
      guideOf(version, app).steps.map((one) => one.id);
    const romm = { ...PLAIN, kind: 'romm' as const };
    expect(ids('2025.8', romm)).not.toContain('authentik-verified-email');
    expect(ids('2025.10', romm)).toContain('authentik-verified-email');
    expect(ids('2026.8', PLAIN)).not.toContain('authentik-secret');
    expect(ids('2026.11', PLAIN)).toContain('authentik-secret');
    expect(field(guideOf('2026.11', PLAIN), 'authentik-secret', 'Value')).toBe(secretOf('memos'));
    expect(ids('2026.5', PLAIN)).not.toContain('authentik-flow');
    expect(ids('2026.5', { policy: 'two_factor', consent: 'never' })).toEqual(
      expect.arrayContaining(['authentik-second-factor', 'authentik-flow', 'authentik-flow-stages']),
    );
  });

  it('adds the test’s address in a step of its own and takes it out in the last', () => {
    const guide = guideOf('2026.5', { ...PLAIN, test_redirect_uri: TEST });
    expect(guide.steps.find((one) => one.id === 'authentik-test-redirect')?.fields[0]?.value).toBe(TEST);
    expect(guide.steps.at(-1)?.id).toBe('authentik-remove-test-redirect');
    expect(JSON.stringify(guide.steps.find((one) => one.id === 'authentik-provider'))).not.toContain('53682');
  });

  it('marks the secret as one, and is secret itself', () => {
    const guide = guideOf('2026.5', PLAIN);
    const holding = guide.steps.flatMap((one) => one.fields).filter((one) => one.value === secretOf('memos'));
    expect(holding).toEqual([{ label: 'Client Secret', value: secretOf('memos'), secret: true }]);
    expect(guide.secret).toBe(true);
    const open = guideOf('2026.5', { kind: 'custom', token_endpoint_auth_method: 'none' });
    expect(open.secret).toBe(false);
    expect(field(open, 'authentik-provider', 'Client type')).toBe('Public');
  });

  it('gives the addresses to compare, issuer with its slash', () => {
    expect(field(guideOf('2026.5'), 'authentik-compare', 'OpenID Configuration Issuer')).toBe(
      'https://ak.example.com/application/o/memos/',
    );
  });
});
