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
 * What another person needs to find the problem: versions, the last results, the workspace. No secrets or
 * claims.
 */
async function bundle(
  parts: HostParts,
  open: OpenWorkspace,
  apps: readonly string[],
  name: string,
): Promise<MadeFile> {
  const { zipSync } = await import('fflate');
  const encode = (text: string) => new TextEncoder().encode(redactText(text));
  const files: Record<string, Uint8Array> = {
    // Written anew, because comments may hold anything.
    'workspace.yaml': encode(stringifyWorkspace(open.workspace)),
  };
  files['about.txt'] = encode(
    `Latchkey ${VERSION}\n${process.platform} ${process.arch}, Node ${process.versions.node}\nSecrets: ${(await parts.secrets.status()).label}\n`,
  );
  for (const connection of await knownConnections(parts, open, apps)) {
    const { id } = connection.app;
    for (const [index, record] of (await historyOf(parts, open, id)).slice(0, 3).entries()) {
      const { claims, ...rest } = record;
      const shapes = claims.map(({ id_token, userinfo, ...row }) => ({
        ...row,
        id_token: id_token === null ? null : 'present',
        userinfo: userinfo === null ? null : 'present',
      }));
      files[`${id}-${index + 1}.md`] = encode(reportMarkdown(connection, record, VERSION));
      files[`${id}-${index + 1}.json`] = encode(`${JSON.stringify({ ...rest, claims: shapes }, null, 2)}\n`);
    }
  }
  return { name: `${name}-support.zip`, type: 'application/zip', bytes: zipSync(files) };
}
