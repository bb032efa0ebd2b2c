import type { ProofCode } from './proofs.ts';
import { type Check, type CheckStatus, LIGHTS, type Light, type Report } from './types.ts';

/** One light of a report: its meaning, its state and what was or was not observed. */
export interface LightState {
  readonly light: Light;
  readonly title: string;
  readonly status: CheckStatus;
  /** One sentence that says what was tested. */
  readonly sentence: string;
}

export const LIGHT_TITLES: Readonly<Record<Light, string>> = {
  provider: 'Provider reachable',
  client: 'Client and secret',
  'test-callback': 'Test callback',
  'app-callback': 'App’s callback',
  'app-request': 'What the app really sends',
  claims: 'Claims for this app',
  'app-network': 'The app’s own network',
};

/**
 * What must have been seen before a light turns green: of every group at least one proof, made by a check of
 * this light that did not stay open. Nothing else turns a light green.
 */
export const GREEN_BY: Readonly<Record<Light, readonly (readonly ProofCode[])[]>> = {
  provider: [
    ['document-read'],
    ['issuer-equal'],
    ['keys-usable'],
    ['endpoints-equal', 'no-endpoint-written'],
  ],
  client: [['wrong-secret-refused', 'no-secret-needed', 'tokens-received']],
  'test-callback': [['code-received'], ['signature-valid'], ['token-for-this-login']],
  'app-callback': [['app-address-answered', 'app-address-told-apart']],
  'app-request': [['app-client-equal'], ['app-redirect-equal'], ['app-provider-equal']],
  claims: [['claims-found']],
  'app-network': [['app-reached-provider']],
};

const GREEN: Readonly<Record<Light, string>> = {
  provider: 'From this machine the provider answers, with the right issuer and endpoints and usable keys.',
  client: 'The provider knows the client and accepts its credentials.',
  'test-callback': 'The test’s own redirect address got a valid answer.',
  'app-callback': 'The provider accepts the app’s own redirect address.',
  'app-request': 'The app itself, asked now, sends its own client ID and redirect address to this provider.',
  claims: 'The user who signed in has the claims that this app reads, where it reads them.',
  'app-network': 'From inside its container the app finds the provider.',
};

const NOT_SEEN: Readonly<Record<Light, string>> = {
  provider: 'Not seen: the provider could not be judged.',
  client: 'Not seen: whether the provider accepts these credentials.',
  'test-callback': 'Not seen: no test login was made, or it did not come back.',
  'app-callback': 'Not seen: the provider does not tell before a login.',
  'app-request': 'Not seen: the app was not asked, or it shows its request only to a browser.',
  claims: 'Not seen: only a test login shows the claims.',
  'app-network': 'Not seen: run the container probe in the app’s container.',
};

/** Returns the separate lights. What could not be observed is inconclusive, never a pass. */
export function lights(report: Pick<Report, 'checks'>): readonly LightState[] {
  return LIGHTS.map((light) => {
    const checks = report.checks.filter((check) => check.light === light);
    const status = lightStatus(light, checks);
    return { light, title: LIGHT_TITLES[light], status, sentence: sentence(light, status, checks) };
  });
}

/** The state of one light, from the checks of the whole run. Screens use this and have no rule of their own. */
export function lightStatus(light: Light, checks: readonly Check[]): CheckStatus {
  const own = checks.filter((check) => check.light === light);
  if (own.some((check) => check.status === 'fail')) return 'fail';
  const closed = own.filter((check) => check.status !== 'inconclusive');
  const isSeen = (proof: ProofCode) => closed.some((check) => check.proofs?.includes(proof));
  if (!GREEN_BY[light].every((group) => group.some(isSeen))) return 'inconclusive';
  return own.some((check) => check.status === 'warn') ? 'warn' : 'pass';
}

function sentence(light: Light, status: CheckStatus, checks: readonly Check[]): string {
  if (status === 'inconclusive') {
    const cameBack =
      light === 'test-callback' && checks.some((check) => check.id === 'S9' && check.status === 'pass');
    return cameBack ? 'Not seen: an ID token to judge, though the answer itself came back.' : NOT_SEEN[light];
  }
  if (status !== 'pass') {
    const why = checks.filter((check) => check.status === status);
    return (why.find((check) => check.because_of === undefined) ?? why[0])!.summary;
  }
  const open = checks.filter((check) => check.status === 'inconclusive').map((check) => check.title);
  return open.length === 0 ? GREEN[light] : `${GREEN[light]} Not seen: ${open.join('; ')}.`;
}
