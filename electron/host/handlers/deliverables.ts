import { noWay } from '../../../shared/apply/side.ts';
import { lossOf, nextRecords } from '../../../shared/client/access-loss.ts';
import { hindranceOf } from '../../../shared/client/listed-together.ts';
import { hasNoSso, obstacleOf } from '../../../shared/client/notices.ts';
import { own } from '../../../shared/own.ts';
import { ok } from '../../../shared/result.ts';
import { deliverableView, fieldDigests, keptLines } from '../deliverable-views.ts';
import { noSuchApp, refuse } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { fileDigests, stepDigest } from '../rendering.ts';
import { noSuchSecret } from '../secret-access.ts';

type Names = 'deliverables.preview' | 'deliverables.tick' | 'deliverables.way';

export const deliverableHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'deliverables.preview': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const store = await parts.secrets.store();
    if (!store.ok) return store;
    const masked = await parts.renderings.masked(workspace, store.value, [app]);
    if (!masked.ok) return masked;
    const obstacle = masked.value.connections
      .filter((one) => one.app.id === app && !hasNoSso(one))
      .map(obstacleOf)[0];
    const hindrance = obstacle ?? hindranceOf(workspace, [app]);
    if (hindrance) return refuse('invalid', `${hindrance.message} ${hindrance.fix ?? ''}`.trim());
    // A preview that shows a list without some of its clients would pass for the whole.
    const listed = masked.value.connections.filter((one) => !obstacleOf(one)).map((one) => one.app.id);
    if (!masked.value.known(app) || !listed.every((id) => masked.value.known(id)))
      return noSuchSecret('client id');
    const { ticks, access, ways } = await parts.stateOf(workspace.id).read();
    const shown = masked.value.connections.find((one) => one.app.id === app);
    const access_loss = shown && lossOf(access, shown);
    const chosen = { provider: own(ways.providers, workspace.apps[app]!.provider), app: own(ways.apps, app) };
    const wayOf = (side: 'provider' | 'app') => {
      const why = shown && noWay(shown, side);
      return why === undefined ? {} : { why };
    };
    return ok({
      api: { provider: wayOf('provider'), app: wayOf('app') },
      ways: {
        ...(chosen.provider === undefined ? {} : { provider: chosen.provider }),
        ...(chosen.app === undefined ? {} : { app: chosen.app }),
      },
      ...(access_loss === undefined ? {} : { access_loss }),
      deliverables: masked.value.deliverables.map((one) => deliverableView(masked.value, one, ticks)),
    });
  },

  'deliverables.tick': async ({ handle, app, digest, path, step, done }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (!Object.hasOwn(workspace.apps, app)) return GONE;
    const store = await parts.secrets.store();
    if (!store.ok) return refuse('write-failed', store.error.message);
    const masked = await parts.renderings.masked(workspace, store.value, [app]);
    if (!masked.ok) return refuse('write-failed', masked.error.message);
    const found = masked.value.deliverables.find((one) => one.path === path);
    const guideStep = found?.form === 'guide' ? found.steps.find(({ id }) => id === step) : undefined;
    if (
      found === undefined ||
      (step === undefined) !== (found.form === 'file') ||
      (step !== undefined && !guideStep)
    )
      return GONE;
    const digests = found.form === 'file' ? fileDigests(masked.value, found) : undefined;
    if (done && digest !== (digests?.file ?? stepDigest(masked.value, guideStep!)))
      return refuse(
        'changed-meanwhile',
        'This has changed since you saw it, so it was not ticked. Look at it again.',
      );

    const at = parts.now().toISOString();
    const shown = masked.value.connections.filter((one) => one.app.id === app);
    const kept = await parts.stateOf(workspace.id).update((state) => {
      // What is ticked at the provider has taken effect there.
      const applied = done && found.side === 'provider' ? nextRecords(state.access, shown) : {};
      const now = { ...state, access: { ...state.access, ...applied } };
      const former = Object.hasOwn(now.ticks, path) ? now.ticks[path]! : { steps: {} };
      if (digests !== undefined) {
        const { file: _file, ...rest } = former;
        const kept = found.form === 'file' ? keptLines(masked.value, found) : {};
        const tick = done
          ? { ...rest, file: { at, digest: digests.file, lines: digests.lines, ...kept } }
          : rest;
        return { ...now, ticks: { ...now.ticks, [path]: tick } };
      }
      const { [step!]: _step, ...others } = former.steps;
      const fields = fieldDigests(masked.value, guideStep!);
      const steps = done ? { ...others, [step!]: { at, digest, fields } } : others;
      return { ...now, ticks: { ...now.ticks, [path]: { ...former, steps } } };
    });
    return kept.ok ? ok({}) : kept;
  },

  'deliverables.way': async ({ handle, app, side, way }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const { provider } = workspace.apps[app]!;
    const kept = await parts.stateOf(workspace.id).update((state) => {
      const { providers, apps } = state.ways;
      const ways =
        side === 'provider'
          ? { providers: { ...providers, [provider]: way }, apps }
          : { providers, apps: { ...apps, [app]: way } };
      return { ...state, ways };
    });
    return kept.ok ? ok({}) : kept;
  },
});

const GONE = refuse(
  'no-such-deliverable',
  'This is not part of what there is to apply any more. Load the page again.',
);
