import { ok } from '../../../shared/result.ts';
import { collectSecrets } from '../../services/secrets/bag.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { practiceWorkspace } from '../practice.ts';
import { changesFor } from '../practice-mistakes.ts';
import { applyChange } from '../workspace-edit.ts';
import { viewOf } from '../workspaces.ts';

type Names = 'practice.start' | 'practice.break' | 'practice.stop';

export const practiceHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'practice.start': async () => {
    const started = await parts.practice.start();
    if (!started.ok) return started;
    const { account, ...provider } = started.value;
    const before = parts.workspaces.all().find(({ practice }) => practice);
    const open =
      before === undefined ? await parts.workspaces.createPractice(practiceWorkspace(provider)) : ok(before);
    // The provider's login page offers the sample person; no password is needed.
    return open.ok
      ? ok({
          view: viewOf(open.value),
          account: { user: account, password: '' },
          broken: parts.practice.broken(),
        })
      : open;
  },

  'practice.break': async ({ handle, app, mistake }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!open.value.practice) return refuse('not-practice', 'This can only be done in practice.');
    const { workspace } = open.value;
    if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const store = await parts.secrets.store();
    if (!store.ok) return store;
    // Nobody has to answer questions before the practice: what is missing is made.
    const made = await collectSecrets(workspace, [app], store.value);
    if (!made.ok) return translate(made.error, ['no-such-app', 'keychain-locked'], 'keychain-unavailable');
    let { revision } = open.value;
    for (const change of changesFor(workspace, app, mistake)) {
      const edited = await parts.workspaces.edit(handle, revision, (text, now) =>
        applyChange(text, now, change),
      );
      if (!edited.ok) return edited;
      revision = edited.value.revision;
    }
    parts.practice.break(app, mistake);
    const now = parts.workspaces.get(handle);
    if (!now.ok) return now;
    await parts.practice.register(now.value.workspace, store.value);
    return ok(parts.practice.broken());
  },

  'practice.stop': async ({ handle }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (open.value.practice) await parts.practice.stop();
    return ok({});
  },
});
