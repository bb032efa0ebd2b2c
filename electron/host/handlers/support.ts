import { redactText } from '../../../shared/diagnosis/redact.ts';
import { recoverySheet } from '../../../shared/render/recovery-sheet.ts';
import { ok } from '../../../shared/result.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import { knownConnections } from '../known-connections.ts';
import type { HostParts } from '../parts.ts';
import type { MadeFile } from '../platform.ts';
import { reportMarkdown } from '../report-text.ts';
import { historyOf } from '../standings.ts';
import { VERSION } from '../version.ts';
import { nameOf, type OpenWorkspace } from '../workspaces.ts';
import { fileName } from './exports.ts';

type Names = 'report.text' | 'support.save';

export const supportHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'report.text': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const last = (await historyOf(parts, open.value, app)).find(({ kind }) => kind !== 'network');
    if (last === undefined) return refuse('no-result', 'This app has not been tested yet.');
    const [connection] = await knownConnections(parts, open.value, [app]);
    return ok({ markdown: reportMarkdown(connection!, last, VERSION) });
  },

  'support.save': async ({ handle, what, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (app !== undefined && !Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const apps = app === undefined ? Object.keys(open.value.workspace.apps) : [app];
    const name = fileName(app ?? nameOf(open.value));
    const file =
      what === 'recovery-sheet'
        ? await sheet(parts, open.value, apps, name)
        : await bundle(parts, open.value, apps, name);
    const handed = await parts.platform.handOver(file);
    return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
  },
});

async function sheet(
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
  name: string,
): Promise<MadeFile> {
  const { label } = await parts.secrets.status();
  const text = recoverySheet(
    await knownConnections(parts, open, apps),
    label,
    parts.now().toISOString().slice(0, 10),
  );
  return {
    name: `${name}-recovery.md`,
    type: 'text/markdown; charset=utf-8',
    bytes: new TextEncoder().encode(text),
  };
}

/**
 * What another person needs to find the problem: versions, the last results, the workspace, the end of the log.
 * No secrets or claims. File names and texts.
 */
async function bundleFiles(
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {
    'about.txt': await aboutText(parts),
    // Written anew, because comments may hold anything.
    'workspace.yaml': redactText(stringifyWorkspace(open.workspace)),
  };
  const log = parts.platform.logTail();
  if (log !== '') files['log.txt'] = `${redactText(log)}\n`;
  for (const connection of await knownConnections(parts, open, apps)) {
    const { id } = connection.app;
    for (const [index, record] of (await historyOf(parts, open, id)).slice(0, 3).entries()) {
      const { claims, ...rest } = record;
      const shapes = claims.map(({ id_token, userinfo, ...row }) => ({
        ...row,
        id_token: id_token === null ? null : 'present',
        userinfo: userinfo === null ? null : 'present',
      }));
      files[`${id}-${index + 1}.md`] = redactText(reportMarkdown(connection, record, VERSION));
      files[`${id}-${index + 1}.json`] = redactText(
        `${JSON.stringify({ ...rest, claims: shapes }, null, 2)}\n`,
      );
    }
  }
  return files;
}

const aboutText = async (parts: HostParts): Promise<string> =>
  redactText(
    `Latchkey ${VERSION}, ${parts.platform.host}\n${process.platform} ${process.arch}, Node ${process.versions.node}\nSecrets: ${(await parts.secrets.status()).label}\n`,
  );

async function bundle(
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
  name: string,
): Promise<MadeFile> {
  const { strToU8, zipSync } = await import('fflate');
  const files = Object.entries(await bundleFiles(parts, open, apps));
  return {
    name: `${name}-support.zip`,
    type: 'application/zip',
    bytes: zipSync(Object.fromEntries(files.map(([file, text]) => [file, strToU8(text)]))),
  };
}

/** The support bundle of the workspace opened last as one text, to be pasted. Without one: versions and the log. */
export async function supportText(parts: HostParts): Promise<string> {
  const [open] = parts.workspaces.all();
  const log = parts.platform.logTail();
  const files =
    open === undefined
      ? { 'about.txt': await aboutText(parts), ...(log === '' ? {} : { 'log.txt': `${redactText(log)}\n` }) }
      : await bundleFiles(parts, open, Object.keys(open.workspace.apps));
  return Object.entries(files)
    .map(([file, text]) => `==== ${file}\n${text.trimEnd()}\n`)
    .join('\n');
}
