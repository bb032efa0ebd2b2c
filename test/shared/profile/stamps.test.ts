import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';

const RUNS = join(import.meta.dirname, '..', '..', 'interop', 'apps');

const runOf = (kind: string): string | undefined => {
  const file = join(RUNS, `${kind}.interop.ts`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

describe('“run by us”', () => {
  const ran = PROFILE_KINDS.filter((kind) => builtInProfile(kind)!.tested.how === 'run');

  it.each(ran)('%s says so only with a real login that can be repeated', (kind) => {
    const run = runOf(kind);
    expect(run, `test/interop/apps/${kind}.interop.ts`).toBeDefined();
    expect(run).toContain(`kind: '${kind}'`);
    const pinned = /version: 'v?([^']+)'/.exec(run!)?.[1];
    expect(builtInProfile(kind)!.tested.version).toContain(pinned);
  });

  it('stands wherever a real login is there', () => {
    expect(PROFILE_KINDS.filter((kind) => runOf(kind) !== undefined)).toEqual(ran);
  });
});
