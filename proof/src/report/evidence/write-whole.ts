import { rename, writeFile } from 'node:fs/promises';

/** Writes a file so that whoever reads it sees the old one or the new one, and never half of one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

/** One JSON value a line. */
export const ndjson = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
