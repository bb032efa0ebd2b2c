import { useEffect, useRef, useState } from 'react';
import type { BackPlanView, PlanView, Sent, TakenBackView } from '../../shared/host/apply.ts';
import type { HostFailure } from '../../shared/host.ts';
import { announce } from '../components/announcer.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';

/** A token as it leaves its field. It goes into one request and is kept nowhere in the page. */
export interface TypedToken {
  readonly value: string;
  readonly keep: boolean;
}

/** What stands on the screen after what was asked last. */
export type ApiShown =
  | { readonly is: 'plan'; readonly plan: PlanView; readonly changed: boolean }
  | { readonly is: 'done'; readonly sent: Extract<Sent, { outcome: 'done' }> }
  | { readonly is: 'failed'; readonly sent: Extract<Sent, { outcome: 'failed' }> }
  | { readonly is: 'refused'; readonly failure: HostFailure; readonly unsent: boolean }
  | { readonly is: 'back-plan'; readonly plan: BackPlanView; readonly run: string; readonly changed: boolean }
  | { readonly is: 'back'; readonly back: Extract<TakenBackView, { outcome: 'done' }> };

export interface ApiPlace {
  readonly handle: string;
  readonly app: string;
  readonly side: 'provider' | 'app';
}

/**
 * One side that Latchkey applies through the product's API: what would be sent, what became of it, and the way back. The
 * token that was typed is held by the host until this is left.
 */
export function useApi(place: ApiPlace, onDone: (done: boolean) => void) {
  const { t } = useSpeaker();
  const { client } = useApp();
  const { handle, app, side } = place;
  const asked = useAsked('apply.state', { handle, app, side });
  const [shown, setShown] = useState<ApiShown>();
  const [busy, setBusy] = useState<'reading' | 'sending' | 'taking-back'>();
  /** A token is asked for, though one is kept. */
  const [retypes, setRetypes] = useState(false);

  // What a person has just asked for is where the focus goes, and what is read aloud.
  const result = useRef<HTMLDivElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn > 0) result.current?.focus();
  }, [turn]);
  useEffect(
    () => () => void client.call('apply.forget-token', { handle, app, side, kept: false }),
    [client, handle, app, side],
  );

  const show = (next: ApiShown) => {
    setBusy(undefined);
    setShown(next);
    setTurn((now) => now + 1);
    asked.again();
  };
  const refused = (failure: HostFailure, unsent: boolean) => {
    setRetypes(WANTS_TOKEN.includes(failure.code));
    show({ is: 'refused', failure, unsent });
  };
  return {
    state: asked.value,
    failure: asked.failure,
    retry: asked.again,
    shown,
    busy,
    retypes,
    result,
    plan: async (token?: TypedToken) => {
      setBusy('reading');
      const answer = await client.call('apply.plan', { ...place, ...(token ? { token } : {}) });
      if (!answer.ok) return refused(answer.error, true);
      setRetypes(false);
      // What was seen counts more than what was ticked.
      if (answer.value.state !== 'nothing') onDone(false);
      show({ is: 'plan', plan: answer.value, changed: false });
    },
    send: async (plan: string) => {
      setBusy('sending');
      const answer = await client.call('apply.send', { ...place, plan });
      if (!answer.ok) return refused(answer.error, true);
      if (answer.value.outcome === 'changed')
        return show({ is: 'plan', plan: answer.value.plan, changed: true });
      if (answer.value.outcome === 'failed') return show({ is: 'failed', sent: answer.value });
      announce(t('api.done'));
      show({ is: 'done', sent: answer.value });
      if (answer.value.leaves.length === 0) onDone(true);
    },
    planBack: async (run: string) => {
      setBusy('reading');
      const answer = await client.call('apply.undo-plan', { ...place, run });
      if (!answer.ok) return refused(answer.error, true);
      show({ is: 'back-plan', plan: answer.value, run, changed: false });
    },
    takeBack: async (run: string, plan: string) => {
      setBusy('taking-back');
      const answer = await client.call('apply.undo', { ...place, run, plan });
      if (!answer.ok) return refused(answer.error, false);
      if (answer.value.outcome === 'changed')
        return show({ is: 'back-plan', plan: answer.value.plan, run, changed: true });
      show({ is: 'back', back: answer.value });
      onDone(false);
    },
    /** Shows what was there before anything was asked. */
    leave: () => {
      setShown(undefined);
      setTurn((now) => now + 1);
    },
    forget: async () => {
      await client.call('apply.forget-token', { ...place, kept: true });
      setRetypes(false);
      asked.again();
    },
  };
}

/** Refusals after which another token may help. */
export const WANTS_TOKEN: readonly string[] = [
  'token-needed',
  'token-unfit',
  'apply-token',
  'apply-refused',
  'apply-unauthorized',
  'apply-forbidden',
];
