import type { ReactNode } from 'react';
import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import { useSpeaker } from '../store/react.tsx';
import { prose } from './code-words.ts';
import { Icon, type IconName } from './icon.tsx';

export type Shown = CheckStatus | 'running' | 'awaited' | 'waiting';

const ICONS: Record<CheckStatus, IconName> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  inconclusive: 'unseen',
};

/** Shows a state as shape, word and colour. */
export function StateMark({
  state,
  text,
  brief = false,
}: {
  readonly state: Shown;
  readonly text?: string;
  /** Shows only shape and colour; screen readers still get the word. */
  readonly brief?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  return (
    <span className={`state ${state}`}>
      {state === 'running' ? (
        <span className="spinner" aria-hidden="true" />
      ) : (
        <Icon name={state === 'waiting' || state === 'awaited' ? 'unseen' : ICONS[state]} />
      )}
      <span className={brief ? 'unheard' : ''}>{text === undefined ? t(`state.${state}`) : prose(text)}</span>
    </span>
  );
}
