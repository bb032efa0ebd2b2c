import { APPLICATION_MODEL, BINDING_MODEL, MAPPING_MODEL, PROVIDER_MODEL } from './objects.ts';

const PROVIDER_KEYS = [
  'name',
  'authentication_flow',
  'authorization_flow',
  'invalidation_flow',
  'property_mappings',
  'client_type',
  'client_id',
  'client_secret',
  'secret',
  'grant_types',
  'access_code_validity',
  'access_token_validity',
  'refresh_token_validity',
  'refresh_token_threshold',
  'include_claims_in_id_token',
  'signing_key',
  'encryption_key',
  'redirect_uris',
  'logout_uri',
  'logout_method',
  'backchannel_logout_uri',
  'sub_mode',
  'issuer_mode',
  'jwks_sources',
  'jwt_federation_sources',
  'jwt_federation_providers',
];
const APPLICATION_KEYS = [
  'name',
  'slug',
  'provider',
  'backchannel_providers',
  'open_in_new_tab',
  'meta_launch_url',
  'meta_icon',
  'meta_description',
  'meta_publisher',
  'meta_hide',
  'policy_engine_mode',
  'group',
  'icon',
];
const BINDING_KEYS = [
  'policy',
  'group',
  'user',
  'target',
  'negate',
  'enabled',
  'order',
  'timeout',
  'failure_result',
];
/** The attributes of an entry by its model. */
export const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  [PROVIDER_MODEL]: PROVIDER_KEYS,
  [APPLICATION_MODEL]: APPLICATION_KEYS,
  [BINDING_MODEL]: BINDING_KEYS,
};
export const MODELS = [
  PROVIDER_MODEL,
  APPLICATION_MODEL,
  BINDING_MODEL,
  MAPPING_MODEL,
  'authentik_core.group',
];
export const STATES = ['present', 'created', 'must_created', 'absent'];
export const SUB_MODES = [
  'hashed_user_id',
  'user_id',
  'user_uuid',
  'user_username',
  'user_email',
  'user_upn',
];
export const RESERVED_SLUGS = ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'];
