/** Writes one line about what happened. Values are plain words and numbers; nothing secret is ever passed. */
export type Log = (event: string, data?: Readonly<Record<string, string | number | boolean>>) => void;

/** One line on stderr, with control characters made visible so that a hostile text can't forge lines. */
export const logToStderr: Log = (event, data = {}) => {
  const words = Object.entries(data).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  process.stderr.write(`latchkey: ${[event, ...words].join(' ')}\n`);
};

/** Keeps nothing: for tests and for hosts that were asked to be quiet. */
export const noLog: Log = () => {};
