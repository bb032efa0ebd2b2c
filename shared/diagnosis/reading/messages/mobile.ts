import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** WebKit, NetworkResourceLoader.cpp: what shows a page in an app follows no address of an app. */
const WEBKIT = saidBy({ by: 'WebKit' }, [
  {
    says: 'Redirection to URL with a scheme that is not HTTP(S)',
    finding: { cause: 'mobile-callback' },
    data: { view: 'web' },
    weight: 0.95,
    example:
      'Error Domain= Code=0 "Redirection to URL with a scheme that is not HTTP(S)" UserInfo={NSErrorFailingURLKey=com.example.notes://callback}',
  },
]);

const ANDROID = saidBy({ by: 'Android' }, [
  ...['oauth', 'callback', 'redirect'].map((path) => ({
    says: `No Activity found to handle Intent {…}:/{…}${path}`,
    finding: { cause: 'mobile-callback' },
    data: { view: 'none' },
    weight: 0.8,
    example: `android.content.ActivityNotFoundException: No Activity found to handle Intent { act=android.intent.action.VIEW dat=com.example.notes://${path} }`,
  })),
  {
    says: 'Unable to resolve host "{host}": No address associated with hostname',
    finding: { cause: 'provider-name-not-found' },
    data: { browser: true },
    weight: 0.93,
    example: 'Unable to resolve host "auth.example.com": No address associated with hostname',
  },
]);

/** What phones say. */
export const MOBILE: readonly Recogniser[] = [...WEBKIT, ...ANDROID];
