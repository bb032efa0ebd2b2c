import { meant, nearest } from '../../../workspace/nearest.ts';
import { isNameLike } from '../../../workspace/problem.ts';
import { renamed, valued, withKey } from '../mend.ts';
import type { Rule } from '../rule.ts';
import { child, entryOf, isEmpty, type Node, textAt } from '../tree.ts';
import { KEYS_OF, MODELS, STATES } from './keys.ts';
import type { AuthentikFiles } from './objects.ts';
import { S } from './sources.ts';
import { entriesOf, textOfTagged } from './walk.ts';

type Files = AuthentikFiles;

/** Every node below with this tag, in order, each once. */
function* taggedIn(root: Node, tag: string): Generator<Node> {
  const seen = new Set<Node>();
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.tag === tag) yield node;
    const below =
      node.type === 'map' ? node.entries.map(({ value }) => value) : node.type === 'list' ? node.items : [];
    for (let index = below.length - 1; index >= 0; index--) open.push(below[index]!);
  }
}

/** How many characters differ at the same place, and in length. */
const far = (one: string, other: string): number => {
  let least = Math.abs(one.length - other.length);
  for (let index = 0; index < Math.min(one.length, other.length); index++)
    if (one[index] !== other[index]) least++;
  return Math.min(
    least,
    other.length - common(one, other) - common([...one].reverse().join(''), [...other].reverse().join('')),
  );
};

const common = (one: string, other: string): number => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
};

/** Rules about the form of blueprints and of their entries. */
export const ENTRIES: readonly Rule<Files>[] = [
  {
    id: 'authentik-key-of-unknown',
    severity: 'error',
    says: '!KeyOf names {id}, and no entry before it has that id.',
    fix: 'Give the entry this id, and put it before the one that names it.',
    source: S.blueprints,
    *find({ objects, roots }) {
      for (const { form, root } of roots) {
        if (form !== 'blueprint') continue;
        const known = new Set<string>();
        for (const one of objects) {
          if (one.node.file !== root.file) continue;
          for (const node of taggedIn(one.node, '!KeyOf')) {
            const id = textOfTagged(node);
            if (id !== undefined && !known.has(id)) yield { at: node, with: { id } };
          }
          if (one.id !== undefined) known.add(one.id);
        }
      }
    },
  },
  {
    id: 'authentik-version',
    severity: 'error',
    says: 'The blueprint doesn’t say version: 1, and authentik refuses it.',
    fix: 'Write version: 1 as its first line.',
    source: S.reader,
    mends: 'always',
    *find({ roots }) {
      for (const { form, root } of roots) {
        if (form !== 'blueprint' || root.type !== 'map' || entryOf(root, 'entries') === undefined) continue;
        const version = entryOf(root, 'version');
        if (textAt(version?.value) === '1') continue;
        yield {
          at: version?.at ?? root,
          ...(version === undefined ? withKey(root, 'version', 1) : valued(version.value, 1)),
        };
      }
    },
  },
  {
    id: 'authentik-entry-without-model',
    severity: 'error',
    says: 'An entry of the blueprint has no model, and authentik refuses the whole file.',
    fix: 'Write the model, such as authentik_core.application.',
    source: S.reader,
    *find(files) {
      for (const entry of entriesOf(files))
        if (entry.type === 'map' && isEmpty(child(entry, 'model'))) yield { at: entry };
    },
  },
  {
    id: 'authentik-model-unknown',
    severity: 'error',
    says: 'There is no model {model}.',
    fix: 'Write {right}.',
    source: S.schema,
    mends: 'if one model alone is meant',
    *find(files) {
      for (const entry of entriesOf(files)) {
        const model = textAt(child(entry, 'model'));
        const right = model === undefined || MODELS.includes(model) ? undefined : nearest(model, MODELS);
        const close =
          right !== undefined && Math.abs(right.length - model!.length) <= 3 && far(model!, right) <= 3;
        if (close)
          yield {
            at: entryOf(entry, 'model')!.at,
            with: { model, right },
            ...valued(child(entry, 'model'), meant(model!, MODELS)),
          };
      }
    },
  },
  {
    id: 'authentik-entry-without-identifiers',
    severity: 'error',
    says: 'An entry of the blueprint has no identifiers, and authentik refuses the whole file.',
    fix: 'Write what the object is found by: name for a provider, slug for an application, target and order for a binding.',
    source: S.reader,
    *find(files) {
      for (const entry of entriesOf(files)) {
        const model = textAt(child(entry, 'model')) ?? '';
        if (
          entry.type === 'map' &&
          isEmpty(child(entry, 'identifiers')) &&
          model !== '' &&
          !model.startsWith('authentik_blueprints.')
        )
          yield { at: entryOf(entry, 'model')?.at ?? entry };
      }
    },
  },
  {
    id: 'authentik-entry-id-twice',
    severity: 'error',
    says: 'Two entries have the id {id}, and !KeyOf names it: it finds only one of them.',
    fix: 'Give each entry its own id.',
    source: S.blueprints,
    *find({ objects, roots }) {
      const seen = new Set<string>();
      const named = new Set(
        roots.flatMap(({ root }) =>
          [...taggedIn(root, '!KeyOf')].map((node) => `${root.file.name}\n${textOfTagged(node) ?? ''}`),
        ),
      );
      for (const { id, node, form } of objects) {
        if (id === undefined || form !== 'blueprint') continue;
        const same = `${node.file.name}\n${id}`;
        if (seen.has(same) && named.has(same)) yield { at: entryOf(node, 'id')!.at, with: { id } };
        seen.add(same);
      }
    },
  },
  {
    id: 'authentik-state',
    severity: 'error',
    says: 'An entry has a state that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.blueprints,
    mends: 'if one state alone is meant',
    *find(files) {
      for (const entry of entriesOf(files)) {
        const state = entryOf(entry, 'state');
        const value = textAt(state?.value);
        if (value !== undefined && !STATES.includes(value))
          yield {
            at: state!.at,
            with: { value, right: nearest(value, STATES) ?? STATES.join(', ') },
            ...valued(state!.value, meant(value, STATES)),
          };
      }
    },
  },
  {
    id: 'authentik-attr-misspelt',
    severity: 'warning',
    says: 'There is no {key} in {model}. authentik passes over it without a word.',
    fix: 'Write {right}, if that is meant.',
    source: S.schema,
    mends: 'if one key alone is meant',
    *find({ objects }) {
      for (const { form, model, attrs } of objects) {
        const known = model === undefined ? undefined : KEYS_OF[model];
        if (form !== 'blueprint' || known === undefined || attrs?.type !== 'map') continue;
        for (const { key, at } of attrs.entries) {
          const right = known.includes(key) ? undefined : nearest(key, known);
          if (right !== undefined && isNameLike(key))
            yield { at, with: { key, model, right }, ...renamed({ at }, meant(key, known)) };
        }
      }
    },
  },
  {
    id: 'authentik-file-ending',
    severity: 'warning',
    says: 'The name of the blueprint ends in .yml. authentik finds only files that end in .yaml in the folder that is mounted.',
    fix: 'Name it .yaml, unless you import it by hand.',
    source: S.blueprints,
    *find({ roots }) {
      for (const { form, root } of roots)
        if (
          form === 'blueprint' &&
          root.type === 'map' &&
          /\.yml$/i.test(root.file.name) &&
          entryOf(root, 'entries')
        )
          yield { at: root };
    },
  },
];
