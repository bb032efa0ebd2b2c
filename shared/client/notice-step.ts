import type { Notice } from '../catalog/types.ts';

/** Where a notice is acted on. */
export type NoticeStep = 'provider' | 'app' | 'addresses' | 'secrets' | 'apply' | 'test';

/** What can only be seen, or is done, once people sign in: the accounts they get, and the claims that arrive. */
const AT_TEST: readonly string[] = [
  'claim-in-the-wrong-place',
  'claim-not-checked',
  'email-verified-by-user',
  'existing-accounts',
  'found-by-name',
  'groups-at-login',
  'link-existing',
  'new-account',
  'new-accounts',
  'old-accounts',
  'username-rules',
  'users-by-sub',
  'uuid-usernames',
  'waiting-for-approval',
];

/** What the provider makes itself is brought along with the secrets. */
const AT_SECRETS: readonly string[] = ['client-id-from-provider', 'client-secret-from-provider'];

/** What is about the path of the app’s address, whether its profile says so or not. */
const SUB_PATH: readonly string[] = ['below-a-path', 'no-sub-path', 'sub-path'];

/** The notices of a profile are named after its kind as well. */
const isOf = (list: readonly string[], code: string): boolean =>
  list.some((one) => code === one || code.endsWith(`-${one}`));

/** True for a notice on an app that can’t, or may not, be served below a path. */
export const isAboutSubPath = ({ code }: Notice): boolean => isOf(SUB_PATH, code);

/**
 * The step of the wizard where a notice is acted on: at the field that it is about, where it names one. What can’t work
 * as it is stated stands with the addresses, because from there everything follows.
 */
export function noticeStep(notice: Notice): NoticeStep {
  const { path, code, severity } = notice;
  if (path?.startsWith('providers.')) return 'provider';
  if (path !== undefined && /^apps\.[^.]+\.(?:version|edition)$/.test(path)) return 'app';
  if (path !== undefined || isAboutSubPath(notice)) return 'addresses';
  if (notice.step !== undefined && severity !== 'error') return 'apply';
  if (isOf(AT_SECRETS, code)) return 'secrets';
  if (isOf(AT_TEST, code)) return 'test';
  return severity === 'error' ? 'addresses' : 'apply';
}
