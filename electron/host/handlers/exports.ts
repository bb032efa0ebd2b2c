import { filesOf } from '../../../shared/render/render.ts';
import { ok } from '../../../shared/result.ts';
import { exportFiles } from '../../services/export/export.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { renderForReal } from '../rendering.ts';
import { readTypedPath } from '../typed-path.ts';
import { nameOf } from '../workspaces.ts';

type Names = 'exports.save' | 'exports.zip';

export const exportHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  const render = async (handle: string, app: string | undefined) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (app !== undefined && !Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const store = await parts.secrets.store();
    if (!store.ok) return store;
    const wanted = app === undefined ? Object.keys(workspace.apps) : [app];
    const rendered = await renderForReal(workspace, store.value, wanted);
    if (!rendered.ok)
      return translate(rendered.error, ['keychain-locked', 'keychain-unavailable', 'no-such-app'], 'invalid');
    return ok({ open: open.value, files: rendered.value.deliverables.flatMap(filesOf) });
  };

  return {
    'exports.save': async ({ handle, app, folder, force }) => {
      const rendered = await render(handle, app);
      if (!rendered.ok) return rendered;
      const dialog = parts.platform.paths === 'dialog';
      const chosen = dialog ? await parts.platform.askForFolder() : undefined;
      if (dialog && chosen === undefined) return refuse('cancelled', 'Nothing was chosen.');
      const target = dialog ? ok(chosen!) : readTypedPath(folder);
      if (!target.ok) return target;
      const written = await exportFiles(target.value, rendered.value.files, {
        force,
        keepUnlisted: app !== undefined,
      });
      if (!written.ok) {
        if (written.error.code === 'file-missing') return translate(written.error, [], 'folder-not-found');
        return translate(written.error, ['changed-by-hand'], 'write-failed');
      }
      return ok({
        folder: written.value.folder,
        files: written.value.files.map(({ path, secret, written: how, backup }) => ({
          path,
          secret,
          written: how,
          ...(backup === undefined ? {} : { backup }),
        })),
      });
    },

    'exports.zip': async ({ handle, app }) => {
      const rendered = await render(handle, app);
      if (!rendered.ok) return rendered;
      const { zipDeliverables } = await import('../../services/export/zip.ts');
      const zip = zipDeliverables(rendered.value.files);
      if (!zip.ok) return translate(zip.error, [], 'write-failed');
      const handed = await parts.platform.handOver({
        name: `${fileName(app ?? nameOf(rendered.value.open))}.zip`,
        type: 'application/zip',
        bytes: zip.value,
      });
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },
  };
};

/** Turns a name that the user chose into a file name that is valid on every system. */
export const fileName = (name: string): string =>
  `latchkey-${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)}`.replace(/-$/, '');
