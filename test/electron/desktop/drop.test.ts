import { describe, expect, it, vi } from 'vitest';
import { DROP_MARK, watchDrops } from '../../../electron/desktop/drop.ts';
import { electron, resetElectron } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

/** A page; returns what tells it of a drag, and what became of the event. */
function page() {
  resetElectron();
  const listeners = new Map<string, (event: never) => void>();
  const marks: Record<string, boolean> = {};
  watchDrops({
    addEventListener: (type, listener) => void listeners.set(type, listener as never),
    document: {
      documentElement: { toggleAttribute: (name, force) => void Object.assign(marks, { [name]: force }) },
    },
  });
  const fire = (type: string, more: object = {}) => {
    const event = {
      isTrusted: true,
      relatedTarget: null,
      target: null,
      dataTransfer: { types: ['Files'], files: [{}], dropEffect: 'none' },
      prevented: false,
      preventDefault() {
        event.prevented = true;
      },
      stopPropagation() {},
      ...more,
    };
    listeners.get(type)!(event as never);
    return event;
  };
  return { fire, marks, sent: electron.state.pageSent };
}

describe('a drag over the window', () => {
  it('of a file is shown while it lasts, and its path goes to the host alone', () => {
    const { fire, marks, sent } = page();
    electron.state.droppedPath = '/home/alex/home.latchkey';
    const over = fire('dragover');
    expect([over.prevented, over.dataTransfer.dropEffect, marks[DROP_MARK]]).toEqual([true, 'copy', true]);
    fire('dragleave', { relatedTarget: {} });
    expect(marks[DROP_MARK]).toBe(true);
    fire('dragleave');
    expect(marks[DROP_MARK]).toBe(false);
    expect(fire('drop').prevented).toBe(true);
    expect(sent).toEqual([{ channel: 'latchkey:dropped', args: ['/home/alex/home.latchkey'] }]);
  });

  it('of a file over a field that takes files stays with the page', () => {
    const { fire, marks, sent } = page();
    electron.state.droppedPath = '/home/alex/romm.log';
    const target = { closest: (selector: string) => (selector === '[data-takes-files]' ? {} : null) };
    expect([fire('dragover', { target }).prevented, fire('drop', { target }).prevented]).toEqual([
      false,
      false,
    ]);
    expect([marks[DROP_MARK], sent]).toEqual([false, []]);
  });

  it('of files on a place that edits them: the paths go to the host, the page learns that something was dropped', () => {
    const { fire, marks, sent } = page();
    electron.state.droppedPath = '/srv/authelia/configuration.yml';
    const target = { closest: (selector: string) => (selector === '[data-takes-paths]' ? {} : null) };
    expect([fire('dragover', { target }).prevented, fire('drop', { target }).prevented]).toEqual([
      false,
      false,
    ]);
    expect(marks[DROP_MARK]).toBe(false);
    const one = { channel: 'latchkey:dropped-inside', args: [['/srv/authelia/configuration.yml']] };
    expect(sent).toEqual([one]);
    // What the page makes up, and files without a place on the disk.
    fire('drop', { target, isTrusted: false });
    electron.state.droppedPath = '';
    fire('drop', { target });
    expect(sent).toEqual([one, { channel: 'latchkey:dropped-inside', args: [[]] }]);
  });

  it('that ends without a word is forgotten', () => {
    vi.useFakeTimers();
    const { fire, marks } = page();
    for (let times = 0; times < 5; times++) {
      fire('dragover');
      vi.advanceTimersByTime(400);
      expect(marks[DROP_MARK]).toBe(true);
    }
    vi.advanceTimersByTime(400);
    expect(marks[DROP_MARK]).toBe(false);
    vi.useRealTimers();
  });

  it('of text stays with the page', () => {
    const { fire, marks, sent } = page();
    const text = { dataTransfer: { types: ['text/plain'], files: [], dropEffect: 'none' } };
    expect([fire('dragover', text).prevented, fire('drop', text).prevented]).toEqual([false, false]);
    expect(marks[DROP_MARK]).not.toBe(true);
    expect(sent).toEqual([]);
  });

  it('that the page makes up is ignored, and so is a file without a place on the disk', () => {
    const { fire, sent } = page();
    electron.state.droppedPath = '/home/alex/home.latchkey';
    expect(fire('drop', { isTrusted: false }).prevented).toBe(false);
    electron.state.droppedPath = '';
    fire('drop');
    expect(sent).toEqual([]);
  });
});
