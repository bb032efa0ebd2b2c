import type { SessionEvent, UpdateView } from '../../shared/host/session.ts';
import type { Change, WorkspaceView } from '../../shared/host/workspace.ts';
import type { CallError, CallOutput, HostFailure } from '../../shared/host.ts';
import type { Description } from '../../shared/profile/describe.ts';
import { fail, type Result } from '../../shared/result.ts';
import { handleOf } from '../route.ts';
import { isStoredDraft } from '../wizard/forms.ts';
import { overtaken, providerDraft } from './overtaken.ts';
import { practiceOf } from './practice-actions.ts';
import { type AppState, type Draft, EMPTY_DRAFT, NOTHING_BROKEN } from './state.ts';
import type { Toolbox } from './tools.ts';

export interface WorkspaceActions {
  /** Shows the workspace with this handle and watches it for changes. */
  load(handle: string): Promise<void>;
  create(): Promise<void>;
  open(path?: string): Promise<Result<WorkspaceView, HostFailure>>;
  openRecent(path: string): Promise<void>;
  forgetRecent(path: string): Promise<void>;
  saveAs(path?: string): Promise<Result<WorkspaceView, HostFailure>>;
  close(): Promise<void>;
  startPractice(signal: AbortSignal): Promise<void>;
  /** Keeps what the person saw at an app itself: whether it let them in. */
  sayOfApp(app: string, worked: boolean): Promise<void>;
  /**
   * Saves a change. If someone else changed another entry meanwhile, the change is applied on top of that; if
   * they changed the same entry, the user is asked. What a person changed can be taken back.
   */
  update(
    change: Change,
    by?: 'person' | 'latchkey',
  ): Promise<Result<WorkspaceView, HostFailure<CallError<'workspace.update'>>>>;
  /** Takes the last edit of an entry back, and what is typed of this app with it. */
  undoEdit(app: string): Promise<void>;
  /** What was said of an app that the workspace's own profile describes. */
  described(
    kind: string,
  ): Promise<Result<CallOutput<'workspace.described'>, HostFailure<CallError<'workspace.described'>>>>;
  /** Describes an app that no profile knows, in a file beside the workspace; or one of this kind once more. */
  describe(
    description: Description,
    again?: string,
  ): Promise<Result<CallOutput<'workspace.describe'>, HostFailure<CallError<'workspace.describe'>>>>;
  settleConflict(whose: 'mine' | 'theirs'): Promise<void>;
  /** Gives a copy of another workspace file an id of its own. */
  giveOwnId(): Promise<void>;
  reload(): Promise<void>;
  dismissBanner(): void;
  /** Shows a view that another call returned. */
  accept(view: WorkspaceView): void;
  /** Remembers what was removed last; null once it is back. */
  noteRemoved(removed: AppState['removed']): void;
  /** Marks the deliverables and the overview as possibly out of date. */
  touch(): void;
  /** Something was ticked as applied, or no longer is. */
  noteTick(): void;
  loadDraft(app: string): Promise<void>;
  setDraft(app: string, change: Partial<Draft>): void;
  dropDraft(app: string): void;
  /** Sends what was typed in the last moment to the host, e.g. because the page is being closed. */
  keepDrafts(): Promise<void>;
  command(command: Extract<SessionEvent, { type: 'command' }>['command']): Promise<void>;
  noteUpdate(update: UpdateView): void;
  showShortcuts(open: boolean): void;
  unwatch(): void;
}

const entryId = (change: Change) => (change.op === 'set-name' ? '' : change.id);
const draftKey = (app: string) => `connect:${app}`;

/** The entry that a change replaces, as text for comparison. */
const entryText = (view: WorkspaceView, change: Change): string => {
  const { workspace } = view;
  if (change.op === 'set-name') return workspace.name ?? '';
  const entries = change.op === 'put-app' ? workspace.apps : workspace.providers;
  return JSON.stringify(entries[change.id] ?? null);
};

/** The change that takes another one back; undefined for an entry that is new. */
function inverseOf({ workspace }: WorkspaceView, change: Change): Change | undefined {
  if (change.op === 'set-name') return undefined;
  if (change.op === 'put-app') {
    const entry = workspace.apps[change.id];
    return entry && { op: 'put-app', id: change.id, entry };
  }
  const entry = workspace.providers[change.id];
  return entry && { op: 'put-provider', id: change.id, entry };
}

/** The last edit, if it can be taken back: nothing else has changed that entry since. */
export const standingEdit = ({ edit, view }: Pick<AppState, 'edit' | 'view'>): Change | undefined =>
  edit && view && entryText(view, edit.back) === edit.text ? edit.back : undefined;

/** @param onChange called when something has changed that test results may depend on */
export function createWorkspaceActions(tools: Toolbox, onChange: () => void): WorkspaceActions {
  const { client, get, set, go, say, sayFailure, page } = tools;
  let watching: AbortController | undefined;
  /** How many changes of this page are on their way. */
  let saving = 0;
  /** Drafts that the host doesn't have yet. They wait a moment for further letters. */
  const waiting = new Map<string, { readonly timer: number; readonly send: () => Promise<unknown> }>();
  const stopWaiting = (app: string) => {
    page.clearTimeout(waiting.get(app)?.timer);
    waiting.delete(app);
  };

  const accept = (view: WorkspaceView) => {
    set((state) => ({ view, viewFailure: null, generation: state.generation + 1 }));
    onChange();
  };

  /** Keeps how an edit is taken back. What Latchkey adds to the same entry by itself goes with it. */
  const remember = (
    before: WorkspaceView,
    after: WorkspaceView,
    change: Change,
    by: 'person' | 'latchkey',
  ) => {
    const text = entryText(after, change);
    if (entryText(before, change) === text) return;
    if (by === 'latchkey') {
      const last = standingEdit({ edit: get().edit, view: before });
      if (last && last.op === change.op && entryId(last) === entryId(change))
        set({ edit: { back: last, text } });
      return;
    }
    const back = inverseOf(before, change);
    set({ edit: back ? { back, text } : null });
  };

  /** Says so where a field that is typed here was changed elsewhere; what this page saves itself is no news to it. */
  const noteOvertaken = (theirs: WorkspaceView) => {
    const { view, drafts, catalog } = get();
    const found = view && saving === 0 ? overtaken(view, theirs, drafts, catalog) : undefined;
    if (!found) return;
    const { change, ...typed } = found;
    set({ banner: { kind: 'conflict', change, theirs, typed } });
  };

  const watch = (handle: string) => {
    watching?.abort();
    watching = new AbortController();
    const { signal } = watching;
    void client.subscribe(
      'workspace.watch',
      { handle },
      (event) => {
        if (get().view?.handle !== handle) return;
        switch (event.type) {
          case 'changed':
            if (event.view.revision === get().view?.revision) {
              // The content is unchanged; the file is readable again or is back.
              const kind = get().banner?.kind;
              if (kind === 'unreadable' || kind === 'gone') set({ banner: null });
              return;
            }
            noteOvertaken(event.view);
            accept(event.view);
            if (event.by === 'file' && get().banner?.kind !== 'conflict')
              set({ banner: { kind: 'changed' } });
            return;
          case 'unreadable':
            return set({ banner: { kind: 'unreadable', problems: event.problems } });
          case 'gone':
            return set({ banner: { kind: 'gone' } });
          case 'closed':
            return set({ banner: { kind: 'closed' } });
        }
      },
      { signal },
    );
  };

  /** Where practice leads back to: what was open before it or, after the page was loaded anew, another open one. */
  const homeOf = ({ handle, practice }: WorkspaceView): AppState['home'] => {
    const { view, home, session } = get();
    if (!practice) return null;
    if (view && !view.practice) return { handle: view.handle, name: view.name };
    return home ?? (view ? null : (session?.open.find((one) => one.handle !== handle) ?? null));
  };

  /** What is known of one workspace is not of another one. */
  const take = (view: WorkspaceView) => {
    const fresh = { banner: null, edit: null, drafts: {}, tests: {}, breaking: null };
    set({ view, viewFailure: null, home: homeOf(view), ...fresh });
    watch(view.handle);
  };

  /** Shows a workspace that was just opened. */
  const show = (view: WorkspaceView) => {
    take(view);
    go({ at: 'overview', handle: view.handle });
  };

  const actions: WorkspaceActions = {
    accept,
    async sayOfApp(app, worked) {
      const { view } = get();
      if (!view) return;
      const answer = await client.call('standing.say', { handle: view.handle, app, worked });
      if (!answer.ok) say('error', answer.error.message);
      set((state) => ({ ticked: state.ticked + 1 }));
    },
    noteRemoved: (removed) => set({ removed }),
    noteTick: () => set((state) => ({ ticked: state.ticked + 1 })),
    touch() {
      set((state) => ({ generation: state.generation + 1 }));
      onChange();
    },
    async load(handle) {
      const answer = await client.call('workspace.current', { handle });
      // Another one was opened meanwhile.
      if (handleOf(get().route) !== handle) return;
      if (!answer.ok) return set({ view: null, viewFailure: answer.error });
      take(answer.value);
      if (answer.value.practice && !get().practiceAccount) {
        const practice = await client.call('practice.start', {});
        if (practice.ok) set({ practiceAccount: practice.value.account, broken: practice.value.broken });
      }
    },
    async create() {
      const answer = await client.call('workspace.new', { name: get().speaker.t('start.new-name') });
      if (!answer.ok) return sayFailure(answer.error);
      show(answer.value);
      go({ at: 'connect', handle: answer.value.handle, app: 'new', step: 'provider' }, { replace: true });
    },
    async open(path) {
      const answer = await client.call('workspace.open', path === undefined ? {} : { path });
      if (answer.ok) show(answer.value);
      return answer;
    },
    async openRecent(path) {
      const answer = await client.call('workspace.open-recent', { path });
      if (answer.ok) show(answer.value);
      else say('error', [answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
    },
    async forgetRecent(path) {
      const answer = await client.call('workspace.forget-recent', { path });
      if (!answer.ok) return sayFailure(answer.error);
      set((state) => (state.session ? { session: { ...state.session, recent: answer.value.recent } } : {}));
    },
    async saveAs(path) {
      const view = get().view;
      if (!view) return fail('not-open', '');
      const answer = await client.call('workspace.save-as', {
        handle: view.handle,
        ...(path === undefined ? {} : { path }),
      });
      if (answer.ok) {
        accept(answer.value);
        set({ banner: null });
        say('pass', get().speaker.t('saveas.done', { path: answer.value.path ?? answer.value.name }));
      }
      return answer;
    },
    async close() {
      const { view, home } = get();
      watching?.abort();
      if (view) {
        await actions.keepDrafts();
        // The host knows the handle only while the workspace is open.
        if (view.practice) await client.call('practice.stop', { handle: view.handle });
        await client.call('workspace.close', { handle: view.handle });
      }
      set({
        view: null,
        home: null,
        banner: null,
        edit: null,
        drafts: {},
        tests: {},
        practiceAccount: null,
        broken: NOTHING_BROKEN,
        breaking: null,
      });
      const session = await client.call('session.info', {});
      if (session.ok) set({ session: session.value });
      const back = session.ok && session.value.open.find(({ handle }) => handle === home?.handle);
      go(back ? { at: 'overview', handle: back.handle } : { at: 'start' });
    },
    async startPractice(signal) {
      const answer = await client.call('practice.start', {}, { signal });
      if (!answer.ok) return sayFailure(answer.error);
      const { view, account, broken } = answer.value;
      set({ practiceAccount: account, broken });
      show(view);
      go(practiceOf(view.handle, broken), { replace: true });
    },
    async update(change, by = 'person') {
      const before = get().view;
      if (!before) return fail('not-open', '') as Result<never, HostFailure<'not-open'>>;
      const { handle } = before;
      saving += 1;
      const answer = await client
        .call('workspace.update', { handle, revision: before.revision, change })
        .finally(() => {
          saving -= 1;
        });
      if (answer.ok) {
        remember(before, answer.value, change, by);
        accept(answer.value);
        return answer;
      }
      if (answer.error.code !== 'conflict') return answer;
      const theirs = await client.call('workspace.reload', { handle });
      if (!theirs.ok) return answer;
      if (entryText(before, change) !== entryText(theirs.value, change)) {
        set({ banner: { kind: 'conflict', change, theirs: theirs.value } });
        return answer;
      }
      const again = await client.call('workspace.update', {
        handle,
        revision: theirs.value.revision,
        change,
      });
      if (again.ok) {
        remember(theirs.value, again.value, change, by);
        accept(again.value);
      }
      return again;
    },
    async undoEdit(app) {
      const back = standingEdit(get());
      if (!back) return;
      const answer = await actions.update(back, 'latchkey');
      if (answer.ok) {
        set({ edit: null });
        actions.setDraft(app, { app: {}, provider: {} });
        say('pass', get().speaker.t('apply.repair.undone'));
      } else if (answer.error.code !== 'conflict') sayFailure(answer.error);
    },
    async described(kind) {
      const view = get().view;
      if (!view) return fail('not-open', '') as Result<never, HostFailure<'not-open'>>;
      return client.call('workspace.described', { handle: view.handle, kind });
    },
    async describe(description, again) {
      const view = get().view;
      if (!view) return fail('not-open', '') as Result<never, HostFailure<'not-open'>>;
      const answer = await client.call('workspace.describe', {
        handle: view.handle,
        revision: view.revision,
        description,
        ...(again === undefined ? {} : { again }),
      });
      if (answer.ok) accept(answer.value.view);
      return answer;
    },
    async settleConflict(whose) {
      const banner = get().banner;
      if (banner?.kind !== 'conflict') return;
      set({ banner: null });
      const { typed } = banner;
      if (typed) {
        // What is typed is saved by the button of its screen; the other value is shown where it was typed.
        const draft = get().drafts[typed.draft];
        if (whose === 'mine' || !draft) return;
        const left = Object.entries(draft[typed.part]).filter(([field]) => !typed.fields.includes(field));
        return actions.setDraft(typed.draft, { [typed.part]: Object.fromEntries(left) });
      }
      accept(banner.theirs);
      if (whose === 'theirs') {
        if (banner.change.op === 'put-app') actions.dropDraft(banner.change.id);
        if (banner.change.op === 'put-provider') actions.dropDraft(providerDraft(banner.change.id));
        return;
      }
      const answer = await actions.update(banner.change);
      if (!answer.ok && answer.error.code !== 'conflict') sayFailure(answer.error);
    },
    async giveOwnId() {
      const view = get().view;
      if (!view) return;
      const answer = await client.call('workspace.own-id', { handle: view.handle });
      if (!answer.ok) return sayFailure(answer.error);
      // What was typed and tested belongs to the other file's id.
      set({ drafts: {}, tests: {} });
      accept(answer.value);
      say('pass', get().speaker.t('overview.copy.done'));
    },
    async reload() {
      const view = get().view;
      if (!view) return;
      const answer = await client.call('workspace.reload', { handle: view.handle });
      if (!answer.ok) return say('error', answer.error.message);
      accept(answer.value);
      set({ banner: null });
    },
    dismissBanner: () => set({ banner: null }),

    async loadDraft(app) {
      const view = get().view;
      if (!view || get().drafts[app]) return;
      const answer = await client.call('progress.get', { handle: view.handle, key: draftKey(app) });
      const stored = answer.ok ? answer.value.value : null;
      set((state) => ({
        drafts: {
          ...state.drafts,
          [app]: state.drafts[app] ?? (isStoredDraft(stored) ? stored : EMPTY_DRAFT),
        },
      }));
    },
    setDraft(app, change) {
      const next = { ...(get().drafts[app] ?? EMPTY_DRAFT), ...change };
      set((state) => ({ drafts: { ...state.drafts, [app]: next } }));
      const handle = get().view?.handle;
      if (handle === undefined) return;
      stopWaiting(app);
      const send = () => {
        waiting.delete(app);
        return client.call('progress.set', { handle, key: draftKey(app), value: { ...next } });
      };
      waiting.set(app, { send, timer: page.setTimeout(() => void send(), 250) });
    },
    async keepDrafts() {
      for (const { timer } of waiting.values()) page.clearTimeout(timer);
      await Promise.all([...waiting.values()].map(({ send }) => send()));
    },
    dropDraft(app) {
      stopWaiting(app);
      set((state) => {
        const { [app]: _, ...drafts } = state.drafts;
        return { drafts } as Partial<AppState>;
      });
      const handle = get().view?.handle;
      if (handle !== undefined) {
        void client.call('progress.set', { handle, key: draftKey(app), value: null });
      }
    },
    async command(command) {
      const handle = get().view?.handle;
      const within = handle === undefined ? {} : { handle };
      switch (command) {
        case 'new':
          return actions.create();
        case 'open': {
          const answer = await actions.open();
          if (!answer.ok && answer.error.code === 'path-needed') return go({ at: 'start' });
          return answer.ok ? undefined : sayFailure(answer.error);
        }
        case 'save-as': {
          const answer = await actions.saveAs();
          return answer.ok ? undefined : sayFailure(answer.error);
        }
        case 'overview':
          return go(handle === undefined ? { at: 'start' } : { at: 'overview', handle });
        case 'connect':
          if (handle === undefined) return actions.create();
          return go({ at: 'connect', handle, app: 'new', step: 'provider' });
        case 'practice':
          return actions.startPractice(new AbortController().signal);
        case 'shortcuts':
          return actions.showShortcuts(true);
        case 'explain':
        case 'settings':
          return go({ at: command, ...within });
      }
    },
    noteUpdate: (update) => set({ update }),
    showShortcuts: (open) => set({ shortcuts: open }),
    unwatch: () => watching?.abort(),
  };
  return actions;
}
