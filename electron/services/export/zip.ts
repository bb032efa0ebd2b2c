import { zipSync } from 'fflate';
import type { AccessRecords } from '../../../shared/client/access-loss.ts';
import type { RenderedFile } from '../../../shared/render/types.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { entriesOf, manifestText } from './manifest.ts';
import { checkPaths, MANIFEST_NAME } from './paths.ts';
import { modeOf, PRIVATE } from './plan.ts';

/** Zip stores local time without a zone, so a fixed local date gives the same bytes in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * Returns the deliverables and their manifest as one zip. The same files give the same bytes in any order.
 * File modes are the same as in the folder (0600 for secrets and their digests), if the unpacking program applies them. Code:
 * `export-path`.
 */
export function zipDeliverables(
  files: readonly RenderedFile[],
  access: AccessRecords = {},
): Result<Uint8Array> {
  const checked = checkPaths(files.map(({ path }) => path));
  if (!checked.ok) return checked;
  const encoder = new TextEncoder();
  const all = [
    ...files.map((file) => ({ path: file.path, content: file.content, mode: modeOf(file) })),
    { path: MANIFEST_NAME, content: manifestText(entriesOf(files), access), mode: PRIVATE },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = all.map(
    ({ path, content, mode }) =>
      [
        path,
        [
          encoder.encode(content),
          { mtime: FIXED_TIME, os: UNIX, attrs: ((REGULAR_FILE | mode) << 16) >>> 0 },
        ],
      ] as const,
  );
  return ok(zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0], { level: 6 }));
}
