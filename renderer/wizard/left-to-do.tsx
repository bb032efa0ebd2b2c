import type { ReactNode } from 'react';
import { apiFocus, stepFocus } from '../apply/sides.ts';
import { useTitle } from '../apply/step-title.ts';
import { Button } from '../components/button.tsx';
import { prose } from '../components/code-words.ts';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { RouteLink } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Told } from '../components/told.tsx';
import { Way, WayList } from '../components/way-list.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import type { Wiring } from './use-connection.ts';
import type { WhatRemains } from './use-remaining.ts';

/** What keeps people from signing in, or was not looked at: the secrets, the test, and every step that is open. */
export function LeftToDo({
  wiring,
  what,
  leads = false,
}: {
  readonly wiring: Wiring;
  readonly what: WhatRemains;
  /** True: the screen’s own button leads to a test that failed, so its line needs none. */
  readonly leads?: boolean;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  const title = useTitle();
  const { handle, appId: app } = wiring;
  const { sides, failure } = what;
  const { secret, test, steps } = what.remaining;
  const to = (step: 'secrets' | 'test') => actions.go({ at: 'connect', handle, app: wiring.key, step });
  return (
    <>
      {failure !== undefined && <NoticeBox tone="warning">{failure}</NoticeBox>}
      {(secret !== undefined || test !== undefined) && (
        <WayList>
          {secret !== undefined && (
            <Way
              icon="key"
              title={t(`done.left.secret.${secret}`)}
              text={t(`done.left.secret.${secret}.about`)}
            >
              <Button
                small
                onPress={() =>
                  secret === 'missing' ? to('secrets') : actions.go({ at: 'rotate', handle, app })
                }
              >
                {t(`done.left.secret.${secret}.go`)}
              </Button>
            </Way>
          )}
          {test && (
            <Way
              icon={test.is === 'failed' ? 'fail' : test.is === 'remark' ? 'warn' : 'unseen'}
              title={t(`done.left.test.${test.is}`)}
              text={test.what === undefined ? t(`done.left.test.${test.is}.about`) : prose(test.what)}
            >
              {leads && test.is === 'failed' ? null : (
                <Button small onPress={() => to('test')}>
                  {t(`done.left.test.${test.is}.go`)}
                </Button>
              )}
            </Way>
          )}
        </WayList>
      )}
      {steps.length > 0 && (
        <section className="card left-steps" aria-labelledby="left-steps">
          <h3 id="left-steps">{n('done.left.steps', steps.length)}</h3>
          <ul>
            {steps.map(({ side, step, state }) => {
              const name = sides.find((one) => one.side === side)?.name ?? '';
              return (
                <li key={step.key}>
                  <RouteLink
                    to={{
                      at: 'connect',
                      handle,
                      app,
                      step: 'apply',
                      focus:
                        step.way === 'api'
                          ? apiFocus(side)
                          : stepFocus(step.step?.id ?? step.files.flat()[0] ?? ''),
                    }}
                  >
                    <span className="grow">
                      <span className="quiet">{name}:</span> {title(step)}
                    </span>
                    <StateMark
                      state={state === 'changed' ? 'warn' : 'waiting'}
                      text={t(`provider.steps.${state}`)}
                    />
                    <Icon name="next" size={14} />
                  </RouteLink>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

/** What is good to know at the first login: what is seen there, the way back in, and the app's own messages. */
export function SignInList({
  notes,
  app,
}: {
  readonly notes: WhatRemains['notes'];
  readonly app: string;
}): ReactNode {
  const { t } = useSpeaker();
  const lines = notes.flatMap(({ fields, notes: said }) => [
    ...fields.map(({ label, value }) => `${label}: ${value}`),
    ...said,
  ]);
  if (lines.length === 0) return null;
  return (
    <section className="card sign-in-notes" aria-labelledby="sign-in-notes">
      <h2 id="sign-in-notes">{t('done.notes', { app })}</h2>
      <ul className="points">
        {lines.map((line) => (
          <li key={line}>
            <Told text={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}
