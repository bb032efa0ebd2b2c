import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cataloguePage } from '../../../shared/diagnosis/catalogue-page.ts';

const page = join(import.meta.dirname, '../../../docs/diagnoses.md');

/** `UPDATE=1 npx vitest run test/shared/diagnosis/catalogue-page.test.ts` writes the page again. */
test('docs/diagnoses.md is what the catalogue says', () => {
  const made = cataloguePage();
  if (process.env['UPDATE']) writeFileSync(page, made);
  expect(readFileSync(page, 'utf8')).toBe(made);
});
