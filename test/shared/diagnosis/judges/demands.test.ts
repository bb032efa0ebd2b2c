import { describe, expect, it } from 'vitest';
import { demandFindings, encryptionFindings } from '../../../../shared/diagnosis/judges/demands.ts';
import type { EvidenceValue } from '../../../../shared/diagnosis/types.ts';
import { TARGET, targetOf } from '../evidence.ts';

const custom = targetOf('other', 'memos', {
  app: { kind: 'custom', url: 'https://x.example', redirect_uris: ['https://x.example/cb'] },
});

describe('a demand of the discovery document', () => {
  const of = (field: string, value: EvidenceValue, target = TARGET) =>
    demandFindings({ issuer: 'x', [field]: value }, target);
  const METHODS = 'token_endpoint_auth_methods_supported';
  const many = Array.from({ length: 12 }, (_, at) => `method-${at}`);

  it.each([
    ['require_pushed_authorization_requests', true, 'pushed-request', true],
    ['require_signed_request_object', true, 'request-object', true],
    [METHODS, ['private_key_jwt'], 'client-assertion', ['private_key_jwt']],
    [METHODS, many, 'client-assertion', many.slice(0, 10)],
    ['response_modes_supported', ['form_post'], 'response-mode', ['form_post']],
  ] as const)('%s %j is one that the known apps do not meet', (field, value, demand, actual) => {
    const data = { demand, field, actual };
    expect(of(field, value)).toEqual([{ severity: 'fail', code: 'provider-demands-more', data }]);
    // A custom app may meet it.
    expect(of(field, value, custom)).toEqual([{ severity: 'warn', code: 'provider-demands-more', data }]);
  });

  it.each([
    ['require_pushed_authorization_requests', false],
    ['require_pushed_authorization_requests', 'true'],
    ['require_signed_request_object', null],
    ['require_request_uri_registration', true],
    [METHODS, ['private_key_jwt', 'client_secret_basic']],
    [METHODS, ['client_secret_post']],
    [METHODS, ['none', 'tls_client_auth']],
    [METHODS, []],
    [METHODS, 'private_key_jwt'],
    ['response_modes_supported', ['form_post', 'query']],
    ['response_modes_supported', []],
    ['require_something_new', false],
    ['not_require_x', true],
    ['require_', true],
    ['require_a-b', true],
    [`require_${'x'.repeat(61)}`, true],
    // Names that every object has are no rules.
    ['toString', true],
    ['constructor', true],
  ] as const)('%s %j is none', (field, value) => {
    expect(of(field, value)).toEqual([]);
  });

  it('that is not known is warned of, whatever the app', () => {
    for (const field of ['require_something_new', `require_${'x'.repeat(60)}`]) {
      for (const target of [TARGET, custom]) {
        expect(of(field, true, target)).toEqual([
          { severity: 'warn', code: 'provider-demands-more', data: { demand: field, field, actual: true } },
        ]);
      }
    }
  });
});

describe('encryption', () => {
  const field = 'id_token_encryption_alg_values_supported';
  const authentik = targetOf('authentik', 'romm');
  const many = Array.from({ length: 12 }, (_, at) => `alg-${at}`);

  it('is what this client gets where the document is the client’s own', () => {
    for (const announced of [['RSA-OAEP-256'], many]) {
      expect(encryptionFindings({ [field]: announced }, authentik)).toEqual([
        { severity: 'fail', code: 'id-token-encrypted', data: { announced: announced.slice(0, 10), field } },
      ]);
      // Elsewhere it is an offer.
      expect(encryptionFindings({ [field]: announced }, TARGET)).toEqual([]);
    }
  });

  it('is not announced by an empty list, or by none', () => {
    for (const value of [[], 'RSA-OAEP', null])
      expect(encryptionFindings({ [field]: value }, authentik)).toEqual([]);
    expect(encryptionFindings({}, authentik)).toEqual([]);
  });
});
