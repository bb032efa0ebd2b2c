import { randomUUID } from 'node:crypto';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Notice } from '../../shared/catalog/types.ts';
import type { Connection } from '../../shared/client/types.ts';
import { printable, withoutEscapes } from '../../shared/diagnosis/printable.ts';
import { type Failure, fail, ok, type Result } from '../../shared/result.ts';
import { isMissingId } from '../../shared/workspace/problem.ts';
import type { Workspace } from '../../shared/workspace/types.ts';

export const EXIT = { well: 0, failed: 1, wrongUse: 2, inconclusive: 3, stopped: 130 } as const;

/** Writes a failure to stderr in the form that all commands use: one sentence, then the detail. */
export function complain(failure: Failure): void {
  tell(`latchkey: ${failure.message}\n${failure.detail ? `${failure.detail}\n` : ''}`);
}

/** Writes to the person. Names come from arguments and folders: what a terminal would obey is shown as a mark. */
export const tell = (text: string): void =>
  void process.stderr.write(text.replace(/[^\n\t]+/g, withoutEscapes));

/** Writes the failure and returns the exit status for wrong use. */
export function refuse(failure: Failure): number {
  complain(failure);
  return EXIT.wrongUse;
}

/** Reads options strictly. Fails with one sentence on an unknown or incomplete option. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: readonly string[],
  options: T,
): Result<{
  values: ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>['values'];
  positionals: string[];
}> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return ok({ values, positionals });
  } catch (error) {
    const first = (error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '';
    return fail('wrong-use', `${first.replace(/\.$/, '')}. See latchkey ${command} --help.`);
  }
}

/**
 * Reads the workspace file. A failure lists every mistake in it. Writes warnings to stderr. A file without an
 * id, such as an example, gets a random one.
 *
 * @param keepId writes a new id into the file. Otherwise it is for this run only.
 */
export async function loadWorkspace(path: string, keepId = false): Promise<Result<Workspace>> {
  const { readWorkspace, writeWorkspace } = await import('../services/files/workspace-store.ts');
  const { readProfileFiles } = await import('../services/files/profile-files.ts');
  const { parseWorkspace, parseWorkspaceBytes } = await import('../../shared/workspace/parse.ts');
  const { lacksId, withId } = await import('../../shared/workspace/own-id.ts');
  const { describeProblems } = await import('./problems.ts');
  const read = await readWorkspace(path);
  if (!read.ok) return read;
  const text = new TextDecoder().decode(read.value.bytes);
  const profiles = await readProfileFiles(read.value.realPath, text);
  let parsed = parseWorkspaceBytes(read.value.bytes, profiles);
  const named = !parsed.ok && lacksId(text) ? withId(text, randomUUID()) : undefined;
  const withNewId = named?.ok ? parseWorkspace(named.value, profiles) : undefined;
  if (named?.ok && withNewId?.ok) {
    parsed = withNewId;
    const written = keepId ? await writeWorkspace(path, named.value, read.value.sha256) : undefined;
    // Another program was faster, perhaps with an id.
    if (written?.ok === false && written.error.code === 'workspace-changed-on-disk')
      return loadWorkspace(path, keepId);
    if (written?.ok === false) {
      return fail(
        written.error.code,
        `${path} has no id yet, and none can be written into it. Add the line: id: ${parsed.workspace.id}`,
        written.error.message,
      );
    }
    if (keepId)
      process.stderr.write(`${path}: got the id ${parsed.workspace.id}; its secrets are kept under it.\n`);
  }
  if (!parsed.ok) {
    // An id is made once the other mistakes are mended.
    const others = parsed.problems.filter((problem) => !isMissingId(problem));
    const told = others.length > 0 ? others : parsed.problems;
    return fail(
      'workspace-invalid',
      `${path} has ${told.length === 1 ? 'a mistake' : `${told.length} mistakes`}.`,
      describeProblems(path, told),
    );
  }
  if (parsed.problems.length > 0) process.stderr.write(`${describeProblems(path, parsed.problems)}\n`);
  return ok(parsed.workspace);
}

/** Returns the named app ids, or all if none is named. Fails on an unknown id and lists the known ones. */
export function chooseApps(workspace: Workspace, named: readonly string[] | undefined): Result<string[]> {
  const known = Object.keys(workspace.apps);
  const unknown = (named ?? []).filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    return fail(
      'unknown-app',
      `The workspace has no app “${unknown[0]}”; it has ${known.length > 0 ? known.join(', ') : 'none yet'}.`,
    );
  }
  return ok(named && named.length > 0 ? [...new Set(named)] : known);
}

/**
 * Writes the errors and warnings of all connections to stderr. Each is written once, with the ids it applies
 * to: the provider's id if it is only about the provider, else the ids of the apps.
 */
export function writeAllNotices(connections: readonly Connection[]): void {
  const told = new Map<string, { notice: Notice; ids: string[] }>();
  for (const { app, provider, notices } of connections) {
    const own = provider.definition.notices?.(provider.entry, provider.version.effective) ?? [];
    for (const notice of notices) {
      const ofProvider =
        notice.path?.startsWith(`providers.${provider.id}.`) ||
        own.some(({ code, message }) => code === notice.code && message === notice.message);
      const id = ofProvider ? provider.id : app.id;
      const key = JSON.stringify([notice.severity, notice.message, notice.fix]);
      const entry = told.get(key);
      if (!entry) told.set(key, { notice, ids: [id] });
      else if (!entry.ids.includes(id)) entry.ids.push(id);
    }
  }
  for (const { notice, ids } of told.values()) {
    const shown = ids.length > 6 ? [...ids.slice(0, 5), `${ids.length - 5} more`] : ids;
    writeNotices(shown.join(', '), [notice]);
  }
}

/** Writes notices to stderr: always errors and warnings, the others only if `all` is true. */
export function writeNotices(appId: string, notices: readonly Notice[], all = false): void {
  for (const notice of notices) {
    if (notice.severity === 'info' && !all) continue;
    const word =
      notice.severity === 'error' ? 'cannot work' : notice.severity === 'warning' ? 'warning' : 'note';
    // Profiles and settings may hold line breaks; on a line of its own, a part would look like another notice.
    const [message, fix] = [notice.message, notice.fix ?? ''].map((text) => printable(text, 4_000));
    const points = (notice.points ?? []).map((text) => `\n  - ${printable(text, 4_000)}`).join('');
    process.stderr.write(`${appId}: ${word}: ${message}${points}${fix ? `\n  ${fix}` : ''}\n`);
  }
}

/** Reads all of standard input as text. Fails if it is larger than `limit` bytes. */
export async function readStdin(limit: number): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += (chunk as Buffer).length;
    if (size > limit) {
      return fail(
        'input-too-big',
        `Standard input is larger than ${Math.round(limit / 1024)} KiB; give less of it.`,
      );
    }
    chunks.push(chunk as Buffer);
  }
  return ok(Buffer.concat(chunks).toString('utf8'));
}
