import type { AppDefinition, ClaimPlace, ProviderTraits } from '../catalog/types.ts';
import { own } from '../own.ts';
import type { AppEntry } from '../workspace/types.ts';
import type { ClaimPlan, ResolvedApp } from './types.ts';

/** Claims that every ID token and every userinfo response contains (Core §2, §5.3.2). */
const PROTOCOL_CLAIMS = new Set(['sub']);

/**
 * Compares what the app reads with what the provider supplies. There are no special cases for a pair of app
 * and provider: the app states where it reads a claim, the provider states where it puts it, and the remedy
 * follows from both.
 */
export function planClaims(
  app: AppDefinition,
  entry: AppEntry,
  version: string,
  readFrom: ClaimPlace,
  scopes: readonly string[],
  provider: ProviderTraits,
): ClaimPlan[] {
  return app.claims(entry, version).map((requirement) => {
    const released =
      PROTOCOL_CLAIMS.has(requirement.claim) ||
      scopes.some((scope) => own(provider.scope_claims, scope)?.includes(requirement.claim));
    const provided_in: readonly ClaimPlace[] = PROTOCOL_CLAIMS.has(requirement.claim)
      ? ['id_token', 'userinfo']
      : released
        ? provider.claims_placement
        : [];
    return { ...requirement, read_from: readFrom, provided_in, remedy: remedy() };

    function remedy(): ClaimPlan['remedy'] {
      if (provided_in.length === 0) return 'unknown-provider';
      if (!provided_in.includes(readFrom)) {
        return provider.id_token_claims_by === 'claims_policy' ? 'put-in-id-token' : 'unknown-provider';
      }
      if (requirement.rule === 'verified') {
        if (provider.email_verified === 'false') return 'verify-email';
        if (provider.email_verified !== 'true') return 'unknown-provider';
      }
      return 'none';
    }
  });
}

/**
 * The claims that the provider must be told to put into the ID token, each once. An app of which nothing is
 * known may read any claim of its scopes, so all of them are wanted where it reads claims.
 */
export function idTokenClaims(
  plans: readonly ClaimPlan[],
  app: ResolvedApp,
  scopes: readonly string[],
  provider: ProviderTraits,
): readonly string[] {
  const planned = plans.filter((plan) => plan.remedy === 'put-in-id-token').map((plan) => plan.claim);
  const may =
    app.definition.reads_any_claim === true &&
    app.traits.value.claims_from === 'id_token' &&
    provider.id_token_claims_by === 'claims_policy' &&
    !provider.claims_placement.includes('id_token');
  // What “openid” itself releases is about the request, not about the user.
  const released = may
    ? scopes.flatMap((scope) => (scope === 'openid' ? [] : (own(provider.scope_claims, scope) ?? [])))
    : [];
  return [...new Set([...planned, ...released])];
}
