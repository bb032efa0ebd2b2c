import { describe, expect, it, vi } from 'vitest';
import { exposeBridge } from '../../../electron/desktop/bridge.ts';
import { electron, resetElectron } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  subscribe(name: string, input: unknown, onFrame: (frame: unknown) => void): () => void;
}

/** Loads a page: returns its bridge and the fake Electron behind it. */
function bridge() {
  resetElectron();
  exposeBridge();
  return { api: electron.state.exposed.get('latchkey') as Bridge, electron };
}

describe('the bridge', () => {
  it('is two functions and nothing else', async () => {
    const { api, electron } = bridge();
    expect([...electron.state.exposed.keys()]).toEqual(['latchkey']);
    expect(Object.keys(api).sort()).toEqual(['call', 'subscribe']);
  });

  it('carries calls', async () => {
    const { api, electron } = bridge();
    electron.state.invokeAnswer = async () => ({ ok: true, value: 1 });
    expect(await api.call('session.info', {})).toEqual({ ok: true, value: 1 });
    expect(electron.state.invoked).toEqual([{ channel: 'latchkey:call', args: ['session.info', {}] }]);
  });

  it('answers as a value what can’t be sent', async () => {
    const { api, electron } = bridge();
    electron.state.invokeAnswer = async () => {
      throw new Error('An object could not be cloned.');
    };
    expect(await api.call('session.info', () => 1)).toMatchObject({
      ok: false,
      error: { code: 'bad-input' },
    });
  });

  it('hands each subscription its own frames, without the event, until the last', async () => {
    const { api, electron } = bridge();
    const seen: unknown[][] = [[], []];
    api.subscribe('session.watch', {}, (...args) => seen[0]!.push(args));
    api.subscribe('session.watch', {}, (...args) => seen[1]!.push(args));
    const [first, second] = electron.state.pageSent.map(({ args }) => args[0]);
    electron.preloadEvents.emit('latchkey:frame', { sender: 'x' }, first, { type: 'event', value: 1 });
    electron.preloadEvents.emit('latchkey:frame', {}, second, { type: 'end' });
    electron.preloadEvents.emit('latchkey:frame', {}, second, { type: 'event', value: 2 });
    electron.preloadEvents.emit('latchkey:frame', {}, 'odd', { type: 'event', value: 3 });
    expect(seen).toEqual([[[{ type: 'event', value: 1 }]], [[{ type: 'end' }]]]);
  });

  it('ends a subscription once', async () => {
    const { api, electron } = bridge();
    const seen: unknown[] = [];
    const end = api.subscribe('session.watch', {}, (frame) => seen.push(frame));
    const id = electron.state.pageSent[0]!.args[0];
    end();
    end();
    electron.preloadEvents.emit('latchkey:frame', {}, id, { type: 'event', value: 1 });
    expect(electron.state.pageSent.filter(({ channel }) => channel === 'latchkey:unsubscribe')).toEqual([
      { channel: 'latchkey:unsubscribe', args: [id] },
    ]);
    expect(seen).toEqual([]);
  });
});
