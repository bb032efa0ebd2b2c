/** The built-in profiles as JSON text, by kind. */
declare const compiled: Readonly<Record<string, string>>;
export default compiled;
