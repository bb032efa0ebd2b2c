import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readIdOf } from '../../../shared/workspace/own-id.ts';
import { WORKSPACE_ID } from '../../../shared/workspace/rules.ts';
import { openJsonFile } from './json-file.ts';
import { readWorkspace } from './workspace-store.ts';

/**
 * What a workspace file is to its id. The id names the keychain entries, so two files with the same id share
 * client ids and secrets.
 */
export type IdStanding =
  | { readonly kind: 'own' }
  /** Another file had this id first, still has it, and is still there. */
  | { readonly kind: 'copy'; readonly of: string };

/** Remembers which file each workspace id belongs to. */
export interface IdFiles {
  /**
   * Says whether a file owns its id. The first file with an id owns it; if the owner was moved, removed or
   * got another id, the next file that is asked about does.
   *
   * @param realPath the real path of the file, without symlinks
   */
  standing(id: string, realPath: string): Promise<IdStanding>;
  /** Makes a file the owner of the id, e.g. after the user saved the workspace there. */
  take(id: string, realPath: string): Promise<void>;
  /** All ids that a file has or had. */
  ids(): Promise<readonly string[]>;
}

const note = z.object({ file: z.string() });
const NOBODY = { file: '' };
const NOTE = '.file.json';

/** @param folder Latchkey's data folder */
export function openIdFiles(folder: string): IdFiles {
  const notesOf = (id: string) => {
    // The id becomes part of a file name; the rule for workspace ids makes that safe.
    if (!WORKSPACE_ID.test(id)) throw new Error('Not the id of a workspace.');
    return openJsonFile(path.join(folder, 'workspaces', `${id}${NOTE}`), note, NOBODY);
  };

  return {
    async standing(id, realPath) {
      const notes = notesOf(id);
      for (;;) {
        const { file: owner } = await notes.read();
        if (owner === realPath || (await isSameFile(owner, realPath))) return { kind: 'own' };
        if (owner !== '' && (await stillHas(owner, id))) return { kind: 'copy', of: owner };
        const taken = await notes.update((now) => (now.file === owner ? { file: realPath } : now));
        // If nothing can be noted, nothing is known of other files either.
        if (!taken.ok || taken.value.file === realPath) return { kind: 'own' };
        // Another program was faster; its file is looked at as well.
      }
    },
    async take(id, realPath) {
      await notesOf(id).update(() => ({ file: realPath }));
    },
    async ids() {
      const names = await readdir(path.join(folder, 'workspaces')).catch(() => []);
      return names
        .filter((name) => name.endsWith(NOTE))
        .map((name) => name.slice(0, -NOTE.length))
        .filter((id) => WORKSPACE_ID.test(id));
    },
  };
}

/** True if both paths lead to one file, e.g. in a folder that is mounted twice. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  if (a === '') return false;
  const [first, second] = await Promise.all([a, b].map((file) => stat(file).catch(() => undefined)));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

/** False only if the file is gone or clearly has another id: when in doubt, the file keeps its secrets. */
async function stillHas(file: string, id: string): Promise<boolean> {
  const stored = await readWorkspace(file);
  if (!stored.ok) return stored.error.code !== 'file-missing' && stored.error.code !== 'file-not-a-folder';
  const found = readIdOf(new TextDecoder().decode(stored.value.bytes));
  return found === undefined || found === id;
}
