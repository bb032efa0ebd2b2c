/** The built-in profiles as JSON text, by kind. */
declare const compiled: {
  readonly apps: Readonly<Record<string, string>>;
  readonly providers: Readonly<Record<string, string>>;
};
export default compiled;
