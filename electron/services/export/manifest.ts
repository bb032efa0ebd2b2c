import { createHash } from 'node:crypto';
import { type AccessRecords, readAccessRecords } from '../../../shared/client/access-loss.ts';
import type { RenderedFile } from '../../../shared/render/types.ts';
import { pathProblem } from './paths.ts';

/** One line of `manifest.json`. */
export interface ManifestEntry {
  readonly path: string;
  readonly kind: string;
  readonly side: 'provider' | 'app';
  readonly provider: string;
  /** Absent if the file is for all apps of the provider. */
  readonly app?: string;
  readonly secret: boolean;
  /** SHA-256 of the file's bytes, in hex. */
  readonly sha256: string;
}

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Builds the manifest entries for these files. */
export function entriesOf(files: readonly RenderedFile[]): readonly ManifestEntry[] {
  return files.map(({ path, kind, side, provider, app, secret, content }) => ({
    path,
    kind,
    side,
    provider,
    ...(app === undefined ? {} : { app }),
    secret,
    sha256: sha256(content),
  }));
}

/**
 * Returns the text of `manifest.json`. Entries are sorted by path in code unit order, so the bytes are the
 * same on every system. `access` says who could sign in to each app, so that a later export can say who no longer can.
 */
export function manifestText(entries: readonly ManifestEntry[], access: AccessRecords = {}): string {
  const deliverables = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const apps = Object.keys(access).sort();
  const records =
    apps.length === 0 ? {} : { access: Object.fromEntries(apps.map((app) => [app, access[app]])) };
  return `${JSON.stringify({ latchkey: 1, deliverables, ...records }, null, 2)}\n`;
}

/**
 * Returns the entries of a manifest that Latchkey wrote, or undefined for any other text. Skips paths that
 * Latchkey would never write.
 */
export function parseManifest(text: string): readonly ManifestEntry[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if (!('latchkey' in parsed) || parsed.latchkey !== 1) return undefined;
  if (!('deliverables' in parsed) || !Array.isArray(parsed.deliverables)) return undefined;
  return parsed.deliverables.filter(isEntry);
}

/** Returns the access that a manifest records; none for any other text. */
export function parseAccess(text: string): AccessRecords {
  try {
    return readAccessRecords((JSON.parse(text) as { access?: unknown } | null)?.access);
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is ManifestEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  return (
    typeof entry['path'] === 'string' &&
    pathProblem(entry['path']) === undefined &&
    typeof entry['kind'] === 'string' &&
    (entry['side'] === 'provider' || entry['side'] === 'app') &&
    typeof entry['provider'] === 'string' &&
    (entry['app'] === undefined || typeof entry['app'] === 'string') &&
    typeof entry['secret'] === 'boolean' &&
    typeof entry['sha256'] === 'string'
  );
}
