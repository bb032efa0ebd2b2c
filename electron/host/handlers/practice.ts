import { ok } from '../../../shared/result.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { practiceWorkspace } from '../practice.ts';
import { viewOf } from '../workspaces.ts';

type Names = 'practice.start' | 'practice.stop';

export const practiceHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'practice.start': async () => {
    const started = await parts.practice.start();
    if (!started.ok) return started;
    const { account, ...provider } = started.value;
    const before = parts.workspaces.all().find(({ practice }) => practice);
    const open =
      before === undefined ? await parts.workspaces.createPractice(practiceWorkspace(provider)) : ok(before);
    // The provider's login page offers the sample person; no password is needed.
    return open.ok ? ok({ view: viewOf(open.value), account: { user: account, password: '' } }) : open;
  },

  'practice.stop': async ({ handle }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (open.value.practice) await parts.practice.stop();
    return ok({});
  },
});
