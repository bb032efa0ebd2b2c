import { AUTHENTIK_SOURCES as S } from '../../catalog/providers/authentik-sources.ts';
import type { Connection } from '../../client/types.ts';
import { block, entry, item, map, tagged, type YamlItem } from '../text/yaml-lines.ts';
import { type AuthentikBinding, authentikAccess } from './access.ts';
import { find } from './find.ts';

/** The blueprint entries that bind groups and policies to the application. */
export function accessEntries(connection: Connection): YamlItem[] {
  const { bindings } = authentikAccess(connection);
  return bindings.flatMap((binding, order) => [...policyEntry(binding), bindingEntry(binding, order)]);
}

function policyEntry(binding: AuthentikBinding): YamlItem[] {
  if (binding.type !== 'groups-policy') return [];
  return [
    item(
      map(
        entry('model', 'authentik_policies_expression.expressionpolicy', {
          why: { text: 'Member of any of these groups.', source: S.expressions },
        }),
        entry('id', 'groups'),
        entry('identifiers', map(entry('name', binding.name))),
        entry('attrs', map(entry('expression', block(binding.expression)))),
      ),
    ),
  ];
}

function bindingEntry(binding: AuthentikBinding, order: number): YamlItem {
  const target =
    binding.type === 'group'
      ? entry('group', find('authentik_core.group', 'name', binding.name))
      : binding.type === 'policy'
        ? entry('policy', find('authentik_policies.policy', 'name', binding.name))
        : entry('policy', tagged('!KeyOf', 'groups'));
  const missing = binding.type === 'groups-policy' ? {} : { comment: missingComment(binding) };
  return item(
    map(
      entry('model', 'authentik_policies.policybinding'),
      entry('identifiers', map(entry('target', tagged('!KeyOf', 'application')), entry('order', order))),
      entry(
        'attrs',
        map(
          {
            ...target,
            why: { text: 'Who may use the app. Without any binding everyone may.', source: S.applications },
          },
          entry('enabled', true),
        ),
      ),
    ),
    missing,
  );
}

const missingComment = (binding: { readonly type: 'group' | 'policy'; readonly name: string }): string =>
  `The ${binding.type} “${binding.name}” has to exist: without it the import fails.`;
