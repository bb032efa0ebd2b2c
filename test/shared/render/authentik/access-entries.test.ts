import { describe, expect, it } from 'vitest';
import {
  authentikAccess,
  VERIFIED_EMAIL_EXPRESSION,
  VERIFIED_EMAIL_MAPPING,
  VERIFIED_EMAIL_RISK,
} from '../../../../shared/render/authentik/access.ts';
import {
  accessEntries,
  retireEarlierApplication,
} from '../../../../shared/render/authentik/access-entries.ts';
import { objectNames } from '../../../../shared/render/authentik/values.ts';
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
    .map(({ text, why }) => `${why ? `${text}  ← ${why.text}` : text}\n`)
    .join('');

const retired = (app: Partial<AppEntry>) => {
  const connection = connectionFor(app);
  return emitYaml(
    map(entry('e', seq([retireEarlierApplication(connection, objectNames(connection))]))),
  ).slice(1);
};

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
const groupsPolicy = (names: readonly string[], groups: string) => `${names
  .map(
    (name) => `
  # The group “${name}” has to exist: without it the import fails.
  - {model: 'authentik_core.group', id: 'group ${name}', state: 'created', identifiers: {pk: !Find [authentik_core.group, [name, ${/^\w+$/.test(name) ? name : `'${name}'`}]]}}
`,
  )
  .join('')}
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
const group = (name: string) => `!Find [authentik_core.group, [name, ${name}]]`;

describe('what the file binds, and takes away', () => {
  it('nobody named: everything of ours goes', () => {
    expect(textOf({})).toBe(cleared(-1) + NO_GROUPS_POLICY);
  });

  it('groups: each is bound', () => {
    expect(textOf({ groups: ['family', 'friends'] })).toBe(
      bound('group', 'family', -1, group('family')) +
        bound('group', 'friends', -2, group('friends')) +
        cleared(-3) +
        NO_GROUPS_POLICY,
    );
  });

  it('a policy of the owner and one group', () => {
    expect(textOf({ groups: ['family'], policy: 'office hours' })).toBe(
      bound('policy', 'office hours', -1, "!Find [authentik_policies.policy, [name, 'office hours']]") +
        groupsPolicy(['family'], '"family"') +
        cleared(-3),
    );
  });

  it('a policy of the owner and several groups, whose names may hold anything', () => {
    expect(textOf({ groups: ['a"b', 'c'], policy: 'office' })).toBe(
      bound('policy', 'office', -1, '!Find [authentik_policies.policy, [name, office]]') +
        groupsPolicy(['a"b', 'c'], '"a\\"b", "c"') +
        cleared(-3),
    );
  });

  it('every reason has a source', () => {
    for (const { why } of [
      ...linesOf({ groups: ['a', 'b'], policy: 'office' }),
      ...linesOf({}),
      ...retired({}),
    ])
      if (why)
        expect(why.source).toMatchObject({
          title: expect.stringMatching(/./),
          ref: expect.stringMatching(/./),
        });
  });

  it('an application of an earlier version is put aside with its bindings', () => {
    expect(
      retired({})
        .map(({ text, why }) => (why ? `${text}  ← ${why.text}` : text))
        .join('\n'),
    ).toBe(`  # Does nothing where the application is new. One that an earlier version of Latchkey made is put aside once,
  # with all of its bindings: its groups can’t be told from bindings of your own. Take over what you want,
  # then delete it.
  - model: 'authentik_core.application'
    id: 'application of an earlier version'
    conditions:
      - !Find [authentik_core.application, [provider__oauth2provider__client_id, memos-client], [provider__oauth2provider__access_code_validity, 'minutes=1'], [provider__oauth2provider__access_token_validity, 'hours=1']]
    identifiers:
      provider__oauth2provider__client_id: 'memos-client'
    attrs:
      slug: 'memos-earlier'
      name: 'Memos (earlier)'
      provider: null  ← Without a provider it lets nobody in.`);
    // A slug has at most 50 characters.
    const longest = retired({ slug: 'a'.repeat(50) }).find(({ text }) => text.includes('slug:'))!;
    expect(longest.text).toBe(`      slug: '${'a'.repeat(42)}-earlier'`);
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
    // One group as well: where all have to agree, some versions take one bound group for all of them.
    expect(access(1)).toMatchObject({
      mode: 'all',
      bindings: [office, { type: 'groups-policy', groups: ['g0'] }],
    });
    expect(access(2)).toEqual({
      mode: 'all',
      bindings: [
        office,
        {
          type: 'groups-policy',
          name: 'latchkey-groups-memos',
          groups: ['g0', 'g1'],
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
