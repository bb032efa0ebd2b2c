import { type ReactNode, useEffect, useRef } from 'react';
import { formatRoute, type Route } from '../route.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { AppStore } from '../store/store.ts';
import { Banners } from './banners.tsx';
import { BrandMark, Icon, type IconName } from './icon.tsx';
import { NoticeBox } from './notice.tsx';
import { SaveAsButton } from './save-as.tsx';

/** A link to another screen. It has a real address but doesn't reload the page. */
export function RouteLink(props: {
  readonly to: Route;
  readonly className?: string;
  readonly current?: 'page' | 'step';
  readonly label?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { actions } = useApp();
  return (
    <a
      href={formatRoute(props.to)}
      {...(props.className ? { className: props.className } : {})}
      {...(props.current ? { 'aria-current': props.current } : {})}
      {...(props.label ? { 'aria-label': props.label } : {})}
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

function NavItem(props: {
  readonly to: Route;
  readonly icon: IconName;
  readonly text: string;
  readonly current: boolean;
}): ReactNode {
  return (
    <li>
      <RouteLink to={props.to} className="nav-item" {...(props.current ? { current: 'page' } : {})}>
        <Icon name={props.icon} size={18} />
        {props.text}
      </RouteLink>
    </li>
  );
}

function Foot(): ReactNode {
  const { t } = useSpeaker();
  const store = useAppState((state) => state.session?.secret_store);
  const view = useAppState((state) => state.view);
  if (!store) return null;
  const file = view?.path?.split(/[\\/]/).pop();
  return (
    <div className="side-foot">
      <span className="line">
        <Icon name={store.kind === 'keychain' ? 'lock' : 'warn'} size={13} />
        {store.kind === 'session'
          ? t('store.session')
          : t(store.locked ? 'store.locked' : 'store.keychain', { label: store.label })}
      </span>
      {view && (
        <span className="line">
          <Icon name={view.practice ? 'flask' : 'file'} size={13} />
          {view.practice ? t('file.practice') : file ? t('file.saved', { name: file }) : t('file.unsaved')}
        </span>
      )}
      {view && !view.practice && !view.path && <SaveAsButton small>{t('file.save-as')}</SaveAsButton>}
    </div>
  );
}

/**
 * What is shown until the app knows its language and its state. `index.html` holds the same, so that the window
 * is painted before any script has run.
 */
export function BootShell({ children }: { readonly children?: ReactNode }): ReactNode {
  return (
    <div className="shell">
      <header className="side">
        <span className="brand">
          <BrandMark />
          Latchkey
        </span>
      </header>
      <main className="main">
        <div className="page">{children}</div>
      </main>
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

/** The frame around every page: logo, navigation and the state of the workspace. */
export function Shell(props: {
  readonly children: ReactNode;
  /** The wizard's steps, shown instead of the main navigation. */
  readonly steps?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const app = useApp();
  const { actions } = app;
  const route = useAppState((state) => state.route);
  const view = useAppState((state) => state.view);
  const sayings = useAppState((state) => state.sayings);
  const main = useRef<HTMLElement>(null);
  const place = `${route.at}/${'app' in route ? route.app : ''}/${'step' in route ? route.step : ''}`;

  // On a new page, scroll to the top and focus the heading for screen readers. Not on the first page.
  useEffect(() => {
    const before = lastPlace.get(app);
    lastPlace.set(app, place);
    if (before === undefined || before === place) return;
    window.scrollTo(0, 0);
    const page = main.current;
    if (!page || focusHeading(page)) return;
    // The page's code is still loading.
    const coming = new MutationObserver(() => {
      if (focusHeading(page)) coming.disconnect();
    });
    coming.observe(page, { childList: true, subtree: true });
    return () => coming.disconnect();
  }, [app, place]);

  const within = view ? { handle: view.handle } : {};
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t('app.skip')}
      </button>
      <header className="side">
        <RouteLink to={view ? { at: 'overview', handle: view.handle } : { at: 'start' }} className="brand">
          <BrandMark />
          Latchkey
        </RouteLink>
        {props.steps}
        <nav aria-label={t('nav.label')}>
          <ul className="nav-list">
            {view ? (
              <NavItem
                to={{ at: 'overview', handle: view.handle }}
                icon="grid"
                text={t('nav.overview')}
                current={route.at === 'overview'}
              />
            ) : (
              <NavItem to={{ at: 'start' }} icon="key" text={t('nav.start')} current={route.at === 'start'} />
            )}
            {view && !view.practice && (
              <NavItem
                to={{ at: 'bring', handle: view.handle }}
                icon="bring"
                text={t('nav.bring')}
                current={route.at === 'bring'}
              />
            )}
            <NavItem
              to={{ at: 'explain', ...within }}
              icon="ask"
              text={t('nav.explain')}
              current={route.at === 'explain'}
            />
            <NavItem
              to={{ at: 'settings', ...within }}
              icon="gear"
              text={t('nav.settings')}
              current={route.at === 'settings'}
            />
            {view && (
              <li>
                <button type="button" className="nav-item" onClick={() => void actions.close()}>
                  <Icon name="close" size={18} />
                  {t('nav.close')}
                </button>
              </li>
            )}
          </ul>
        </nav>
        <Foot />
      </header>
      <main className="main" id="content" tabIndex={-1} ref={main}>
        <div className="page">
          <Banners />
          {props.children}
        </div>
      </main>
      <div className="toasts">
        {sayings.map((saying) => (
          <div key={saying.id} role={saying.tone === 'error' ? 'alert' : 'status'}>
            <NoticeBox tone={saying.tone} onDismiss={() => actions.unsay(saying.id)}>
              {saying.text}
            </NoticeBox>
          </div>
        ))}
      </div>
    </div>
  );
}
