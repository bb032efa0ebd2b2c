import { realpath } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { BackPlan } from '../../shared/apply/back.ts';
import { fieldsOf, onlyFields } from '../../shared/apply/fields.ts';
import { type JournalRun, lastRun } from '../../shared/apply/journal.ts';
import { shownPlan } from '../../shared/apply/shown.ts';
import type { NoWay } from '../../shared/apply/things.ts';
import { deriveConnections } from '../../shared/client/derive.ts';
import { obstacleOf } from '../../shared/client/notices.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { openApi } from '../services/apply/api.ts';
import { readJournal } from '../services/apply/journal-file.ts';
import { liveOf } from '../services/apply/live-clients.ts';
import { applySideNow } from '../services/apply/run.ts';
import {
  caFileOf,
  closeAll,
  copyOf,
  isToDo,
  nameOf,
  type Ready,
  type ReadyFailure,
  readyAll,
  type Sides,
  sidesOf,
} from '../services/apply/sides.ts';
import { planBack, takeBack } from '../services/apply/take-back.ts';
import { collectSecrets } from '../services/secrets/bag.ts';
import type { SecretStore } from '../services/secrets/store.ts';
import { openTokens, type TokenSource } from './api-tokens.ts';
import { backText, diffLines, failureText, LEFT, planText, safeLines, takeOverLines } from './apply-text.ts';
import {
  chooseApps,
  complain,
  EXIT,
  loadWorkspace,
  readOptions,
  refuse,
  tell,
  writeNotices,
} from './common.ts';
import { noteFile } from './id-of-file.ts';
import { openSource, SECRETS_OPTIONS } from './secret-source.ts';
import { takeOver } from './take-over.ts';

/** The options of both commands, and those of one of them. */
const COMMON = {
  app: { type: 'string', multiple: true },
  side: { type: 'string' },
  token: { type: 'string' },
  'keep-token': { type: 'boolean' },
  ca: { type: 'string' },
  json: { type: 'boolean' },
  ...SECRETS_OPTIONS,
} as const;
const SENDING = {
  field: { type: 'string', multiple: true },
  plan: { type: 'boolean' },
  undo: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;
const COMPARING = { 'take-over': { type: 'string', multiple: true } } as const;
const EVERY = { ...COMMON, ...SENDING, ...COMPARING };
/** The options that the command reads. */
export const OPTIONS = { ...COMMON, ...SENDING };
/** Those of `latchkey diff`. */
export const DIFF_OPTIONS = { ...COMMON, ...COMPARING };

type Values = Extract<ReturnType<typeof readOptions<typeof EVERY>>, { ok: true }>['value']['values'];

/** `latchkey apply`: does through a product's API what its files and steps say, shows it first, and takes it back. */
export const run = (args: readonly string[]): Promise<number> => runApply('apply', args);

/**
 * The work of `apply` and `diff`.
 *
 * @param command `diff` only compares
 */
export async function runApply(command: 'apply' | 'diff', args: readonly string[]): Promise<number> {
  // Neither command takes the other's, so that diff never sends.
  const options =
    command === 'diff'
      ? readOptions(command, args, DIFF_OPTIONS as typeof EVERY)
      : readOptions(command, args, OPTIONS as typeof EVERY);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const misuse = (message: string) =>
    refuse({ code: 'wrong-use', message: `${message} See latchkey ${command} --help.` });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) return misuse(`${command} needs one workspace file.`);
  const { side } = values;
  if (side !== undefined && side !== 'provider' && side !== 'app')
    return misuse('--side takes provider or app.');
  if (values.token === 'stdin' && values.secrets === 'stdin')
    return misuse(
      'Only one of --token and --secrets can read standard input: give the token as api_token among the secrets.',
    );
  const workspace = await loadWorkspace(path, values.secrets !== 'memory');
  if (!workspace.ok) return refuse(workspace.error);
  const file = await realpath(path).catch(() => path);
  const apps = chooseApps(workspace.value, values.app);
  if (!apps.ok) return refuse(apps.error);
  await noteFile(path, workspace.value, values.secrets);
  const source = await openSource(workspace.value, values.secrets);
  if (!source.ok) return refuse(source.error);
  const { store } = source.value;
  const tokens = await openTokens(
    workspace.value.id,
    values.token,
    source.value,
    values['keep-token'] === true,
  );
  if (!tokens.ok) return refuse(tokens.error);
  const at: At = { file, workspace: workspace.value, store, tokens: tokens.value, values };
  if (values.undo)
    return undo(at, (one) => (values.app ?? [one.app]).includes(one.app) && (side ?? one.side) === one.side);
  // A comparison keeps nothing that it has to make up.
  const copied = command === 'diff' ? await copyOf(store, workspace.value.id) : ok(store);
  if (!copied.ok) return refuse(copied.error);
  const bag = await collectSecrets(
    workspace.value,
    possibleOf(workspace.value, apps.value),
    copied.value,
    source.value.provided,
  );
  if (!bag.ok) return refuse(bag.error);
  const all = sidesOf(workspace.value, apps.value, bag.value, side);
  const keys = values['take-over'];
  if (keys !== undefined) {
    const [app, ...others] = apps.value;
    if (app === undefined || others.length > 0)
      return misuse('--take-over is about one app: name it by --app.');
    return takingOver(at, path, app, keys, all);
  }
  const found = onlyGiven(all, values.field);
  if (!found.ok) return misuse(found.error.message);
  return runSides(command, at, found.value, bag.value);
}

/** The sides with the values that are named alone. */
function onlyGiven(all: Sides, fields: readonly string[] | undefined): Result<Sides> {
  if (fields === undefined) return ok(all);
  const known = new Set(all.sides.flatMap(fieldsOf));
  const unknown = fields.find((one) => !known.has(one));
  if (unknown !== undefined)
    return fail(
      'wrong-use',
      `No side that is applied has a field ${JSON.stringify(unknown.slice(0, 80))}. They have: ${[...known].join(', ')}.`,
    );
  return ok({
    ...all,
    sides: all.sides
      .filter((one) => fieldsOf(one).some((path) => fields.includes(path)))
      .map((one) => onlyFields(one, (_, path) => fields.includes(path))),
  });
}

function runSides(command: 'apply' | 'diff', at: At, found: Sides, bag: SecretBag): Promise<number> {
  return command === 'diff' ? compareAll(at, found, bag) : applyAll(at, found, bag);
}

interface At {
  readonly file: string;
  readonly workspace: Workspace;
  readonly store: SecretStore;
  readonly tokens: TokenSource;
  readonly values: Values;
}

/** Those apps that can be set up; the others are told with the reason. */
function possibleOf(workspace: Workspace, apps: readonly string[]): string[] {
  return deriveConnections(workspace, {})
    .filter(({ app }) => apps.includes(app.id))
    .flatMap((draft) => {
      const obstacle = obstacleOf(draft);
      if (obstacle === undefined) return [draft.app.id];
      writeNotices(draft.app.id, [obstacle]);
      return [];
    });
}

/** Reads everything that the sides are about. Nothing is changed by it. */
const ready = (
  { file, store, workspace, tokens, values }: At,
  { sides }: Sides,
  bag: SecretBag,
  comparing: boolean,
) => readyAll(sides, { file, store, workspace, bag, tokens, caFile: values.ca, comparing });

async function applyAll(at: At, found: Sides, bag: SecretBag): Promise<number> {
  const { values, file, workspace, store } = at;
  if (found.sides.length === 0) return noWay(found.without, values);
  const read = await ready(at, found, bag, false);
  if (!read.ok) return failed(read.error, values);
  try {
    const todo = read.value.filter(isToDo);
    const plan = { sides: read.value.map(planOf), without: found.without };
    if (!values.json) say(`${planText(read.value, found.without)}\n`);
    if (values.plan || todo.length === 0) {
      if (values.json) print({ result: todo.length === 0 ? 'nothing' : 'planned', ...plan });
      return EXIT.well;
    }
    if (!(await agreed(values))) return refuse({ code: 'not-agreed', message: 'Nothing was changed.' });
    const done: object[] = [];
    for (const { side, api } of todo) {
      const applied = await applySideNow(side, api, { file, workspace: workspace.id, store });
      if (!applied.ok) {
        if (values.json) print({ result: 'failed', error: applied.error, done, ...plan });
        else tell(failureText(side, applied.error, todo.slice(0, done.length)));
        return EXIT.failed;
      }
      done.push({ app: side.app, side: side.side, things: applied.value.things });
      if (!values.json) {
        const unseen = applied.value.unseen.map(
          ({ title, path }) =>
            `${title}: ${path} is not shown by ${side.product}, so it was not read back; latchkey login shows whether it is right.`,
        );
        say([`${nameOf(side)}: done and read back.`, ...unseen].join('\n  ').concat('\n'));
      }
    }
    if (values.json) print({ result: 'applied', done, ...plan });
    else say('To take it back: latchkey apply --undo. To prove it: latchkey login.\n');
    return EXIT.well;
  } finally {
    await closeAll(read.value);
  }
}

async function compareAll(at: At, found: Sides, bag: SecretBag): Promise<number> {
  if (found.sides.length === 0) return noWay(found.without, at.values);
  const read = await ready(at, found, bag, true);
  if (!read.ok) return failed(read.error, at.values);
  const live = await liveOf(at.workspace, read.value);
  await closeAll(read.value);
  if (!live.ok) return failed(live.error, at.values);
  const differs = read.value.some(isToDo);
  if (at.values.json)
    print({
      result: differs ? 'differs' : 'same',
      sides: read.value.map((one) => ({
        ...planOf(one),
        take_over: live.value.get(one.side.app)?.differences ?? [],
      })),
      without: found.without,
    });
  else
    say(
      `${read.value
        .flatMap((one) => [
          ...diffLines(one),
          ...(one.side.side === 'provider'
            ? takeOverLines(live.value.get(one.side.app)?.differences ?? [])
            : []),
        ])
        .join('\n')}\n`,
    );
  return differs ? EXIT.failed : EXIT.well;
}

/** Takes over, and says what. */
async function takingOver(
  at: At,
  path: string,
  app: string,
  keys: readonly string[],
  { sides }: Sides,
): Promise<number> {
  const mine = sides.filter((one) => one.app === app && one.clients !== undefined);
  if (mine.length === 0)
    return failed(
      {
        code: 'no-live-clients',
        message:
          'Latchkey can’t read the clients of this provider through its API, so it takes nothing over. latchkey import reads files of it.',
      },
      at.values,
    );
  const taken = await takeOver(path, app, keys, at.workspace, () =>
    ready(at, { sides: mine, without: [] }, { clients: {}, providers: {} }, true),
  );
  if (!taken.ok)
    return taken.error.code === 'wrong-use' ? refuse(taken.error) : failed(taken.error, at.values);
  const done = taken.value.map(({ key }) => key).join(', ');
  if (at.values.json) print({ result: done === '' ? 'same' : 'taken-over', taken_over: taken.value });
  else if (done === '') say(`${app}: the workspace says the same already.\n`);
  else say(`${path}: ${app} has ${done} as the provider holds it. Apply or render the app’s side, too.\n`);
  return EXIT.well;
}

async function undo(
  { file, workspace, store, tokens, values }: At,
  counts: (one: JournalRun) => boolean,
): Promise<number> {
  const journal = await readJournal(file);
  if (!journal.ok) return failed(journal.error, values);
  const last = lastRun(journal.value, counts);
  if (last === undefined)
    return failed(
      { code: 'apply-nothing', message: 'Nothing that Latchkey applied is left to take back.' },
      values,
    );
  const token = await tokens(last);
  if (!token.ok) return refuse(token.error);
  const caFile = values.ca ?? caFileOf(workspace, last.app);
  const api = await openApi({ ...last, version: '' }, { token: token.value, secrets: [], caFile });
  if (!api.ok) return failed(api.error, values);
  try {
    const place = { file, workspace: workspace.id, store };
    const planned = await planBack(last, api.value, place);
    if (!planned.ok) return failed(planned.error, values);
    if (!values.json) say(`${backText(last, planned.value).join('\n')}\n`);
    if (values.plan) {
      if (values.json) print({ result: 'planned', app: last.app, side: last.side, ...planned.value });
      return EXIT.well;
    }
    if (!(await agreed(values))) return refuse({ code: 'not-agreed', message: 'Nothing was changed.' });
    // Only what was shown is sent.
    const agreedBack = (now: BackPlan) => JSON.stringify(now) === JSON.stringify(planned.value);
    const back = await takeBack(last, api.value, { ...place, agreedBack });
    if (!back.ok) return failed(back.error, values);
    const { things, left } = back.value;
    if (values.json) print({ result: 'undone', app: last.app, side: last.side, things, left });
    else
      say(
        [
          left.length === 0
            ? `${nameOf(last)}: as it was before ${last.at}.`
            : `${nameOf(last)}: taken back, but for what is left as it is now.`,
          ...things.map(({ title, action }) => `  ${BACK[action]}  ${title}`),
          ...left.map(
            ({ title, path, why }) => `  left      ${title}${path === '' ? '' : `: ${path}`} ${LEFT[why]}`,
          ),
          '',
        ].join('\n'),
      );
    return left.length === 0 ? EXIT.well : EXIT.failed;
  } finally {
    await api.value.close();
  }
}

const BACK = { remove: 'removed ', 'put-back': 'put back', nothing: 'was as before' } as const;

/** In a terminal a person says yes; a script has said so by the command. */
async function agreed({ yes, json }: Values): Promise<boolean> {
  if (yes || json || !process.stdin.isTTY) return true;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question('Send this? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

function noWay(without: readonly NoWay[], values: Values): number {
  if (values.json) print({ result: 'no-way', sides: [], without });
  for (const { why } of without) tell(`latchkey: ${why}\n`);
  return EXIT.failed;
}

function failed({ side, ...refused }: ReadyFailure, values: Values): number {
  const error = side ? { ...refused, message: `${nameOf(side)}: ${refused.message}` } : refused;
  if (values.json) print({ result: 'failed', error });
  complain(error);
  return EXIT.failed;
}

const say = (text: string): void => void process.stdout.write(safeLines(text));
const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
const planOf = ({ side, planned }: Ready) => shownPlan(side, planned);
