/** Made by `build/profiles.mjs`: the built-in profiles as JSON text, by kind. */
declare module 'virtual:latchkey-profiles' {
  const compiled: Readonly<Record<string, string>>;
  export default compiled;
}
