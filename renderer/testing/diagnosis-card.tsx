import type { ReactNode } from 'react';
import type { Diagnosis } from '../../shared/diagnosis/types.ts';
import { Button } from '../components/button.tsx';
import { Value } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';

/** One cause: which side to edit, why, and exactly what to write, with a button to the right place. */
export function DiagnosisCard(props: {
  readonly diagnosis: Diagnosis;
  /** Product names, if known. */
  readonly provider: string | undefined;
  readonly app: string | undefined;
  readonly onWhere: (() => void) | undefined;
  /** True if no other cause claims to be the one. */
  readonly certain: boolean;
  /** What showed it. */
  readonly from: 'check' | 'login' | 'network' | 'page' | 'text';
  readonly level?: 2 | 3;
}): ReactNode {
  const { t } = useSpeaker();
  const { diagnosis, provider, app } = props;
  const { fix, side } = diagnosis;
  const Title = props.level === 3 ? 'h3' : 'h2';
  const where =
    side === 'provider'
      ? provider
        ? t('side.provider', { provider })
        : t('side.plain.provider')
      : side === 'app'
        ? app
          ? t('side.app', { app })
          : t('side.plain.app')
        : t(`side.${side}`);
  const sure =
    diagnosis.confidence >= 0.85 && props.certain
      ? `${t('test.diagnosis.sure')}: ${t(`test.diagnosis.from.${props.from}`)}`
      : t(diagnosis.confidence >= 0.5 ? 'test.diagnosis.likely' : 'test.diagnosis.maybe');
  return (
    <article className="diagnosis">
      <div className="diagnosis-head">
        <div className="grow stack tight">
          <p className="row small">
            <span className="side-tag">
              <Icon name="fail" size={13} /> {where}
            </span>
            <span className="quiet">{sure}</span>
          </p>
          <Title>{diagnosis.title}</Title>
        </div>
        {props.onWhere && (
          <Button look="primary" iconAfter="next" onPress={props.onWhere}>
            {t('test.diagnosis.where')}
          </Button>
        )}
      </div>
      <p className="quiet measure">{diagnosis.cause}</p>
      <p className="measure">
        <b>{fix.text}</b>
      </p>
      {(fix.value !== undefined || fix.current !== undefined) && (
        <dl className="change">
          {fix.current !== undefined && (
            <div className={fix.value === undefined ? 'now' : 'before'}>
              <dt>{t(fix.value === undefined ? 'test.diagnosis.current' : 'test.diagnosis.instead')}</dt>
              <dd>
                <code>{fix.current}</code>
              </dd>
            </div>
          )}
          {fix.value !== undefined && (
            <div className="after">
              <dt>
                {t('test.diagnosis.write')}
                {fix.setting && (
                  <>
                    {' '}
                    <span className="quiet">{t('test.diagnosis.in', { setting: fix.setting })}</span>
                  </>
                )}
              </dt>
              <dd>
                <Value value={fix.value} what={fix.setting ?? t('test.diagnosis.write')} />
              </dd>
            </div>
          )}
        </dl>
      )}
    </article>
  );
}
