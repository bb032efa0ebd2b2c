import type { Source } from '../../../catalog/fact.ts';
import { profileSource } from '../../../catalog/facts-of.ts';
import { builtInProvider } from '../../../profile/built-in.ts';

const said = (id: string): Source => profileSource(builtInProvider('authentik')!, id);

/** Sources of the rules about authentik's blueprints and exports. */
export const S = {
  applications: said('applications'),
  blueprints: said('blueprints'),
  code: said('code'),
  grantTypes: said('grant_types'),
  redirectUris: said('redirect_uris'),
  release202410: said('release202410'),
  release202510: said('release202510'),
  release20262: said('release20262'),
  release20268: said('release20268'),
  ui: said('ui'),
  bindings: {
    title: 'authentik source: bindings of policies, groups and users',
    ref: 'goauthentik/authentik authentik/policies/api/bindings.py',
    certainty: 'code',
  },
  reader: {
    title: 'authentik source: reading of blueprints',
    ref: 'goauthentik/authentik authentik/blueprints/v1/importer.py',
    certainty: 'code',
  },
  schema: {
    title: 'authentik: schema of blueprints, 2026.5',
    ref: 'goauthentik/authentik blueprints/schema.json@version/2026.5.0-rc1',
    certainty: 'code',
  },
  regex: {
    title: 'authentik issue: a redirect URI that is a pattern and doesn’t match itself',
    ref: 'goauthentik/authentik#5919',
    certainty: 'issue',
  },
} as const satisfies Record<string, Source>;
