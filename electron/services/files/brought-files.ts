import path from 'node:path';
import { configurationFiles } from './config-files.ts';
import { type ExistingFile, readOneExisting } from './merge-files.ts';

/** What of files that a person named was read, and what of them could not be. */
export interface ReadBrought {
  readonly files: readonly ExistingFile[];
  readonly unreadable: readonly { readonly name: string; readonly message: string }[];
}

/**
 * Reads files, and the configuration files of folders, one by one: what can't be read is told and keeps none of the others
 * away. A file that is named twice is read once.
 */
export async function readBrought(named: readonly string[], most: number): Promise<ReadBrought> {
  const files: ExistingFile[] = [];
  const unreadable: { name: string; message: string }[] = [];
  for (const one of named) {
    const names = await configurationFiles(one);
    if (!names.ok) {
      unreadable.push({ name: path.basename(one), message: names.error.message });
      continue;
    }
    for (const name of names.value) {
      if (files.length + unreadable.length >= most) break;
      const file = await readOneExisting(name);
      if (!file.ok) unreadable.push({ name: path.basename(name), message: file.error.message });
      else if (!files.some(({ realPath }) => realPath === file.value.realPath)) files.push(file.value);
    }
  }
  return { files, unreadable };
}
