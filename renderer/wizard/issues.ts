import { appPage, providerPage, withScheme } from '../../shared/addresses/pasted.ts';
import { canParseUrl } from '../../shared/can-parse-url.ts';
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

/** What a typed address is for. */
export interface AddressOf {
  readonly side: 'provider' | 'app';
  readonly kind: string | undefined;
  /** An example of a complete address. */
  readonly example: string;
  /** Redirect paths that the app is known to have. */
  readonly callbacks?: readonly string[];
}

/**
 * Checks a typed address before any request and offers what to write instead. An empty one is not an error yet:
 * it isn't finished.
 */
export function addressIssue(text: string, { t }: Speaker, of: AddressOf): FieldIssue | undefined {
  const address = text.trim();
  if (address === '') return undefined;
  const whole = withScheme(address);
  const page = pastedPage(whole ?? address, of);
  const offer = (value: string) => ({ offer: { value, label: t('field.url.offer', { url: value }) } });
  if (page) {
    return {
      severity: page.sure ? 'error' : 'warning',
      message: t(page.sure ? `field.url.page.${of.side}` : 'field.url.page.guess', {
        what:
          page.product === undefined
            ? t(`page.${page.page}`)
            : t('page.of', { page: t(`page.${page.page}`), product: page.product }),
      }),
      ...offer(page.root),
    };
  }
  if (!/^https?:\/\//i.test(address)) {
    return {
      severity: 'error',
      message: t('field.url.scheme'),
      ...(whole === undefined ? {} : offer(whole)),
    };
  }
  if (!canParseUrl(address)) return { severity: 'error', message: t('field.url', { example: of.example }) };
  return undefined;
}

/** The page of a product that an address is, instead of the product's root. */
export const pastedPage = (address: string, of: Pick<AddressOf, 'side' | 'kind' | 'callbacks'>) =>
  of.side === 'provider' ? providerPage(address, of.kind) : appPage(address, of.kind, of.callbacks);
