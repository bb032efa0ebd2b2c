import type { WorkspaceProblem } from '../../shared/workspace/problem.ts';

/**
 * All mistakes of a workspace file as text: place, sentence, the line with a pointer, what to write instead.
 */
export function describeProblems(path: string, problems: readonly WorkspaceProblem[]): string {
  return problems
    .map((problem) => {
      const place = `${path}:${problem.line}:${problem.column}`;
      const excerpt = problem.excerpt ? `\n${problem.excerpt.replace(/^/gm, '    ')}` : '';
      const instead = problem.suggestion ? `\n    Instead: ${problem.suggestion}` : '';
      return `${place}: ${problem.message}${excerpt}${instead}`;
    })
    .join('\n');
}
