import { readFileSync } from 'node:fs';
import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { writeFileAtomic } from '../services/files/atomic.ts';

/** Where the window was, in device-independent pixels. Without a position the system chooses one. */
export interface WindowState {
  readonly bounds: {
    readonly x?: number;
    readonly y?: number;
    readonly width: number;
    readonly height: number;
  };
  readonly maximized: boolean;
  /** As Electron counts it: 0 is the actual size, each step is 20 %. */
  readonly zoom: number;
}

/** What the menu can reach with some patience; a broken file must not make the page unreadable. */
const MOST_ZOOM = 4;

/** The smallest window that still shows every control, in device-independent pixels. */
export const MIN_SIZE = { width: 640, height: 480 } as const;

export const DEFAULT_STATE: WindowState = { bounds: { width: 1180, height: 820 }, maximized: false, zoom: 0 };

/** Moving a window fires dozens of events a second; the file is written only after the last one. */
export const SAVE_DELAY_MS = 600;

/** At least this much of the window must be on a screen, so that a person can grab it. */
const GRIP = { width: 120, height: 48 } as const;

/** Reads the saved state. Returns the default if the file is missing, unreadable or malformed. */
export function readWindowState(file: string): WindowState {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return DEFAULT_STATE;
  }
  return parseWindowState(saved);
}

function parseWindowState(saved: unknown): WindowState {
  if (typeof saved !== 'object' || saved === null) return DEFAULT_STATE;
  const { x, y, width, height, maximized, zoom } = saved as Record<string, unknown>;
  if (!isPixels(width) || !isPixels(height) || width <= 0 || height <= 0) return DEFAULT_STATE;
  const place = isPixels(x) && isPixels(y) ? { x, y } : {};
  return {
    bounds: { ...place, width, height },
    maximized: maximized === true,
    zoom: typeof zoom === 'number' && Math.abs(zoom) <= MOST_ZOOM ? zoom : 0,
  };
}

const isPixels = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 100_000;

/**
 * Fits a saved state to the current screens. The window is never larger than its screen. If its screen is
 * gone, the size is fitted to the first screen and the window is centred there.
 */
export function clampToDisplays(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const { x, y } = state.bounds;
  if (x !== undefined && y !== undefined) {
    for (const area of workAreas) {
      // The size is fitted first, because a smaller window may no longer reach into this screen.
      const window = { x, y, ...fitSize(state, area) };
      // The title bar must not be above the work area, because then nobody could drag it back.
      if (isWithinReach(window, area))
        return { ...state, bounds: { ...window, y: Math.max(window.y, area.y) } };
    }
  }
  const first = workAreas[0];
  const { width, height } = state.bounds;
  return { ...state, bounds: first === undefined ? { width, height } : fitSize(state, first) };
}

const fitSize = ({ bounds }: WindowState, area: Rectangle): { width: number; height: number } => ({
  width: Math.max(MIN_SIZE.width, Math.min(bounds.width, area.width)),
  height: Math.max(MIN_SIZE.height, Math.min(bounds.height, area.height)),
});

/** True if enough of the window's upper edge is on this screen to grab it. */
function isWithinReach(window: Rectangle, area: Rectangle): boolean {
  const overlap = (from: number, to: number, areaFrom: number, areaTo: number) =>
    Math.min(to, areaTo) - Math.max(from, areaFrom);
  return (
    overlap(window.x, window.x + window.width, area.x, area.x + area.width) >= GRIP.width &&
    overlap(window.y, window.y + GRIP.height, area.y, area.y + area.height) >= GRIP.height / 2
  );
}

/** Reads the saved state and fits it to the current screens. */
export function restoreWindowState(file: string): WindowState {
  return clampToDisplays(
    readWindowState(file),
    screen.getAllDisplays().map((display) => display.workArea),
  );
}

/** Brings the window back when the monitor it was on goes away or changes. */
export function stayOnScreen(window: BrowserWindow): void {
  const fit = () => {
    if (window.isDestroyed() || window.isFullScreen() || window.isMaximized()) return;
    const now = window.getNormalBounds();
    const { bounds } = clampToDisplays(
      { bounds: now, maximized: false, zoom: 0 },
      screen.getAllDisplays().map((display) => display.workArea),
    );
    if (bounds.x === undefined) {
      window.setSize(bounds.width, bounds.height);
      window.center();
    } else if (bounds.y !== now.y || bounds.width !== now.width || bounds.height !== now.height) {
      window.setBounds(bounds);
    }
  };
  screen.on('display-removed', fit);
  screen.on('display-metrics-changed', fit);
  window.once('closed', () => {
    screen.off('display-removed', fit);
    screen.off('display-metrics-changed', fit);
  });
}

/**
 * Saves the window's position shortly after it was moved or resized, and again when it closes.
 *
 * @returns waits until the last position is saved
 */
export function keepWindowState(window: BrowserWindow, file: string): () => Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<unknown> = Promise.resolve();
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const state = {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
      zoom: window.webContents.getZoomLevel(),
    };
    // A failure is ignored: losing the position is not important enough for a message.
    saving = saving.then(() => writeFileAtomic(file, `${JSON.stringify(state)}\n`, { mode: 0o600 }));
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  return () => saving;
}
