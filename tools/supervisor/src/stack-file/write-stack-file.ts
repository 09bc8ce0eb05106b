import { renameSync, writeFileSync } from 'node:fs';
import type { StackFile } from './stack-file.ts';

/**
 * Replaces the file in one step, so that a reader never sees half of it. Synchronous: changes of processes come in
 * bursts, and the file must end up with the last one. For its owner's eyes only: it holds passwords and keys.
 */
export function writeStackFile(path: string, stack: StackFile): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
