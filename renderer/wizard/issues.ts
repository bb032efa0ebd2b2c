import { type AddressOf, repairAddress } from '../../shared/addresses/repair.ts';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import type { Notice } from '../../shared/catalog/types.ts';
import type { Problem } from '../../shared/host/common.ts';
import type { FieldIssue, Tidied } from '../components/fields.tsx';
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

/** What a typed address is for. */
export interface AddressFor extends AddressOf {
  /** An example of a complete address. */
  readonly example: string;
}

/** What is to be said of a typed address, and what to write instead. An error keeps the person from going on. */
export interface AddressIssue extends FieldIssue {
  /** Said while the field still has the focus. */
  readonly early: boolean;
}

/**
 * Checks a typed address before any request and offers what to write instead. An empty one is not an error yet:
 * it isn't finished.
 */
export function addressIssue(text: string, { t }: Speaker, of: AddressFor): AddressIssue | undefined {
  if (text.trim() === '') return undefined;
  const repair = repairAddress(text, of);
  if (repair) {
    const { value, parts, why, page, must } = repair;
    return {
      severity: must ? 'error' : 'warning',
      message: page
        ? t(page.sure ? `field.url.page.${of.side}` : 'field.url.page.guess', {
            what:
              page.product === undefined
                ? t(`page.${page.page}`)
                : t('page.of', { page: t(`page.${page.page}`), product: page.product }),
          })
        : t(`field.url.repair.${why === 'page' ? 'marks' : why}`),
      offer: { value, parts, label: t('field.url.use') },
      // A name without its beginning may still be on its way; what is early moves nothing when the field is left.
      early: why !== 'scheme',
    };
  }
  const address = text.trim();
  const message = !/^https?:\/\//i.test(address)
    ? t('field.url.scheme')
    : canParseUrl(address)
      ? undefined
      : t('field.url', { example: of.example });
  return message === undefined ? undefined : { severity: 'error', message, early: false };
}

/** The beginning that an address lacks, where nothing else is wrong with it: it is put there when the field is left. */
export function tidyAddress(text: string, { t }: Speaker, of: AddressOf): Tidied | undefined {
  const repair = repairAddress(text, of);
  if (repair?.why !== 'scheme' || repair.parts.some(({ is }) => is === 'dropped')) return undefined;
  const added = repair.parts.filter(({ is }) => is === 'added').map((part) => part.text);
  return { value: repair.value, said: t('field.url.added', { what: added.join('') }) };
}

/** The issue as it is shown: nothing is red before the field was left. */
export const shownIssue = (issue: AddressIssue | undefined, left: boolean): FieldIssue | undefined =>
  issue === undefined || left ? issue : issue.early ? { ...issue, severity: 'warning' } : undefined;
