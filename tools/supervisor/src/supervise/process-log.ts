import { constants, copyFileSync, statSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Enough to name a cause, little enough to read in a terminal. */
const LINES = 20;
const TAIL_BYTES = 65_536;
/** A service under load writes a megabyte a second; two files of this size per process fit every temp folder. */
export const MAX_LOG_BYTES = 64 * 1024 * 1024;

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The end of what was written after `fromByte`. */
export async function readTail(path: string, fromByte: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // Smaller than before: it was cut in the meantime.
    const begin = Math.max(size < fromByte ? 0 : fromByte, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TAIL_BYTES), position: begin });
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-LINES).join('\n');
  } finally {
    await file.close();
  }
}

/**
 * Moves a log that has grown too large to `<name>.1` and empties it. The process keeps its file, opened for appending,
 * and writes on at the new end; a line that it writes in this very moment may be lost.
 */
export function boundLog(path: string, maxBytes = MAX_LOG_BYTES): void {
  if (sizeOf(path) <= maxBytes) return;
  copyFileSync(path, `${path}.1`, constants.COPYFILE_FICLONE);
  truncateSync(path);
}
