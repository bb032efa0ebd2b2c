import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { fingerprint, Redactor } from '../../../../electron/services/network/redactor.ts';

it('the redactor takes a megabyte of tokens', () => {
  const redactor = new Redactor();
  const tokens = [1 << 20, 70_000, 60_000, 900].map((size) => randomBytes(size).toString('base64url'));
  for (const token of [...tokens, 'plantedSecretQ7vX2mK9rT4wZ8']) redactor.add(token);
  const text = redactor.text(`${tokens.join(' and ')}; plantedSecretQ7vX2mK9rT4wZ8`);
  expect(text).toBe(
    `${tokens.map(fingerprint).join(' and ')}; ${fingerprint('plantedSecretQ7vX2mK9rT4wZ8')}`,
  );
});
