import { type ReactNode, useEffect, useRef } from 'react';
import { formatRoute, type Route } from '../route.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { AppStore } from '../store/store.ts';
import { Banners } from './banners.tsx';
import { BrandMark, Icon, type IconName } from './icon.tsx';
import { NoticeBox } from './notice.tsx';
import { SaveAsButton } from './save-as.tsx';

/** A link within the screens: an address of its own, followed without loading. */
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

/** Where each window's screens were last, over all of their frames. */
const lastPlace = new WeakMap<AppStore, string>();

/** Moves the focus to the page's heading, unless a field of the page has taken it. False: there is none yet. */
function focusHeading(page: HTMLElement): boolean {
  const heading = page.querySelector('h1');
  if (!heading) return false;
  const focused = document.activeElement;
  if (focused && page.contains(focused) && focused.matches('input, textarea')) return true;
  heading.setAttribute('tabindex', '-1');
  heading.focus({ preventScroll: true });
  // The page before is kept, hidden, until the next one is loaded: it takes no focus.
  return document.activeElement === heading;
}

/** The frame: who we are, where one can go, how things are kept; and the page. */
export function Shell(props: {
  readonly children: ReactNode;
  /** Instead of the main navigation: the wizard's steps. */
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

  // A new page begins at its top, and a screen reader hears its heading. Not so the page that was loaded.
  useEffect(() => {
    const before = lastPlace.get(app);
    lastPlace.set(app, place);
    if (before === undefined || before === place) return;
    window.scrollTo(0, 0);
    const page = main.current;
    if (!page || focusHeading(page)) return;
    // Its code is still being loaded.
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
