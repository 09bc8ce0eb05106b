import { isHashAmong, type PayloadHash } from './payload-hash.ts';

/** What is known when one event arrives, read under the lock of its charge's version. */
export interface EventToJudge {
  /** Last version of the charge that was applied; 0 when none was. */
  readonly lastVersion: bigint;
  readonly version: bigint;
  /** Payload hash stored under this event id, when the id is known. */
  readonly knownHash?: PayloadHash | undefined;
  readonly payloadHashes: readonly PayloadHash[];
}

/**
 * - `apply`: the next event of its charge.
 * - `duplicate`: the same event again; drop it.
 * - `payload_mismatch`: another event under a known id. Someone reuses ids: never skip it in silence.
 * - `late_unknown`: a version that was already taken, under an id never seen. Two events claim one version.
 * - `gap`: its predecessor has not come.
 */
export type Judgement = 'apply' | 'duplicate' | 'payload_mismatch' | 'late_unknown' | 'gap';

/** Decides what to do with one event. The id is asked first: a repeat is a repeat at whatever version. */
export function judgeEvent({ lastVersion, version, knownHash, payloadHashes }: EventToJudge): Judgement {
  if (knownHash) return isHashAmong(payloadHashes, knownHash) ? 'duplicate' : 'payload_mismatch';
  if (version <= lastVersion) return 'late_unknown';
  return version === lastVersion + 1n ? 'apply' : 'gap';
}
