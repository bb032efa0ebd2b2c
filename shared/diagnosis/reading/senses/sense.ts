import type { Recogniser, Sense } from '../recogniser.ts';

/** A message in which a thing and what is wrong with it stand near each other. */
export const sense = (finding: Recogniser['finding'], weight: number, says: Sense): Recogniser => ({
  by: 'a client library',
  says,
  finding,
  weight,
});
