import type { Source } from '../../catalog/fact.ts';
import { hookSource } from '../../catalog/providers/hook-facts.ts';

/** A source of the profile, for the reasons that are given here. */
export const source = (
  id:
    | 'code'
    | 'ui'
    | 'redirect_uris'
    | 'release202410'
    | 'release202510'
    | 'release20265'
    | 'draft202611'
    | 'grant_types'
    | 'explicit_consent'
    | 'consent_stage'
    | 'validate_stage'
    | 'per_app_mfa'
    | 'applications'
    | 'blueprints'
    | 'importer'
    | 'policy_engine'
    | 'expressions'
    | 'no_signing_key',
): Source => hookSource('authentik', id);
