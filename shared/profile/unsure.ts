/** What is not known for sure, each as a sentence of its own: glued together they read as one. */
export const unsureFacts = (unsure: readonly string[]): readonly string[] =>
  unsure.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1).replace(/\.$/, '')}.`);
