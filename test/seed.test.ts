import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { seedProperties } from './helpers/property-seed.ts';

const before = fc.readConfigureGlobal();
afterEach(() => fc.configureGlobal(before));

async function valuesWith(seed: string | undefined): Promise<readonly number[]> {
  fc.resetConfigureGlobal();
  await seedProperties(seed);
  const seen: number[] = [];
  fc.assert(
    fc.property(fc.integer(), (one) => void seen.push(one)),
    { numRuns: 20 },
  );
  return seen;
}

describe('the seed of property tests', () => {
  it('makes a run try what another run with it tried', async () => {
    expect(await valuesWith('0xfedcba98')).toEqual(await valuesWith('0xfedcba98'));
    expect(await valuesWith('0xfedcba98')).not.toEqual(await valuesWith('0x12345678'));
    expect(await valuesWith(undefined)).not.toEqual(await valuesWith(''));
  });

  it('is a whole number or refused', async () => {
    await expect(seedProperties('abc')).rejects.toThrow('no whole number: abc');
  });
});
