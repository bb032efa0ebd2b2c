import type { Source } from '../fact.ts';

const release = (version: string): Source => ({
  title: `authentik release notes: ${version}`,
  ref: `https://docs.goauthentik.io/releases/${version}/`,
  certainty: 'docs',
});

/** Sources of the statements about authentik. */
export const AUTHENTIK_SOURCES = {
  code: {
    title: 'authentik source: OAuth 2.0 provider',
    ref: 'goauthentik/authentik authentik/providers/oauth2@version/2026.5.0-rc1',
    certainty: 'code',
  },
  ui: {
    title: 'authentik source: admin interface',
    ref: 'goauthentik/authentik web/src/admin@version/2026.5.0-rc1',
    certainty: 'code',
  },
  api: {
    title: 'authentik API description 2026.8.3',
    ref: 'goauthentik/authentik schema.yml@version/2026.8.3',
    certainty: 'docs',
  },
  redirectUris: {
    title: 'authentik security advisory for CVE-2024-52289',
    ref: 'https://github.com/goauthentik/authentik/security/advisories/GHSA-3q5w-6m3x-64gj',
    certainty: 'docs',
  },
  release202410: release('2024.10'),
  release202412: release('2024.12'),
  release20252: release('2025.2'),
  release20258: release('2025.8'),
  release202510: release('2025.10'),
  release20262: release('2026.2'),
  release20265: release('2026.5'),
  release20268: release('2026.8'),
  draft202611: {
    title: 'authentik pull requests on managed secrets for 2026.11 (open, not released)',
    ref: 'goauthentik/authentik#26095, #26098',
    certainty: 'inferred',
  },
  grantTypes: {
    title: 'authentik source and API description: grant types of a provider',
    ref: 'goauthentik/authentik authentik/providers/oauth2/models.py (2026.5), schema.yml@version/2026.8.3',
    certainty: 'code',
  },
  explicitConsent: {
    title:
      'authentik default blueprint: authorization with consent (its stage expires; four weeks by default)',
    ref: 'goauthentik/authentik blueprints/default/flow-default-provider-authorization-explicit-consent.yaml@eda3c73, authentik/stages/consent/models.py',
    certainty: 'code',
  },
  consentStage: {
    title: 'authentik documentation: consent stage',
    ref: 'https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/consent/',
    certainty: 'docs',
  },
  validateStage: {
    title: 'authentik documentation: authenticator validation stage',
    ref: 'https://docs.goauthentik.io/add-secure-apps/flows-stages/stages/authenticator_validate/',
    certainty: 'docs',
  },
  perAppMfa: {
    title: 'authentik issue: a second factor for one provider belongs in its authorization flow',
    ref: 'goauthentik/authentik#7347',
    certainty: 'issue',
  },
  applications: {
    title: 'authentik documentation: manage applications',
    ref: 'https://docs.goauthentik.io/add-secure-apps/applications/manage_apps/',
    certainty: 'docs',
  },
  blueprints: {
    title: 'authentik documentation: blueprints',
    ref: 'https://docs.goauthentik.io/customize/blueprints/',
    certainty: 'docs',
  },
  importer: {
    title: 'authentik source: blueprint importer and its tags',
    ref: 'goauthentik/authentik authentik/blueprints/v1/importer.py, authentik/blueprints/v1/common.py@02a34d2',
    certainty: 'code',
  },
  policyEngine: {
    title: 'authentik source: policy bindings and the policy engine',
    ref: 'goauthentik/authentik authentik/policies/models.py, authentik/policies/engine.py@00503df',
    certainty: 'code',
  },
  expressions: {
    title: 'authentik documentation: expression policies',
    ref: 'https://docs.goauthentik.io/customize/policies/expression/',
    certainty: 'docs',
  },
  noSigningKey: {
    title: 'authentik issue: a displayed certificate that was never saved',
    ref: 'goauthentik/authentik#9250',
    certainty: 'issue',
  },
} as const satisfies Record<string, Source>;
