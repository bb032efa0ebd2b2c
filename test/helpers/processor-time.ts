import { parseDocument } from 'yaml';

/** CPU time of this process so far, in milliseconds. */
export const processorTime = (): number => process.cpuUsage().user / 1000;

/** Ordinary lines; reading them is the measure of how fast the machine is at the moment. */
const LINES = Array.from({ length: 12_000 }, (_, index) => `- { id: a${index}, uri: 'https://a/' }\n`).join(
  '',
);

/** What reading them takes where a limit in milliseconds is meant literally: an idle machine of two cores. */
const USUAL = 230;

const taken = (work: () => unknown): number => {
  const from = processorTime();
  work();
  return processorTime() - from;
};

/**
 * How long `work` takes, in milliseconds of CPU time on an idle machine. On a busy one, where the same work costs up to
 * three times as much, it is done again, and compared with a library's work of known length right beside it.
 *
 * @param limit a time below it is believed at once
 */
export function timeOf(work: () => unknown, limit: number): number {
  let least = taken(work);
  // The first time the library itself is being compiled.
  if (least >= limit) parseDocument(LINES);
  for (let again = 0; least >= limit && again < 3; again++) {
    const slower = Math.max(1, taken(() => parseDocument(LINES)) / USUAL);
    least = Math.min(least, taken(work) / slower);
  }
  return least;
}
