import type { ReactNode } from 'react';
import type { Diagnosis } from '../../shared/diagnosis/types.ts';
import { SURE } from '../../shared/standing/open-steps-explain.ts';
import { Button } from '../components/button.tsx';
import { prose } from '../components/code-words.ts';
import { CopyButton } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { More } from '../components/more.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import { causeParts } from './cause-parts.ts';
import type { MendPlace } from './where.ts';

/** False for a key of the workspace file: it is no place on a screen, and the button leads there. */
const isOnAScreen = ({ workspace_path: path, setting }: Diagnosis['fix']): boolean =>
  path === undefined || (path.startsWith('apps.') && !/^[a-z0-9_]+$/.test(setting ?? ''));

/** One cause: which side to edit, why, and exactly what to write, with a button to the right place. */
export function DiagnosisCard(props: {
  readonly diagnosis: Diagnosis;
  /** Product names, if known. */
  readonly provider: string | undefined;
  readonly app: string | undefined;
  /** Where in the screens it is mended, and how one gets there. */
  readonly where: { readonly to: MendPlace; readonly go: () => void } | undefined;
  /** The ways to both sides, where either may be the one to mend. */
  readonly either?: readonly { readonly side: 'provider' | 'app'; readonly go: () => void }[];
  /** True if no other cause claims to be the one. */
  readonly certain: boolean;
  /** What showed it. */
  readonly from: 'check' | 'login' | 'network' | 'page' | 'text' | 'partly';
  readonly level?: 2 | 3;
  /** True where the screen has a primary button of its own. */
  readonly quiet?: boolean;
  /** Keeps why it is so, and what to do by hand, for whoever asks: a press writes it, and says beside it what. */
  readonly brief?: boolean;
  /** What to press, before the reasons: it stays where it is when they are opened. */
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const { diagnosis, provider, app } = props;
  const { fix, side } = diagnosis;
  const Title = props.level === 3 ? 'h3' : 'h2';
  // A machine or a proxy has no screen here: then the place is named to which the button leads.
  const place = side === 'host' || side === 'proxy' ? props.where?.to : undefined;
  const where = place
    ? t(`test.diagnosis.look.${place}`)
    : side === 'provider'
      ? provider
        ? t('side.provider', { provider })
        : t('side.plain.provider')
      : side === 'app'
        ? app
          ? t('side.app', { app })
          : t('side.plain.app')
        : t(`side.${side}`);
  // A value alone puzzles: it is somebody's.
  const whose = place
    ? t(`test.diagnosis.whose.${place}`)
    : fix.workspace_path !== undefined
      ? t('test.diagnosis.whose.workspace')
      : side === 'provider' && provider
        ? provider
        : side === 'app' && app
          ? app
          : t(`side.plain.${side}`);
  const setting = isOnAScreen(fix) ? fix.setting : undefined;
  const sure =
    diagnosis.confidence >= SURE && props.certain
      ? `${t('test.diagnosis.sure')}: ${t(`test.diagnosis.from.${props.from}`)}`
      : t(diagnosis.confidence >= 0.5 ? 'test.diagnosis.likely' : 'test.diagnosis.maybe');
  return (
    <article className="diagnosis">
      <div className="diagnosis-head">
        <div className="grow stack tight">
          <p className="row small">
            {/* A side is claimed only where one is known. */}
            {!diagnosis.either && (
              <span className="side-tag">
                <Icon name="fail" size={13} /> {where}
              </span>
            )}
            <span className="quiet">{sure}</span>
          </p>
          <Title>{prose(diagnosis.title)}</Title>
        </div>
        {props.either?.map((one) => (
          <Button key={one.side} iconAfter="next" onPress={one.go}>
            {t('test.diagnosis.steps', { name: props[one.side] ?? t(`test.diagnosis.side.${one.side}`) })}
          </Button>
        ))}
        {props.where && !props.either?.length && (
          <Button look={props.quiet ? 'plain' : 'primary'} iconAfter="next" onPress={props.where.go}>
            {t(`test.diagnosis.where.${props.where.to}`)}
          </Button>
        )}
      </div>
      {!props.brief && <Cause text={diagnosis.cause} />}
      {!props.brief && (
        <p className="todo measure">
          <b>
            <Told text={fix.text} />
          </b>
        </p>
      )}
      {(fix.value !== undefined || fix.current !== undefined) && (
        <div className="change">
          {fix.current !== undefined && (
            <section className="before">
              <header>
                {fix.value === undefined
                  ? t('test.diagnosis.current', { whose })
                  : t('test.diagnosis.instead')}
                {fix.value === undefined && setting && (
                  <span className="quiet">
                    <Told text={t('test.diagnosis.in', { setting })} />
                  </span>
                )}
              </header>
              <pre>{fix.current}</pre>
            </section>
          )}
          {fix.value !== undefined && (
            <section className="after">
              <header>
                <b>{t('test.diagnosis.write')}</b>
                {setting && (
                  <span className="quiet">
                    <Told text={t('test.diagnosis.in', { setting })} />
                  </span>
                )}
                {!props.brief && (
                  <CopyButton what={setting ?? t('test.diagnosis.write')} from={{ text: fix.value }} />
                )}
              </header>
              <pre>{fix.value}</pre>
            </section>
          )}
        </div>
      )}
      {props.children}
      {props.brief && (
        <More title={t('test.diagnosis.why')} reveals>
          <Cause text={diagnosis.cause} />
          <p className="measure">
            <Told text={fix.text} />
          </p>
        </More>
      )}
    </article>
  );
}

/** Why it is so. Several usual reasons are a list. */
function Cause({ text }: { readonly text: string }): ReactNode {
  const { lead, reasons, rest } = causeParts(text);
  return (
    <div className="cause quiet measure stack tight">
      <p>
        <Told text={lead} />
      </p>
      {reasons.length > 0 && (
        <ul className="points">
          {reasons.map((reason) => (
            <li key={reason}>
              <Told text={reason} />
            </li>
          ))}
        </ul>
      )}
      {rest !== '' && (
        <p>
          <Told text={rest} />
        </p>
      )}
    </div>
  );
}
