import { createInterface } from 'node:readline/promises';
import type { Workspace } from '../../shared/workspace/types.ts';
import { dataFolder } from '../services/files/data-folder.ts';
import { openIdFiles } from '../services/files/id-file.ts';
import { madeByTheProvider } from '../services/secrets/apps.ts';
import { finishRotation, forgetSecrets, rotateSecret, undoRotation } from '../services/secrets/bag.ts';
import { isOf } from '../services/secrets/store.ts';
import { chooseApps, EXIT, loadWorkspace, readOptions, refuse } from './common.ts';
import { giveOwnId, noteFile, refuseCopy } from './id-of-file.ts';
import { openStore } from './secret-source.ts';

const ACTIONS = ['list', 'rotate', 'forget', 'new-id'] as const;

/** The options that the command reads. */
export const OPTIONS = {
  app: { type: 'string', multiple: true },
  undo: { type: 'boolean' },
  finish: { type: 'boolean' },
  all: { type: 'boolean' },
  yes: { type: 'boolean' },
  force: { type: 'boolean' },
} as const;

/** `latchkey secrets`: manages the keychain entries of a workspace. Never prints a value. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('secrets', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [action, path, ...rest] = positionals;
  if (values.all || values.yes) {
    if (action !== 'forget' || path !== undefined || values.app || !values.all)
      return refuse(
        wrongUse('--all goes with forget, without a workspace file or --app; --yes goes with --all.'),
      );
    return forgetAll(values.yes === true);
  }
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
    const shown = found.value.filter((name) => !values.app || isOf(name.owner, apps.value));
    for (const name of shown) process.stdout.write(`${name.owner}\t${name.purpose}\n`);
    process.stderr.write(
      `${shown.length === 0 ? 'No entries' : counted(shown.length, 'entry', 'entries')} in the ${store.value.label}.\n`,
    );
    return EXIT.well;
  }
  if (action === 'rotate') {
    if (!values.app || values.app.length === 0) return refuse(wrongUse('secrets rotate needs --app ID.'));
    if (values.undo && values.finish) return refuse(wrongUse('--undo and --finish exclude each other.'));
    const [act, told] = values.undo
      ? ([undoRotation, () => 'the secret before is back. Render again and apply both sides.'] as const)
      : values.finish
        ? ([finishRotation, () => 'the secret before is gone for good.'] as const)
        : ([rotateSecret, rotatedSentence] as const);
    for (const app of apps.value) {
      const done = await act(store.value, workspace.value, app);
      if (!done.ok) return refuse(done.error);
      process.stdout.write(`${app}: ${told(workspace.value, app)}\n`);
    }
    return EXIT.well;
  }
  const forgotten = await forgetSecrets(store.value, workspace.value, values.app ? apps.value : undefined);
  if (!forgotten.ok) return refuse(forgotten.error);
  process.stdout.write(
    `${counted(forgotten.value, 'entry', 'entries')} removed from the ${store.value.label}.\n`,
  );
  return EXIT.well;
}

/** Removes all that Latchkey keeps in the keychain of this machine, after a question. */
async function forgetAll(sure: boolean): Promise<number> {
  if (!sure && !process.stdin.isTTY)
    return refuse({
      code: 'wrong-use',
      message: 'forget --all asks before it removes anything, and here is nobody to ask. Add --yes.',
    });
  const store = await openStore();
  if (!store.ok) return refuse(store.error);
  const { label } = store.value;
  const noted = await store.value.workspaces();
  if (!noted.ok) return refuse(noted.error);
  // Earlier versions noted only which file an id belongs to.
  const known = await openIdFiles(dataFolder()).ids();
  const ids = [...new Set([...noted.value, ...known])];
  let count = 0;
  let workspaces = 0;
  for (const id of ids) {
    const found = await store.value.list(id);
    if (!found.ok) return refuse(found.error);
    count += found.value.length;
    if (found.value.length > 0) workspaces += 1;
  }
  if (count === 0) {
    process.stdout.write(`No entries in the ${label}.\n`);
    return EXIT.well;
  }
  const from = counted(workspaces, 'workspace', 'workspaces');
  if (
    !sure &&
    !(await isYes(
      `Remove ${counted(count, 'entry', 'entries')} of ${from} from the ${label}? They can’t be brought back. [y/N] `,
    ))
  ) {
    process.stdout.write('Nothing was removed.\n');
    return EXIT.failed;
  }
  let removed = 0;
  // All of them: an interrupted change may have left something that is not listed.
  for (const id of ids) {
    const forgotten = await store.value.forget(id);
    if (!forgotten.ok) {
      process.stderr.write(`${counted(removed, 'entry', 'entries')} removed so far.\n`);
      return refuse(forgotten.error);
    }
    removed += forgotten.value;
  }
  process.stdout.write(`${counted(removed, 'entry', 'entries')} of ${from} removed from the ${label}.\n`);
  return EXIT.well;
}

async function isYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // At the end of the input there is no answer.
  const end = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), end]);
  terminal.close();
  return /^\s*y(es)?\s*$/i.test(answer);
}

const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

/** What is to be done now, in the order that the provider of the app allows. */
export function rotatedSentence(workspace: Workspace, app: string): string {
  const { provider, steps } = madeByTheProvider(workspace, app);
  const kept = 'a new client secret is kept, and the one before beside it. Render again,';
  return steps.includes('add')
    ? `${kept} add the new one at ${provider} beside the old one, which stays valid there; apply the app, test, and delete the old one at ${provider}; then --finish lets it go here, too, or --undo brings it back.`
    : `${kept} apply the provider first and the app right after, test; then --finish lets the old one go, or --undo brings it back.`;
}

const wrongUse = (sentence: string) => ({
  code: 'wrong-use',
  message: `${sentence} See latchkey secrets --help.`,
});
