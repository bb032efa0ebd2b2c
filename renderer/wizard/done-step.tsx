import { type ReactNode, useState } from 'react';
import type { Standing } from '../../shared/standing/standing.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { SaveAsButton } from '../components/save-as.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { Way, WayList } from '../components/way-list.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { useStanding } from '../store/standing.ts';
import './done.css';
import { FailureSteps, failureSteps } from '../testing/if-it-fails.tsx';
import { hostOf } from './host-of.ts';
import { LeftToDo, SignInList } from './left-to-do.tsx';
import { appName, providerName } from './names.ts';
import { StepFrame } from './step-frame.tsx';
import { type RemovedAddress, TestAddress } from './test-address.tsx';
import type { Wiring } from './use-connection.ts';
import { useRemaining, type WhatRemains } from './use-remaining.ts';

/** What was seen, the question that only a person can answer, and what is left to do. */
export default function DoneStep({
  wiring,
  onBack,
}: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const known = useStanding(wiring.appId);
  const remains = useRemaining(wiring, known);
  const practice = useAppState((state) => state.view?.practice === true);
  const [asking, setAsking] = useState(false);
  const [removed, setRemoved] = useState<RemovedAddress>();
  const app = appName(wiring);
  const provider = providerName(wiring);

  if (!known || !remains) return <BusyLine text={t('overview.state.unknown')} />;
  const { standing } = known;
  const say = async (worked: boolean) => {
    setAsking(false);
    await actions.sayOfApp(wiring.appId, worked);
  };
  const what = outcome(standing);
  const names = {
    app,
    provider,
    host: hostOf(wiring.savedApp?.url ?? ''),
    when: standing.said_at ? speaker.ago(Date.parse(standing.said_at), Date.now()) : '',
  };
  const overview = () => actions.go({ at: 'overview', handle: wiring.handle });
  if (what === 'connected')
    return (
      <StepFrame
        title={t('done.title.connected', names)}
        lead={t('done.lead.connected', names)}
        onBack={onBack}
        actions={
          <>
            <Button
              onPress={() =>
                actions.go({ at: 'connect', handle: wiring.handle, app: 'new', step: 'provider' })
              }
            >
              {t('done.another')}
            </Button>
            <Button look="primary" onPress={overview}>
              {t('done.overview')}
            </Button>
          </>
        }
      >
        <NoticeBox tone="pass">
          <b>{t('done.seen.latchkey')}</b> {seenNames(standing, t) || t('done.seen.nothing')}.{' '}
          <b>{t('done.seen.you')}</b> {app}.
        </NoticeBox>
        <LeftOvers wiring={wiring} what={remains} removed={removed} onRemoved={setRemoved} />
        <SignInList notes={remains.notes} app={app} />
        <Button look="quiet" small className="self-start" onPress={() => void say(false)}>
          {t('done.not-any-more')}
        </Button>
      </StepFrame>
    );
  if (what === 'refused' && !asking)
    return (
      <StepFrame
        title={t('done.no.title')}
        lead={t(standing.logged_in ? 'done.no.lead' : 'done.no.lead.untested', names)}
        onBack={() => setAsking(true)}
        actions={
          <Button icon="check" onPress={() => void say(true)}>
            {t('done.no.after-all')}
          </Button>
        }
      >
        <WhatWasSeen wiring={wiring} names={names} />
        <SignInList notes={remains.notes} app={app} />
        <FailureSteps steps={failureSteps(remains.sides.flatMap(({ deliverables }) => deliverables))} />
        <LeftToDo wiring={wiring} what={remains} />
      </StepFrame>
    );
  // Also after a test that failed: a person's browser may reach what this machine does not.
  const asks = !practice && what !== 'changed';
  // Back from “No”: the question again, after the test that was there.
  const before =
    what === 'refused'
      ? standing.logged_in
        ? 'passed'
        : 'untested'
      : practice && what === 'passed'
        ? 'practice'
        : what;
  const ask = asks && (
    <section className="card ask" aria-label={t('done.ask')}>
      <div className="ask-open">
        <ProductMark kind={wiring.savedApp?.kind ?? 'custom'} name={app} big />
        <div className="grow">
          <h2>{t('done.open', names)}</h2>
          <p className="quiet">{t('done.open.how')}</p>
        </div>
        <OutsideLink
          href={wiring.savedApp?.url ?? ''}
          className={what === 'failed' ? 'button' : 'button primary'}
        >
          {t('done.open.go', names)}
        </OutsideLink>
      </div>
      <div className="ask-answer">
        <b className="grow">{t('done.ask')}</b>
        <Button icon="check" onPress={() => void say(true)}>
          {t('done.ask.yes')}
        </Button>
        <Button onPress={() => void say(false)}>{t('done.ask.no')}</Button>
      </div>
    </section>
  );
  const left = (
    <LeftOvers
      wiring={wiring}
      what={remains}
      removed={removed}
      onRemoved={setRemoved}
      leads={what === 'failed' && !practice}
    />
  );
  return (
    <StepFrame
      title={t(before === 'passed' ? 'done.title' : `done.title.${before}`, names)}
      lead={t(before === 'passed' ? 'done.lead' : `done.lead.${before}`, names)}
      onBack={onBack}
      actions={
        <>
          <Button
            look={practice || what === 'failed' ? 'plain' : asks ? 'quiet' : 'primary'}
            onPress={overview}
          >
            {t(asks ? 'done.later' : 'done.overview')}
          </Button>
          {what === 'failed' && !practice && (
            <Button look="primary" onPress={onBack}>
              {t('done.mend')}
            </Button>
          )}
          {practice && (
            <Button
              look="primary"
              iconAfter="next"
              onPress={() => actions.go({ at: 'practice', handle: wiring.handle, part: 'break' })}
            >
              {t('practice.on')}
            </Button>
          )}
        </>
      }
    >
      <Seen standing={standing} />
      {/* After a failed test there is something to mend first; then whether it works all the same. */}
      {what === 'failed' ? (
        <>
          {left}
          {ask}
        </>
      ) : (
        <>
          {ask}
          {left}
        </>
      )}
      {!practice && <SignInList notes={remains.notes} app={app} />}
    </StepFrame>
  );
}

type Names = Readonly<Record<'app' | 'provider' | 'host' | 'when', string>>;

/** The lights that a test turned green, in words. */
const seenNames = (standing: Standing, t: ReturnType<typeof useSpeaker>['t']): string =>
  standing.lights
    .filter(({ status }) => status === 'pass')
    .map(({ light }) => t(`test.light.${light}`))
    .join(', ');

/** Every light in one line: what was seen to be right, and what nobody looked at. */
function Seen({ standing }: { readonly standing: Standing }): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  return (
    <section className="card seen" aria-label={t('done.tested')}>
      <ul>
        {standing.lights.map(({ light, status, summary }) => (
          <li key={light} title={summary}>
            <StateMark state={status} text={t(`test.light.${light}`)} />
            <span className="unheard"> {t(`state.${status}`)}</span>
          </li>
        ))}
      </ul>
      <span className="quiet small">
        {standing.at
          ? t('done.tested.at', { when: speaker.ago(Date.parse(standing.at), Date.now()) })
          : t('done.tested.never')}
      </span>
    </section>
  );
}

/** What a person may have seen in place of the app, each with where it leads. */
function WhatWasSeen({ wiring, names }: { readonly wiring: Wiring; readonly names: Names }): ReactNode {
  const { t } = useSpeaker();
  const { actions, client } = useApp();
  const { handle } = wiring;
  const to = (step: 'addresses' | 'apply' | 'test') =>
    actions.go({ at: 'connect', handle, app: wiring.key, step });
  const bundle = async () => {
    const answer = await client.call('support.save', { handle, what: 'bundle', app: wiring.appId });
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
    } else if (answer.value.by === 'download') {
      actions.download(answer.value.url, answer.value.name);
      actions.say('pass', t('apply.zip.downloaded', { name: answer.value.name }));
    } else actions.say('pass', t('done.saved', { path: answer.value.path }));
  };
  const ways = [
    ['ask', 'error', () => actions.askAnew(handle)],
    ['swap', 'again', () => to('addresses')],
    ['people', 'somebody', () => to('apply')],
    ['unseen', 'no-button', () => to('apply')],
    ['out', 'long', () => to('test')],
  ] as const;
  return (
    <>
      <WayList>
        {ways.map(([icon, way, go], index) => (
          <Way key={way} icon={icon} title={t(`done.no.${way}`)} text={t(`done.no.${way}.about`, names)}>
            <Button small look={index === 0 ? 'primary' : 'plain'} onPress={go}>
              {t(`done.no.${way}.go`)}
            </Button>
          </Way>
        ))}
      </WayList>
      <p className="quiet">
        {t('done.no.none')}{' '}
        <Button small look="quiet" onPress={() => void bundle()}>
          {t('done.no.none.go')}
        </Button>
      </p>
    </>
  );
}

/** What is left: what to do first, then the test address, a recovery sheet, the file. */
function LeftOvers({
  wiring,
  what,
  removed,
  onRemoved,
  leads,
}: {
  readonly wiring: Wiring;
  readonly what: WhatRemains;
  /** The test address, if it was removed on this screen. */
  readonly removed: RemovedAddress | undefined;
  readonly onRemoved: (removed: RemovedAddress | undefined) => void;
  /** True: the screen’s own button leads to the test. */
  readonly leads?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions, client } = useApp();
  const id = wiring.appId;
  const view = useAppState((state) => state.view);
  const [busy, setBusy] = useState(false);
  const [sheet, setSheet] = useState<string>();
  const saveSheet = async () => {
    setBusy(true);
    const answer = await client.call('support.save', {
      handle: wiring.handle,
      what: 'recovery-sheet',
      app: id,
    });
    setBusy(false);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
    } else {
      if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
      const said = t('done.sheet.saved', {
        name: answer.value.by === 'download' ? answer.value.name : answer.value.path,
      });
      setSheet(said);
      announce(said);
    }
  };
  return (
    <section className="stack tight" aria-labelledby="left-over">
      <h2 id="left-over">{t('done.remains')}</h2>
      {/* Practice puts nothing in place that would have to be undone. */}
      {view?.practice !== true && <LeftToDo wiring={wiring} what={what} leads={leads === true} />}
      <WayList>
        {view?.practice !== true && (
          <TestAddress
            wiring={wiring}
            sides={what.sides}
            address={what.remaining.address}
            removed={removed}
            onRemoved={onRemoved}
          />
        )}
        {view?.practice !== true &&
          what.ends.map(({ title, where, fields, note }) => (
            <Way
              key={title}
              icon="lock"
              title={title}
              text={[
                `${[where, ...fields.map(({ label, value }) => `${label}: ${value}`)].join(', ')}.`,
                note,
              ]
                .filter(Boolean)
                .join(' ')}
            >
              {null}
            </Way>
          ))}
        <Way
          icon={sheet === undefined ? 'file' : 'check'}
          title={t('done.sheet')}
          text={[t('done.sheet.about'), sheet].filter(Boolean).join(' ')}
        >
          <Button small busy={busy} onPress={() => void saveSheet()}>
            {t(sheet === undefined ? 'done.sheet.go' : 'done.sheet.again')}
          </Button>
        </Way>
        {view && !view.path && !view.practice && (
          <Way icon="file" title={t('done.file')} text={t('done.file.about')}>
            <SaveAsButton small>{t('file.save-as')}</SaveAsButton>
          </Way>
        )}
      </WayList>
    </section>
  );
}

/** What may be said at the end: never more than the standing. */
function outcome({ word, logged_in, lights }: Standing) {
  switch (word) {
    case 'connected':
    case 'refused':
      return word;
    case 'login':
      return 'passed';
    case 'way-back':
      return 'way-back';
    case 'warn': {
      if (!logged_in) return 'untested';
      const back = lights.find(({ light }) => light === 'app-callback')?.status;
      return back === 'pass' ? 'remark' : 'way-back';
    }
    case 'fail':
      return 'failed';
    case 'outdated':
    case 'reapply':
    case 'rotating':
      return 'changed';
    default:
      return 'untested';
  }
}
