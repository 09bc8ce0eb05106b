import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../src/demo.cli.ts');

export interface DemoEnd {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** `npm run demo` as a process, without npm. */
export class DemoProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<DemoEnd>;
  #output = '';
  #errors = '';
  readonly #waiting = new Set<() => void>();

  constructor(args: readonly string[]) {
    const env = { ...process.env, NODE_OPTIONS: '' };
    this.child = spawn(process.execPath, ['--conditions=once-source', '--no-warnings', CLI, ...args], { env });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
      for (const wake of this.#waiting) wake();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => resolve({ code, output: this.#output, errors: this.#errors }));
    });
  }

  /** Resolves when the output holds `text`; rejects when the process ends without it. */
  async printed(text: string): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#output.includes(text)) resolve();
      };
      this.#waiting.add(look);
      look();
    });
    const early = this.ended.then(({ output, errors }) => {
      if (!output.includes(text)) throw new Error(`ended before it printed ${text}: ${output}${errors}`);
    });
    await Promise.race([seen, early]);
  }
}

/** Processes that descend from `pid` now. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(await Promise.all(pids.map(async (one) => [one, await parentOf(one)] as const)));
  const isBelow = (one: number | undefined): boolean => one === pid || (one !== undefined && isBelow(parents.get(one)));
  return pids.filter((one) => one !== pid && isBelow(parents.get(one)));
}

/** Undefined for a process that is gone. */
async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const parent = stat === undefined ? 0 : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 1 ? parent : undefined;
}

export const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) Z/.test(stat);
};
