import { Component, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Announcer } from './components/announcer.tsx';
import { BusyLine } from './components/busy-line.tsx';
import { Button } from './components/button.tsx';
import { NoticeBox } from './components/notice.tsx';
import { BootShell, FetchPractice, Shell } from './components/shell.tsx';
import { ShortcutsDialog } from './components/shortcuts.tsx';
import { handleOf } from './route.ts';
import * as ready from './screens/ready.ts';
import { Start } from './screens/start.tsx';
import { AppProvider, LANGUAGE, useApp, useAppState, useSpeaker } from './store/react.tsx';
import type { AppStore } from './store/store.ts';

const Overview = lazy(() => import('./screens/overview.tsx'));
const Explain = lazy(() => import('./screens/explain.tsx'));
const SettingsScreen = lazy(() => import('./screens/settings.tsx'));
const Rotate = lazy(() => import('./screens/rotate.tsx'));
const Bring = lazy(() => import('./screens/bring.tsx'));
const Provider = lazy(() => import('./screens/provider.tsx'));
const Remove = lazy(() => import('./screens/remove.tsx'));
const Upgrade = lazy(() => import('./screens/upgrade.tsx'));

/** The whole user interface for one store. */
export function App({ app }: { readonly app: AppStore }): ReactNode {
  return (
    <AppProvider app={app}>
      <I18nProvider locale={LANGUAGE}>
        <FetchPractice value={ready.practice.fetch}>
          <Crash>
            <Screen />
          </Crash>
        </FetchPractice>
        <UpdateWatch />
        <ShortcutsDialog />
        <Title />
        <Announcer />
      </I18nProvider>
    </AppProvider>
  );
}

/** Asks for a newer release once at the start, if the person has switched that on. */
function UpdateWatch(): ReactNode {
  const { t } = useSpeaker();
  const { actions, client } = useApp();
  const wanted = useAppState(
    (state) => state.boot === 'ready' && state.session?.releases === true && state.session.settings.updates,
  );
  const asked = useRef(false);
  useEffect(() => {
    if (!wanted || asked.current) return;
    asked.current = true;
    // A failure is not told: the person asked for nothing just now.
    void client.call('updates.check', {}).then((answer) => {
      if (!answer.ok) return;
      actions.noteUpdate(answer.value);
      if (answer.value.newer)
        actions.say('info', t('updates.newer.settings', { version: answer.value.latest }));
    });
  }, [wanted, actions, client, t]);
  return null;
}

/** The window's title: which workspace is open, and whether it has a file yet. */
function Title(): ReactNode {
  const { t } = useSpeaker();
  const view = useAppState((state) => state.view);
  const shown = useAppState((state) => handleOf(state.route) !== undefined);
  useEffect(() => {
    const parts =
      shown && view
        ? [view.name, view.path || view.practice ? '' : t('title.unsaved'), 'Latchkey']
        : ['Latchkey'];
    document.title = parts.filter((part) => part !== '').join(' · ');
  }, [t, view, shown]);
  return null;
}

function Screen(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const boot = useAppState((state) => state.boot);
  const route = useAppState((state) => state.route);
  const view = useAppState((state) => state.view);
  const viewFailure = useAppState((state) => state.viewFailure);

  if (boot === 'starting') {
    return (
      <BootShell>
        <BusyLine text={t('app.starting')} />
      </BootShell>
    );
  }
  if (boot !== 'ready') {
    return (
      <main className="boot">
        <h1>{t('app.failed')}</h1>
        <NoticeBox
          tone="error"
          fix={t('app.failed.hint')}
          action={<Button onPress={() => void actions.start()}>{t('action.retry')}</Button>}
        >
          {boot.message}
        </NoticeBox>
      </main>
    );
  }
  const handle = handleOf(route);
  if (handle !== undefined && view?.handle !== handle) {
    return (
      <Shell>
        {viewFailure ? (
          <>
            <h1>{t('error.title')}</h1>
            <NoticeBox
              tone="error"
              action={<Button onPress={() => actions.go({ at: 'start' })}>{t('nav.start')}</Button>}
            >
              {viewFailure.message}
            </NoticeBox>
          </>
        ) : (
          <BusyLine text={t('app.starting')} />
        )}
      </Shell>
    );
  }
  return (
    <Suspense fallback={<Shell>{<BusyLine text={t('app.starting')} />}</Shell>}>{pageOf(route)}</Suspense>
  );
}

function pageOf(route: ReturnType<AppStore['store']['getState']>['route']): ReactNode {
  switch (route.at) {
    case 'start':
      return <Start />;
    case 'overview':
      return <Overview />;
    case 'connect':
      return <ready.wizard.Screen key={route.app} app={route.app} step={route.step} focus={route.focus} />;
    case 'bring':
      return <Bring />;
    case 'practice':
      return <ready.practice.Screen part={route.part} />;
    case 'explain':
      return <Explain />;
    case 'settings':
      return <SettingsScreen part={route.part} />;
    case 'provider':
      return (
        <Provider key={route.id} id={route.id} part={route.part} focus={route.focus} back={route.back} />
      );
    case 'rotate':
      return <Rotate key={route.app} app={route.app} />;
    case 'remove':
      return <Remove key={route.target.id} target={route.target} />;
    case 'upgrade':
      return (
        <Upgrade
          key={route.target.id}
          target={route.target}
          to={route.to}
          fromProvider={route.fromProvider === true}
        />
      );
  }
}

/** Shows an error page with a reload button when rendering throws. */
class Crash extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    return this.state.broken ? <Crashed /> : this.props.children;
  }
}

function Crashed(): ReactNode {
  const { t } = useSpeaker();
  return (
    <main className="boot">
      <h1>{t('app.crashed')}</h1>
      <NoticeBox
        tone="error"
        action={<Button onPress={() => window.location.reload()}>{t('app.reload')}</Button>}
      >
        {t('app.crashed.hint')}
      </NoticeBox>
    </main>
  );
}
