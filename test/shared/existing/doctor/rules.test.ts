import { describe, expect, test } from 'vitest';
import { examine, RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { type Finding, SEVERITIES } from '../../../../shared/existing/doctor/rule.ts';
import { SECRETS } from './across-cases.ts';
import type { Files } from './case.ts';
import { CASES, given } from './cases.ts';

const found = (files: Files): readonly Finding[] => {
  const reading = readExisting(given(files));
  return examine(reading, (clear, digest) =>
    SECRETS.has(digest) ? SECRETS.get(digest) === clear : undefined,
  );
};
const ids = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ rule }) => rule))].sort();

describe('the rules of the doctor', () => {
  test('are at least 90, each with an id of its own, sentences and a source', () => {
    expect(RULES.length).toBeGreaterThanOrEqual(90);
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, severity, says, fix, source } of RULES) {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
      expect(SEVERITIES).toContain(severity);
      expect(says, id).toMatch(/[.!}]$/);
      expect(fix.length, id).toBeGreaterThan(5);
      expect(source.ref.length, id).toBeGreaterThan(5);
    }
  });

  test('each has a file with just its mistake and one that almost has it', () => {
    expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  test.each(Object.entries(CASES))('%s: its mistake alone is found', (id, { bad, also = [] }) => {
    const findings = found(bad);
    expect(ids(findings), JSON.stringify(findings, null, 1).slice(0, 3000)).toEqual([id, ...also].sort());
    const { severity } = RULES.find((rule) => rule.id === id)!;
    for (const finding of findings.filter(({ rule }) => rule === id)) {
      expect(finding.severity).toBe(severity);
      expect(finding.line).toBeGreaterThan(0);
      // Nothing is left to be filled in, and nothing that was planted is told.
      expect(`${finding.message} ${finding.fix}`).not.toMatch(/\{[a-z_]+\}(?!\})|undefined/);
      expect(`${finding.message} ${finding.fix}`).not.toMatch(/PLANTED|c8p78n7p|JNRBzwAo/);
    }
  });

  test.each(Object.entries(CASES))('%s: nothing is found in what almost has it', (_id, { near }) => {
    expect(found(near)).toEqual([]);
  });
});
