import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { fileFailure } from './errors.ts';

const CHUNK = 64 * 1024;

/**
 * Reads a file that a person or a workspace names. Reading a pipe or a device could wait for ever, never end,
 * or act on the device, so only regular files are opened, and read up to a limit.
 *
 * Codes: `file-not-regular` for a folder, pipe, socket or device, `file-too-big`, and those of
 * {@link fileFailure}.
 */
export async function readRegular(path: string, maxBytes: number): Promise<Result<Buffer>> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(path)).isFile()) return notRegular(path);
    // O_NONBLOCK: if the file was replaced by a pipe just now, opening it must not wait.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
    const info = await handle.stat();
    if (!info.isFile()) return notRegular(path);
    const chunks: Buffer[] = [];
    let left = maxBytes + 1;
    for (let room = Math.min(left, Math.max(info.size + 1, CHUNK)); left > 0; room = Math.min(left, CHUNK)) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(room), 0, room);
      if (bytesRead === 0) return ok(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      chunks.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    return fail(
      'file-too-big',
      `${path} holds more than ${Math.round(maxBytes / 1024)} KiB. Check that it is the right file.`,
    );
  } catch (error) {
    return fileFailure(error, path);
  } finally {
    await handle?.close().catch(() => {});
  }
}

const notRegular = (path: string) =>
  fail('file-not-regular', `${path} is a folder, pipe or device, not a file. Name the file itself.`);
