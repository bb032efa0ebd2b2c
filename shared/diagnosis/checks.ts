import type { Light } from './types.ts';

/**
 * All checks, in the order of a run. `check` runs the P checks; `login` runs the S checks and some P checks.
 */
export const CHECKS = {
  S1: { title: 'Issuer address', light: 'provider' },
  P2: { title: 'Connection and certificate', light: 'provider' },
  P1: { title: 'Discovery document', light: 'provider' },
  P3: { title: 'Plain http leads to https', light: 'provider' },
  P4: { title: 'Issuer, byte for byte', light: 'provider' },
  P5: { title: 'Signing keys', light: 'provider' },
  S7: { title: 'Clocks agree', light: 'provider' },
  P6: { title: 'Client is known', light: 'client' },
  P7: { title: 'App’s redirect address is registered', light: 'app-callback' },
  P8: { title: 'Client’s credentials are accepted', light: 'client' },
  P9: { title: 'Way of sending the secret is allowed', light: 'client' },
  P10: { title: 'PKCE as the app does it', light: 'client' },
  P11: { title: 'Scopes are allowed', light: 'client' },
  P12: { title: 'Endpoints, as written and as announced', light: 'provider' },
  P13: { title: 'Clients of the app’s other programs', light: 'client' },
  P14: { title: 'The app’s own request', light: 'app-request' },
  S2: { title: 'Connection and certificate', light: 'provider' },
  S3: { title: 'Discovery document', light: 'provider' },
  S4: { title: 'Issuer, byte for byte', light: 'provider' },
  S5: { title: 'Provider metadata', light: 'provider' },
  S6: { title: 'Signing keys', light: 'provider' },
  S8: { title: 'Authorization request', light: 'test-callback' },
  S9: { title: 'Answer to the test’s redirect address', light: 'test-callback' },
  S10: { title: 'Code exchanged for tokens', light: 'client' },
  S11: { title: 'ID token: signature', light: 'test-callback' },
  S12: { title: 'ID token: who, for whom, by whom', light: 'test-callback' },
  S13: { title: 'ID token: times', light: 'test-callback' },
  S14: { title: 'ID token: bound to the access token', light: 'test-callback' },
  S15: { title: 'Userinfo', light: 'claims' },
  S16: { title: 'Scopes granted', light: 'claims' },
  S17: { title: 'Claims this app reads', light: 'claims' },
  S18: { title: 'Refresh token', light: 'test-callback' },
  S19: { title: 'Logout', light: 'provider' },
} as const satisfies Record<string, { readonly title: string; readonly light: Light }>;

export type CheckId = keyof typeof CHECKS;

/** The checks that `check` may run, in order. Some of them may not apply to a connection. */
export const HEADLESS_CHECKS: readonly CheckId[] = [
  'S1',
  'P2',
  'P1',
  'P3',
  'P4',
  'P5',
  'S7',
  'P6',
  'P7',
  'P8',
  'P9',
  'P10',
  'P11',
  'P12',
  'P13',
  'P14',
];

/** The checks that `login` may run, in order. Some of them may not apply to a connection. */
export const LOGIN_CHECKS: readonly CheckId[] = [
  'S1',
  'S2',
  'S3',
  'S4',
  'S5',
  'S6',
  'S7',
  'S8',
  'P6',
  'P7',
  'P12',
  'S9',
  'S10',
  'S11',
  'S12',
  'S13',
  'S14',
  'S15',
  'S16',
  'S17',
  'S18',
  'S19',
];
