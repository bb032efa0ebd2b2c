import type { ReactNode } from 'react';
import { StateMark } from '../components/state-mark.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { LightView } from './lights.ts';

/** The lights, in the order in which a login passes them. */
export function LightsRow({ lights }: { readonly lights: readonly LightView[] }): ReactNode {
  const { t, n } = useSpeaker();
  return (
    <ul className="lights" aria-label={t('test.lights')}>
      {lights.map(({ light, state, summary, passed }) => (
        <li key={light} className={`light ${state}`}>
          <StateMark state={state} />
          <b>{t(`test.light.${light}`)}</b>
          {/* A long cause is cut; it stands whole among the checks. */}
          <small {...(summary !== undefined ? { title: summary } : {})}>
            {state === 'running' ? (
              '\u00a0'
            ) : state === 'awaited' ? (
              t('test.light.awaited')
            ) : summary !== undefined ? (
              <Told text={summary} />
            ) : passed > 0 ? (
              n('test.light.passed', passed)
            ) : (
              t(`test.light.none.${light}`)
            )}
          </small>
        </li>
      ))}
    </ul>
  );
}
