import './wizard.css';
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { noticeStep } from '../../shared/client/notice-step.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { STEPS, type Step } from '../route.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { AddressesStep } from './addresses-step.tsx';
import { AppStep, withoutLogin } from './app-step.tsx';
import { appName, providerName } from './names.ts';
import { ProviderStep } from './provider-step.tsx';
import { SecretsStep } from './secrets-step.tsx';
import { NotesHere } from './step-notes.tsx';
import { StepsNav } from './steps-nav.tsx';
import { useWiring, type Wiring } from './use-connection.ts';
import { useFocusOn } from './use-focus-on.ts';

const ApplyStep = lazy(() => import('./apply-step.tsx'));
const TestStep = lazy(() => import('../testing/test-step.tsx'));
const DoneStep = lazy(() => import('./done-step.tsx'));

/** Guides from nothing to a tested login. The user can leave and reopen each step; typed values are kept. */
export default function Wizard(props: {
  readonly app: string;
  readonly step: Step;
  readonly focus: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view?.handle);
  const draft = useAppState((state) => state.drafts[props.app]);
  const wiring = useWiring(props.app);
  const index = STEPS.indexOf(props.step);
  const all = wiring?.connection?.notices;
  // At the addresses they stand where they belong on that screen.
  const notes = useMemo(
    () => [
      {
        list: (all ?? []).filter(
          (one) => one.path === undefined && noticeStep(one) === props.step && props.step !== 'addresses',
        ),
      },
    ],
    [all, props.step],
  );

  useEffect(() => {
    if (handle !== undefined && !draft) void actions.loadDraft(props.app);
  }, [handle, draft, props.app, actions]);
  useEffect(() => {
    if (draft && draft.reached < index) actions.setDraft(props.app, { reached: index });
  }, [draft, index, props.app, actions]);
  useFocusOn(props.focus, wiring !== undefined);

  if (!wiring) {
    return (
      <Shell>
        <BusyLine text={t('app.starting')} />
      </Shell>
    );
  }
  const gone = !wiring.isNew && !wiring.savedApp;
  // A new connection has no secrets before its addresses are known.
  const early = wiring.isNew && index > STEPS.indexOf('addresses');
  const dead = index > STEPS.indexOf('app') && withoutLogin(wiring.appKind, wiring.appForm['edition']);
  const go = (step: Step) => actions.go({ at: 'connect', handle: wiring.handle, app: props.app, step });

  return (
    <Shell
      about={<About wiring={wiring} />}
      steps={<StepsNav wiring={wiring} step={props.step} reached={draft?.reached ?? 0} />}
    >
      {gone || early ? (
        <NoticeBox tone="warning">{t('addresses.blocked')}</NoticeBox>
      ) : dead ? (
        <NoticeBox
          tone="warning"
          action={
            <Button small onPress={() => go('app')}>
              {t('app.no-login.back')}
            </Button>
          }
        >
          {t('app.no-login', { name: wiring.appKind?.name ?? '' })}
        </NoticeBox>
      ) : (
        <NotesHere value={notes}>
          <Suspense fallback={<BusyLine text={t('app.starting')} />}>
            {props.step === 'provider' && <ProviderStep wiring={wiring} onNext={() => go('app')} />}
            {props.step === 'app' && (
              <AppStep wiring={wiring} onBack={() => go('provider')} onNext={() => go('addresses')} />
            )}
            {props.step === 'addresses' && <AddressesStep wiring={wiring} onBack={() => go('app')} />}
            {props.step === 'secrets' && (
              <SecretsStep wiring={wiring} onBack={() => go('addresses')} onNext={() => go('apply')} />
            )}
            {props.step === 'apply' && (
              <ApplyStep
                wiring={wiring}
                focus={props.focus}
                onBack={() => go('secrets')}
                onNext={() => go('test')}
              />
            )}
            {props.step === 'test' && (
              <TestStep wiring={wiring} onBack={() => go('apply')} onNext={() => go('done')} />
            )}
            {props.step === 'done' && <DoneStep wiring={wiring} onBack={() => go('test')} />}
          </Suspense>
        </NotesHere>
      )}
    </Shell>
  );
}

/** Which app is connected to which provider, as far as they are chosen. */
function About({ wiring }: { readonly wiring: Wiring }): ReactNode {
  const { t } = useSpeaker();
  const app = wiring.appForm['kind'] ? appName(wiring) : t('nav.new-app');
  const provider = wiring.providerForm['kind'] ? providerName(wiring) : '';
  const both = provider === '' ? app : t('nav.about', { app, provider });
  return (
    <span className="about" title={both}>
      <b>{app}</b>
      {both.startsWith(app) ? both.slice(app.length) : ''}
    </span>
  );
}
