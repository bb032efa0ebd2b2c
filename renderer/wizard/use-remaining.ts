import { useMemo } from 'react';
import type { GuideStepView } from '../../shared/host/deliverables.ts';
import type { AppOverview } from '../../shared/host/testing.ts';
import {
  type EndStep,
  endSteps,
  type Remaining,
  remainsOf,
  type SignInNotes,
  signInNotes,
} from '../../shared/standing/remains.ts';
import { type Side, sidesOf } from '../apply/sides.ts';
import { useAppState, useAsked } from '../store/react.tsx';
import { hostOf } from './host-of.ts';
import { appName, providerName } from './names.ts';
import type { Wiring } from './use-connection.ts';

/** What both sides of a connection are called where it is applied. */
export const sidesAbout = (wiring: Wiring) =>
  ({
    provider: {
      kind: wiring.providerKind?.kind ?? 'oidc',
      name: providerName(wiring),
      version: wiring.savedProvider?.version ?? '',
      host: hostOf(wiring.savedProvider?.url ?? ''),
    },
    app: {
      kind: wiring.appKind?.kind ?? 'custom',
      name: appName(wiring),
      version: wiring.savedApp?.version ?? '',
      host: hostOf(wiring.savedApp?.url ?? ''),
    },
  }) as const;

export interface WhatRemains {
  readonly sides: readonly Side[];
  readonly remaining: Remaining<GuideStepView>;
  readonly notes: readonly SignInNotes[];
  readonly ends: readonly EndStep[];
  /** Why it isn't known what there is to apply. */
  readonly failure: string | undefined;
}

/** What is left to do for an app. Undefined while that is not known, so that nothing moves later. */
export function useRemaining(wiring: Wiring, known: AppOverview | undefined): WhatRemains | undefined {
  const generation = useAppState((state) => state.generation + state.ticked);
  const { value, failure } = useAsked(
    'deliverables.preview',
    { handle: wiring.handle, app: wiring.appId },
    { generation },
  );
  return useMemo(() => {
    if (known === undefined || (value === undefined && failure === undefined)) return undefined;
    // An answer from before a failure says nothing of now.
    const current = failure === undefined ? value : undefined;
    const sides = current
      ? sidesOf(current.deliverables, sidesAbout(wiring), current.ways, [], current.api)
      : [];
    return {
      sides,
      remaining: remainsOf({
        sides,
        standing: known.standing,
        secret: failure?.code === 'no-such-secret' ? 'missing' : known.secret,
        test_redirect_uri: wiring.savedApp?.test_redirect_uri,
      }),
      notes: signInNotes(current?.deliverables ?? []),
      ends: endSteps(current?.deliverables ?? []),
      failure: failure?.code === 'no-such-secret' ? undefined : failure?.message,
    };
  }, [known, value, failure, wiring]);
}
