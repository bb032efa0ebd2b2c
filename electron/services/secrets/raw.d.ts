/** For these imports, the bundler gives the file's text as a string. */
declare module '*?raw' {
  const text: string;
  export default text;
}
