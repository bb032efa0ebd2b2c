import { type ReactNode, useState } from 'react';
import type { Check, EvidenceValue } from '../../shared/diagnosis/types.ts';
import { groupBy } from '../../shared/group-by.ts';
import { Icon } from '../components/icon.tsx';
import { More } from '../components/more.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';

/**
 * Every check with what was seen. All rows exist from the start, so that nothing jumps when results arrive.
 */
export function ChecksList({ run }: { readonly run: TestRun }): ReactNode {
  const { t, n } = useSpeaker();
  // A check that is done again is another row, and stays as open as it was.
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rowOf = (check: Check) => (
    <CheckRow
      key={check.id}
      check={check}
      open={open.has(check.id)}
      onOpen={(now) => setOpen((all) => new Set([...all, check.id].filter((id) => now || id !== check.id)))}
    />
  );
  const titleOf = (id: string | undefined) => run.checks.find((check) => check.id === id)?.title;
  const planned = run.planned.filter((plan) => !run.checks.some((check) => check.id === plan.id));
  const order = (id: string) => run.planned.findIndex((plan) => plan.id === id);
  const checks =
    run.planned.length > 0 ? [...run.checks].sort((a, b) => order(a.id) - order(b.id)) : run.checks;
  return (
    <ul className="checks">
      {checks.filter((check) => titleOf(check.because_of) === undefined).map(rowOf)}
      {/* What one failure stopped is said once. */}
      {[...groupBy(checks, (check) => titleOf(check.because_of))].map(([title, stopped]) => (
        <li key={title} className="check-row">
          <More title={n('test.checks.because', stopped.length, { title })}>
            <ul className="checks">{stopped.map(rowOf)}</ul>
          </More>
        </li>
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

function CheckRow(props: {
  readonly check: Check;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { check } = props;
  const evidence = Object.entries(check.evidence);
  const said = (
    <>
      <StateMark state={check.status} brief />
      <span className="grow">
        <b>{check.title}</b>
        <span className="check-summary">
          <Told text={check.summary} />
        </span>
      </span>
    </>
  );
  // Where nothing more was seen there is nothing to open.
  if (evidence.length === 0) return <li className="check-row">{said}</li>;
  return (
    <li>
      <details
        className="check"
        open={props.open}
        onToggle={(event) => props.onOpen(event.currentTarget.open)}
      >
        <summary className="check-row">
          {said}
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
  if (value === null || (Array.isArray(value) && value.length === 0)) return '–';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
