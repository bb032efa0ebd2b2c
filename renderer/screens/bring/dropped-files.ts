import { MAX_BROUGHT, MAX_BROUGHT_FILES } from '../../../shared/host/limits.ts';

/** A file as the page sends it. It may hold secrets: it is sent once, and nothing of it is kept. */
export interface SentFile {
  readonly name: string;
  readonly text: string;
}

/** The longest name that the host takes; of a longer one, the end says which file it is. */
const LONGEST_NAME = 200;
/** What is read of a folder. Others of its files are pictures, data and programs. */
const OF_FOLDERS = /\.(?:ya?ml|json|env|toml|ini|xml|php|py|rb)$|^\.env(?:\..*)?$/i;

/** The files that were dropped, also those that lie in dropped folders. Read at once: the drop is empty afterwards. */
export async function filesOfDrop(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const files = [...transfer.files];
  const found: File[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry === null || entry.isFile) found.push(...(files[index] ? [files[index]] : []));
    else found.push(...(await filesOfFolder(entry as FileSystemDirectoryEntry)));
  }
  return entries.length === 0 ? files : found;
}

async function filesOfFolder(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const reader = folder.createReader();
  const found: File[] = [];
  // A reader gives some of the entries at a time, and nothing when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
    if (some.length === 0) break;
    for (const entry of some)
      if (entry.isFile && OF_FOLDERS.test(entry.name) && found.length <= MAX_BROUGHT_FILES)
        found.push(await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)));
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The texts of files. Undefined if they are more than the host takes; then they are not even read. */
export async function textsOf(files: readonly File[]): Promise<readonly SentFile[] | undefined> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length > MAX_BROUGHT_FILES || bytes > MAX_BROUGHT * 4) return undefined;
  const texts = await Promise.all(
    files.map(async (file) => ({ name: file.name.slice(-LONGEST_NAME), text: await file.text() })),
  );
  return texts.reduce((sum, { text }) => sum + text.length, 0) > MAX_BROUGHT ? undefined : texts;
}
