import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import * as KINDS from './kinds.ts';

/** What weighs less is a guess. */
const CLAIMED = 0.5;

describe.each(Object.entries<KINDS.Kind>(KINDS))('%s', (_, texts) => {
  it.each(texts)('%s', (text, ...causes) => {
    const [first] = explain(text);
    if (causes.length === 0) expect(first?.confidence ?? 0).toBeLessThan(CLAIMED);
    else expect(causes).toContain(first?.id);
  });
});
