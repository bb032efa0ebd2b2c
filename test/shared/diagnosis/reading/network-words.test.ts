import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { NETWORK_WORDS } from './network-words.ts';

/** What programs put before such words, and behind them. */
const AROUND: readonly ((words: string) => string)[] = [
  (words) => `OIDC discovery failed: ${words}`,
  (words) => `2026-01-02T03:04:05Z ERROR could not fetch the discovery document of the provider: ${words}`,
  (words) => `{"level":"error","msg":"provider discovery failed","error":${JSON.stringify(words)}}`,
];

describe.each(Object.entries(NETWORK_WORDS))('%s', (cause, words) => {
  it.each(words)('is heard in: %s', (one) => {
    expect(AROUND.map((around) => explain(around(one))[0]?.id)).toEqual(AROUND.map(() => cause));
  });
});
