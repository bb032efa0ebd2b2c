import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { SaveAsButton } from '../components/save-as.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { IDLE_TEST } from '../store/state.ts';
import { lightsOf } from '../testing/lights.ts';
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
  const run = useAppState((state) => state.tests[id] ?? IDLE_TEST);
  const view = useAppState((state) => state.view);
  const [busy, setBusy] = useState<'redirect' | 'sheet'>();
  const [removed, setRemoved] = useState(false);
  const app = appName(wiring);
  const provider = providerName(wiring);
  const testUri = wiring.savedApp?.test_redirect_uri;
  const record = run.record;
  const state =
    record?.report.result === 'fail'
      ? 'failed'
      : record?.kind === 'login' && (record.report.result === 'pass' || record.report.result === 'warn')
        ? 'proved'
        : 'untested';

  useEffect(() => void actions.loadResults(id), [actions, id]);

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

  return (
    <StepFrame
      title={t(
        state === 'proved' ? 'done.title' : state === 'failed' ? 'done.title.failed' : 'done.title.untested',
        { app },
      )}
      lead={
        state === 'proved'
          ? t('done.lead', { app, provider })
          : t(state === 'failed' ? 'done.lead.failed' : 'done.lead.untested')
      }
      onBack={onBack}
      actions={
        <>
          <Button
            onPress={() => {
              actions.dropDraft('new');
              actions.go({ at: 'connect', handle: wiring.handle, app: 'new', step: 'provider' });
            }}
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
            {record
              ? t('done.tested.at', { when: speaker.ago(Date.parse(record.at), Date.now()) })
              : t('done.tested.never')}
          </span>
        </div>
        <LightsRow lights={lightsOf(run)} app={app} />
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
