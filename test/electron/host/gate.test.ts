import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createGate, MAX_SUBSCRIPTIONS } from '../../../electron/host/gate.ts';
import { MAX_CHARACTERS, outOfBounds } from '../../../electron/host/input-bounds.ts';
import type { StreamFrame } from '../../../shared/host.ts';
import { fail, ok } from '../../../shared/result.ts';
import { handlersOf, settingsAnswer } from '../../helpers/fake-handlers.ts';
import { anyName, clonedInput } from '../../helpers/malformed.ts';

type Handlers = ReturnType<typeof handlersOf>;

function gateOf(calls: Partial<Handlers['calls']> = {}, streams: Partial<Handlers['streams']> = {}) {
  const lines: string[] = [];
  const handlers = handlersOf({ 'settings.set': settingsAnswer, ...calls }, streams);
  const gate = createGate(handlers.calls, handlers.streams, (event, data) =>
    lines.push(JSON.stringify({ event, ...data })),
  );
  const controller = new AbortController();
  const context = { page: 'test', signal: controller.signal };
  return {
    lines,
    controller,
    idle: gate.idle,
    call: (name: unknown, ...input: unknown[]) => gate.call(name, input.length > 0 ? input[0] : {}, context),
    async listen(name: unknown, input: unknown = {}) {
      const frames: StreamFrame[] = [];
      await gate.subscribe(name, input, (frame) => frames.push(frame), context);
      return frames;
    },
    subscribe: (name: unknown, input: unknown, onFrame: (frame: StreamFrame) => void) =>
      gate.subscribe(name, input, onFrame, context),
  };
}

const code = (answer: Awaited<ReturnType<ReturnType<typeof gateOf>['call']>>) =>
  answer.ok ? 'ok' : answer.error.code;

describe('a call', () => {
  it('passes when it is in the contract’s form', async () => {
    expect(await gateOf().call('settings.set', { theme: 'dark' })).toEqual(
      ok({ theme: 'dark', updates: false }),
    );
  });

  it.each([
    ['nope'],
    ['__proto__'],
    ['constructor'],
    ['hasOwnProperty'],
    [''],
    [null],
    [7],
    [{}],
    [['session.info']],
  ])('is unknown by the name %j', async (name) =>
    expect(code(await gateOf().call(name))).toBe('unknown-call'),
  );

  it.each([
    ['an unknown key', { theme: 'dark', more: 1 }],
    ['a wrong value', { theme: 'pink' }],
    ['nothing', undefined],
    ['an explicit undefined', { theme: undefined }],
    ['a list', []],
    ['a date', new Date()],
    ['a polluting key', JSON.parse('{"__proto__":{"theme":"dark"}}')],
  ])('is refused with %s', async (_what, input) => {
    expect(code(await gateOf().call('settings.set', input))).toBe('bad-input');
  });

  it('names the place that does not fit and never the value', async () => {
    const answer = await gateOf().call('settings.set', { theme: 'planted-secret' });
    expect(answer).toMatchObject({ ok: false, error: { detail: expect.stringContaining('theme') } });
    expect(JSON.stringify(answer)).not.toContain('planted-secret');
  });

  it('reports a foreseen failure by its code and nothing beyond the three fields', async () => {
    const error = { ...fail('write-failed', 'The disk is full.', '/home').error, cause: 'planted-secret' };
    const answer = await gateOf({ 'settings.set': async () => ({ ok: false, error }) as never }).call(
      'settings.set',
    );
    expect(answer).toEqual(fail('write-failed', 'The disk is full.', '/home'));
  });

  it.each([
    [
      'throws',
      async () => {
        throw new Error('planted-secret');
      },
    ],
    [
      'throws no error',
      async () => {
        throw 'planted-secret';
      },
    ],
    ['answers in another form', async () => ok({ theme: 'planted-secret' })],
    ['fails by a code of no contract', async () => fail('planted', 'planted-secret')],
  ])('that %s is a bug, with a reference and no text of it', async (_what, handler) => {
    const { call, lines } = gateOf({ 'settings.set': handler as never });
    const answer = await call('settings.set');
    expect(code(answer)).toBe('internal');
    const reference = /reference ([0-9a-f]{8})/.exec(JSON.stringify(answer))?.[1];
    expect(lines.join()).toContain(`"reference":"${reference}"`);
    expect(JSON.stringify(answer) + lines.join()).not.toContain('planted-secret');
  });

  it('hands out only what the contract names', async () => {
    const handler = async () => ok({ recent: [], secret: 'planted-secret' });
    expect(
      await gateOf({ 'workspace.forget-recent': handler }).call('workspace.forget-recent', { path: '/x' }),
    ).toEqual(ok({ recent: [] }));
  });

  it.each([
    ['a name of no contract', 'nope', {}, 'unknown-call', /^Latchkey has no such call\. Load the page again/],
    [
      'a wrong value',
      'settings.set',
      { theme: 7 },
      'bad-input',
      /^This was not sent in the expected form\.$/,
    ],
    [
      'too much',
      'settings.set',
      { theme: 'x'.repeat(MAX_CHARACTERS + 1) },
      'bad-input',
      /^This was not sent in the expected/,
    ],
  ])('says what to do about %s', async (_what, name, input, code, message) => {
    expect(await gateOf().call(name, input)).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(message) },
    });
  });

  it('names at most five places, each shortened, and “input” for the whole', async () => {
    const detailOf = async (name: string, input: unknown) => {
      const answer = await gateOf().call(name, input);
      return answer.ok ? undefined : answer.error.detail;
    };
    expect(await detailOf('settings.set', [])).toBe('input: invalid_type');
    const change = {
      op: 'put-app',
      id: 'x',
      entry: { kind: 1, url: 2, provider: 3, version: 4, slug: 5, client_id: 6 },
    };
    const places = (await detailOf('workspace.update', { handle: 'h', revision: 1, change }))!.split('\n');
    expect(places).toHaveLength(5);
    for (const place of places) expect(place).toMatch(/^[\w.-]{1,80}: \w+$/);
    expect(places[0]).toBe('revision: invalid_type');
    expect(places.some((place) => place.startsWith('change.entry.'))).toBe(true);
    // A key of the page's own making is part of the place.
    const value = { ['k'.repeat(200)]: 1 };
    expect(await detailOf('progress.set', { handle: 'h'.repeat(8), key: 'x', value })).toBe(
      `value.${'k'.repeat(74)}: invalid_key`,
    );
  });

  it('keeps a failure without detail without one', async () => {
    const answer = await gateOf({
      'settings.set': async () => fail('write-failed', 'The disk is full.') as never,
    }).call('settings.set');
    expect(answer).toEqual({ ok: false, error: { code: 'write-failed', message: 'The disk is full.' } });
    expect(Object.hasOwn((answer as { error: object }).error, 'detail')).toBe(false);
  });

  it.each([
    ['thrown', async () => Promise.reject(new Error('x'))],
    ['output', async () => ok({ theme: 1 })],
    ['unknown code planted', async () => fail('planted', 'x')],
  ])('notes in the log what kind of mistake it was: %s', async (what, handler) => {
    const { call, lines } = gateOf({ 'settings.set': handler as never });
    await call('settings.set');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'bug', call: 'settings.set', what },
    ]);
  });

  it('that is cancelled while it runs ends as cancelled, even if the handler throws', async () => {
    const { call, controller, lines } = gateOf({
      'settings.set': async () => {
        controller.abort();
        throw new Error('x');
      },
    });
    expect(await call('settings.set')).toEqual(fail('cancelled', 'This was cancelled.'));
    expect(lines).toEqual([]);
  });

  it('is cancelled when nobody waits any more', async () => {
    const { call, controller } = gateOf();
    controller.abort();
    expect(code(await call('settings.set'))).toBe('cancelled');
  });
});

describe('a subscription', () => {
  const event = { type: 'command', command: 'new' } as const;

  it('carries events and one end', async () => {
    const frames = await gateOf(
      {},
      {
        'session.watch': async (_input, emit) => {
          emit(event);
          return ok(undefined);
        },
      },
    ).listen('session.watch');
    expect(frames).toEqual([{ type: 'event', value: event }, { type: 'end' }]);
  });

  it('says nothing after its end, even if the handler goes on', async () => {
    let later: (() => void) | undefined;
    const { listen } = gateOf(
      {},
      {
        'session.watch': async (_input, emit) => {
          later = () => emit(event);
          return ok(undefined);
        },
      },
    );
    const frames = await listen('session.watch');
    later?.();
    expect(frames).toEqual([{ type: 'end' }]);
  });

  it('ends the work when the page ends it', async () => {
    const { subscribe, controller } = gateOf(
      {},
      {
        'session.watch': (_input, _emit, { signal }) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok(undefined)))),
      },
    );
    const frames: StreamFrame[] = [];
    const running = subscribe('session.watch', {}, (frame) => frames.push(frame));
    controller.abort();
    await running;
    expect(frames).toMatchObject([{ type: 'error', error: { code: 'cancelled' } }]);
  });

  it('ends, and ends the work, when an event breaks the contract', async () => {
    const stopped = vi.fn();
    const frames = await gateOf(
      {},
      {
        'session.watch': async (_input, emit, { signal }) => {
          signal.addEventListener('abort', stopped);
          emit({ type: 'command', command: 'planted-secret' } as never);
          emit(event);
          return ok(undefined);
        },
      },
    ).listen('session.watch');
    expect(frames).toMatchObject([{ type: 'error', error: { code: 'internal' } }]);
    expect(JSON.stringify(frames)).not.toContain('planted-secret');
    expect(stopped).toHaveBeenCalledOnce();
  });

  it('is refused beyond what any page needs, and again allowed once others ended', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { subscribe, listen } = gateOf({}, { 'session.watch': () => finished.then(() => ok(undefined)) });
    const running = Array.from({ length: MAX_SUBSCRIPTIONS }, () => subscribe('session.watch', {}, () => {}));
    expect(await listen('session.watch')).toMatchObject([{ type: 'error', error: { code: 'not-allowed' } }]);
    finish();
    await Promise.all(running);
    expect(await listen('session.watch')).toEqual([{ type: 'end' }]);
  });

  it.each([
    ['an unknown name', 'nope', {}, 'unknown-call'],
    ['a wrong input', 'workspace.watch', { handle: 7 }, 'bad-input'],
  ])('is refused with %s, and the work does not begin', async (_what, name, input, code) => {
    const began = vi.fn(async () => ok(undefined));
    const { listen } = gateOf({}, { 'workspace.watch': began as never });
    const frames = await listen(name, input);
    expect(frames).toEqual([
      { type: 'error', error: expect.objectContaining({ code, message: expect.stringMatching(/./) }) },
    ]);
    expect(began).not.toHaveBeenCalled();
  });

  it('ends with the failure of its work', async () => {
    const failing = gateOf(
      {},
      { 'workspace.watch': (async () => fail('not-open', 'It is closed.')) as never },
    );
    expect(await failing.listen('workspace.watch', { handle: 'h'.repeat(8) })).toMatchObject([
      { type: 'error', error: { code: expect.stringMatching(/^(not-open|bad-input|internal)$/) } },
    ]);
  });

  it.each([
    ['thrown', async () => Promise.reject(new Error('planted-secret'))],
    ['unknown code planted', async () => fail('planted', 'planted-secret')],
    [
      'event',
      async (_input: unknown, emit: (event: unknown) => void) => {
        emit({ type: 'planted-secret' });
        return ok(undefined);
      },
    ],
  ])('reports a mistake of its work once: %s', async (what, handler) => {
    const { listen, lines } = gateOf({}, { 'session.watch': handler as never });
    const frames = await listen('session.watch');
    expect(frames).toMatchObject([{ type: 'error', error: { code: 'internal' } }]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'bug', call: 'session.watch', what },
    ]);
    expect(JSON.stringify([frames, lines])).not.toContain('planted-secret');
  });

  it('that is cancelled while its work throws ends as cancelled, without a note of a mistake', async () => {
    const { listen, controller, lines } = gateOf(
      {},
      {
        'session.watch': async () => {
          controller.abort();
          throw new Error('x');
        },
      },
    );
    expect(await listen('session.watch')).toEqual([
      { type: 'error', error: { code: 'cancelled', message: 'This was cancelled.' } },
    ]);
    expect(lines).toEqual([]);
  });

  it('counts for its own page until it ends, one by one', async () => {
    const finish: (() => void)[] = [];
    const { subscribe, listen } = gateOf(
      {},
      { 'session.watch': () => new Promise((resolve) => finish.push(() => resolve(ok(undefined)))) },
    );
    const running = Array.from({ length: MAX_SUBSCRIPTIONS }, () => subscribe('session.watch', {}, () => {}));
    const refused = {
      type: 'error',
      error: { code: 'not-allowed', message: expect.stringContaining('too many things at once') },
    };
    expect(await listen('session.watch')).toEqual([refused]);
    finish.shift()!();
    await running.shift();
    // One place is free now, and only one.
    const last = subscribe('session.watch', {}, () => {});
    expect(await listen('session.watch')).toEqual([refused]);
    for (const end of finish) end();
    await Promise.all([...running, last]);
  });

  it('of one page takes no place from another page', async () => {
    const { calls, streams } = handlersOf(
      {},
      {
        'session.watch': (_input, _emit, { signal }) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok(undefined)))),
      },
    );
    const gate = createGate(calls, streams, () => {});
    const controller = new AbortController();
    const { signal } = controller;
    const frames: StreamFrame[] = [];
    const running = ['one', 'two'].flatMap((page) =>
      Array.from({ length: MAX_SUBSCRIPTIONS }, () =>
        gate.subscribe('session.watch', {}, (frame) => frames.push(frame), { page, signal }),
      ),
    );
    await Promise.resolve();
    expect(frames).toEqual([]);
    controller.abort();
    await Promise.all(running);
  });

  it('does not begin for a page that is gone already', async () => {
    const began = vi.fn(async () => ok(undefined));
    const { listen, controller } = gateOf({}, { 'session.watch': began });
    controller.abort();
    expect(await listen('session.watch')).toMatchObject([{ type: 'error', error: { code: 'cancelled' } }]);
    expect(began).not.toHaveBeenCalled();
  });
});

describe('whatever is sent', () => {
  it('is answered with a code of the contract, 10,000 times', async () => {
    const { call, listen } = gateOf();
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyName, clonedInput, async (name, input) => {
        const answer = await call(name, input);
        codes.add(code(answer));
        for (const frame of await listen(name, input))
          if (frame.type === 'error') codes.add(frame.error.code);
      }),
      { numRuns: 10_000 },
    );
    // Random input is rarely valid, so “ok” may or may not occur; the refusals must.
    expect(['bad-input', 'internal', 'ok', 'unknown-call']).toEqual(expect.arrayContaining([...codes]));
    expect([...codes]).toEqual(expect.arrayContaining(['bad-input', 'unknown-call']));
    expect(await call('settings.set', {})).toMatchObject({ ok: true });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }, 180_000);

  it('is bounded before any schema looks at it', () => {
    expect(outOfBounds({ a: [1, 'x', null, true, { b: {} }] })).toBeUndefined();
    expect(outOfBounds('x'.repeat(MAX_CHARACTERS + 1))).toBe('too much text');
    expect(outOfBounds(Array.from({ length: 20_001 }, () => 0))).toBe('too many values');
    expect(outOfBounds({ [`k${'x'.repeat(MAX_CHARACTERS + 1)}`]: 1 })).toBe('too much text');
    expect(outOfBounds(() => 1)).toBe('a function');
  });
});

describe('the end', () => {
  it('waits for calls that run, those that fail too, and no longer than it is told', async () => {
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const gate = gateOf({
      'session.quit': async () => {
        await running;
        return ok({});
      },
      'practice.stop': async () => {
        await running;
        throw new Error('bug');
      },
    });
    await gate.idle(60_000);
    const order: string[] = [];
    void gate.call('session.quit').then(() => order.push('quit'));
    void gate.call('practice.stop', { handle: 'h' }).then(() => order.push('stop'));
    await gate.idle(20);
    expect(order).toEqual([]);
    const idle = gate.idle(60_000).then(() => order.push('idle'));
    finish();
    await idle;
    await Promise.resolve();
    expect(order).toContain('idle');
    await expect.poll(() => order.length).toBe(3);
    await gate.idle(60_000);
  });
});
