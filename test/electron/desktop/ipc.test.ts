import type * as Electron from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setupIpc } from '../../../electron/desktop/ipc.ts';
import { createGate } from '../../../electron/host/gate.ts';
import { noLog } from '../../../electron/host/log.ts';
import type { CallAnswer } from '../../../shared/host.ts';
import { ok } from '../../../shared/result.ts';
import { electron, fakeContents, fakeFrame, resetElectron, settle } from '../../helpers/electron-fake.ts';
import { handlersOf, settingsAnswer } from '../../helpers/fake-handlers.ts';
import { anyName, clonedInput } from '../../helpers/malformed.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

const started: string[] = [];
const stopped: string[] = [];

beforeEach(() => {
  resetElectron();
  started.length = 0;
  stopped.length = 0;
});

function setUp() {
  const handlers = handlersOf(
    { 'settings.set': settingsAnswer },
    {
      'session.watch': (_input, emit, { signal }) => {
        started.push('session.watch');
        emit({ type: 'command', command: 'new' });
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            stopped.push('session.watch');
            resolve(ok(undefined));
          }),
        );
      },
    },
  );
  const gate = createGate(handlers.calls, handlers.streams, noLog);
  const dropped: string[] = [];
  const server = setupIpc(
    async () => gate,
    noLog,
    (file) => dropped.push(file),
    (files) => dropped.push(`inside: ${files.join()}`),
  );
  const page = fakeContents();
  server.admit(page.contents);
  const event = (more: Partial<Electron.IpcMainInvokeEvent> = {}) =>
    ({ sender: page.contents, senderFrame: fakeFrame(), ...more }) as Electron.IpcMainInvokeEvent;
  const call = (name: unknown, input: unknown, from = event()) =>
    electron.ipcHandlers.get('latchkey:call')!(from, ...([name, input] as never[])) as Promise<CallAnswer>;
  const subscribe = (id: unknown, name: unknown, input: unknown = {}, from = event()) =>
    electron.ipcEvents.emit('latchkey:subscribe', from, id, name, input);
  const drop = (file: unknown, from = event()) => electron.ipcEvents.emit('latchkey:dropped', from, file);
  return { page, event, call, subscribe, server, drop, dropped };
}

describe('messages', () => {
  it('are answered when our page sends them', async () => {
    expect(await setUp().call('settings.set', { theme: 'dark' })).toEqual(
      ok({ theme: 'dark', updates: false }),
    );
  });

  it('are refused from a frame, another page and an unknown window, before any handler runs', async () => {
    const { call, event, subscribe, page } = setUp();
    const foreign = [
      event({ senderFrame: null }),
      event({ senderFrame: fakeFrame({ parent: fakeFrame() }) }),
      event({ senderFrame: fakeFrame({ url: 'https://evil.example/' }) }),
      event({ sender: fakeContents().contents }),
    ];
    for (const from of foreign) {
      expect(await call('settings.set', {}, from)).toMatchObject({
        ok: false,
        error: { code: 'not-allowed' },
      });
      subscribe(1, 'session.watch', {}, from);
    }
    await settle();
    expect(page.sent).toEqual([]);
  });

  it('are refused once the window is gone', async () => {
    const { call, page } = setUp();
    page.events.emit('destroyed');
    expect(await call('settings.set', {})).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('may be malformed 10,000 times: a coded answer each, and the host goes on', async () => {
    const { call, subscribe, page } = setUp();
    await fc.assert(
      fc.asyncProperty(
        anyName,
        clonedInput,
        fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
        async (name, input, id) => {
          const answer = await call(name, input);
          if (!answer.ok) expect(['bad-input', 'unknown-call', 'internal']).toContain(answer.error.code);
          subscribe(id, name, input);
        },
      ),
      { numRuns: 10_000 },
    );
    page.events.emit('render-process-gone');
    expect(await call('settings.set', {})).toMatchObject({ ok: true });
  }, 180_000);
});

describe('subscriptions', () => {
  it('end when the page ends them, and say nothing more', async () => {
    const { page, event, subscribe } = setUp();
    subscribe(5, 'session.watch');
    await settle();
    electron.ipcEvents.emit('latchkey:unsubscribe', event(), 5);
    await settle();
    expect(stopped).toEqual(['session.watch']);
    expect(page.sent).toEqual([
      { channel: 'latchkey:frame', args: [5, { type: 'event', value: { type: 'command', command: 'new' } }] },
    ]);
  });

  it.each([
    ['loads another document', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
    ['crashes', 'render-process-gone', {}],
    ['is closed', 'destroyed', {}],
  ])('end when the page %s', async (_what, name, details) => {
    const { page, subscribe } = setUp();
    subscribe(1, 'session.watch');
    subscribe(2, 'session.watch');
    await settle();
    page.events.emit(name, details);
    await settle();
    expect(stopped).toHaveLength(2);
  });

  it('never begin if they end before the host is loaded', async () => {
    const { page, event, subscribe } = setUp();
    subscribe(5, 'session.watch');
    electron.ipcEvents.emit('latchkey:unsubscribe', event(), 5);
    subscribe(6, 'session.watch');
    page.events.emit('destroyed');
    await settle();
    expect([started, stopped, page.sent]).toEqual([[], [], []]);
  });

  it('go on while the page only moves within itself', async () => {
    const { page, subscribe } = setUp();
    subscribe(1, 'session.watch');
    await settle();
    page.events.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    await settle();
    expect(started).toEqual(['session.watch']);
    expect(stopped).toEqual([]);
  });

  it('can’t be ended by another page', async () => {
    const { event, subscribe } = setUp();
    subscribe(1, 'session.watch');
    await settle();
    electron.ipcEvents.emit('latchkey:unsubscribe', event({ sender: fakeContents().contents }), 1);
    await settle();
    expect(started).toEqual(['session.watch']);
    expect(stopped).toEqual([]);
  });
});

describe('a file dropped on the window', () => {
  it('is passed on by its absolute path, from our page only', () => {
    const { drop, dropped, event } = setUp();
    drop('/home/alex/home.latchkey');
    for (const file of ['home.latchkey', '', '/home/\0x.latchkey', 7, null, { path: '/x' }]) drop(file);
    drop('/home/alex/other.latchkey', event({ senderFrame: null }));
    drop('/home/alex/other.latchkey', event({ senderFrame: fakeFrame({ url: 'https://evil.example/' }) }));
    expect(dropped).toEqual(['/home/alex/home.latchkey']);
  });

  it('on a place that takes files goes to the host alone, in the same way', () => {
    const { dropped, event } = setUp();
    const drop = (files: unknown, from = event()) =>
      electron.ipcEvents.emit('latchkey:dropped-inside', from, files);
    drop(['/home/alex/.env', 'b.yml', '/c\0', 7, '/home/alex/compose.yml']);
    drop('/home/alex/.env');
    drop(['/home/alex/.env'], event({ senderFrame: fakeFrame({ url: 'https://evil.example/' }) }));
    expect(dropped).toEqual(['inside: /home/alex/.env,/home/alex/compose.yml']);
  });
});
