import type { Problem } from '../../shared/host/common.ts';
import type { WorkspaceProblem } from '../../shared/workspace/problem.ts';

/** A mistake in a workspace file, in the form that screens show beside the field. */
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
  ...(place.file === undefined ? {} : { file: place.file }),
  line: place.line,
  column: place.column,
  ...(place.excerpt === '' ? {} : { excerpt: place.excerpt }),
});

/** The same for text that is not from a file: without line, column and excerpt. */
export function placelessProblem(problem: WorkspaceProblem): Problem {
  const { line, column, excerpt, file: _profile, ...rest } = problemView(problem);
  return rest;
}

/** Mistakes as lines for the detail of a failure. */
export const problemLines = (problems: readonly WorkspaceProblem[]): string =>
  problems
    .filter(({ severity }) => severity === 'error')
    .slice(0, 20)
    .map(({ file, line, column, message, suggestion }) =>
      `${file === undefined ? '' : `${file}:`}${line}:${column} ${message} ${suggestion}`.trim(),
    )
    .join('\n');
