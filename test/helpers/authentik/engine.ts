import { compareVersions } from '../../../shared/version.ts';
import { APPLICATION, type Authentik, BINDING, GROUP, POLICY, PROVIDER, type Row } from './importer.ts';

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  /** Policies of the owner that let this user pass. */
  readonly passes: readonly string[];
}

export const ENGINES = ['older', 'counting', 'newer'] as const;
export type Engine = (typeof ENGINES)[number];

/** The engine of a version. */
export const engineOf = (version: string): Engine =>
  compareVersions(version, '2025.8') < 0
    ? 'older'
    : compareVersions(version, '2026.2') < 0
      ? 'counting'
      : 'newer';

/**
 * A model of authentik's policy engine for one application (authentik/policies/engine.py and models.py). The
 * older engine asks each binding: its policy, or else its group, or else its user. From 2025.8 on groups and
 * users are counted by one query, in which a binding with a policy counts as passing, but not among the total.
 * Up to 2025.12 one of them is enough there, even where all have to agree.
 */
export function letsIn(at: Authentik, slug: string, user: User, engine: Engine): boolean {
  const application = at.one(APPLICATION, { slug });
  if (!application) return false;
  const bindings = at.all(BINDING, { target: application.pk }).filter(({ enabled }) => enabled);
  const all = application['policy_engine_mode'] === 'all';
  const results =
    engine === 'older' ? older(at, bindings, user) : newer(at, bindings, user, all && engine === 'newer');
  if (results.length === 0) return true;
  return all ? results.every(Boolean) : results.some(Boolean);
}

const older = (at: Authentik, bindings: readonly Row[], user: User): boolean[] =>
  bindings.map((binding) => {
    const result = binding['policy'] != null ? asks(at, binding, user) : matches(at, binding, user);
    return binding['negate'] ? !result : result;
  });

function newer(at: Authentik, bindings: readonly Row[], user: User, all: boolean): boolean[] {
  const results = bindings
    .filter(({ policy }) => policy != null)
    .map((binding) => asks(at, binding, user) !== binding['negate']);
  const still = bindings.filter(({ group, user: bound }) => group != null || bound != null);
  const total = still.filter(({ policy }) => policy == null).length;
  const passing = still.filter((binding) => matches(at, binding, user) !== binding['negate']).length;
  if (total === 0 && passing === 0) return results;
  return [...results, all ? passing === total : passing > 0];
}

function matches(at: Authentik, { group, user: bound }: Row, user: User): boolean {
  if (group != null)
    return user.groups.includes(String(at.all(GROUP).find(({ pk }) => pk === group)?.['name']));
  return (
    bound != null && at.all('authentik_core.user').find(({ pk }) => pk === bound)?.['name'] === user.name
  );
}

function asks(at: Authentik, binding: Row, user: User): boolean {
  const policy = at.all(POLICY).find(({ pk }) => pk === binding['policy']);
  if (policy?.model === 'test.policy') return user.passes.includes(policy['name']);
  const list = /^return any\(ak_is_group_member\(request\.user, name=group\) for group in (\[.*\])\)\n$/.exec(
    policy?.['expression'] ?? '',
  )?.[1];
  if (list === undefined) return binding['failure_result'];
  return (JSON.parse(list) as string[]).some((group) => user.groups.includes(group));
}

/** True if a user who is let in has to show a second factor: the flow has a stage that refuses without one. */
export function asksSecondFactor(at: Authentik, clientId: string): boolean {
  const flow = at.one(PROVIDER, { client_id: clientId })?.['authorization_flow'];
  return at
    .all('authentik_flows.flowstagebinding', { target: flow })
    .some(({ stage }) =>
      at
        .all('authentik_stages_authenticator_validate.authenticatorvalidatestage')
        .some(({ pk, not_configured_action }) => pk === stage && not_configured_action === 'deny'),
    );
}
