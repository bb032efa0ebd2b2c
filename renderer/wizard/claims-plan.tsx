import { Fragment, type ReactNode } from 'react';
import type { ClaimPlan } from '../../shared/client/types.ts';
import { Rich } from '../components/rich.tsx';
import { useSpeaker } from '../store/react.tsx';

/** Which claims the app will read about users, and why. */
export function ClaimsPlanTable({ claims }: { readonly claims: readonly ClaimPlan[] }): ReactNode {
  const { t } = useSpeaker();
  return (
    <ul className="claims-plan">
      {claims.map((claim) => (
        <li key={claim.claim}>
          <span>
            <code>{claim.claim}</code>{' '}
            <small className="quiet">
              {t(`addresses.claims.${claim.level}`)},{' '}
              <Rich text={t(`addresses.claims.from.${claim.read_from}`)} />
            </small>
          </span>
          <span className="quiet">{claim.why}</span>
        </li>
      ))}
    </ul>
  );
}

/** The names of claims in one line, all of them as the app's files write them. */
export function Claims({ names }: { readonly names: readonly string[] }): ReactNode {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <code>{name}</code>
    </Fragment>
  ));
}
