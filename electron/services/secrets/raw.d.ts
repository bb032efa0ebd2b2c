/** The bundler gives a file's text as a string for these. */
declare module '*?raw' {
  const text: string;
  export default text;
}
