import { describe, expect, it } from 'vitest';
import { causeParts } from '../../../renderer/testing/cause-parts.ts';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { FINDING_CODES } from '../../../shared/diagnosis/findings.ts';
import { APP_NAMES, check, connectionOf, finding, PROVIDER_NAMES } from '../../shared/diagnosis/setups.ts';

describe('a cause in parts', () => {
  it('has its usual reasons one by one, and brackets whole', () => {
    expect(
      causeParts(
        'It was refused. Usual reasons: an old secret, a lost sign (a newline, a quote), or another one. So it is.',
      ),
    ).toEqual({
      lead: 'It was refused. Usual reasons:',
      reasons: ['an old secret', 'a lost sign (a newline, a quote)', 'another one'],
      rest: 'So it is.',
    });
    expect(causeParts('One thing only.')).toEqual({ lead: 'One thing only.', reasons: [], rest: '' });
  });

  it('has several, wherever a text of ours says that there are', () => {
    const connections = PROVIDER_NAMES.flatMap((provider) =>
      APP_NAMES.map((app) => connectionOf(provider, app)),
    );
    const causes = connections.flatMap((connection) => [
      ...FINDING_CODES.flatMap((code) =>
        ['P1', 'P8', 'S9', 'P7', 'S17', 'A1'].flatMap((place) =>
          diagnose([check(place as 'P1', [finding(code)])], connection),
        ),
      ),
      ...explain('invalid_client: Client authentication failed', { connections: [connection] }),
    ]);
    const several = [...new Set(causes.map(({ cause }) => cause))].filter((cause) =>
      /Usual reasons/.test(cause),
    );
    expect(several.length).toBeGreaterThan(5);
    for (const cause of several) {
      const { reasons } = causeParts(cause);
      expect(reasons.length, cause).toBeGreaterThan(1);
      for (const reason of reasons) expect(reason, cause).toMatch(/^[^,.][^()]*(?:\([^()]*\)[^()]*)?$/);
    }
  });
});
