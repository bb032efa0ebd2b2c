import type { ReactNode } from 'react';
import { Icon, type IconName } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { LANGUAGE, useSpeaker } from '../store/react.tsx';
import type { TestRun } from '../store/state.ts';
import type { Wiring } from '../wizard/use-connection.ts';
import { ACTORS, type Actor, type Message, sequenceOf } from './sequence.ts';

const ICONS: Partial<Record<Actor, IconName>> = { browser: 'people', here: 'key' };

/** The test login as a picture: who asks whom, as far as it got, each arrow drawn when it has happened. */
export function SequenceView(props: {
  readonly run: TestRun;
  readonly wiring: Wiring;
  readonly app: string;
  readonly provider: string;
  /** How long the whole login took, in milliseconds. */
  readonly took: number | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { run, wiring, app, provider, took } = props;
  const names: Record<Actor, string> = { browser: t('seq.browser'), provider, here: t('seq.here'), app };
  const seconds = (ms: number) =>
    t('test.happened.took', {
      seconds: (ms / 1000).toLocaleString(LANGUAGE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    });
  return (
    <section className="card seq" aria-labelledby="seq-title">
      <header className="row">
        <h2 id="seq-title" className="grow">
          {t('test.happened')}
        </h2>
        {took !== undefined && <span className="quiet small">{seconds(took)}</span>}
      </header>
      <div className="seq-actors" aria-hidden="true">
        {ACTORS.map((actor) => (
          <div key={actor}>
            {ICONS[actor] ? (
              <span className="mark">
                <Icon name={ICONS[actor]} size={18} />
              </span>
            ) : (
              <ProductMark
                kind={(actor === 'app' ? wiring.savedApp?.kind : wiring.savedProvider?.kind) ?? 'custom'}
                name={names[actor]}
              />
            )}
            <b className="cut-off">{names[actor]}</b>
            <small>
              {actor === 'here' ? t('seq.here.is', { app }) : actor === 'app' ? t('seq.app.is') : ''}
            </small>
          </div>
        ))}
      </div>
      <ol className="seq-run" aria-live="polite" aria-relevant="additions text">
        {sequenceOf(run).map((message) => (
          <Arrow key={message.id} message={message} names={names} seconds={seconds} />
        ))}
      </ol>
    </section>
  );
}

function Arrow(props: {
  readonly message: Message;
  readonly names: Record<Actor, string>;
  readonly seconds: (ms: number) => string;
}): ReactNode {
  const { t } = useSpeaker();
  const { message, names } = props;
  const { id, from, to, state, at_ms } = message;
  const [a, b] = [ACTORS.indexOf(from), ACTORS.indexOf(to)];
  const back = b < a;
  const waits = id === 'signs-in' && state === 'running';
  return (
    <li className={`seq-msg ${state} ${back ? 'back' : 'forth'} from-${Math.min(a, b)} to-${Math.max(a, b)}`}>
      <div>
        <span className="seq-from">
          {names[from]} → {names[to]}
        </span>
        {/* Another text takes its place, and none moves. */}
        <span key={state} className="seq-text">
          <StateMark state={state} text={waits ? t('seq.waits') : t(`seq.message.${id}`)} />
          {state !== 'waiting' && <span className="unheard">, {t(`state.${state}`)}</span>}
          {at_ms !== undefined && <span className="quiet small">{props.seconds(at_ms)}</span>}
        </span>
      </div>
    </li>
  );
}
