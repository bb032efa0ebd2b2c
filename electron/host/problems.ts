import type { Problem } from '../../shared/host/common.ts';
import type { WorkspaceProblem } from '../../shared/workspace/problem.ts';

/** A mistake of a workspace file as screens show it, beside the field it is about. */
export const problemView = ({
  severity,
  code,
  path,
  message,
  suggestion,
  ...place
}: WorkspaceProblem): Problem => ({
  severity,
  code,
  path: path.join('.'),
  message,
  ...(suggestion === '' ? {} : { fix: suggestion }),
  line: place.line,
  column: place.column,
  ...(place.excerpt === '' ? {} : { excerpt: place.excerpt }),
});

/** The same for a text that no file holds: without a place in it. */
export function placelessProblem(problem: WorkspaceProblem): Problem {
  const { line, column, excerpt, ...rest } = problemView(problem);
  return rest;
}

/** Mistakes as lines of a failure's detail. */
export const problemLines = (problems: readonly WorkspaceProblem[]): string =>
  problems
    .filter(({ severity }) => severity === 'error')
    .slice(0, 20)
    .map(({ line, column, message, suggestion }) => `${line}:${column} ${message} ${suggestion}`.trim())
    .join('\n');
