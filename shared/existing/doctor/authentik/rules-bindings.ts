import type { Rule } from '../rule.ts';
import { child, entryOf, isEmpty, type Node, textAt } from '../tree.ts';
import {
  type AuthentikFiles,
  type AuthentikObject,
  BINDING_MODEL,
  labelOf,
  referenceOf,
  referencesTo,
} from './objects.ts';
import { S } from './sources.ts';
import { isPartial } from './walk.ts';

type Files = AuthentikFiles;

const setCount = (binding: AuthentikObject): number =>
  ['policy', 'group', 'user'].filter((key) => binding.entry(key) !== undefined && !isEmpty(binding.get(key)))
    .length;

/** What a node says, for comparing targets: the text between its ends. */
const sourceOf = (node: Node | undefined): string =>
  node === undefined ? '' : node.file.source.text.slice(node.start, node.end).replace(/\s+/g, ' ');

/** Rules about who may open an application. */
export const BINDINGS: readonly Rule<Files>[] = [
  {
    id: 'authentik-binding-empty',
    severity: 'error',
    says: 'A binding has neither policy nor group nor user, and the import fails.',
    fix: 'Set one of the three. A group that !Find doesn’t find counts as none.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings)
        if (setCount(binding) === 0 && !isPartial(binding)) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-of-two',
    severity: 'error',
    says: 'A binding has more than one of policy, group and user, and the import fails.',
    fix: 'Make a binding for each of them.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings) if (setCount(binding) > 1) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-without-target',
    severity: 'error',
    says: 'A binding has no target, so it binds nothing, and the import fails.',
    fix: 'Write target: !KeyOf and the id of the application’s entry.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings)
        if (isEmpty(binding.get('target')) && !isPartial(binding)) yield { at: binding.at };
    },
  },
  {
    id: 'authentik-binding-order-twice',
    severity: 'error',
    says: 'Two bindings have the same target and the same order {order}. The second one changes the first.',
    fix: 'Give each binding of a target its own order.',
    source: S.reader,
    *find(files) {
      const seen = new Set<string>();
      for (const { form, identifiers, node } of files.objects) {
        if (form !== 'blueprint' || textAt(child(node, 'model')) !== BINDING_MODEL) continue;
        const order = textAt(child(identifiers, 'order'));
        const same = `${node.file.name}\n${sourceOf(child(identifiers, 'target'))}\n${order}`;
        if (order !== undefined && seen.has(same))
          yield { at: entryOf(identifiers, 'order')!.at, with: { order } };
        seen.add(same);
      }
    },
  },
  {
    id: 'authentik-binding-off',
    severity: 'warning',
    says: 'A binding is not enabled, so it keeps nobody out.',
    fix: 'Write enabled: true, or take the binding out.',
    source: S.bindings,
    *find(files) {
      for (const binding of files.bindings) {
        const node = binding.get('enabled');
        if (node?.type === 'scalar' && node.value === false) yield { at: binding.entry('enabled')!.at };
      }
    },
  },
  {
    id: 'authentik-all-groups',
    severity: 'warning',
    says: 'The application {application} has policy_engine_mode: all and {count} bindings of groups: only people who are in every one of these groups get in.',
    fix: 'Write policy_engine_mode: any, if one of the groups is enough.',
    source: S.applications,
    *find(files) {
      const groups = new Map<string, number>();
      for (const binding of files.bindings) {
        const target = isEmpty(binding.get('group')) ? undefined : referenceOf(binding.get('target'));
        if (target !== undefined) groups.set(target, (groups.get(target) ?? 0) + 1);
      }
      for (const application of files.applications) {
        const mode = application.entry('policy_engine_mode');
        if (textAt(mode?.value) !== 'all') continue;
        const count = referencesTo(application).reduce((sum, to) => sum + (groups.get(to) ?? 0), 0);
        if (count > 1) yield { at: mode!.at, with: { application: labelOf(application), count } };
      }
    },
  },
];
