import { deriveConnection } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import { ok } from '../../../shared/result.ts';
import { finishTest, prepareTest } from '../app-test.ts';
import { noSuchApp, refuse, translate } from '../failures.ts';
import type { CallHandlers, StreamHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';

type Names = 'login.paste' | 'login.cancel';

export const loginHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'login.paste': async ({ login, url }) => {
    const session = parts.logins.session(login);
    if (session === undefined) return noSuchLogin;
    const taken = session.paste(url);
    return taken.ok ? ok({}) : translate(taken.error, [], 'not-a-callback');
  },
  'login.cancel': async ({ login }) => (parts.logins.cancel(login) ? ok({}) : noSuchLogin),
});

export const loginStreams = (parts: HostParts): Pick<StreamHandlers, 'login.start'> => ({
  'login.start': async ({ handle, app, mode, timeout_s, trust_hosts }, emit, { signal }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    if (!Object.hasOwn(workspace.apps, app)) return noSuchApp(app);
    const obstacle = obstacleOf(deriveConnection(workspace, app, app));
    if (obstacle) return refuse('invalid', `${obstacle.message} ${obstacle.fix ?? ''}`.trim());
    const login = parts.logins.begin(workspace.id, app);
    if (login === undefined)
      return refuse(
        'login-running',
        'A test login of this app is under way, perhaps in another window. End it there first.',
      );
    try {
      const test = await prepareTest(parts, open.value, app);
      if (!test.ok) return test;
      const { startLogin } = await import('../../services/login/login.ts');
      const ended = AbortSignal.any([signal, login.cancelled]);
      const began = performance.now();
      // The service opens the browser if the host can; otherwise the page shows the link.
      let opened = false;
      const openBrowser = async (url: string) => {
        const done = await parts.platform.openOutside(url);
        opened = done.ok && done.value === 'host';
      };
      const session = await startLogin(test.value.connection, test.value.secrets, {
        mode: mode === 'paste' ? 'paste-back' : 'loopback',
        openBrowser: parts.platform.host === 'desktop' ? openBrowser : false,
        signal: ended,
        trustHosts: trust_hosts,
        ...(timeout_s === undefined ? {} : { timeoutSeconds: timeout_s }),
        onReady: ({ url, redirect_uri, timeout_s: waits }) =>
          emit({ type: 'ready', login: login.id, url, opened, redirect_uri, timeout_s: waits }),
        onProgress: ({ step, state, text }) =>
          emit({
            type: 'step',
            id: step,
            at_ms: Math.round(performance.now() - began),
            title: text,
            detail: '',
            state: state === 'done' ? 'pass' : state === 'failed' ? 'fail' : 'running',
          }),
      });
      if (!session.ok) return translate(session.error, ['port-in-use'], 'invalid');
      parts.logins.attach(login.id, session.value);
      const outcome = await session.value.outcome;
      // If another window or a call cancelled the login, this page gets an error.
      if (login.cancelled.aborted) return refuse('cancelled', 'The test login was cancelled.');
      if (signal.aborted) return ok(undefined);
      for (const check of outcome.checks) emit({ type: 'check', check });
      emit({ type: 'report', record: await finishTest(parts, test.value, 'login', outcome) });
      return ok(undefined);
    } finally {
      parts.logins.end(login.id);
    }
  },
});

const noSuchLogin = refuse('no-such-login', 'This test login is over. Start another one.');
