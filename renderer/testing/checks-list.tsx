import type { ReactNode } from 'react';
import type { Check, EvidenceValue } from '../../shared/diagnosis/types.ts';
import { Icon } from '../components/icon.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';

/**
 * Every check with what was seen. All rows exist from the start, so that nothing jumps when results arrive.
 */
export function ChecksList({ run }: { readonly run: TestRun }): ReactNode {
  const { t } = useSpeaker();
  const planned = run.planned.filter((plan) => !run.checks.some((check) => check.id === plan.id));
  const order = (id: string) => run.planned.findIndex((plan) => plan.id === id);
  const checks =
    run.planned.length > 0 ? [...run.checks].sort((a, b) => order(a.id) - order(b.id)) : run.checks;
  return (
    <ul className="checks">
      {checks.map((check) => (
        <CheckRow
          key={check.id}
          check={check}
          because={run.checks.find(({ id }) => id === check.because_of)?.title}
        />
      ))}
      {run.phase === 'checks' &&
        planned.map((plan) => (
          <li key={plan.id} className="check-row">
            <StateMark state="running" brief />
            <span className="grow">
              <b>{plan.title}</b>
            </span>
          </li>
        ))}
      {checks.length === 0 && planned.length === 0 && (
        <li className="check-row quiet">{t('done.tested.never')}</li>
      )}
    </ul>
  );
}

function CheckRow({
  check,
  because,
}: {
  readonly check: Check;
  /** The title of the check whose failure made this one fail. */
  readonly because: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const evidence = Object.entries(check.evidence);
  return (
    <li>
      <details className="check">
        <summary className="check-row">
          <StateMark state={check.status} brief />
          <span className="grow">
            <b>{check.title}</b>
            <span className="check-summary">
              <Told text={check.summary} />
              {because && ` (${t('test.checks.because', { title: because })})`}
            </span>
          </span>
          <Icon name="next" size={13} />
        </summary>
        <dl className="facts check-evidence" aria-label={t('test.checks.evidence')}>
          {evidence.map(([name, value]) => (
            <div key={name}>
              <dt>{name.replaceAll('_', ' ')}</dt>
              <dd>
                <code>{shown(value)}</code>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

function shown(value: EvidenceValue): string {
  if (value === null) return '–';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
