/** The built-in profiles by kind: each gives its JSON text. */
declare const compiled: {
  readonly apps: Readonly<Record<string, () => string>>;
  readonly providers: Readonly<Record<string, () => string>>;
};
export default compiled;
