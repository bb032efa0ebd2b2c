import { expect, test } from 'vitest';
import { redactText } from '../../../shared/diagnosis/redact.ts';
import { processorTime } from '../../helpers/processor-time.ts';

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
    const started = processorTime();
    redactText(text);
    expect(processorTime() - started, piece).toBeLessThan(4000);
  }
});
