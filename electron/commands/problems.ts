import path from 'node:path';
import type { WorkspaceProblem } from '../../shared/workspace/problem.ts';

/**
 * All mistakes of a workspace file as text: place, sentence, the line with a pointer, what to write instead.
 */
export function describeProblems(file: string, problems: readonly WorkspaceProblem[]): string {
  return problems
    .map((problem) => {
      // A mistake in a profile that the workspace names is shown with that file.
      const where = problem.file === undefined ? file : path.join(path.dirname(file), problem.file);
      const place = `${where}:${problem.line}:${problem.column}`;
      const excerpt = problem.excerpt ? `\n${problem.excerpt.replace(/^/gm, '    ')}` : '';
      const instead = problem.suggestion ? `\n    Instead: ${problem.suggestion}` : '';
      return `${place}: ${problem.message}${excerpt}${instead}`;
    })
    .join('\n');
}
