/**
 * Gives every property test the seed that was asked for, so that two runs over the same tree try the same values.
 * Without one each run tries others.
 *
 * @param asked a whole number of 32 bits, decimal or hexadecimal with `0x`
 */
export async function seedProperties(asked: string | undefined): Promise<void> {
  if (asked === undefined || asked === '') return;
  const seed = Number(asked);
  if (!Number.isInteger(seed)) throw new Error(`LATCHKEY_PROPERTY_SEED is no whole number: ${asked}`);
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seed | 0 });
}
