import type { AppHook } from '../profiled.ts';

/** What the profiles of these kinds can't say of them. */
export const APP_HOOKS: Readonly<Record<string, AppHook>> = {
  kestra: { kinds: { 'app-config': 'kestra-config' } },
  memos: { kinds: { 'app-config': 'memos-idp-json', 'app-request': 'memos-api' } },
};
