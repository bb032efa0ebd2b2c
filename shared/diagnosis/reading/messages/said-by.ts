import type { Recogniser } from '../recogniser.ts';

/** A message of one program: its words, what was found when it says them, and a text with them in it. */
export type Message = Omit<Recogniser, 'by' | 'versions'> & Required<Pick<Recogniser, 'example'>>;

/** What one program says. A further message is a further line. */
export const saidBy = (
  program: Pick<Recogniser, 'by' | 'versions'>,
  messages: readonly Message[],
): readonly Recogniser[] => messages.map((message) => ({ ...program, ...message }));
