/** Names of the messages between the page and the desktop host. Only `ipc.ts`, `bridge.ts` and
 * `drop.ts` use them. */
export const CHANNELS = {
  call: 'latchkey:call',
  subscribe: 'latchkey:subscribe',
  unsubscribe: 'latchkey:unsubscribe',
  frame: 'latchkey:frame',
  dropped: 'latchkey:dropped',
  droppedInside: 'latchkey:dropped-inside',
} as const;
