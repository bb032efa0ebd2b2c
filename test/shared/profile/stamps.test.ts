import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';

const RUNS = join(import.meta.dirname, '..', '..', 'interop', 'apps');

const runOf = (kind: string): string | undefined => {
  const file = join(RUNS, `${kind}.interop.ts`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

describe.each(PROFILE_KINDS)('%s', (kind) => {
  const { tested } = builtInProfile(kind)!;

  it.runIf(tested.how === 'run')('says “run by us” only with a real login that can be repeated', () => {
    const run = runOf(kind);
    expect(run, `test/interop/apps/${kind}.interop.ts`).toBeDefined();
    expect(run).toContain(`kind: '${kind}'`);
    const pinned = /version: 'v?([^']+)'/.exec(run!)?.[1];
    expect(tested.version).toContain(pinned);
  });

  it.runIf(runOf(kind) !== undefined)('says that it was run where a real login is there', () => {
    expect(tested.how).toBe('run');
  });
});
