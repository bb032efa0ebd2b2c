import { describe, expect, it } from 'vitest';
import { saysIt } from '../../../renderer/testing/says-it.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import type { Diagnosis } from '../../../shared/diagnosis/types.ts';

const naming = (cause: string, fix: Partial<Diagnosis['fix']> = {}): Diagnosis => ({
  id: 'x',
  side: 'app',
  title: 'It is not registered',
  cause,
  confidence: 0.9,
  fix: { text: '', ...fix },
  explains: [],
});

describe('what a text says', () => {
  it('is every address that a cause names, also inside another address', () => {
    const text = 'GET /authorize?redirect_uri=https%3A%2F%2Fa.example.com%2Fback&x=1 refused';
    expect(saysIt(text, naming('It got https://a.example.com/back, which is not there.'))).toBe(true);
    expect(saysIt(text, naming('It got https://b.example.com/back.'))).toBe(false);
    expect(saysIt(text, naming('', { value: 'https://b.example.com/back' }))).toBe(false);
    expect(saysIt(text, naming('No address is named.'))).toBe(true);
  });

  it('holds of every diagnosis without a workspace, whose addresses can come from the text alone', () => {
    for (const text of [
      'invalid_request: redirect_uri https://notes.example.com/auth/callback did not match any of the registered',
      'getaddrinfo ENOTFOUND auth.example.com https://auth.example.com/.well-known/openid-configuration',
    ])
      for (const diagnosis of explain(text))
        expect(saysIt(text, { ...diagnosis, explains: [] }), diagnosis.cause).toBe(true);
  });
});
