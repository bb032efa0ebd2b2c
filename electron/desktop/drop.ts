import { ipcRenderer, webUtils } from 'electron';
import { CHANNELS } from './channels.ts';

/** What of the page's window this file uses. The preload script sees the same document as the page. */
interface DropWindow {
  addEventListener(type: string, listener: (event: DropEvent) => void, capture: true): void;
  readonly document: {
    readonly documentElement: { toggleAttribute(name: string, force: boolean): void };
  };
}
/** An element with this attribute takes dropped files itself, such as the field for an error text. */
const TAKES_FILES = '[data-takes-files]';
/** On such an element the page only says what the files are for; their paths go to the host. */
const TAKES_PATHS = '[data-takes-paths]';
/** More than a person drops on purpose. */
const MOST_FILES = 50;
/** While a file is held over the window, an event comes several times a second. */
const SILENCE_MS = 600;

interface DropEvent {
  readonly target: { closest?(selector: string): unknown } | null;
  readonly isTrusted: boolean;
  readonly relatedTarget: unknown;
  readonly dataTransfer: {
    readonly types: readonly string[];
    readonly files: ArrayLike<Parameters<typeof webUtils.getPathForFile>[0]>;
    dropEffect: string;
  } | null;
  preventDefault(): void;
  stopPropagation(): void;
}

/** While a file is held over the window, the page's root element has this attribute; its style draws a frame. */
export const DROP_MARK = 'data-drop';

/**
 * Sends the path of a file that a person drops on the window to the host. The page itself learns no path, and
 * can't make one up: an event of its own isn't trusted, and a file it makes has no path.
 */
export function watchDrops(page: DropWindow): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = (on: boolean) => {
    clearTimeout(timer);
    page.document.documentElement.toggleAttribute(DROP_MARK, on);
    // A drag that is given up may end without a word.
    if (on) timer = setTimeout(mark, SILENCE_MS, false);
  };
  const holdsFiles = (event: DropEvent) =>
    event.isTrusted &&
    event.dataTransfer?.types.includes('Files') === true &&
    !event.target?.closest?.(TAKES_FILES) &&
    !event.target?.closest?.(TAKES_PATHS);
  const pathsOf = ({ dataTransfer }: DropEvent): string[] =>
    Array.from(dataTransfer?.files ?? [])
      .slice(0, MOST_FILES)
      .map((file) => webUtils.getPathForFile(file))
      .filter((path) => path !== '');

  page.addEventListener(
    'dragover',
    (event) => {
      if (!holdsFiles(event)) return mark(false);
      // Without this, the browser engine refuses the drop.
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      mark(true);
    },
    true,
  );
  page.addEventListener(
    'dragleave',
    (event) => {
      // From one element to the next is no leaving.
      if (event.relatedTarget === null) mark(false);
    },
    true,
  );
  page.addEventListener(
    'drop',
    (event) => {
      mark(false);
      if (event.isTrusted && event.target?.closest?.(TAKES_PATHS)) {
        // Sent before the page learns of the drop and asks the host for them.
        return ipcRenderer.send(CHANNELS.droppedInside, pathsOf(event));
      }
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const [path] = pathsOf(event);
      if (path !== undefined) ipcRenderer.send(CHANNELS.dropped, path);
    },
    true,
  );
}
