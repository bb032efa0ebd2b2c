import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS } from './channels.ts';

/** Gives the page two functions (see `shared/host.ts`) and nothing else of Electron or Node. */
export function exposeBridge(): void {
  const listeners = new Map<number, (frame: unknown) => void>();
  let lastId = 0;

  ipcRenderer.on(CHANNELS.frame, (_event, id: unknown, frame: unknown) => {
    if (typeof id !== 'number') return;
    const listener = listeners.get(id);
    if (isLast(frame)) listeners.delete(id);
    listener?.(frame);
  });

  contextBridge.exposeInMainWorld('latchkey', {
    async call(name: string, input: unknown): Promise<unknown> {
      try {
        return await ipcRenderer.invoke(CHANNELS.call, name, input);
      } catch {
        // Reached if the input can't be cloned. The host returns every expected failure as a value.
        return refusal;
      }
    },

    subscribe(name: string, input: unknown, onFrame: (frame: unknown) => void): () => void {
      lastId += 1;
      const id = lastId;
      listeners.set(id, onFrame);
      try {
        ipcRenderer.send(CHANNELS.subscribe, id, name, input);
      } catch {
        listeners.delete(id);
        queueMicrotask(() => onFrame({ type: 'error', error: refusal.error }));
      }
      return () => {
        if (listeners.delete(id)) ipcRenderer.send(CHANNELS.unsubscribe, id);
      };
    },
  });
}

const isLast = (frame: unknown): boolean =>
  typeof frame === 'object' &&
  frame !== null &&
  'type' in frame &&
  (frame.type === 'end' || frame.type === 'error');

const refusal = {
  ok: false,
  error: { code: 'bad-input', message: 'This was not sent in the expected form.' },
} as const;
