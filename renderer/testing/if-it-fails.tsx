import type { ReactNode } from 'react';
import type { DeliverableView, GuideStepView } from '../../shared/host/deliverables.ts';
import { More } from '../components/more.tsx';
import { Name, Told, ToldPoints } from '../components/told.tsx';
import { useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import type { Wiring } from '../wizard/use-connection.ts';

/** What a guide says for a login that fails, such as where the provider’s log tells why. */
export const failureSteps = (deliverables: readonly DeliverableView[]): readonly GuideStepView[] =>
  deliverables
    .flatMap((one) => (one.form === 'guide' ? one.steps : []))
    .filter(({ after }) => after === 'failure');

/** The same, asked for: shown only where a login has failed. */
export function IfItFails({ wiring }: { readonly wiring: Wiring }): ReactNode {
  const generation = useAppState((state) => state.generation);
  const { value } = useAsked(
    'deliverables.preview',
    { handle: wiring.handle, app: wiring.appId },
    { generation },
  );
  return <FailureSteps steps={failureSteps(value?.deliverables ?? [])} />;
}

/** Each of these steps, folded. */
export function FailureSteps({ steps }: { readonly steps: readonly GuideStepView[] }): ReactNode {
  const { t } = useSpeaker();
  return steps.map(({ id, title, where, fields, note }) => (
    <More key={id} title={title} reveals>
      <section className="stack tight" aria-label={title}>
        <p className="quiet small">
          <Told text={where} />
        </p>
        <dl className="facts">
          {fields.map(({ label, value: text }) => (
            <div key={`${label} ${text}`}>
              <dt>
                <Name text={label} />
              </dt>
              <dd>
                <code>{text}</code>
              </dd>
            </div>
          ))}
        </dl>
        {note && (
          <div className="small">
            <ToldPoints text={note} />
          </div>
        )}
        <p className="quiet small">{t('test.fails.paste')}</p>
      </section>
    </More>
  ));
}
