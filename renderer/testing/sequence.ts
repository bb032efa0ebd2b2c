import type { TestRun } from '../store/state.ts';

/** Who takes part in a test login. The app itself is not asked; Latchkey stands in its place. */
export const ACTORS = ['browser', 'provider', 'here', 'app'] as const;
export type Actor = (typeof ACTORS)[number];

export type MessageState = 'waiting' | 'running' | 'pass' | 'warn' | 'fail' | 'inconclusive';

/** One arrow of the picture. */
export interface Message {
  readonly id: 'connect' | 'opens' | 'signs-in' | 'back' | 'token' | 'userinfo' | 'claims';
  readonly from: Actor;
  readonly to: Actor;
  readonly state: MessageState;
  /** Milliseconds since the start of the login, when it ended. */
  readonly at_ms?: number;
}

type StepId = 'connect' | 'browser' | 'token' | 'userinfo';

/**
 * A test login as arrows between those who take part, in their order. A step that was never begun waits; what comes
 * after a failed step is left waiting, for nobody saw it.
 */
export function sequenceOf(run: TestRun): readonly Message[] {
  const stepOf = (id: StepId) => run.steps.find((step) => step.id === id);
  const states = (id: StepId): { readonly state: MessageState; readonly at_ms?: number } => {
    const step = stepOf(id);
    if (!step) return { state: 'waiting' };
    return step.state === 'running' ? { state: 'running' } : { state: step.state, at_ms: step.at_ms };
  };
  const connect = states('connect');
  const browser = states('browser');
  // The page can only be opened once the provider was reached, and that is seen.
  const opens: MessageState =
    browser.state !== 'waiting' ? 'pass' : connect.state === 'pass' ? 'running' : 'waiting';
  const claims = run.phase === 'idle' ? run.checks.filter(({ light }) => light === 'claims') : [];
  return [
    { id: 'connect', from: 'here', to: 'provider', ...connect },
    { id: 'opens', from: 'here', to: 'browser', state: opens },
    { id: 'signs-in', from: 'browser', to: 'provider', ...browser },
    {
      id: 'back',
      from: 'browser',
      to: 'here',
      state: browser.state === 'running' ? 'waiting' : browser.state,
    },
    { id: 'token', from: 'here', to: 'provider', ...states('token') },
    { id: 'userinfo', from: 'here', to: 'provider', ...states('userinfo') },
    { id: 'claims', from: 'here', to: 'app', state: worst(claims.map(({ status }) => status)) },
  ];
}

function worst(statuses: readonly MessageState[]): MessageState {
  return (
    (['fail', 'warn', 'inconclusive', 'pass'] as const).find((one) => statuses.includes(one)) ?? 'waiting'
  );
}
