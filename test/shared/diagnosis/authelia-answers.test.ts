import { expect, test } from 'vitest';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { check, connectionOf, finding } from './setups.ts';

/** The first diagnosis. The texts below are real answers of Authelia that were once misread. */
const first = (...checks: Parameters<typeof diagnose>[0]) =>
  diagnose(checks, connectionOf('authelia', 'romm'))[0];

test('a wrong secret is not taken for a wrong method because the sentence names both', () => {
  const refused = finding('secret-refused', {
    error: 'invalid_client',
    error_description:
      'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
    method: 'client_secret_basic',
  });
  expect(first(check('P8', [refused]))?.id).toBe('secret-wrong-or-swapped');
});

test('a sentence that goes on to name the method still names it', () => {
  const refused = finding('secret-refused', {
    error: 'invalid_client',
    error_description:
      "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_basic', however the OAuth 2.0 client registration does not allow this method.",
    method: 'client_secret_basic',
  });
  expect(first(check('P8', [refused]))?.id).toBe('wrong-secret-method');
});

test('status 400 at the discovery address is about the address it was asked by, not about the path', () => {
  const url = 'https://auth.example.com/.well-known/openid-configuration';
  const told = first(check('P1', [finding('discovery-not-found', { url, status: 400 })]));
  expect(told).toMatchObject({ id: 'idp-advertises-wrong-self', side: 'proxy' });
  expect(told?.fix).toMatchObject({ setting: 'authelia_url', value: 'https://auth.example.com' });
  expect(first(check('P1', [finding('discovery-not-found', { url, status: 404 })]))?.id).toBe(
    'discovery-path-wrong',
  );
});

test('a login that came to no end is told of before a warning', () => {
  const warned = { ...check('S2', [finding('tls-private-ca', {}, 'warn')]), status: 'warn' as const };
  const waited = {
    ...check('S9', [finding('callback-timed-out', {}, 'info')]),
    status: 'inconclusive' as const,
  };
  expect(first(warned, waited)?.id).toBe('login-not-finished');
});
