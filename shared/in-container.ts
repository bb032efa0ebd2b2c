import { shellWord } from './shell.ts';

/** A shell line for a Docker host: runs a command line in the container of this name, with its input passed on. */
export const inContainer = (container: string, command: string): string =>
  `docker exec -i ${shellWord(container)} ${command}`;
