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
}

/** The smallest window that still shows every control, in device-independent pixels. */
export const MIN_SIZE = { width: 640, height: 480 } as const;

export const DEFAULT_STATE: WindowState = { bounds: { width: 1180, height: 820 }, maximized: false };

/** Moving a window fires dozens of events a second; the file is written once it has come to rest. */
export const SAVE_DELAY_MS = 600;

/** At least this much of the window must be on a screen for a person to get hold of it. */
const GRIP = { width: 120, height: 48 } as const;

/** Reads what was saved. Anything unreadable or malformed counts as nothing saved. */
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
  const { x, y, width, height, maximized } = saved as Record<string, unknown>;
  if (!isPixels(width) || !isPixels(height) || width <= 0 || height <= 0) return DEFAULT_STATE;
  const place = isPixels(x) && isPixels(y) ? { x, y } : {};
  return { bounds: { ...place, width, height }, maximized: maximized === true };
}

const isPixels = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 100_000;

/**
 * Fits a saved state to the screens there are now: never larger than the screen it is on, and moved to the
 * middle of the first screen when the one it was on is gone.
 */
export function clampToDisplays(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const { x, y } = state.bounds;
  if (x !== undefined && y !== undefined) {
    for (const area of workAreas) {
      // The size first: a window made smaller could slip off the screen that it just touched.
      const window = { x, y, ...fitSize(state, area) };
      // The title bar must not lie above the work area: it couldn't be dragged back.
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

/** True when enough of the window's upper edge is on this screen to get hold of it. */
function isWithinReach(window: Rectangle, area: Rectangle): boolean {
  const overlap = (from: number, to: number, areaFrom: number, areaTo: number) =>
    Math.min(to, areaTo) - Math.max(from, areaFrom);
  return (
    overlap(window.x, window.x + window.width, area.x, area.x + area.width) >= GRIP.width &&
    overlap(window.y, window.y + GRIP.height, area.y, area.y + area.height) >= GRIP.height / 2
  );
}

/** The saved state, fitted to the screens of this moment. */
export function restoreWindowState(file: string): WindowState {
  return clampToDisplays(
    readWindowState(file),
    screen.getAllDisplays().map((display) => display.workArea),
  );
}

/** Remembers where the window is: shortly after it came to rest, and once more when it closes. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const state = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    // A position that can't be remembered is no reason to bother anyone.
    void writeFileAtomic(file, `${JSON.stringify(state)}\n`, { mode: 0o600 });
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
}
