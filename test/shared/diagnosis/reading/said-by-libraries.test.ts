import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { SAID_BY_LIBRARIES } from './said-by-libraries.ts';

describe.each(Object.entries(SAID_BY_LIBRARIES))('%s', (_, messages) => {
  it.each(messages)('is understood: %s', (message, ...causes) => {
    expect(causes).toContain(explain(message)[0]?.id);
  });
});
