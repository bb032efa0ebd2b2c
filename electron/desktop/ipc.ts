import path from 'node:path';
import { ipcMain, type WebContents } from 'electron';
import { fail } from '../../shared/result.ts';
import type { Gate } from '../host/gate.ts';
import type { Log } from '../host/log.ts';
import { CHANNELS } from './channels.ts';
import { isTrustedSender, type Sender } from './sender.ts';

/** Controls which windows may send messages. */
export interface IpcServer {
  /** Accepts messages of a window until its page is destroyed. */
  admit(contents: WebContents): void;
}

/**
 * The only code that uses `ipcMain`. Refuses every message that is not from one of our windows showing our
 * page; the gate does all other checks. Subscriptions end with the document that opened them.
 *
 * @param gate loads the gate on the first message, so that the window does not wait for it
 * @param dropped gets the absolute path of a file that was dropped on a window
 * @param droppedInside gets those of files that were dropped on a place of the page which takes them
 */
export function setupIpc(
  gate: () => Promise<Gate>,
  log: Log,
  dropped: (file: string) => void,
  droppedInside: (files: readonly string[]) => void,
): IpcServer {
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
    return (await gate()).call(name, input, {
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
    const context = { page: `window-${contents.id}`, signal: controller.signal };
    const send = (frame: unknown) => {
      // After a reload, the new page must not get events of the old page's subscriptions.
      if (!controller.signal.aborted && !contents.isDestroyed()) contents.send(CHANNELS.frame, id, frame);
    };
    void gate()
      // The page may have ended it before the gate was loaded.
      .then((loaded) =>
        controller.signal.aborted ? undefined : loaded.subscribe(name, input, send, context),
      )
      .finally(() => subscriptions.delete(id));
  });

  ipcMain.on(CHANNELS.unsubscribe, (event, id: unknown) => {
    if (!trusted(event) || typeof id !== 'number') return;
    running.get(event.sender.id)?.get(id)?.abort();
  });

  ipcMain.on(CHANNELS.dropped, (event, file: unknown) => {
    if (trusted(event) && isPath(file)) dropped(file);
  });

  ipcMain.on(CHANNELS.droppedInside, (event, files: unknown) => {
    if (trusted(event) && Array.isArray(files)) droppedInside(files.filter(isPath));
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

const isPath = (file: unknown): file is string =>
  typeof file === 'string' && path.isAbsolute(file) && !file.includes('\0');
