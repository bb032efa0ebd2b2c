import { describe, expect, test } from 'vitest';
import type {
  AppDefinition,
  ClaimPlace,
  ClaimRequirement,
  ProviderTraits,
} from '../../../shared/catalog/types.ts';
import { planClaims } from '../../../shared/client/claims.ts';
import type { AppEntry } from '../../../shared/workspace/types.ts';

const ENTRY: AppEntry = { kind: 'custom', url: 'https://app.example.com', provider: 'home' };

const needed = (claim: string, more: Partial<ClaimRequirement> = {}): ClaimRequirement => ({
  claim,
  scope: 'profile',
  level: 'required',
  type: 'string',
  why: 'A test needs it.',
  source: { title: 'A test', ref: 'https://example.com', certainty: 'docs' },
  ...more,
});

/** What the plan says of one claim. */
function plan(
  requirement: ClaimRequirement,
  readFrom: ClaimPlace,
  scopes: readonly string[],
  provider: Partial<ProviderTraits>,
) {
  const app = { claims: () => [requirement] } as unknown as AppDefinition;
  const traits = {
    scope_claims: { profile: ['name'], email: ['email', 'email_verified'] },
    claims_placement: ['userinfo'],
    id_token_claims_by: 'nothing',
    email_verified: 'true',
    ...provider,
  } as ProviderTraits;
  const [planned] = planClaims(app, ENTRY, '1.0', readFrom, scopes, traits);
  return [planned!.provided_in, planned!.remedy];
}

const BOTH: readonly ClaimPlace[] = ['id_token', 'userinfo'];

describe('the plan for a claim', () => {
  test.each<
    [string, ClaimRequirement, ClaimPlace, string[], Partial<ProviderTraits>, readonly ClaimPlace[], string]
  >([
    ['is always there for “sub”, whatever the scopes', needed('sub'), 'id_token', [], {}, BOTH, 'none'],
    ['“sub” is in userinfo too', needed('sub'), 'userinfo', [], { claims_placement: [] }, BOTH, 'none'],
    ['is there with its scope', needed('name'), 'userinfo', ['openid', 'profile'], {}, ['userinfo'], 'none'],
    [
      'any one of the scopes is enough',
      needed('email'),
      'userinfo',
      ['profile', 'email'],
      {},
      ['userinfo'],
      'none',
    ],
    ['is nowhere without its scope', needed('name'), 'userinfo', ['openid'], {}, [], 'unknown-provider'],
    [
      'is nowhere if no scope releases it',
      needed('groups'),
      'userinfo',
      ['profile'],
      {},
      [],
      'unknown-provider',
    ],
    [
      'nowhere stays unknown, even where a policy could put it',
      needed('groups'),
      'id_token',
      ['profile'],
      { id_token_claims_by: 'claims_policy' },
      [],
      'unknown-provider',
    ],
    [
      'is put into the ID token by a claims policy',
      needed('name'),
      'id_token',
      ['profile'],
      { id_token_claims_by: 'claims_policy' },
      ['userinfo'],
      'put-in-id-token',
    ],
    [
      'can’t be put there otherwise',
      needed('name'),
      'id_token',
      ['profile'],
      {},
      ['userinfo'],
      'unknown-provider',
    ],
    [
      'is in the ID token where the provider puts it there',
      needed('name'),
      'id_token',
      ['profile'],
      { claims_placement: BOTH },
      BOTH,
      'none',
    ],
    [
      'has to be verified, and is',
      needed('email_verified', { rule: 'verified' }),
      'userinfo',
      ['email'],
      {},
      ['userinfo'],
      'none',
    ],
    [
      'has to be verified, and never is',
      needed('email_verified', { rule: 'verified' }),
      'userinfo',
      ['email'],
      { email_verified: 'false' },
      ['userinfo'],
      'verify-email',
    ],
    [
      'has to be verified, which depends on the person',
      needed('email_verified', { rule: 'verified' }),
      'userinfo',
      ['email'],
      { email_verified: 'per-user' },
      ['userinfo'],
      'unknown-provider',
    ],
    [
      'need not be verified',
      needed('email'),
      'userinfo',
      ['email'],
      { email_verified: 'false' },
      ['userinfo'],
      'none',
    ],
    [
      'has to be verified, but is in the wrong place first',
      needed('email_verified', { rule: 'verified' }),
      'id_token',
      ['email'],
      { id_token_claims_by: 'claims_policy', email_verified: 'false' },
      ['userinfo'],
      'put-in-id-token',
    ],
  ])('%s', (_name, requirement, readFrom, scopes, provider, places, remedy) => {
    expect(plan(requirement, readFrom, scopes, provider)).toEqual([places, remedy]);
  });

  test('keeps what the app says of it', () => {
    const app = { claims: () => [needed('name'), needed('sub')] } as unknown as AppDefinition;
    const traits = { scope_claims: {}, claims_placement: [] } as unknown as ProviderTraits;
    const planned = planClaims(app, ENTRY, '1.0', 'userinfo', ['profile'], traits);
    expect(planned.map(({ claim, why, read_from }) => [claim, why, read_from])).toEqual([
      ['name', 'A test needs it.', 'userinfo'],
      ['sub', 'A test needs it.', 'userinfo'],
    ]);
  });
});
