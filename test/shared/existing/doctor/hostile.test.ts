import { describe, expect, test } from 'vitest';
import { examine, secretsToCompare } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import type { Finding } from '../../../../shared/existing/doctor/rule.ts';
import { CLIENT, HOSTILE, oidc } from '../../../helpers/hostile-texts.ts';
import { timeOf } from '../../../helpers/processor-time.ts';

const look = (name: string, text: string): readonly Finding[] => {
  const reading = readExisting([{ name, text }]);
  secretsToCompare(reading);
  return examine(reading, () => false);
};

describe('hostile files', () => {
  test.each(Object.entries(HOSTILE))('%s: an answer in less than a second', (name, text) => {
    look('warm-up', oidc(`    clients:\n${CLIENT}`));
    let findings: readonly Finding[] = [];
    const work = (): void => {
      findings = look(/providers|bindings|applications/.test(name) ? 'x.yaml' : 'file', text);
    };
    expect(timeOf(work, 1_000)).toBeLessThan(1_000);
    expect(Array.isArray(findings)).toBe(true);
    for (const { message, fix } of findings) expect(message.length + fix.length).toBeLessThan(3_000);
  });

  test('what can’t be read is told', () => {
    for (const name of ['ten megabytes of a word', 'brackets in brackets', 'maps in maps', 'a NUL'] as const)
      expect(look('file', HOSTILE[name]!).map(({ severity }) => severity)).toContain('error');
  });
});
