import { open } from 'node:fs/promises';

/** Enough to name a cause, little enough to read in a terminal. */
const LINES = 20;
/** A start writes a few kilobytes; a server that ran for days has written more than is worth searching. */
const MAX_BYTES = 262_144;

/** What was written to the file after `fromByte`, or the end of it. */
export async function readLog(path: string, fromByte: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(fromByte, size - MAX_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MAX_BYTES), position: start });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES).join('\n');
}
