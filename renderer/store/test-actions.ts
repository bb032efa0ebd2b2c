import { settleAuthority, settleReport } from '../../shared/diagnosis/own-authority.ts';
import type { Check } from '../../shared/diagnosis/types.ts';
import type { StreamEvent } from '../../shared/host.ts';
import { IDLE_TEST, type TestRun } from './state.ts';
import type { Toolbox } from './tools.ts';

export interface TestActions {
  /** Loads the newest results of an app from the host. */
  loadResults(app: string): Promise<void>;
  /**
   * Something has changed that results may depend on. Every result counts as outdated until the host has said
   * that it still holds.
   */
  doubtResults(): void;
  runChecks(apps: readonly string[]): Promise<void>;
  /**
   * The user has confirmed a host that the provider's discovery document names for secrets. Holds for this app until
   * the page is closed; then the test runs again.
   */
  trustHost(app: string, host: string): Promise<void>;
  stopChecks(): void;
  /** `opened`: the press that begins it opens the login page, too, where the browser still takes it for one. */
  startLogin(app: string, mode: 'loopback' | 'paste', page?: 'opened'): Promise<void>;
  stopLogin(app: string): void;
  /**
   * Explains a page that the provider shows during a login. A cause ends the login, which has nothing to wait for any
   * more, and stands in place of its result. Returns what hinders: a sentence, or false if nothing is recognised.
   */
  explainPage(app: string, text: string): Promise<string | boolean>;
  /** Adds a check that wasn't made in a run (the container's view). */
  addCheck(app: string, check: Check): void;
}

const withCheck = (checks: readonly Check[], check: Check): readonly Check[] => [
  ...checks.filter((other) => other.id !== check.id),
  check,
];

/** The app's own view is no part of a run, so a run does not take it away. */
const ofNetwork = (checks: readonly Check[]): readonly Check[] =>
  checks.filter(({ light }) => light === 'app-network');

/** What was seen before of lights that the newer report did not look at. Earlier inputs say nothing of these. */
const notLookedAtAgain = (run: TestRun, newer: readonly Check[]): readonly Check[] =>
  run.checks.filter(
    ({ light }) =>
      (light === 'app-network' || !run.record?.outdated) && newer.every((check) => check.light !== light),
  );

export function createTestActions(tools: Toolbox): TestActions {
  const { client, get, set } = tools;
  let checking: AbortController | undefined;
  const logins = new Map<string, AbortController>();
  const trusted = new Map<string, readonly string[]>();
  /** Only for a run of one app: a host that was confirmed for one must not get the secret of another. */
  const trustOf = (apps: readonly string[]): { trust_hosts?: string[] } => {
    const hosts = apps.length === 1 ? trusted.get(apps[0]!) : undefined;
    return hosts === undefined ? {} : { trust_hosts: [...hosts] };
  };

  const change = (app: string, next: Partial<TestRun> | ((run: TestRun) => Partial<TestRun>)) =>
    set((state) => {
      const run = state.tests[app] ?? IDLE_TEST;
      return {
        tests: { ...state.tests, [app]: { ...run, ...(typeof next === 'function' ? next(run) : next) } },
      };
    });

  const onLoginEvent = (app: string, mode: 'loopback' | 'paste', event: StreamEvent<'login.start'>) => {
    switch (event.type) {
      case 'ready':
        return change(app, {
          login: {
            id: event.login,
            mode,
            url: event.url,
            opened: event.opened,
            redirect_uri: event.redirect_uri,
            ends_at: Date.now() + event.timeout_s * 1000,
          },
        });
      case 'step':
        return change(app, (run) => ({
          steps: run.steps.some((step) => step.id === event.id)
            ? run.steps.map((step) => (step.id === event.id ? event : step))
            : [...run.steps, event],
        }));
      case 'check':
        return change(app, (run) => ({ checks: withCheck(run.checks, event.check) }));
      case 'report':
        return change(app, (run) => ({
          record: event.record,
          checks: [...event.record.report.checks, ...notLookedAtAgain(run, event.record.report.checks)],
        }));
    }
  };

  const loadResults = async (app: string): Promise<void> => {
    const handle = get().view?.handle;
    if (handle === undefined) return;
    const answer = await client.call('tests.history', { handle, app });
    if (!answer.ok) return;
    const { records } = answer.value;
    const newest = records.find(({ kind }) => kind !== 'network');
    const network = records.find(({ kind, outdated }) => kind === 'network' && !outdated);
    if (!newest && !network) return;
    const checks = [...(newest?.report.checks ?? []), ...(network?.report.checks ?? [])];
    change(app, (run) => ({ record: newest ?? null, ...(run.phase === 'idle' ? { checks } : {}) }));
  };

  const actions: TestActions = {
    loadResults,
    doubtResults() {
      for (const [app, run] of Object.entries(get().tests)) {
        if (run.record) change(app, { record: { ...run.record, outdated: true } });
        change(app, { checks: run.checks.filter(({ light }) => light !== 'app-network') });
        void loadResults(app);
      }
    },
    async runChecks(apps) {
      const handle = get().view?.handle;
      if (handle === undefined || apps.length === 0) return;
      checking?.abort();
      const mine = new AbortController();
      checking = mine;
      for (const app of apps) {
        change(app, (run) => ({
          phase: 'checks',
          planned: [],
          checks: ofNetwork(run.checks),
          steps: [],
          login: null,
          failure: null,
          page: [],
        }));
      }
      const answer = await client.subscribe(
        'check.run',
        { handle, apps: [...apps], ...trustOf(apps) },
        (event) => {
          if (event.type === 'planned') change(event.app, { planned: event.checks });
          if (event.type === 'check') {
            change(event.app, (run) => ({ checks: withCheck(run.checks, event.check) }));
          }
          if (event.type === 'report') {
            change(event.app, (run) => ({
              phase: 'idle',
              record: event.record,
              checks: [...event.record.report.checks, ...ofNetwork(run.checks)],
            }));
          }
          if (event.type === 'failed') {
            change(event.app, { phase: 'idle', failure: { code: event.code, message: event.message } });
          }
        },
        { signal: mine.signal },
      );
      if (checking !== mine) return;
      checking = undefined;
      for (const app of apps) {
        change(app, (run) => ({
          phase: run.phase === 'checks' ? 'idle' : run.phase,
          ended: { times: run.ended.times + 1, last: 'checks' },
        }));
        if (!answer.ok && answer.error.code !== 'cancelled') change(app, { failure: answer.error });
      }
      set((state) => ({ generation: state.generation + 1 }));
    },
    async trustHost(app, host) {
      trusted.set(app, [...new Set([...(trusted.get(app) ?? []), host])].slice(-10));
      await actions.runChecks([app]);
    },
    stopChecks() {
      checking?.abort();
    },
    async startLogin(app, mode, page) {
      const handle = get().view?.handle;
      if (handle === undefined) return;
      checking?.abort();
      logins.get(app)?.abort();
      const mine = new AbortController();
      logins.set(app, mine);
      change(app, { phase: 'login', steps: [], login: null, failure: null, page: [] });
      const answer = await client.subscribe(
        'login.start',
        { handle, app, mode, ...trustOf([app]) },
        (event) => {
          onLoginEvent(app, mode, event);
          if (event.type !== 'ready' || event.opened || page !== 'opened') return;
          // Later, the browser would keep the page from opening.
          if (tools.page.navigator.userActivation?.isActive !== true) return;
          void tools.openOutside(event.url);
          change(app, (run) => ({ login: run.login && { ...run.login, opened: true } }));
        },
        { signal: mine.signal },
      );
      if (logins.get(app) !== mine) return;
      logins.delete(app);
      change(app, (run) => ({
        phase: 'idle',
        login: null,
        steps: run.steps.map((step) =>
          step.state === 'running' ? { ...step, state: 'inconclusive' as const } : step,
        ),
        failure: answer.ok ? null : answer.error,
        ended: { times: run.ended.times + 1, last: 'login' },
      }));
      set((state) => ({ generation: state.generation + 1 }));
    },
    stopLogin(app) {
      logins.get(app)?.abort();
    },
    async explainPage(app, text) {
      const handle = get().view?.handle;
      if (handle === undefined) return false;
      const answer = await client.call('explain.text', { text, handle, app, page: true });
      if (!answer.ok) return answer.error.message;
      // The login may have ended by itself meanwhile; its own result counts then.
      if (answer.value.diagnoses.length === 0 || get().tests[app]?.phase !== 'login')
        return answer.value.diagnoses.length > 0;
      change(app, { page: answer.value.diagnoses });
      actions.stopLogin(app);
      return true;
    },
    addCheck(app, check) {
      change(app, (run) => ({
        checks: settleAuthority(withCheck(run.checks, check)),
        ...(run.record ? { record: { ...run.record, report: settleReport(run.record.report, check) } } : {}),
      }));
    },
  };
  return actions;
}
