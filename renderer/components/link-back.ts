const LINK =
  /\bhttp:\/\/(?:[a-z0-9-]+\.localhost|localhost|127(?:\.\d{1,3}){3}|\[::1\]):\d{1,5}\/\?token=[\w-]+/i;

/**
 * The one-time link of a newly started Latchkey in what a person pasted: the link alone, or the line that the terminal
 * printed. Only an address of this machine is one, so that nobody is led elsewhere.
 */
export const linkBackIn = (text: string): string | undefined => LINK.exec(text)?.[0];
