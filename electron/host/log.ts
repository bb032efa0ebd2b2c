/** Writes one line about an event. Values are plain words and numbers; callers never pass secrets. */
export type Log = (event: string, data?: Readonly<Record<string, string | number | boolean>>) => void;

/** One line of a log, without its newline. Makes control characters visible, so that hostile text can't fake lines. */
export const logLine = (...[event, data = {}]: Parameters<Log>): string =>
  [event, ...Object.entries(data).map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' ');

/** Writes one line to stderr. */
export const logToStderr: Log = (event, data) => {
  process.stderr.write(`latchkey: ${logLine(event, data)}\n`);
};

/** Logs nothing: for tests and for hosts that should be quiet. */
export const noLog: Log = () => {};
