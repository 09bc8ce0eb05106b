import { readFile, stat } from 'node:fs/promises';
import { CouldNotRunError } from '../could-not-run.error.ts';

const MIB = 1024 * 1024;
/** Read as a whole, and every request is kept until the verdict: far above what a person watches. */
export const MAX_FILE_BYTES = 64 * MIB;

/** The bytes of the input. @throws CouldNotRunError that says what is wrong with the file */
export async function readChargeFile(path: string): Promise<Uint8Array> {
  const info = await stat(path).catch((error: unknown) => refuse(`cannot open ${path}: ${reasonOf(error)}`));
  if (!info.isFile()) return refuse(`${path} is not a file`);
  if (info.size > MAX_FILE_BYTES) {
    return refuse(
      `${path} has ${Math.ceil(info.size / MIB)} MiB, at most ${MAX_FILE_BYTES / MIB} MiB are read: split it`,
    );
  }
  const bytes = await readFile(path).catch((error: unknown) => refuse(`cannot read ${path}: ${reasonOf(error)}`));
  return bytes.toString('utf8', 0, MIB).trim() === '' && bytes.length <= MIB ? refuse(`${path} is empty`) : bytes;
}

function refuse(message: string): never {
  throw new CouldNotRunError(message);
}

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  return error instanceof Error ? error.message : String(error);
};
