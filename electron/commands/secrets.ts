import { finishRotation, forgetSecrets, rotateSecret, undoRotation } from '../services/secrets/bag.ts';
import { chooseApps, EXIT, loadWorkspace, readOptions, refuse } from './common.ts';
import { giveOwnId, noteFile, refuseCopy } from './id-of-file.ts';
import { openStore } from './secret-source.ts';

const ACTIONS = ['list', 'rotate', 'forget', 'new-id'] as const;

/** `latchkey secrets`: manages the keychain entries of a workspace. Never prints a value. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('secrets', args, {
    app: { type: 'string', multiple: true },
    undo: { type: 'boolean' },
    finish: { type: 'boolean' },
    force: { type: 'boolean' },
  });
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [action, path, ...rest] = positionals;
  if (!ACTIONS.some((known) => known === action) || path === undefined || rest.length > 0) {
    return refuse(wrongUse('secrets needs list, rotate, forget or new-id, and one workspace file.'));
  }
  const workspace = await loadWorkspace(path);
  if (!workspace.ok) return refuse(workspace.error);
  const apps = chooseApps(workspace.value, values.app);
  if (!apps.ok) return refuse(apps.error);
  if (action === 'new-id') {
    const made = await giveOwnId(path, workspace.value, values.force === true);
    if (!made.ok) return refuse(made.error);
    process.stdout.write(`${path} has the id ${made.value} now. Render again: its secrets are made anew.\n`);
    return EXIT.well;
  }
  const standing = await noteFile(path, workspace.value);
  if (standing.kind === 'copy' && action !== 'list' && !values.force)
    return refuse(refuseCopy(path, standing.of).error);
  const store = await openStore();
  if (!store.ok) return refuse(store.error);

  if (action === 'list') {
    const found = await store.value.list(workspace.value.id);
    if (!found.ok) return refuse(found.error);
    const shown = found.value.filter((name) => !values.app || apps.value.includes(name.owner));
    for (const name of shown) process.stdout.write(`${name.owner}\t${name.purpose}\n`);
    process.stderr.write(
      `${shown.length === 0 ? 'No entries' : `${shown.length} ${shown.length === 1 ? 'entry' : 'entries'}`} in the ${store.value.label}.\n`,
    );
    return EXIT.well;
  }
  if (action === 'rotate') {
    if (!values.app || values.app.length === 0) return refuse(wrongUse('secrets rotate needs --app ID.'));
    if (values.undo && values.finish) return refuse(wrongUse('--undo and --finish exclude each other.'));
    const [act, told] = values.undo
      ? ([undoRotation, 'the secret before is back. Render again and apply both sides.'] as const)
      : values.finish
        ? ([finishRotation, 'the secret before is gone for good.'] as const)
        : ([rotateSecret, ROTATED] as const);
    for (const app of apps.value) {
      const done = await act(store.value, workspace.value, app);
      if (!done.ok) return refuse(done.error);
      process.stdout.write(`${app}: ${told}\n`);
    }
    return EXIT.well;
  }
  const forgotten = await forgetSecrets(store.value, workspace.value, values.app ? apps.value : undefined);
  if (!forgotten.ok) return refuse(forgotten.error);
  process.stdout.write(
    `${forgotten.value} ${forgotten.value === 1 ? 'entry' : 'entries'} removed from the ${store.value.label}.\n`,
  );
  return EXIT.well;
}

const ROTATED =
  'a new client secret is kept, and the one before beside it. Render again, apply the provider first and the app right after, test; then --finish lets the old one go, or --undo brings it back.';

const wrongUse = (sentence: string) => ({
  code: 'wrong-use',
  message: `${sentence} See latchkey secrets --help.`,
});
