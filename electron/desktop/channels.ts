/** Names of the messages between the page and the desktop host; used by `ipc.ts` and `bridge.ts` alone. */
export const CHANNELS = {
  call: 'latchkey:call',
  subscribe: 'latchkey:subscribe',
  unsubscribe: 'latchkey:unsubscribe',
  frame: 'latchkey:frame',
} as const;
