import { beforeAll, describe, expect, test } from 'vitest';
import { CLIENT, HOSTILE, oidc } from '../helpers/hostile-texts.ts';
import { timeOf } from '../helpers/processor-time.ts';
import { READERS } from '../helpers/text-readers.ts';

/** Milliseconds of an idle machine, as promised. All but a few end in half of it. */
const LIMIT = 1_000;

describe.each(Object.entries(READERS))('%s', (_where, read) => {
  beforeAll(() => {
    read(oidc(`    clients:\n${CLIENT}`), 'warm-up.yml');
  });

  test.each(Object.entries(HOSTILE))('ends at once: %s', (name, text) => {
    const file = /providers|bindings|applications/.test(name) ? 'x.yaml' : 'file';
    expect(timeOf(() => read(text, file), LIMIT)).toBeLessThan(LIMIT);
  });
});
