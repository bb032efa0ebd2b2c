/** Writes one line about an event. Values are plain words and numbers; callers never pass secrets. */
export type Log = (event: string, data?: Readonly<Record<string, string | number | boolean>>) => void;

/** Writes one line to stderr. Makes control characters visible, so that hostile text can't fake log lines. */
export const logToStderr: Log = (event, data = {}) => {
  const words = Object.entries(data).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  process.stderr.write(`latchkey: ${[event, ...words].join(' ')}\n`);
};

/** Logs nothing: for tests and for hosts that should be quiet. */
export const noLog: Log = () => {};
