/** Names of the messages between the page and the desktop host. Only `ipc.ts` and `bridge.ts` use them. */
export const CHANNELS = {
  call: 'latchkey:call',
  subscribe: 'latchkey:subscribe',
  unsubscribe: 'latchkey:unsubscribe',
  frame: 'latchkey:frame',
} as const;
