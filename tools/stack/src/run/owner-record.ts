import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessIdentity } from './process-identity.ts';

export interface RecordedProcess extends ProcessIdentity {
  name: string;
}

/** Who a run's folder belongs to, and every process that was started for it. */
export interface OwnerRecord {
  owner: ProcessIdentity;
  processes: RecordedProcess[];
}

export const ownerFile = (runPath: string): string => join(runPath, 'owner.json');

/** Null when there is none, or none that makes sense. */
export async function readOwnerRecord(runPath: string): Promise<OwnerRecord | null> {
  try {
    return parseOwnerRecord(await readFile(ownerFile(runPath), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Strict, because the pids in it are going to be signalled. */
export function parseOwnerRecord(text: string): OwnerRecord | null {
  const value = parseJson(text);
  if (!isObject(value) || !isIdentity(value['owner']) || !Array.isArray(value['processes'])) return null;
  const processes: unknown[] = value['processes'];
  return processes.every(isRecordedProcess) ? { owner: value['owner'], processes } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecordedProcess(value: unknown): value is RecordedProcess {
  return isIdentity(value) && typeof (value as unknown as Record<string, unknown>)['name'] === 'string';
}

/** Pids 0 and 1 would mean "my own group" and "init" to kill(2). */
function isIdentity(value: unknown): value is ProcessIdentity {
  if (!isObject(value) || typeof value['startTime'] !== 'string') return false;
  return Number.isSafeInteger(value['pid']) && (value['pid'] as number) > 1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
