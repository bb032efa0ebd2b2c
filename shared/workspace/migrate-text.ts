import { fail, ok, type Result } from '../result.ts';
import { edit } from './edit.ts';
import { CURRENT_FORMAT, formatOf, migrate } from './migrations.ts';

/**
 * Brings the text of a workspace to the current format and keeps comments. `from` is the format it was in; if
 * that is the current format, the text is returned unchanged.
 *
 * Failures: `workspace-not-yaml`, `workspace-newer-format`, `workspace-unknown-format`.
 */
export function migrateWorkspaceText(text: string): Result<{ readonly text: string; readonly from: number }> {
  let from = CURRENT_FORMAT;
  const migrated = edit(text, (document, bare) => {
    const format = formatOf(document);
    if (format === undefined) {
      return fail('workspace-unknown-format', 'The file is no workspace: it lacks the line latchkey: 1.');
    }
    if (format > CURRENT_FORMAT) {
      return fail(
        'workspace-newer-format',
        `The file was written by a newer Latchkey (format ${format}, this one knows ${CURRENT_FORMAT}). Update Latchkey.`,
      );
    }
    from = format;
    if (format === CURRENT_FORMAT) return ok(bare);
    migrate(document, format);
    return ok(undefined);
  });
  return migrated.ok ? ok({ text: migrated.value, from }) : migrated;
}
