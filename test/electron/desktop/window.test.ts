import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { windowOptions } from '../../../electron/desktop/window-options.ts';
import {
  clampToDisplays,
  DEFAULT_STATE,
  keepWindowState,
  MIN_SIZE,
  readWindowState,
  restoreWindowState,
  SAVE_DELAY_MS,
  stayOnScreen,
} from '../../../electron/desktop/window-state.ts';
import { electron, fakeWindow, resetElectron } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

let folder = '';
let file = '';
beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-window-'));
  file = path.join(folder, 'window.json');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const options = (devTools = false) =>
  windowOptions({ state: DEFAULT_STATE, dark: true, preload: '/app/preload.cjs', devTools });

describe('the window', () => {
  it('gives the page no power', () => {
    expect(options().webPreferences).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      enableWebSQL: false,
      devTools: false,
    });
  });

  it('begins hidden, in the colour of the theme, no smaller than the screens are made for', () => {
    expect(options()).toMatchObject({
      show: false,
      backgroundColor: '#151615',
      minWidth: 640,
      minHeight: 480,
    });
  });
});

describe('where it was', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"width":1e9,"height":1}',
    '{"width":-5,"height":5}',
    '{"width":"800","height":600}',
  ])('is forgotten when the file says %j', (content) => {
    writeFileSync(file, content);
    expect(readWindowState(file)).toEqual(DEFAULT_STATE);
  });

  it('is kept when it is on a screen', () => {
    writeFileSync(file, '{"x":100,"y":50,"width":1000,"height":700,"maximized":true}');
    expect(restoreWindowState(file)).toEqual({
      bounds: { x: 100, y: 50, width: 1000, height: 700 },
      maximized: true,
      zoom: 0,
    });
  });

  it('is left to the system when that screen is gone', () => {
    writeFileSync(file, '{"x":2500,"y":50,"width":1000,"height":700}');
    expect(restoreWindowState(file).bounds).toEqual({ width: 1000, height: 700 });
    electron.state.displays.push({ x: 1920, y: 0, width: 1920, height: 1080 });
    expect(restoreWindowState(file).bounds).toMatchObject({ x: 2500, y: 50 });
  });

  it('always leaves a title bar to get hold of', () => {
    const area = fc.record({
      x: fc.integer({ min: -4000, max: 4000 }),
      y: fc.integer({ min: -4000, max: 4000 }),
      width: fc.integer({ min: 640, max: 5000 }),
      height: fc.integer({ min: 480, max: 3000 }),
    });
    const coordinate = fc.integer({ min: -100_000, max: 100_000 });
    const size = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        fc.array(area, { minLength: 1, maxLength: 3 }),
        coordinate,
        coordinate,
        size,
        size,
        (areas, x, y, width, height) => {
          const { bounds } = clampToDisplays(
            { bounds: { x, y, width, height }, maximized: false, zoom: 0 },
            areas,
          );
          expect(bounds.width).toBeGreaterThanOrEqual(MIN_SIZE.width);
          expect(bounds.width).toBeLessThanOrEqual(Math.max(...areas.map((a) => a.width)));
          if (bounds.x === undefined || bounds.y === undefined) return;
          const left = bounds.x;
          const top = bounds.y;
          const held = areas.some(
            (a) =>
              Math.min(left + bounds.width, a.x + a.width) - Math.max(left, a.x) >= 100 &&
              top >= a.y &&
              top < a.y + a.height,
          );
          expect(held).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is saved once after it came to rest, and when the window closes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeWindow({ x: 10, y: 20, width: 900, height: 640 });
    keepWindowState(fake.window, file);
    for (let i = 0; i < 20; i++) {
      fake.bounds = { ...fake.bounds, x: i };
      fake.events.emit('move');
      vi.advanceTimersByTime(SAVE_DELAY_MS - 1);
      expect(readWindowState(file)).toEqual(DEFAULT_STATE);
    }
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(readWindowState(file).bounds.x).toBe(19));
    fake.bounds = { ...fake.bounds, x: 77 };
    fake.maximized = true;
    fake.events.emit('close');
    await vi.waitFor(() =>
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ x: 77, maximized: true }),
    );
  });

  it('is not saved while it is minimised or full screen', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeWindow();
    keepWindowState(fake.window, file);
    fake.minimized = true;
    fake.events.emit('close');
    fake.minimized = false;
    fake.fullScreen = true;
    fake.events.emit('close');
    expect(readWindowState(file)).toEqual(DEFAULT_STATE);
  });

  it('keeps the zoom, and none that would make the page unreadable', async () => {
    const fake = fakeWindow();
    keepWindowState(fake.window, file);
    fake.page.zoom.level = 1.5;
    fake.events.emit('close');
    await vi.waitFor(() => expect(readWindowState(file).zoom).toBe(1.5));
    for (const zoom of [40, -9, 'x', null]) {
      writeFileSync(file, JSON.stringify({ width: 900, height: 700, zoom }));
      expect(readWindowState(file).zoom).toBe(0);
    }
  });

  it('comes back when its monitor goes away, and stays where it is otherwise', () => {
    const fake = fakeWindow({ x: 2500, y: 100, width: 900, height: 640 });
    electron.state.displays = [
      { x: 0, y: 0, width: 1920, height: 1080 },
      { x: 1920, y: 0, width: 1920, height: 1080 },
    ];
    stayOnScreen(fake.window);
    electron.screenEvents.emit('display-metrics-changed');
    expect(fake.calls).toEqual([]);
    electron.state.displays = electron.state.displays.slice(0, 1);
    electron.screenEvents.emit('display-removed');
    expect(fake.calls).toEqual(['setSize', 'center']);
    fake.events.emit('closed');
    expect(electron.screenEvents.listening()).toEqual([]);
  });
});
