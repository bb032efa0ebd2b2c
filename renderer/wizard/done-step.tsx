import { type ReactNode, useState } from 'react';
import type { Standing } from '../../shared/standing/standing.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { SaveAsButton } from '../components/save-as.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { useStanding } from '../store/standing.ts';
import { LightsRow } from '../testing/lights-row.tsx';
import '../testing/testing.css';
import './done.css';
import { appName, providerName } from './names.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';

/** What was tested, and what is left to do: the test address, a recovery sheet, the file. */
export default function DoneStep({
  wiring,
  onBack,
}: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions, client } = useApp();
  const id = wiring.appId;
  const standing = useStanding(id)?.standing;
  const view = useAppState((state) => state.view);
  const [busy, setBusy] = useState<'redirect' | 'sheet'>();
  const [removed, setRemoved] = useState(false);
  const app = appName(wiring);
  const provider = providerName(wiring);
  const testUri = wiring.savedApp?.test_redirect_uri;
  const removeTestUri = async () => {
    const app = wiring.savedApp;
    if (!app) return;
    const { test_redirect_uri: _, ...entry } = app;
    setBusy('redirect');
    const answer = await actions.update({ op: 'put-app', id, entry });
    setBusy(undefined);
    if (answer.ok) {
      actions.setDraft(wiring.key, { app: {} });
      setRemoved(true);
    } else if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
  };
  const saveSheet = async () => {
    setBusy('sheet');
    const answer = await client.call('support.save', {
      handle: wiring.handle,
      what: 'recovery-sheet',
      app: id,
    });
    setBusy(undefined);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
    } else if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
    else actions.say('pass', t('done.saved', { path: answer.value.path }));
  };

  if (!standing) return <BusyLine text={t('overview.state.unknown')} />;
  const what = outcome(standing);
  return (
    <StepFrame
      title={t(what === 'passed' ? 'done.title' : `done.title.${what}`, { app })}
      lead={t(what === 'passed' ? 'done.lead' : `done.lead.${what}`, { app, provider })}
      onBack={onBack}
      actions={
        <>
          <Button
            onPress={() => actions.go({ at: 'connect', handle: wiring.handle, app: 'new', step: 'provider' })}
          >
            {t('done.another')}
          </Button>
          <Button look="primary" onPress={() => actions.go({ at: 'overview', handle: wiring.handle })}>
            {t('done.overview')}
          </Button>
        </>
      }
    >
      <section className="stack" aria-labelledby="tested">
        <div className="row">
          <h2 id="tested" className="grow">
            {t('done.tested')}
          </h2>
          <span className="quiet small">
            {standing.at
              ? t('done.tested.at', { when: speaker.ago(Date.parse(standing.at), Date.now()) })
              : t('done.tested.never')}
          </span>
        </div>
        <LightsRow
          lights={standing.lights.map(({ status, ...one }) => ({ ...one, state: status }))}
          app={app}
        />
      </section>
      <ul className="left-over">
        {testUri && (
          <LeftOver
            icon="bin"
            title={t('done.redirect')}
            text={t('done.redirect.about', { uri: testUri, provider })}
          >
            <Button busy={busy === 'redirect'} onPress={() => void removeTestUri()}>
              {t('done.redirect.go')}
            </Button>
          </LeftOver>
        )}
        {removed && !testUri && (
          <LeftOver icon="check" title={t('done.redirect')} text={t('done.redirect.gone', { provider })}>
            <Button
              onPress={() => actions.go({ at: 'connect', handle: wiring.handle, app: id, step: 'apply' })}
            >
              {t('done.redirect.apply')}
            </Button>
          </LeftOver>
        )}
        <LeftOver icon="file" title={t('done.sheet')} text={t('done.sheet.about')}>
          <Button busy={busy === 'sheet'} onPress={() => void saveSheet()}>
            {t('done.sheet.go')}
          </Button>
        </LeftOver>
        {view && !view.path && !view.practice && (
          <LeftOver icon="file" title={t('done.file')} text={t('done.file.about')}>
            <SaveAsButton>{t('file.save-as')}</SaveAsButton>
          </LeftOver>
        )}
      </ul>
    </StepFrame>
  );
}

/** What may be said at the end: never more than the standing. */
function outcome({ word, logged_in, lights }: Standing) {
  switch (word) {
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

function LeftOver(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li className="left-over-item">
      <span className="mark" aria-hidden="true">
        <Icon name={props.icon} size={18} />
      </span>
      <div className="grow">
        <h3>{props.title}</h3>
        <p className="quiet">{props.text}</p>
      </div>
      {props.children}
    </li>
  );
}
