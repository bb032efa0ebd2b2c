import type { AccessRecords } from '../../../shared/client/access-loss.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { hindranceOf } from '../../../shared/client/listed-together.ts';
import { hasNoSso, obstacleOf, stoppedBy } from '../../../shared/client/notices.ts';
import { filesOf } from '../../../shared/render/render.ts';
import { ok } from '../../../shared/result.ts';
import { exportFiles } from '../../services/export/export.ts';
import { readFormerAccess } from '../../services/export/plan.ts';
import type { SecretStore } from '../../services/secrets/store.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { renderForReal } from '../rendering.ts';
import { secretFailure } from '../secret-access.ts';
import { readTypedPath } from '../typed-path.ts';
import type { WorkspaceState } from '../workspace-state.ts';
import { nameOf, type OpenWorkspace } from '../workspaces.ts';

type Names = 'exports.save' | 'exports.zip' | 'deliverables.take';
/** How many apps a refusal gives the reasons of; it names the others. */
const MOST_REASONS = 3;

interface Reached {
  readonly open: OpenWorkspace;
  readonly store: SecretStore;
}

export const exportHandlers = (parts: HostParts): Pick<CallHandlers, Names> => {
  const reach = async (handle: string, app: string | undefined) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (app !== undefined && !Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const store = await parts.secrets.store();
    return store.ok ? ok({ open: open.value, store: store.value }) : store;
  };
  const render = async (
    { open: { workspace }, store }: Reached,
    app: string | undefined,
    former?: AccessRecords,
  ) => {
    const wanted = app === undefined ? Object.keys(workspace.apps) : [app];
    const connections = deriveConnections(workspace, {}, wanted);
    const stopped = stoppedBy(connections);
    if (stopped !== undefined) {
      const reasons = connections.flatMap((one) => {
        const obstacle = hasNoSso(one) ? undefined : obstacleOf(one);
        return obstacle ? [`${one.app.id}: ${obstacle.message} ${obstacle.fix ?? ''}`.trim()] : [];
      });
      return refuse('invalid', [stopped, ...reasons.slice(0, MOST_REASONS)].join(' '));
    }
    const incomplete = hindranceOf(workspace, wanted);
    if (incomplete) return refuse('invalid', `${incomplete.message} ${incomplete.fix ?? ''}`.trim());
    const rendered = await renderForReal(workspace, store, wanted, former);
    if (!rendered.ok)
      return translate(rendered.error, ['keychain-locked', 'keychain-unavailable', 'no-such-app'], 'invalid');
    const { deliverables, access } = rendered.value;
    return ok({ files: deliverables.flatMap(filesOf), access });
  };

  return {
    'exports.save': async ({ handle, app, folder, force }) => {
      const at = await reach(handle, app);
      if (!at.ok) return at;
      const dialog = parts.platform.paths === 'dialog';
      const chosen = dialog ? await parts.platform.askForFolder() : undefined;
      if (dialog && chosen === undefined) return refuse('cancelled', 'Nothing was chosen.');
      const target = dialog ? ok(chosen!) : readTypedPath(folder);
      if (!target.ok) return target;
      const notes = parts.stateOf(at.value.open.workspace.id);
      const save = async () => {
        const { access: noted } = await notes.read();
        const former = { ...noted, ...(await readFormerAccess(target.value)) };
        const rendered = await render(at.value, app, former);
        if (!rendered.ok) return rendered;
        const { files, access } = rendered.value;
        const written = await exportFiles(target.value, files, {
          force,
          keepUnlisted: app !== undefined,
          access,
        });
        if (!written.ok) {
          if (written.error.code === 'file-missing') return translate(written.error, [], 'folder-not-found');
          return translate(written.error, ['changed-by-hand'], 'write-failed');
        }
        await notes.update(given(access));
        return ok({
          folder: written.value.folder,
          files: written.value.files.map(({ path, secret, written: how, backup }) => ({
            path,
            secret,
            written: how,
            ...(backup === undefined ? {} : { backup }),
          })),
        });
      };
      // Secrets and files are one step: otherwise another program could replace a secret between the two.
      const { store, open } = at.value;
      const done = await store.exclusive(open.workspace.id, async () => ok(await save()));
      return done.ok ? done.value : { ok: false, error: secretFailure(done.error) };
    },

    'exports.zip': async ({ handle, app }) => {
      const at = await reach(handle, app);
      if (!at.ok) return at;
      const notes = parts.stateOf(at.value.open.workspace.id);
      const rendered = await render(at.value, app, (await notes.read()).access);
      if (!rendered.ok) return rendered;
      const { zipDeliverables } = await import('../../services/export/zip.ts');
      const zip = zipDeliverables(rendered.value.files, rendered.value.access);
      if (!zip.ok) return translate(zip.error, [], 'write-failed');
      const handed = await parts.platform.handOver({
        name: `${fileName(app ?? nameOf(at.value.open))}.zip`,
        type: 'application/zip',
        bytes: zip.value,
      });
      if (handed.ok) await notes.update(given(rendered.value.access));
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },

    'deliverables.take': async ({ handle, app, path }) => {
      const at = await reach(handle, app);
      if (!at.ok) return at;
      const notes = parts.stateOf(at.value.open.workspace.id);
      const rendered = await render(at.value, app, (await notes.read()).access);
      if (!rendered.ok) return rendered;
      const file = rendered.value.files.find((one) => one.path === path);
      if (file === undefined)
        return refuse('no-such-deliverable', 'This file is not part of what there is to apply any more.');
      const handed = await parts.platform.handOver({
        name: path.split('/').at(-1)!,
        type: 'text/plain; charset=utf-8',
        bytes: Buffer.from(file.content),
      });
      if (handed.ok) await notes.update(given(rendered.value.access));
      return handed.ok ? handed : translate(handed.error, ['cancelled'], 'write-failed');
    },
  };
};

/** Notes who may sign in now, so that the next files and the screens can say who no longer can. */
const given =
  (access: AccessRecords) =>
  (now: WorkspaceState): WorkspaceState => ({ ...now, access: { ...now.access, ...access } });

/** Turns a name that the user chose into a file name that is valid on every system. */
export const fileName = (name: string): string =>
  `latchkey-${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)}`.replace(/-$/, '');
