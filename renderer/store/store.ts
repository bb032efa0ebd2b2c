import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionEvent, Settings } from '../../shared/host/session.ts';
import type { HostClient, HostFailure } from '../../shared/host.ts';
import { fail, ok } from '../../shared/result.ts';
import { formatRoute, handleOf, parseRoute, type Route } from '../route.ts';
import { en } from '../text/en.ts';
import { createSpeaker } from '../text/text.ts';
import { clearClipboardLater, mayLookAtClipboard, writeClipboard } from './clipboard.ts';
import { createPracticeActions, type PracticeActions } from './practice-actions.ts';
import { withoutSaying, withSaying } from './sayings.ts';
import { type AppState, NOTHING_BROKEN } from './state.ts';
import { createTestActions, type TestActions } from './test-actions.ts';
import type { SessionActions, Toolbox } from './tools.ts';
import { createWorkspaceActions, type WorkspaceActions } from './workspace-actions.ts';

export type Actions = SessionActions & WorkspaceActions & TestActions & PracticeActions;

export interface AppStore {
  readonly store: StoreApi<AppState>;
  readonly actions: Actions;
  readonly client: HostClient;
}

/** Creates a store for a client and a page. No other code accesses either of them. */
export function createAppStore(client: HostClient, page: Window): AppStore {
  const store = createStore<AppState>(() => ({
    boot: 'starting',
    speaker: createSpeaker(en),
    session: null,
    catalog: null,
    route: parseRoute(page.location.hash),
    left: undefined,
    view: null,
    viewFailure: null,
    banner: null,
    edit: null,
    removed: null,
    sayings: [],
    drafts: {},
    tests: {},
    home: null,
    practiceAccount: null,
    broken: NOTHING_BROKEN,
    breaking: null,
    explained: null,
    generation: 0,
    ticked: 0,
    update: null,
    shortcuts: false,
  }));
  const { getState: get, setState: set } = store;
  const stopping = new AbortController();
  let sayings = 0;
  let stopClearing: (() => void) | undefined;
  let toldOfClipboard = false;

  const say: SessionActions['say'] = (tone, text) => {
    const id = ++sayings;
    set((state) => ({ sayings: withSaying(state.sayings, { id, tone, text }) }));
    if (tone !== 'error') page.setTimeout(() => unsay(id), 6000);
  };
  const unsay = (id: number) => set((state) => ({ sayings: withoutSaying(state.sayings, id) }));
  const sayFailure = (failure: HostFailure) => {
    if (failure.code === 'cancelled') return;
    if (failure.code === 'host-unreachable') set({ banner: { kind: 'unreachable' } });
    else say('error', failure.message);
  };
  const go: SessionActions['go'] = (route, options) => {
    const fragment = formatRoute(route);
    if (page.location.hash === fragment) return follow(route);
    if (options?.replace) page.history.replaceState(null, '', fragment);
    else page.history.pushState(null, '', fragment);
    follow(route);
  };
  const openOutside: SessionActions['openOutside'] = async (url) => {
    const answer = await client.call('external.open', { url });
    if (!answer.ok) return sayFailure(answer.error);
    if (answer.value.by === 'page') page.open(url, '_blank', 'noopener,noreferrer');
  };
  const tools: Toolbox = { client, page, get, set, go, say, openOutside, sayFailure };
  const tests = createTestActions(tools);
  const workspace = createWorkspaceActions(tools, tests.doubtResults);
  const practice = createPracticeActions(tools, tests);

  const follow = (route: Route) => {
    const handle = handleOf(route);
    const { route: from, left } = get();
    set({
      route,
      left: route.at !== 'settings' ? undefined : from.at === 'settings' ? left : from,
    });
    if (handle !== undefined && handle !== get().view?.handle) void workspace.load(handle);
  };

  const dress = (theme: Settings['theme']) => {
    if (theme === 'system') delete page.document.documentElement.dataset['theme'];
    else page.document.documentElement.dataset['theme'] = theme;
  };

  const take = (event: SessionEvent) => {
    const session = get().session;
    if (!session) return;
    switch (event.type) {
      case 'settings':
        set({ session: { ...session, settings: event.settings } });
        return dress(event.settings.theme);
      case 'secret-store':
        set({ session: { ...session, secret_store: event.secret_store } });
        // Only with the secrets at hand does the host know which results still hold.
        return workspace.touch();
      case 'recent':
        return set({ session: { ...session, recent: event.recent } });
      case 'opened':
        return go({ at: 'overview', handle: event.handle });
      case 'closing':
        return set({ banner: { kind: 'unreachable' } });
      case 'command':
        return void workspace.command(event.command);
    }
  };
  /** Events of the session that came while the page starts. They are taken once it is ready. */
  let early: SessionEvent[] = [];
  let listening = new AbortController();
  const listen = () => {
    listening.abort();
    listening = new AbortController();
    void client.subscribe(
      'session.watch',
      {},
      (event) => {
        if (get().boot === 'ready') take(event);
        else early.push(event);
      },
      { signal: AbortSignal.any([stopping.signal, listening.signal]) },
    );
  };

  const actions: Actions = {
    ...workspace,
    ...tests,
    ...practice,
    go,
    say,
    unsay,
    keepExplained: (explained) => set({ explained }),
    askAnew(handle) {
      set({ explained: null });
      go({ at: 'explain', handle });
    },
    async start() {
      set({ boot: 'starting' });
      // First, so that nothing is missed between the state and its changes.
      listen();
      const [session, catalog] = await Promise.all([
        client.call('session.info', {}),
        client.call('catalog.view', {}),
      ]);
      if (!session.ok) return set({ boot: session.error });
      if (!catalog.ok) return set({ boot: catalog.error });
      set({ session: session.value, catalog: catalog.value });
      dress(session.value.settings.theme);
      page.addEventListener('popstate', () => follow(parseRoute(page.location.hash)), {
        signal: stopping.signal,
      });
      page.addEventListener('pagehide', () => void workspace.keepDrafts(), { signal: stopping.signal });
      const handle = handleOf(get().route);
      if (handle !== undefined) await workspace.load(handle);
      set({ boot: 'ready' });
      const waiting = early;
      early = [];
      for (const event of waiting) take(event);
    },
    async setSettings(settings) {
      const answer = await client.call('settings.set', settings);
      if (!answer.ok) return sayFailure(answer.error);
      set((state) => (state.session ? { session: { ...state.session, settings: answer.value } } : {}));
      dress(answer.value.theme);
    },
    async copyText(text) {
      stopClearing?.();
      return (await writeClipboard(page, text))
        ? ok({})
        : fail('clipboard-refused', get().speaker.t('copy.failed'));
    },
    async copyTarget(target) {
      const view = get().view;
      if (!view) return fail('not-open', '');
      const answer = await client.call('secrets.copy', { handle: view.handle, target });
      if (!answer.ok) return answer;
      stopClearing?.();
      if (answer.value.by === 'page') {
        if (!(await writeClipboard(page, answer.value.value))) {
          return fail('clipboard-refused', get().speaker.t('copy.failed'));
        }
        if (!(await mayLookAtClipboard(page))) {
          // Once: whoever copies five secrets has read it.
          if (!toldOfClipboard) say('info', get().speaker.t('copy.secret.stays'));
          toldOfClipboard = true;
          return ok({});
        }
        stopClearing = clearClipboardLater(page, answer.value.clears_after_s, answer.value.value);
      }
      return ok({ clears: answer.value.clears_after_s });
    },
    openOutside,
    download(url, name) {
      const link = page.document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
    },
    stop() {
      stopping.abort();
      workspace.unwatch();
    },
  };
  return { store, actions, client };
}
