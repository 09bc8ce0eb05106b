import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type CrashMode = 'kill' | 'hang' | 'throw' | 'drop_before' | 'drop_after';
export type ArmedMode = { mode: Exclude<CrashMode, 'hang'> } | { mode: 'hang'; ms: number };

/** Who took an armed crash point. */
export interface Taking {
  /** `relay-2`. */
  readonly process: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

const FOLDERS = ['hits', 'armed', 'taken'];

/** The folder through which the processes of one run count the hits of their crash points and are told to crash. */
export class FailpointFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async create(): Promise<void> {
    await Promise.all(FOLDERS.map((folder) => mkdir(join(this.path, folder), { recursive: true })));
  }

  /** The next process that reaches the label takes it. Renamed into place, so that none reads half of it. */
  async arm(label: string, mode: ArmedMode): Promise<void> {
    const unfinished = join(this.path, `arming-${label}`);
    await writeFile(unfinished, JSON.stringify(mode));
    await rename(unfinished, join(this.path, 'armed', label));
  }

  async disarm(label: string): Promise<void> {
    await rm(join(this.path, 'armed', label), { force: true });
  }

  async disarmAll(): Promise<void> {
    const armed = await readdir(join(this.path, 'armed'));
    await Promise.all(armed.map((label) => this.disarm(label)));
  }

  /** By all processes that there have been. */
  async hitsOf(label: string): Promise<number> {
    const files = (await readdir(join(this.path, 'hits'))).filter((file) => file.startsWith(`${label}@`));
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(this.path, 'hits', file))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Of this label, oldest first. By the clock of the file system: that of the process may be the one that is skewed. */
  async takingsOf(label: string): Promise<Taking[]> {
    const folder = join(this.path, 'taken');
    const files = (await readdir(folder)).flatMap((file) => takerOf(file, label) ?? []);
    const takings = files.map(async ({ file, ...taker }) => {
      // The rename by which it was taken is the last change of the file's entry.
      return { ...taker, atMs: (await stat(join(folder, file))).ctimeMs };
    });
    return (await Promise.all(takings)).toSorted((left, right) => left.atMs - right.atMs);
  }
}

/** `LABEL@relay-2-4711@1763600000000`. */
function takerOf(file: string, wanted: string): { file: string; process: string; pid: number } | undefined {
  const [, label, process = '', pid] = /^(.+)@(.+)-(\d+)@\d+$/.exec(file) ?? [];
  return label === wanted ? { file, process, pid: Number(pid) } : undefined;
}
