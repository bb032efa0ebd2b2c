import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allApps, appOf } from '../../../../shared/catalog/apps/index.ts';
import type { RoleRule } from '../../../../shared/catalog/types.ts';
import { foretell } from '../../../../shared/diagnosis/judges/roles.ts';
import { connect } from '../../../helpers/app-connection.ts';

type Claims = Parameters<typeof foretell>[1];
type Settings = NonNullable<Parameters<typeof connect>[0]['settings']>;

/** The rule of an app with these settings. */
function ruleOf(kind: string, settings: Settings, version?: string): RoleRule {
  const { app } = connect({ kind, settings, ...(version === undefined ? {} : { version }) });
  const rule = app.definition.roles?.(app.entry, app.version.effective);
  if (rule === undefined) throw new Error(`${kind} has no rule with these settings.`);
  return rule;
}

const roleOf = (rule: RoleRule, claims: Claims, others?: Claims): string => {
  const told = foretell(rule, claims, others);
  return told.is === 'role' ? told.role : told.is;
};

const ROMM = {
  role_claim: 'groups',
  role_admin: 'romm-admins',
  role_editor: 'romm-editors',
  role_viewer: 'romm-users',
};
const WEBUI = { roles: true, admin_roles: ['ai-admins'], allowed_roles: ['ai-users'] };
const MEALIE = { user_group: 'cooks', admin_group: 'chefs' };

const OPS = "contains(groups[*], 'ops') && 'Editor' || 'Viewer'";
const OPS_ONLY = "contains(groups[*], 'ops') && 'Editor'";

/** What the source of each app does, as far as it was read. */
const TABLE: readonly (readonly [
  kind: string,
  version: string | undefined,
  settings: Settings,
  claims: Claims,
  role: string,
])[] = [
  ['romm', '5.2', ROMM, { groups: ['x', 'romm-admins', 'romm-users'] }, 'admin'],
  ['romm', '5.2', ROMM, { groups: ['romm-editors'] }, 'user'],
  ['romm', '4.5', ROMM, { groups: ['romm-editors', 'romm-users'] }, 'editor'],
  ['romm', '4.5', ROMM, { groups: ['romm-users'] }, 'viewer'],
  ['romm', '5.2', ROMM, { groups: ['strangers'] }, 'refused'],
  ['romm', '5.2', ROMM, { groups: [] }, 'refused'],
  ['romm', '5.2', ROMM, {}, 'kept'],
  ['romm', '5.2', { ...ROMM, role_viewer: '*' }, { groups: ['strangers'] }, 'user'],
  ['romm', '5.2', ROMM, { groups: ['ROMM-ADMINS'] }, 'refused'],
  ['grafana', undefined, { admin_group: 'ops' }, { groups: ['ops'] }, 'Admin'],
  ['grafana', undefined, { admin_group: 'ops' }, { groups: ['dev'] }, 'Viewer'],
  ['grafana', undefined, { admin_group: 'ops' }, {}, 'Viewer'],
  [
    'grafana',
    undefined,
    { role_attribute_path: "contains(groups[*], 'ops') && 'Editor' || 'Viewer'" },
    { groups: ['ops'] },
    'Editor',
  ],
  [
    'grafana',
    undefined,
    { role_attribute_path: "contains(groups[*], 'ops') && 'Editor' || 'Viewer'" },
    { groups: ['dev'] },
    'Viewer',
  ],
  ['grafana', undefined, { role_attribute_path: 'realm.role' }, { realm: { role: 'admin' } }, 'Admin'],
  [
    'grafana',
    undefined,
    { role_attribute_path: 'role' },
    { role: 'emperor' },
    'the default role of the organization',
  ],
  ['grafana', undefined, { role_attribute_path: "contains(groups, 'ops" }, { groups: ['ops'] }, 'broken'],
  // A function that needs a claim which is not there gives no role, and the expression is tried with no groups.
  ['grafana', undefined, { role_attribute_path: OPS }, {}, 'Viewer'],
  ['grafana', undefined, { role_attribute_path: OPS_ONLY }, {}, 'the default role of the organization'],
  [
    'grafana',
    undefined,
    { role_attribute_path: "contains(roles[*], 'ops') && 'Admin'" },
    {},
    'the default role of the organization',
  ],
  ['grafana', undefined, { role_attribute_path: "has(groups, 'ops') && 'Admin'" }, {}, 'broken'],
  ['open-webui', '0.12', WEBUI, { groups: ['ai-users', 'ai-admins'] }, 'admin'],
  ['open-webui', '0.12', WEBUI, { groups: ['ai-users'] }, 'user'],
  ['open-webui', '0.12', WEBUI, { groups: ['else'] }, 'refused'],
  ['open-webui', '0.12', WEBUI, {}, 'kept'],
  ['open-webui', '0.12', { roles: true }, { groups: ['admin'] }, 'admin'],
  ['open-webui', '0.12', { ...WEBUI, allowed_roles: ['*'] }, { groups: ['else'] }, 'user'],
  ['open-webui', '0.9', { ...WEBUI, allowed_roles: ['*'] }, { groups: ['else'] }, 'refused'],
  ['mealie', undefined, MEALIE, { groups: ['cooks'] }, 'user'],
  ['mealie', undefined, MEALIE, { groups: ['chefs'] }, 'admin'],
  ['mealie', undefined, MEALIE, { groups: ['else'] }, 'refused'],
  ['mealie', undefined, MEALIE, {}, 'refused'],
  ['mealie', undefined, { admin_group: 'chefs' }, { groups: [] }, 'user'],
  ['mealie', undefined, { ...MEALIE, groups_claim: 'roles' }, { roles: ['chefs'], groups: [] }, 'admin'],
];

describe('the role that an app gives', () => {
  it.each(TABLE)('%s %s with %j and %j is %s', (kind, version, settings, claims, role) => {
    expect(roleOf(ruleOf(kind, settings, version), claims)).toBe(role);
  });

  it('of an expression is looked for in the other claims where the first have none', () => {
    const rule = ruleOf('grafana', { role_attribute_path: 'role' });
    expect(roleOf(rule, {}, { role: 'Editor' })).toBe('Editor');
    expect(roleOf(rule, { role: 'Viewer' }, { role: 'Editor' })).toBe('Viewer');
  });

  it('is one that the profile names, or none, whatever the claims are', () => {
    const rules = [
      ruleOf('romm', ROMM),
      ruleOf('mealie', MEALIE),
      ruleOf('open-webui', WEBUI),
      ruleOf('grafana', { role_attribute_path: "contains(groups[*], 'a') && 'Editor' || role" }),
    ];
    const claims = fc.dictionary(fc.constantFrom('groups', 'role', '__proto__', 'a.b'), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...rules), claims, (rule, seen) => {
        const told = foretell(rule, seen as Claims, undefined);
        if (told.is === 'role')
          expect([
            ...rule.grants.map(({ role }) => role),
            ...(rule.expression?.roles ?? []),
            rule.otherwise,
          ]).toContain(told.role);
        expect(told.because.length).toBeLessThan(400);
      }),
    );
  });

  it('is known for the apps whose rules were read', () => {
    expect(
      allApps()
        .filter(({ roles }) => roles !== undefined)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(expect.arrayContaining(['grafana', 'kestra', 'mealie', 'open-webui', 'romm']));
    expect(appOf('memos').roles).toBeUndefined();
  });
});
