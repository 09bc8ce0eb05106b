import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 500;

/**
 * Takes the one lock of this checkout: two installations at a time would remove each other's files. A lock whose
 * process is gone counts for nothing. It frees itself when this process ends.
 * @param {string} root
 * @param {(pid: number) => void} onWait called once when another process has it
 * @returns {Promise<void>}
 */
export async function takeSetupLock(root, onWait) {
  const folder = join(root, '.run');
  const path = join(folder, 'setup.lock');
  for (let round = 0; ; round += 1) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (tryToWrite(path)) break;
    const holder = readHolder(path);
    if (holder === null || !isAlive(holder)) rmSync(path, { force: true });
    else {
      if (round === 0) onWait(holder);
      await delay(POLL_MS);
    }
  }
  process.once('exit', () => {
    rmSync(path, { force: true });
    try {
      rmdirSync(folder);
    } catch {
      // A running stack keeps its addresses there.
    }
  });
}

function tryToWrite(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  }
}

function readHolder(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
