import type { z } from 'zod';
import {
  CALLS,
  type CallAnswer,
  type CallError,
  type CallName,
  type CallOutput,
  COMMON_ERRORS,
  type HostFailure,
  STREAMS,
  type StreamError,
  type StreamEvent,
  type StreamFrame,
  type StreamName,
} from '../../shared/host.ts';
import { type Failure, fail, type Result } from '../../shared/result.ts';
import { bugReference, describeCause } from './bug.ts';
import { outOfBounds } from './input-bounds.ts';
import type { Log } from './log.ts';

/** What a handler knows about the caller. */
export interface CallContext {
  /**
   * Id of the window (in the browser host one id for all pages). Limits how many subscriptions may be open.
   */
  readonly page: string;
  /** Aborted when the page no longer waits. */
  readonly signal: AbortSignal;
}

/**
 * One function for each call. Gets validated input and answers with the codes of the call. Throws only on
 * bugs.
 */
export type CallHandlers = {
  readonly [N in CallName]: (
    input: z.output<(typeof CALLS)[N]['input']>,
    context: CallContext,
  ) => Promise<Result<CallOutput<N>, HostFailure<CallError<N>>>>;
};

/**
 * One function for each subscription. Emits events until it is done; stops early when the signal is aborted.
 */
export type StreamHandlers = {
  readonly [N in StreamName]: (
    input: z.output<(typeof STREAMS)[N]['input']>,
    emit: (event: StreamEvent<N>) => void,
    context: CallContext,
  ) => Promise<Result<undefined, HostFailure<StreamError<N>>>>;
};

export interface Gate {
  /** Answers one call. Never rejects. */
  call(name: unknown, input: unknown, context: CallContext): Promise<CallAnswer>;
  /** Runs one subscription. The last frame is `end` or `error`. Never rejects. */
  subscribe(
    name: unknown,
    input: unknown,
    onFrame: (frame: StreamFrame) => void,
    context: CallContext,
  ): Promise<void>;
  /** Resolves when no call is running any more, or after this time. */
  idle(withinMs: number): Promise<void>;
}

/** More than all screens together need; a page that opens more has a bug. */
export const MAX_SUBSCRIPTIONS = 64;

/**
 * The only way from a page to the system, for both transports. Looks up the name in the contract, checks the
 * size and form of the input, runs the handler and checks the output. Failures have a code of the contract. A
 * bug is reported as `internal` with a reference; the log has a line with the same reference, but without the
 * error's message, which could contain a secret.
 */
export function createGate(calls: CallHandlers, streams: StreamHandlers, log: Log): Gate {
  /** The pages of the subscriptions that have not ended. */
  const open = new Set<{ readonly page: string }>();
  const running = new Set<Promise<unknown>>();

  const bug = (name: string, what: string, cause?: unknown): { ok: false; error: Failure } => {
    const reference = bugReference();
    log('bug', { reference, call: name, what, ...describeCause(cause) });
    return fail(
      'internal',
      `Latchkey made a mistake here (reference ${reference}). Try again; if it stays, report it.`,
    );
  };

  const checkFailure = (name: string, known: readonly string[], failure: Failure) =>
    known.includes(failure.code) || (COMMON_ERRORS as readonly string[]).includes(failure.code)
      ? ({ ok: false, error: cleanFailure(failure) } as const)
      : bug(name, `unknown code ${failure.code}`);

  return {
    async call(name, input, context) {
      const refused = refuseInput(name, input, CALLS);
      if (!refused.ok) return refused;
      const known = refused.value as CallName;
      const parsed = parseInput(CALLS[known].input, input);
      if (!parsed.ok) return parsed;
      if (context.signal.aborted) return CANCELLED;
      try {
        const handler = calls[known] as (
          input: unknown,
          context: CallContext,
        ) => Promise<Result<unknown, Failure>>;
        const working = handler(parsed.value, context);
        running.add(working);
        const answer = await working.finally(() => running.delete(working));
        if (!answer.ok) return checkFailure(known, CALLS[known].errors, answer.error);
        const output = CALLS[known].output.safeParse(answer.value);
        return output.success ? { ok: true, value: output.data } : bug(known, 'output', output.error);
      } catch (error) {
        return context.signal.aborted ? CANCELLED : bug(known, 'thrown', error);
      }
    },

    async subscribe(name, input, onFrame, context) {
      let ended = false;
      const end = (frame: StreamFrame) => {
        if (ended) return;
        ended = true;
        onFrame(frame);
      };
      const refused = refuseInput(name, input, STREAMS);
      if (!refused.ok) return end({ type: 'error', error: refused.error });
      const known = refused.value as StreamName;
      const parsed = parseInput(STREAMS[known].input, input);
      if (!parsed.ok) return end({ type: 'error', error: parsed.error });
      if (context.signal.aborted) return end({ type: 'error', error: CANCELLED.error });
      if ([...open].filter(({ page }) => page === context.page).length >= MAX_SUBSCRIPTIONS)
        return end({
          type: 'error',
          error: fail('not-allowed', 'This page listens to too many things at once. Load it again.').error,
        });
      const place = { page: context.page };
      open.add(place);

      // Also stops the handler when an event breaks the contract: later events would not be delivered.
      const broken = new AbortController();
      const signal = AbortSignal.any([context.signal, broken.signal]);
      const emit = (event: unknown) => {
        if (ended || signal.aborted) return;
        const value = STREAMS[known].event.safeParse(event);
        if (value.success) return onFrame({ type: 'event', value: value.data });
        end({ type: 'error', error: bug(known, 'event', value.error).error });
        broken.abort();
      };
      try {
        const handler = streams[known] as (
          input: unknown,
          emit: (event: unknown) => void,
          context: CallContext,
        ) => Promise<Result<undefined, Failure>>;
        const done = await handler(parsed.value, emit, { ...context, signal });
        if (context.signal.aborted) end({ type: 'error', error: CANCELLED.error });
        else if (done.ok) end({ type: 'end' });
        else end({ type: 'error', error: checkFailure(known, STREAMS[known].errors, done.error).error });
      } catch (error) {
        end({
          type: 'error',
          error: context.signal.aborted ? CANCELLED.error : bug(known, 'thrown', error).error,
        });
      } finally {
        open.delete(place);
      }
    },

    async idle(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled(running), late]);
      clearTimeout(timer);
    },
  };
}

const CANCELLED = fail('cancelled', 'This was cancelled.');

/** Returns the name if the contract has it and the input is within bounds; otherwise a failure. */
function refuseInput(name: unknown, input: unknown, contract: object): Result<string> {
  if (typeof name !== 'string' || !Object.hasOwn(contract, name))
    return fail(
      'unknown-call',
      'Latchkey has no such call. Load the page again; it may be older than the program.',
    );
  const wrong = outOfBounds(input);
  return wrong === undefined
    ? { ok: true, value: name }
    : fail('bad-input', 'This was not sent in the expected form.', wrong);
}

/** Validates the input. A failure names the invalid places but not their values, which may be secret. */
function parseInput(schema: z.ZodType, input: unknown): Result<unknown> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const places = parsed.error.issues.slice(0, 5).map((issue) => {
    const place = issue.path.map(String).join('.').slice(0, 80);
    return `${place === '' ? 'input' : place}: ${issue.code}`;
  });
  return fail('bad-input', 'This was not sent in the expected form.', places.join('\n'));
}

/** Keeps only the three fields of the contract, even if the failure has others. */
function cleanFailure({ code, message, detail }: Failure): Failure {
  return detail === undefined ? { code, message } : { code, message, detail };
}
