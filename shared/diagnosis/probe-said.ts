import { probeCut, whyNoProbe } from './container-report.ts';
import { containerCheck, type ExplainContext } from './explain.ts';

/** What is said of the output of the container command in which no cause was recognised. */
export interface ProbeSaid {
  readonly text: string;
  /** Set if all is as it should be. `way`: the way to the provider alone, since the settings were compared with nothing. */
  readonly well?: 'way' | 'way-and-settings';
}

const CUT = {
  end: 'The output of the container command, but its end is missing. Copy everything between the two “latchkey-probe” lines, and these lines with it.',
  beginning:
    'The output of the container command, but its beginning is missing. Copy everything between the two “latchkey-probe” lines, and these lines with it.',
} as const;

/**
 * What a text says that is the output of the container command, a part of it, or what Docker said in its place; undefined
 * for every other text. For the command line and the screen alike.
 */
export function probeSaid(text: string, context: ExplainContext = {}): ProbeSaid | undefined {
  const seen = containerCheck(text, context);
  if (seen === undefined) {
    const cut = probeCut(text);
    // What the container command could not even begin is said by Docker.
    const said = cut === undefined ? whyNoProbe(text) : CUT[cut];
    return said === undefined ? undefined : { text: said };
  }
  if (seen.status !== 'pass' && seen.status !== 'warn') return { text: seen.summary };
  const compared = seen.evidence['variables_as_in_workspace'] !== undefined;
  return { text: seen.summary, well: compared ? 'way-and-settings' : 'way' };
}
