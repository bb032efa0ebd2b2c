import type { Notice } from '../../shared/catalog/types.ts';
import type { Problem } from '../../shared/host/common.ts';
import type { FieldIssue } from '../components/fields.tsx';
import type { Speaker } from '../text/text.ts';

/** The most severe issue of a field, from the workspace's problems and the catalog's notices. */
export function issueAt(
  path: string,
  problems: readonly Problem[],
  notices: readonly Notice[] = [],
): FieldIssue | undefined {
  const own = problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
  const problem = own.find((one) => one.severity === 'error') ?? own[0];
  if (problem) {
    return {
      severity: problem.severity,
      message: problem.message,
      ...(problem.fix ? { fix: problem.fix } : {}),
    };
  }
  const notice = notices.find((one) => one.path === path && one.severity !== 'info');
  if (!notice) return undefined;
  return {
    severity: notice.severity === 'error' ? 'error' : 'warning',
    message: notice.message,
    ...(notice.fix ? { fix: notice.fix } : {}),
  };
}

/** Checks a typed address before any request. An empty one is not an error yet: it isn't finished. */
export function addressIssue(text: string, { t }: Speaker, example: string): FieldIssue | undefined {
  const address = text.trim();
  if (address === '') return undefined;
  if (!/^https?:\/\//i.test(address)) return { severity: 'error', message: t('field.url.scheme') };
  if (!URL.canParse(address)) return { severity: 'error', message: t('field.url', { example }) };
  return undefined;
}
