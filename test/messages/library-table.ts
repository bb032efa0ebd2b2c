import { LEFT_OUT } from './left-out.ts';
import { LIBRARIES } from './libraries.ts';
import { readRecorded } from './recordings.ts';

/** The recorded libraries as rows of a Markdown table. */
export const libraryTable = (): string =>
  LIBRARIES.flatMap(({ id, name, language }) => {
    const recorded = readRecorded(id);
    if (!recorded) return [];
    const refused = recorded.recordings.filter((one) => one.outcome === 'refused').length;
    const versions = recorded.versions.join(', ');
    return [
      `| ${[id, name, language, versions, LEFT_OUT.includes(id) ? 'left out' : '', refused].join(' | ')} |`,
    ];
  }).join('\n');
