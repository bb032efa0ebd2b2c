import { ipcMain, type WebContents } from 'electron';
import { fail } from '../../shared/result.ts';
import type { Gate } from '../host/gate.ts';
import type { Log } from '../host/log.ts';
import { CHANNELS } from './channels.ts';
import { isTrustedSender, type Sender } from './sender.ts';

/** The windows whose messages are heard. */
export interface IpcServer {
  /** Lets a window in, until its page is gone. */
  admit(contents: WebContents): void;
}

/**
 * The single place that touches `ipcMain`. Who is not one of our windows showing our page is refused before the
 * gate sees anything; the gate does the rest. Subscriptions end with the document that opened them.
 */
export function setupIpc(gate: Gate, log: Log): IpcServer {
  const windows = new Set<number>();
  const running = new Map<number, Map<number, AbortController>>();

  const trusted = (message: Sender): boolean => {
    const allowed = isTrustedSender(message, windows);
    if (!allowed) log('refused a message of an unknown sender');
    return allowed;
  };
  const endAll = (page: number) => {
    const subscriptions = running.get(page);
    running.delete(page);
    for (const controller of subscriptions?.values() ?? []) controller.abort();
  };

  ipcMain.handle(CHANNELS.call, async (event, name: unknown, input: unknown) => {
    if (!trusted(event)) return fail('not-allowed', 'Only the window of Latchkey may ask for this.');
    return gate.call(name, input, {
      page: `window-${event.sender.id}`,
      signal: new AbortController().signal,
    });
  });

  ipcMain.on(CHANNELS.subscribe, (event, id: unknown, name: unknown, input: unknown) => {
    if (!trusted(event) || typeof id !== 'number' || !Number.isSafeInteger(id)) return;
    const contents = event.sender;
    const subscriptions = running.get(contents.id) ?? new Map<number, AbortController>();
    if (subscriptions.has(id)) return;
    const controller = new AbortController();
    running.set(contents.id, subscriptions.set(id, controller));
    void gate
      .subscribe(
        name,
        input,
        (frame) => {
          // Once ended from the page's side nobody listens; a reloaded page must not hear its forerunner's events.
          if (!controller.signal.aborted && !contents.isDestroyed()) contents.send(CHANNELS.frame, id, frame);
        },
        { page: `window-${contents.id}`, signal: controller.signal },
      )
      .finally(() => subscriptions.delete(id));
  });

  ipcMain.on(CHANNELS.unsubscribe, (event, id: unknown) => {
    if (!trusted(event) || typeof id !== 'number') return;
    running.get(event.sender.id)?.get(id)?.abort();
  });

  return {
    admit(contents) {
      const page = contents.id;
      windows.add(page);
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) endAll(page);
      });
      contents.on('render-process-gone', () => endAll(page));
      contents.once('destroyed', () => {
        windows.delete(page);
        endAll(page);
      });
    },
  };
}
