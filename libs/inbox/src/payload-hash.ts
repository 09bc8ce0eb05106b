/**
 * What tells a repeat of an event from another event under its id. The version names the facts that went in and how: a
 * hash is compared with one of its own version only.
 */
export interface PayloadHash {
  readonly version: number;
  readonly sha256: Buffer;
}

/** Whether one of an event's hashes is the one that was stored. One that can't be compared says no: better an alarm. */
export const isHashAmong = (hashes: readonly PayloadHash[], stored: PayloadHash): boolean =>
  hashes.some(({ version, sha256 }) => version === stored.version && sha256.equals(stored.sha256));
