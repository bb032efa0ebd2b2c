import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isPageUrl } from '../page/origin.ts';

/** The parts of a message that tell which page sent it. */
export type Sender = Pick<IpcMainInvokeEvent | IpcMainEvent, 'sender' | 'senderFrame'>;

/**
 * True if a message comes from the main frame of a window we opened and that frame shows our document.
 * False for a frame that has navigated away or was destroyed (`senderFrame` is null).
 */
export function isTrustedSender(message: Sender, windows: ReadonlySet<number>): boolean {
  const frame = message.senderFrame;
  if (frame === null || frame.detached || frame.parent !== null) return false;
  if (!windows.has(message.sender.id)) return false;
  return isPageUrl(frame.url);
}
