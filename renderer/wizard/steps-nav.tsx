import { type ReactNode, useRef } from 'react';
import type { StandingWord } from '../../shared/standing/standing.ts';
import { type EntryState, stepMarks } from '../../shared/standing/steps.ts';
import { Icon } from '../components/icon.tsx';
import { RouteLink } from '../components/shell.tsx';
import { STEPS, type Step } from '../route.ts';
import { useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { useStanding } from '../store/standing.ts';
import { sameEntry } from './forms.ts';
import { hostOf } from './host-of.ts';
import type { Wiring } from './use-connection.ts';

/**
 * The steps, what was chosen in each, and which are done. A step is done by what is there and was seen, not by
 * a visit; every step that was visited can be opened at any time.
 */
export function StepsNav(props: {
  readonly wiring: Wiring;
  readonly step: Step;
  readonly reached: number;
}): ReactNode {
  const { t } = useSpeaker();
  const { wiring } = props;
  const store = useAppState((state) => state.session?.secret_store);
  const running = useAppState((state) => (state.tests[wiring.appId]?.phase ?? 'idle') !== 'idle');
  const known = useStanding(wiring.isNew ? undefined : wiring.appId);
  const now = STEPS.indexOf(props.step);
  const menu = useRef<HTMLDetailsElement>(null);
  const answered = useAnswered(wiring, now);
  const reached = wiring.isNew ? Math.min(props.reached, 2) : Math.max(props.reached, 5);

  const said: Record<Step, string> = {
    provider: [wiring.providerKind?.name, wiring.providerForm['version']].filter(Boolean).join(' '),
    app: [wiring.appKind?.name, wiring.appForm['version']].filter(Boolean).join(' '),
    addresses: wiring.appForm['url'] ? hostOf(wiring.appForm['url']) : '',
    secrets: wiring.isNew || !store ? '' : store.kind === 'session' ? t('store.session.short') : store.label,
    apply: !known || known.applied.total === 0 ? '' : t('overview.applied', known.applied),
    test: running
      ? t('overview.state.testing')
      : known
        ? t(`overview.state.${testWord(known.standing.word)}`)
        : '',
    done: '',
  };
  const marks = stepMarks({
    ...entryStates(wiring, props.reached),
    answered,
    secret: known?.secret,
    applied: known?.applied,
    standing: known?.standing,
  });
  const list = (
    <ol className="steps">
      {STEPS.map((step, index) => {
        const title = t(`step.${step}`);
        const mark = marks[step];
        const body = (
          <>
            <span className="n" aria-hidden="true">
              {mark === 'done' || mark === 'unseen' ? (
                <Icon name="check" size={11} />
              ) : mark === 'again' ? (
                <Icon name="warn" size={11} />
              ) : (
                index + 1
              )}
            </span>
            <span className="lb">
              {title}
              {mark !== 'open' && <span className="unheard"> ({t(`step.mark.${mark}`)})</span>}
              {said[step] && <small>{said[step]}</small>}
            </span>
          </>
        );
        return (
          <li
            key={step}
            title={[said[step], mark === 'unseen' && t('step.mark.unseen.about')].filter(Boolean).join('. ')}
          >
            {index <= reached || index === now ? (
              <RouteLink
                to={{ at: 'connect', handle: wiring.handle, app: wiring.key, step }}
                className={`step ${mark}`}
                {...(index === now ? { current: 'step' } : {})}
              >
                {body}
              </RouteLink>
            ) : (
              <span className="step later">{body}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
  return (
    <nav aria-label={t('nav.steps')} className="steps-menu">
      <div className="wide-only">{list}</div>
      {/* Another step closes it, and so does the one that is open already. */}
      <details key={props.step} className="narrow-only more" ref={menu}>
        <summary>
          <Icon name="next" size={13} />
          {t('nav.step', { n: now + 1, of: STEPS.length, title: t(`step.${props.step}`) })}
          <span className="progress" aria-hidden="true">
            <i style={{ inlineSize: `${(100 * (now + 1)) / STEPS.length}%` }} />
          </span>
        </summary>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears what its links are pressed with */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link that is pressed by a key is clicked too */}
        <div
          className="more-body"
          onClick={({ target }) => {
            if ((target as Element).closest('a') && menu.current) menu.current.open = false;
          }}
        >
          {list}
        </div>
      </details>
    </nav>
  );
}

/** The Test step says whether it was tested; what is not applied is said beside Apply. */
const testWord = (word: StandingWord): StandingWord => (word === 'unapplied' ? 'never' : word);

/** Whether the provider answered at its address, asked anew at each step; undefined while that is not known. */
function useAnswered({ handle, providerId, savedProvider }: Wiring, step: number): boolean | undefined {
  const generation = useAppState((state) => state.generation);
  const { value } = useAsked(
    'provider.answered',
    savedProvider === undefined ? null : { handle, provider: providerId },
    { generation: generation + step },
  );
  return value?.provider === providerId && value.url === savedProvider?.url ? value.at !== null : undefined;
}

/** What is saved of the first steps, what was only typed, and what has a mistake. */
function entryStates(wiring: Wiring, reached: number): Record<'provider' | 'app' | 'addresses', EntryState> {
  const { savedApp, savedProvider, appEntry, providerEntry, problems } = wiring;
  const mistaken = (path: string) =>
    problems.some(
      (one) => one.severity === 'error' && (one.path === path || one.path.startsWith(`${path}.`)),
    );
  const provider: EntryState = {
    saved: savedProvider !== undefined,
    edited: !sameEntry(savedProvider, providerEntry),
    mistaken: mistaken(`providers.${wiring.providerId}`),
  };
  const chosen = (entry: typeof savedApp) => entry && [entry.kind, entry.version, entry.edition];
  return {
    provider,
    app: {
      saved: savedApp !== undefined,
      edited: !sameEntry(chosen(savedApp), chosen(appEntry)),
      mistaken: ['kind', 'version', 'edition'].some((key) => mistaken(`apps.${wiring.appId}.${key}`)),
      left: wiring.isNew && reached > STEPS.indexOf('app') && isChosen(wiring),
    },
    addresses: {
      saved: savedApp !== undefined,
      edited: !sameEntry(savedApp, appEntry),
      mistaken: mistaken(`apps.${wiring.appId}`),
    },
  };
}

/** True for an app that is known, in an edition that can be connected. */
const isChosen = ({ appKind, appForm }: Wiring): boolean =>
  appKind !== undefined &&
  (appKind.editions?.some(({ id, supported }) => supported && id === appForm['edition']) ?? true);
