import type { ReactNode } from 'react';
import type { Check, EvidenceValue } from '../../shared/diagnosis/types.ts';
import { More } from '../components/more.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';

/** Every check with what was seen. The rows stand from the beginning, so that nothing jumps as answers come in. */
export function ChecksList({ run }: { readonly run: TestRun }): ReactNode {
  const { t } = useSpeaker();
  const planned = run.planned.filter((plan) => !run.checks.some((check) => check.id === plan.id));
  const order = (id: string) => run.planned.findIndex((plan) => plan.id === id);
  const checks =
    run.planned.length > 0 ? [...run.checks].sort((a, b) => order(a.id) - order(b.id)) : run.checks;
  return (
    <ul className="checks">
      {checks.map((check) => (
        <CheckRow key={check.id} check={check} />
      ))}
      {run.phase === 'checks' &&
        planned.map((plan) => (
          <li key={plan.id} className="check-row">
            <StateMark state="running" />
            <span className="grow">
              <b>{plan.title}</b>
            </span>
            <code className="quiet">{plan.id}</code>
          </li>
        ))}
      {checks.length === 0 && planned.length === 0 && (
        <li className="check-row quiet">{t('done.tested.never')}</li>
      )}
    </ul>
  );
}

function CheckRow({ check }: { readonly check: Check }): ReactNode {
  const { t } = useSpeaker();
  const evidence = Object.entries(check.evidence);
  return (
    <li className="check-row">
      <StateMark state={check.status} />
      <div className="grow">
        <b>{check.title}</b>
        <p className="quiet">
          {check.summary}
          {check.because_of && ` (${t('test.checks.because', { id: check.because_of })})`}
        </p>
        {evidence.length > 0 && (
          <More title={<small>{t('test.checks.evidence')}</small>}>
            <dl className="facts">
              {evidence.map(([name, value]) => (
                <div key={name}>
                  <dt>{name.replaceAll('_', ' ')}</dt>
                  <dd>
                    <code>{shown(value)}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </More>
        )}
      </div>
      <code className="quiet">{check.id}</code>
    </li>
  );
}

function shown(value: EvidenceValue): string {
  if (value === null) return '–';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
