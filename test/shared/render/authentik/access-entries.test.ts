import { describe, expect, it } from 'vitest';
import {
  authentikAccess,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from '../../../../shared/render/authentik/access.ts';
import { accessContext, accessEntries } from '../../../../shared/render/authentik/access-entries.ts';
import { emitYaml, entry, map, seq } from '../../../../shared/render/text/yaml-lines.ts';
import type { AppEntry } from '../../../../shared/workspace/types.ts';
import { connect } from '../provider-support.ts';

/** What stands in the file for an app, for a reader: each line with its reason behind it. */
const connectionFor = (app: Partial<AppEntry>) =>
  connect({ kind: 'authentik', url: 'https://ak.example.com', version: '2025.12' }, { memos: app })[0]!;
const linesOf = (app: Partial<AppEntry>) =>
  emitYaml(map(entry('e', seq(accessEntries(connectionFor(app)))))).slice(1);
const textOf = (app: Partial<AppEntry>) =>
  linesOf(app)
    .map(({ text, why }) => (why ? `${text}  ← ${why.text}` : text))
    .join('\n');

const bound = (
  kind: 'group' | 'policy',
  name: string,
  order: number,
  found: string,
  comment = `  # The ${kind} “${name}” has to exist: without it the import fails.\n`,
) => `
${comment}  - model: 'authentik_policies.policybinding'
    id: '${kind} ${name}'  ← Names the entry in the message of an import that failed.
    identifiers:
      target: !Find [authentik_core.application, [slug, memos]]
      order: ${order}
    attrs:
      group: ${kind === 'group' ? found : 'null'}  ← Who may use the app. Without any binding everyone may.
      policy: ${kind === 'policy' ? found : 'null'}  ← A binding that has both asks the policy alone, so what is not meant is emptied.
      user: null
      negate: false
      enabled: true  ← A binding that is switched off is not asked at all.
      failure_result: false  ← A policy that fails lets nobody in.
`;
const groupsPolicy = (groups: string) => `
  - model: 'authentik_policies_expression.expressionpolicy'  ← Member of any of these groups.
    id: 'groups'
    identifiers:
      name: 'latchkey-groups-memos'
    attrs:
      expression: |
        return any(ak_is_group_member(request.user, name=group) for group in [${groups}])
${bound('policy', 'latchkey-groups-memos', -2, '!Find [authentik_policies.policy, [name, latchkey-groups-memos]]', '')}`;

/** The orders of ours from this one on, cleared. */
const cleared = (from: number) => {
  const lines = [-1, -2, -3, -4, -5, -6, -7, -8]
    .filter((order) => order <= from)
    .map(
      (order) =>
        `  - {model: 'authentik_policies.policybinding', state: 'absent', identifiers: {target: !Find [authentik_core.application, [slug, memos]], order: ${order}}}`,
    );
  return lines.length === 0
    ? ''
    : `
  # Orders -1 to -8 are Latchkey’s: what an earlier import bound there and is not wanted any more goes.
  # Bindings with other orders are yours and stay; each of them also decides who gets in.
${lines.join('\n').replace('\n', '  ← An import leaves alone what its file does not list.\n')}
`;
};
const NO_GROUPS_POLICY = `  - {model: 'authentik_policies_expression.expressionpolicy', state: 'absent', identifiers: {name: 'latchkey-groups-memos'}}
`;
const EARLIER = `
  # Only where an earlier version of Latchkey made the provider, and only once: those versions used
  # the orders from 0 for their bindings. Bindings of your own there have to be made again.
${Array.from(
  { length: 50 },
  (_, order) =>
    `  - {model: 'authentik_policies.policybinding', state: 'absent', conditions: [!Context earlier_version], identifiers: {target: !Context application, order: ${order}}}`,
)
  .join('\n')
  .replace('\n', '  ← Left there, a group that is no longer wanted would still be let in.\n')}

  # Says that the lines above have been done.
  - model: 'authentik_providers_oauth2.oauth2provider'
    identifiers:
      client_id: 'memos-client'
    attrs:
      access_code_validity: 'seconds=60'  ← As long as authentik’s default of one minute; written otherwise, so that the lines above are done once.`;
const group = (name: string) => `!Find [authentik_core.group, [name, ${name}]]`;

describe('what the file binds, and takes away', () => {
  it('nobody named: everything of ours goes', () => {
    expect(textOf({})).toBe(cleared(-1) + NO_GROUPS_POLICY + EARLIER);
  });

  it('groups: each is bound', () => {
    expect(textOf({ groups: ['family', 'friends'] })).toBe(
      bound('group', 'family', -1, group('family')) +
        bound('group', 'friends', -2, group('friends')) +
        cleared(-3) +
        NO_GROUPS_POLICY +
        EARLIER,
    );
  });

  it('a policy of the owner and one group', () => {
    expect(textOf({ groups: ['family'], policy: 'office hours' })).toBe(
      bound('policy', 'office hours', -1, "!Find [authentik_policies.policy, [name, 'office hours']]") +
        bound('group', 'family', -2, group('family')) +
        cleared(-3) +
        NO_GROUPS_POLICY +
        EARLIER,
    );
  });

  it('a policy of the owner and several groups, whose names may hold anything', () => {
    expect(textOf({ groups: ['a"b', 'c'], policy: 'office' })).toBe(
      bound('policy', 'office', -1, '!Find [authentik_policies.policy, [name, office]]') +
        groupsPolicy('"a\\"b", "c"') +
        cleared(-3) +
        EARLIER,
    );
  });

  it('every reason has a source, and looks up what earlier versions left', () => {
    const connection = connectionFor({ groups: ['a', 'b'], policy: 'office' });
    const context = emitYaml(accessContext(connection));
    expect(context.map(({ text }) => text)).toEqual([
      'application: !Find [authentik_core.application, [slug, memos]]',
      "earlier_version: !Find [authentik_providers_oauth2.oauth2provider, [client_id, memos-client], [access_code_validity, 'minutes=1'], [access_token_validity, 'hours=1']]",
    ]);
    expect(context[1]!.why?.text).toBe(
      'The provider as files of earlier versions of Latchkey left it, or nothing.',
    );
    for (const { why } of [...context, ...linesOf({ groups: ['a', 'b'], policy: 'office' }), ...linesOf({})])
      if (why)
        expect(why.source).toMatchObject({
          title: expect.stringMatching(/./),
          ref: expect.stringMatching(/./),
        });
  });
});

describe('who gets in', () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`);
  const binding = (name: string) => ({ type: 'group', name });
  it.each(['one_factor', 'two_factor'])('any of the groups, each bound, up to eight (%s)', (policy) => {
    for (const count of [0, 1, 2, 8])
      expect(authentikAccess(connectionFor({ groups: named(count), policy }))).toEqual({
        mode: 'any',
        bindings: named(count).map(binding),
      });
    const { mode, bindings } = authentikAccess(connectionFor({ groups: named(9), policy }));
    expect([mode, bindings.map(({ type }) => type)]).toEqual(['any', ['groups-policy']]);
  });

  it('whoever passes a policy of the owner, and is in a group if there are groups', () => {
    const office = { type: 'policy', name: 'office' };
    const access = (count: number) =>
      authentikAccess(connectionFor({ groups: named(count), policy: 'office' }));
    expect(access(0)).toEqual({ mode: 'any', bindings: [office] });
    expect(access(1)).toEqual({ mode: 'all', bindings: [office, binding('g0')] });
    expect(access(2)).toEqual({
      mode: 'all',
      bindings: [
        office,
        {
          type: 'groups-policy',
          name: 'latchkey-groups-memos',
          expression: 'return any(ak_is_group_member(request.user, name=group) for group in ["g0", "g1"])\n',
        },
      ],
    });
  });
});

it('an address is stated as verified by a mapping of ours, and the risk is said', () => {
  expect(VERIFIED_EMAIL_MAPPING).toMatch(/^Latchkey: /);
  expect(VERIFIED_EMAIL_EXPRESSION).toBe(
    'return {\n    "email": request.user.email,\n    "email_verified": True,\n}\n',
  );
  expect(VERIFIED_EMAIL_RISK).toHaveLength(2);
  for (const sentence of VERIFIED_EMAIL_RISK) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
});
