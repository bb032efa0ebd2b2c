import { homedir } from 'node:os';
import path from 'node:path';

/** The folder that is suggested to a person who types where a file is to be kept. It need not be there. */
export const suggestedFolder = (): string => path.join(homedir(), 'latchkey');
