import { expect, test } from 'vitest';
import { redactText } from '../../../shared/diagnosis/redact.ts';
import { timeOf } from '../../helpers/processor-time.ts';

test('redacting takes linear time on text made to slow it down', () => {
  for (const piece of [
    'code="',
    'authorization=',
    'token:',
    '%3D',
    '://a',
    '$5',
    'eyJ',
    '-----BEGIN PRIVATE KEY-----',
    'a'.repeat(50),
    "password='",
    '=>',
    'Bearer ',
  ]) {
    const text = piece.repeat(Math.ceil((1 << 20) / piece.length));
    expect(
      timeOf(() => redactText(text), 4000),
      piece,
    ).toBeLessThan(4000);
  }
});
