import { randomBytes } from 'node:crypto';

export interface Download {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Files that the page can download, each only once and within a minute. */
export interface Downloads {
  /** Stores a file and returns the path to download it from. */
  offer(file: Download): string;
  /** Returns a file and removes it. */
  take(id: string): Download | undefined;
  /** Removes all files. */
  clear(): void;
}

export const KEEP_MS = 60_000;

/** At most this many files are stored; a further one replaces the oldest. */
const MOST = 8;

export function createDownloads(): Downloads {
  const waiting = new Map<string, { file: Download; timer: NodeJS.Timeout }>();
  const forget = (id: string) => {
    clearTimeout(waiting.get(id)?.timer);
    waiting.delete(id);
  };
  return {
    offer(file) {
      const oldest = waiting.keys().next();
      if (waiting.size >= MOST && !oldest.done) forget(oldest.value);
      const id = randomBytes(24).toString('base64url');
      waiting.set(id, { file, timer: setTimeout(() => forget(id), KEEP_MS).unref() });
      return `/api/download/${id}`;
    },
    take(id) {
      const file = waiting.get(id)?.file;
      forget(id);
      return file;
    },
    clear() {
      for (const id of [...waiting.keys()]) forget(id);
    },
  };
}

/** The header value of RFC 6266: the name in ASCII, and the full name in the encoding of RFC 8187. */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\w. -]/g, '_');
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`;
}
