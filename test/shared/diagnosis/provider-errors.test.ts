import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { deriveConnection } from '../../../shared/client/derive.ts';
import { causeById } from '../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { atLeast } from '../../../shared/version.ts';
import type { ProviderKind } from '../../../shared/workspace/types.ts';

/** What providers are known to say, pasted by a person whose workspace has that provider. A new profile needs no line here. */

const connectionAt = (kind: ProviderKind, url: string, version: string) =>
  deriveConnection(
    {
      latchkey: 1,
      id: 'test',
      providers: { home: { kind, url, version } },
      apps: { memos: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' } },
    },
    'memos',
    'memosclient',
  );

const KINDS = PROVIDER_PROFILE_KINDS.filter((kind) => (builtInProvider(kind)!.errors ?? []).length > 0);

it('is asked of most providers', () => expect(KINDS.length).toBeGreaterThanOrEqual(8));

describe.each(KINDS)('what %s says', (kind) => {
  const profile = builtInProvider(kind)!;
  const errors = profile.errors!;
  const { lines, patches = [] } = providerOf(kind).versions;
  const told = (text: string, version: string) =>
    explain(`2026-11-26 ${text.replaceAll('…', 'abc')} (see the log)`, {
      connections: [connectionAt(kind, profile.url.example, version)],
    });
  const known = [...lines, ...patches].flatMap((version) =>
    errors
      .filter(
        ({ since, before }) =>
          (since === undefined || atLeast(version, since)) &&
          (before === undefined || !atLeast(version, before)),
      )
      .map((error) => ({ version, ...error })),
  );

  it('leads to a cause, every word of it', () => {
    expect(errors.filter(({ cause }) => cause === undefined).map(({ text }) => text)).toEqual([]);
  });

  it('leads first to the cause that its profile names for it, and to all of them where there are several', () => {
    const wrong = known
      .map(({ version, text, cause = [] }) => ({
        version,
        text,
        cause,
        told: told(text, version).map(({ id }) => id),
      }))
      .filter(({ cause, told: [first, ...others] }) =>
        cause.length === 1
          ? first !== cause[0]
          : !cause.includes(first!) || !cause.every((one) => one === first || others.includes(one)),
      );
    expect(wrong).toEqual([]);
  });

  it('is explained by what it means there, whether a cause is certain or not', () => {
    const silent = known.filter(
      ({ version, text, means }) =>
        !told(text, version).some(({ cause }) => cause.includes(means.replace(/\.$/, ''))),
    );
    expect(silent).toEqual([]);
  });

  it('names causes that there are, on a side where they can lie, of this product or of any', () => {
    for (const { cause = [], text } of errors)
      for (const id of cause) {
        const one = causeById(id);
        expect(one?.sides, `${id}: ${text}`).toContain('provider');
        expect(one?.products ?? [kind], `${id}: ${text}`).toContain(kind);
      }
  });

  it('has a cause for an address that is not registered, which every provider has words for', () => {
    const causes = errors.flatMap(({ cause }) => cause ?? []);
    expect(causes.filter((cause) => cause.startsWith('redirect-'))).not.toEqual([]);
  });
});
