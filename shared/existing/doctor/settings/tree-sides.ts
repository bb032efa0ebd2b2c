import { knownApps } from '../known-app.ts';
import { child, isDynamic, type Node, textAt } from '../tree.ts';
import { keysInFile } from './app-files.ts';
import { type AppSide, hasLogin, keysOf } from './app-side.ts';
import { entriesOf, saidIn, type Written } from './said.ts';

/** What stands at a path, in which a number is a place in a list. */
const below = (root: Node, path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>(
    (at, step) => (at?.type === 'list' ? at.items[Number(step)] : child(at, step)),
    root,
  );

/** The apps whose own settings a tree may be, and what it says. */
export function sidesOfTree(root: Node): AppSide[] {
  const name = root.file.name.split(/[\\/]/).at(-1) ?? '';
  const entries = entriesOf(root);
  return knownApps().flatMap((app): AppSide[] => {
    const targets = app.profile.targets.filter(
      (target) => 'file' in target && /^(?:yaml|json)$/.test(target.format),
    );
    if (targets.length === 0) return [];
    const keys = keysOf(app, 'file');
    const written = keys.flatMap((key): Written[] => {
      const node = below(root, key.name.split('/'));
      const value = textAt(node);
      if (node === undefined || (value === undefined && !isDynamic(node))) return [];
      return [{ name: key.name, at: node, value: value ?? '', dynamic: value === undefined, key }];
    });
    const logins = written.filter(({ key }) => key.forms.some((form) => hasLogin(form))).length;
    const named = targets.some((target) => 'file' in target && target.file === name);
    if (logins < 3 && !(named && logins >= 1)) return [];
    const format = /^\s*[[{]/.test(root.file.source.text) ? 'json' : 'yaml';
    const source = { source: { name, format, text: root.file.source.text }, entries, problems: [] } as const;
    const { others = { known: [], names: [] } } = keysInFile(app, root.file, entries);
    return [
      { app, file: root.file, ...saidIn(app, source, written, undefined), written, others, elsewhere: [] },
    ];
  });
}
