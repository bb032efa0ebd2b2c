import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { rulesPage } from '../../../../shared/existing/doctor/page.ts';

const page = join(import.meta.dirname, '../../../../docs/doctor.md');

/** `UPDATE=1 npx vitest run test/shared/existing/doctor/page.test.ts` writes the page again. */
test('docs/doctor.md is what the rules say', () => {
  const made = rulesPage();
  if (process.env['UPDATE']) writeFileSync(page, made);
  expect(readFileSync(page, 'utf8')).toBe(made);
});

test('each rule stands there once', () => {
  const made = rulesPage();
  for (const { id } of RULES) expect(made.split(`\`${id}\``), id).toHaveLength(2);
});
