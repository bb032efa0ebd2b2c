import type { Connection, Consent } from '../../client/types.ts';
import { dialectOf } from './dialect.ts';

/** The flow that authentik runs between login and app: consent, and a second factor if it is wanted. */
export interface AuthorizationFlow {
  readonly slug: string;
  /** False: authentik ships the flow. True: it must be created, once for all apps with the same choices. */
  readonly custom: boolean;
  /** A stage that asks for a second factor. */
  readonly secondFactor: boolean;
  /** The consent stage of a custom flow. Absent: consent is never asked. */
  readonly consent?: ConsentStage;
}

export interface ConsentStage {
  readonly name: string;
  readonly mode: 'always_require' | 'expiring';
  /** In authentik's notation for durations, e.g. `weeks=4`. */
  readonly consent_expire_in?: string;
}

export const SECOND_FACTOR_STAGE = 'latchkey-second-factor';

/** Picks authentik's own flow if it does what is wanted; otherwise names a flow to create. */
export function authorizationFlow(connection: Connection): AuthorizationFlow {
  const { access, consent } = connection;
  const { implicit_flow, explicit_flow, consent_seconds } = dialectOf(connection);
  const secondFactor = access.policy === 'two_factor';
  if (!secondFactor && consent.mode === 'never')
    return { slug: implicit_flow, custom: false, secondFactor: false };
  if (!secondFactor && consent.mode === 'remembered' && consent.seconds === consent_seconds)
    return { slug: explicit_flow, custom: false, secondFactor: false };
  const stage = consentStage(consent);
  const word = consent.mode === 'remembered' ? consent.span : consent.mode;
  return {
    slug: `latchkey-${secondFactor ? 'two-factor-' : ''}consent-${word}`,
    custom: true,
    secondFactor,
    ...(stage === undefined ? {} : { consent: stage }),
  };
}

function consentStage(consent: Consent): ConsentStage | undefined {
  switch (consent.mode) {
    case 'never':
      return undefined;
    case 'always':
      return { name: 'latchkey-consent-always', mode: 'always_require' };
    case 'remembered':
      return {
        name: `latchkey-consent-${consent.span}`,
        mode: 'expiring',
        consent_expire_in: authentikSpan(consent.seconds),
      };
  }
}

const UNITS = [
  ['weeks', 604_800],
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** Writes seconds in the largest unit that divides them evenly, e.g. `weeks=4`. */
function authentikSpan(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0)!;
  return `${unit}=${seconds / size}`;
}
