import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import type { WorkspaceView } from '../../shared/host/workspace.ts';
import { formatRoute, type Route, STEPS } from '../route.ts';
import { practiceOf } from '../store/practice-actions.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { AppStore } from '../store/store.ts';
import { Banners } from './banners.tsx';
import { Button } from './button.tsx';
import { BrandMark, Icon, type IconName } from './icon.tsx';
import { NoticeBox } from './notice.tsx';
import { SaveAsButton } from './save-as.tsx';

/** A link to another screen. It has a real address but doesn't reload the page. */
export function RouteLink(props: {
  readonly to: Route;
  readonly className?: string;
  readonly current?: 'page' | 'step';
  readonly label?: string;
  readonly title?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { actions } = useApp();
  return (
    <a
      href={formatRoute(props.to)}
      {...(props.className ? { className: props.className } : {})}
      {...(props.current ? { 'aria-current': props.current } : {})}
      {...(props.label ? { 'aria-label': props.label } : {})}
      {...(props.title ? { title: props.title } : {})}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        actions.go(props.to);
      }}
    >
      {props.children}
    </a>
  );
}

function RailItem(props: {
  readonly to: Route;
  readonly icon: IconName;
  readonly text: string;
  readonly current: boolean;
}): ReactNode {
  return (
    <li>
      <RouteLink to={props.to} className="rail-item" {...(props.current ? { current: 'page' } : {})}>
        <Icon name={props.icon} size={19} />
        <span>{props.text}</span>
      </RouteLink>
    </li>
  );
}

/** Where secrets and the workspace are kept, and the way out of the workspace. Settings say more of the secrets. */
function Kept(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const store = useAppState((state) => state.session?.secret_store);
  const view = useAppState((state) => state.view);
  if (!store) return null;
  const session = store.kind === 'session';
  const where = session
    ? t('store.session')
    : t(store.locked ? 'store.locked' : 'store.keychain', { label: store.label });
  return (
    <div className="whereabouts">
      {/* The secrets of practice are nobody's. */}
      {!view?.practice && (
        <RouteLink
          to={{ at: 'settings', ...(view ? { handle: view.handle } : {}), part: 'secrets' }}
          className="whereabout secrets"
          title={where}
        >
          <Icon name={session || store.locked ? 'warn' : 'lock'} size={13} />
          <span className="whereabout-words" aria-hidden="true">
            {t(session ? 'kept.session' : store.locked ? 'kept.locked' : 'kept.keychain')}
          </span>
          <span className="unheard">{where}</span>
        </RouteLink>
      )}
      {view && (
        <>
          <KeptFile view={view} />
          <Button
            small
            look="quiet"
            icon="close"
            label={t(view.practice ? 'nav.close.practice' : 'nav.close')}
            onPress={() => void actions.close()}
          />
        </>
      )}
    </div>
  );
}

function KeptFile({ view }: { readonly view: WorkspaceView }): ReactNode {
  const { t } = useSpeaker();
  const home = useAppState((state) => state.home);
  if (view.practice)
    return home ? (
      <RouteLink to={{ at: 'overview', handle: home.handle }} className="whereabout way-home">
        <Icon name="back" size={13} />
        <span>{t('nav.home', { name: home.name || t('nav.home.unnamed') })}</span>
      </RouteLink>
    ) : (
      <span className="whereabout">
        <Icon name="flask" size={13} />
        <span>{t('file.practice')}</span>
      </span>
    );
  if (!view.path)
    return (
      <SaveAsButton small icon="file" label={t('file.save-as')}>
        {t('kept.save')}
      </SaveAsButton>
    );
  return (
    <span className="whereabout" title={view.path}>
      <Icon name="file" size={13} />
      <span>{t('file.saved', { name: view.path.split(/[\\/]/).pop() ?? '' })}</span>
    </span>
  );
}

/**
 * What is shown until the app knows its language and its state. `index.html` holds the same, so that the window
 * is painted before any script has run.
 */
export function BootShell({ children }: { readonly children?: ReactNode }): ReactNode {
  return (
    <div className="shell">
      <div className="rail">
        <span className="brand">
          <BrandMark size={30} />
        </span>
      </div>
      <header className="bar">
        <b className="crumb">Latchkey</b>
      </header>
      <main className="main">
        <div className="page">{children}</div>
      </main>
    </div>
  );
}

/** Keeps the room of the wizard's steps while they load, so that nothing in the bar moves when they come. */
function StepsToCome(): ReactNode {
  const { t } = useSpeaker();
  const step = useAppState(({ route }) => (route.at === 'connect' ? route.step : undefined));
  if (step === undefined) return null;
  return (
    <div className="steps-menu to-come" aria-hidden="true">
      <div className="wide-only">
        <ol className="steps">
          {STEPS.map((one) => (
            <li key={one}>
              <span className="step" {...(one === step ? { 'aria-current': 'step' } : {})}>
                <span className="n" />
                <span className="lb">{t(`step.${one}`)}</span>
              </span>
            </li>
          ))}
        </ol>
      </div>
      <details className="narrow-only more">
        <summary>
          <Icon name="next" size={13} />
          {t('nav.step', { n: STEPS.indexOf(step) + 1, of: STEPS.length, title: t(`step.${step}`) })}
          <span className="progress" />
        </summary>
      </details>
    </div>
  );
}

/** The last screen of each window, across all its shells. */
const lastPlace = new WeakMap<AppStore, string>();

/**
 * Focuses the page's heading, unless a field of the page already has the focus. Returns false if there is no
 * heading yet.
 */
function focusHeading(page: HTMLElement): boolean {
  const heading = page.querySelector('h1');
  if (!heading) return false;
  const focused = document.activeElement;
  if (focused && page.contains(focused) && focused.matches('input, textarea')) return true;
  heading.setAttribute('tabindex', '-1');
  heading.focus({ preventScroll: true });
  // React keeps the previous page hidden until the next one has loaded, and a hidden heading can't be
  // focused.
  return document.activeElement === heading;
}

/** Fetches the code of practice while the host starts it. */
export const FetchPractice = createContext<() => void>(() => undefined);

/** The frame around every page: a rail to the screens, and a bar that says where one is and what is kept where. */
export function Shell(props: {
  readonly children: ReactNode;
  /** What the page is about, if it is not the workspace as a whole. */
  readonly about?: ReactNode;
  /** The wizard's steps, in the middle of the bar. */
  readonly steps?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const app = useApp();
  const { actions } = app;
  const route = useAppState((state) => state.route);
  const view = useAppState((state) => state.view);
  const broken = useAppState((state) => state.broken);
  const sayings = useAppState((state) => state.sayings);
  const main = useRef<HTMLElement>(null);
  const place = `${route.at}/${'app' in route ? route.app : 'id' in route ? route.id : ''}/${'step' in route ? route.step : 'part' in route ? route.part : ''}`;

  // On a new page, scroll to the top and focus the heading for screen readers. Not on the first page.
  useEffect(() => {
    const before = lastPlace.get(app);
    lastPlace.set(app, place);
    if (before === undefined || before === place) return;
    window.scrollTo(0, 0);
    const page = main.current;
    if (!page || focusHeading(page)) return;
    // The page's code is still loading.
    let come = false;
    const coming = new MutationObserver(() => {
      come = focusHeading(page);
      if (come) coming.disconnect();
    });
    coming.observe(page, { childList: true, subtree: true });
    return () => {
      coming.disconnect();
      // What stood for the page until its code was there is gone, and the page itself is still to come.
      if (!come) lastPlace.set(app, before);
    };
  }, [app, place]);

  const starting = useRef(false);
  const fetchPractice = useContext(FetchPractice);
  const practise = async () => {
    if (starting.current) return;
    starting.current = true;
    fetchPractice();
    await actions.startPractice(new AbortController().signal);
    starting.current = false;
  };
  const within = view ? { handle: view.handle } : {};
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t('app.skip')}
      </button>
      <nav className="rail" aria-label={t('nav.label')}>
        <RouteLink
          to={view ? { at: 'overview', handle: view.handle } : { at: 'start' }}
          className="brand"
          label="Latchkey"
        >
          <BrandMark size={30} />
        </RouteLink>
        <ul className="rail-list">
          {view ? (
            <RailItem
              to={{ at: 'overview', handle: view.handle }}
              icon="grid"
              text={t('nav.overview')}
              current={route.at === 'overview'}
            />
          ) : (
            <RailItem to={{ at: 'start' }} icon="key" text={t('nav.start')} current={route.at === 'start'} />
          )}
          {view && !view.practice && (
            <RailItem
              to={{ at: 'bring', handle: view.handle }}
              icon="bring"
              text={t('nav.bring')}
              current={route.at === 'bring'}
            />
          )}
          <RailItem
            to={{ at: 'explain', ...within }}
            icon="ask"
            text={t('nav.explain')}
            current={route.at === 'explain'}
          />
          {view?.practice ? (
            <RailItem
              to={practiceOf(view.handle, broken)}
              icon="flask"
              text={t('nav.practice')}
              current={route.at === 'practice'}
            />
          ) : (
            <li>
              <button type="button" className="rail-item" onClick={() => void practise()}>
                <Icon name="flask" size={19} />
                <span>{t('nav.practice')}</span>
              </button>
            </li>
          )}
          <RailItem
            to={{ at: 'settings', ...within }}
            icon="gear"
            text={t('nav.settings')}
            current={route.at === 'settings'}
          />
        </ul>
      </nav>
      <header className="bar">
        <div className="crumb">{props.about ?? <b className="cut-off">{view?.name || 'Latchkey'}</b>}</div>
        {props.steps ?? <StepsToCome />}
        <Kept />
      </header>
      <main className="main" id="content" tabIndex={-1} ref={main}>
        <div className="page">
          <Banners />
          {props.children}
        </div>
      </main>
      <div className="toasts">
        {sayings.map((saying) => (
          <div
            key={saying.id}
            role={saying.tone === 'error' ? 'alert' : 'status'}
            {...(saying.gone ? { className: 'gone' } : {})}
          >
            <NoticeBox tone={saying.tone} onDismiss={() => actions.unsay(saying.id)}>
              {saying.text}
            </NoticeBox>
          </div>
        ))}
      </div>
    </div>
  );
}
