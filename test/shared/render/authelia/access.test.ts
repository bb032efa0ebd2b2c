import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autheliaPolicyName } from '../../../../shared/render/authelia/policies.ts';
import { renderAutheliaProvider } from '../../../../shared/render/authelia/provider.ts';
import type { AppEntry, ProviderEntry } from '../../../../shared/workspace/types.ts';
import { bagFor, connect, fileAt, read, textOf } from '../provider-support.ts';

type Factor = 'one_factor' | 'two_factor' | 'deny';

/**
 * A model of how Authelia reads `authorization_policy` of a client: a factor, or a policy by its name, whose
 * first rule with a matching subject counts and otherwise its default
 * (https://www.authelia.com/configuration/identity-providers/openid-connect/provider/#authorization_policies).
 */
function factorFor(
  oidc: Oidc,
  clientId: string,
  groups: readonly string[],
  owners: Record<string, Factor>,
): Factor {
  const name = oidc.clients.find(({ client_id }) => client_id === clientId)!.authorization_policy;
  if (name === 'one_factor' || name === 'two_factor') return name;
  const policy = oidc.authorization_policies?.[name];
  if (!policy) return owners[name]!;
  const rule = policy.rules.find(({ subject }) => groups.some((group) => subject === `group:${group}`));
  return rule?.policy ?? policy.default_policy;
}

interface Oidc {
  readonly clients: readonly { readonly client_id: string; readonly authorization_policy: string }[];
  readonly authorization_policies?: Record<
    string,
    { readonly default_policy: Factor; readonly rules: readonly { policy: Factor; subject: string }[] }
  >;
}

const OWNERS: Record<string, Factor> = { office: 'two_factor', nobody: 'deny' };
const GROUPS = ['family', 'friends', 'office: a', "it's"] as const;

const edit = fc.record({
  policy: fc.constantFrom('one_factor', 'two_factor', ...Object.keys(OWNERS)),
  groups: fc.subarray([...GROUPS]),
});

const files = { new: 'home/authelia-oidc.yml', existing: 'home/authelia-clients.yml' } as const;

/** All files of the step, as the next one replaces those of the one before. */
function rendered(setup: NonNullable<ProviderEntry['setup']>, edits: Record<string, Partial<AppEntry>>) {
  const connections = connect({ kind: 'authelia', setup }, edits);
  const deliverables = renderAutheliaProvider(connections, bagFor(connections));
  const oidc = read(textOf(fileAt(deliverables, files[setup]))).identity_providers.oidc as Oidc;
  return { connections, oidc };
}

describe('whom Authelia lets in after any sequence of edits', () => {
  it('is whom the last file names: exactly the workspace, or what an error says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('new' as const, 'existing' as const),
        fc.array(fc.tuple(edit, edit), { minLength: 1, maxLength: 6 }),
        (setup, given) => {
          for (const [memos, work] of given) {
            const edits = { memos, work };
            const { connections, oidc } = rendered(
              setup,
              Object.fromEntries(
                Object.entries(edits).map(([id, { policy, groups }]) => [
                  id,
                  groups.length === 0 ? { policy } : { policy, groups },
                ]),
              ),
            );
            for (const connection of connections) {
              const { policy, groups } = edits[connection.app.id as keyof typeof edits];
              const owned = Object.hasOwn(OWNERS, policy);
              for (const member of [[], ...GROUPS.map((group) => [group]), ['family', 'friends']]) {
                const inGroups = groups.length === 0 || groups.some((group) => member.includes(group));
                expect(
                  factorFor(oidc, connection.client.client_id, member, OWNERS),
                  `${autheliaPolicyName(connection)} for ${member}`,
                ).toBe(owned ? OWNERS[policy] : inGroups ? policy : 'deny');
              }
              // Authelia can't join a policy of the owner's with groups: then that has to be said as an error.
              expect(
                connection.notices.some(
                  ({ code, severity }) => code === 'groups-not-applied' && severity === 'error',
                ),
              ).toBe(owned && groups.length > 0);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
