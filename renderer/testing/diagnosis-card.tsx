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
import { badgeOf, buttonOf, type Mend, type MendAt, type MendWay } from './where.ts';

/** False for a key of the workspace file: it is no place on a screen, and the button leads there. */
const isOnAScreen = ({ workspace_path: path, setting }: Diagnosis['fix']): boolean =>
  path === undefined || (path.startsWith('apps.') && !/^[a-z0-9_]+$/.test(setting ?? ''));

/** One cause: which side to edit, why, and exactly what to write, with a button to the right place. */
export function DiagnosisCard(props: {
  readonly diagnosis: Diagnosis;
  /** Product names, if known. */
  readonly provider: string | undefined;
  readonly app: string | undefined;
  /** Where it is mended; absent where the screen mends it itself. */
  readonly mend?: Mend;
  /** The app that a way is offered for, where nobody said which app it is about. */
  readonly offered?: string | undefined;
  readonly onGo?: (to: MendWay['to']) => void;
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
  const { at, ways } = props.mend ?? { at: diagnosis.either ? undefined : side, ways: [] };
  const Title = props.level === 3 ? 'h3' : 'h2';
  // A value alone puzzles: it is somebody's. A machine or a proxy has no screen here, so there it is the place's.
  const whose =
    at !== side && at !== undefined && (side === 'host' || side === 'proxy')
      ? t(`test.mend.whose.${at as Exclude<MendAt, Diagnosis['side'] | 'elsewhere'>}`)
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
            {at !== undefined && (
              <span className="side-tag">
                <Icon name="fail" size={13} /> {badgeOf(at, side, { provider, app }, { t })}
              </span>
            )}
            <span className="quiet">{sure}</span>
          </p>
          <Title>{prose(diagnosis.title)}</Title>
        </div>
        {ways.map((way) => (
          <Button
            key={way.at}
            look={props.quiet || ways.length > 1 ? 'plain' : 'primary'}
            iconAfter="next"
            onPress={() => props.onGo?.(way.to)}
          >
            {buttonOf(way, { provider, app: way.offer ? props.offered : app }, { t })}
          </Button>
        ))}
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
