import { hasFingerprint, type Fingerprinted, type Fingerprints } from './operation/fingerprint.ts';
import type { KeyRecord } from './operation/key-record.ts';
import type { StoredAnswer } from './operation/operation-request.ts';

/** What a stored record means for a request that arrives under the same key. */
export type Verdict =
  | { kind: 'reused' }
  | { kind: 'pending'; resourceId: string }
  | { kind: 'own'; epoch: bigint; attempt: number; resourceId: string }
  | { kind: 'in_use'; leaseRemainingMs: number }
  | { kind: 'claimable'; epoch: bigint; from: 'RECEIVED' | 'PROCESSING' }
  | { kind: 'replay'; answer: StoredAnswer; isOwn: boolean }
  | { kind: 'purged'; status: number; resourceId: string };

/** Who asks: the request, the claim id of its worker, and the rules that its build compares by. */
export interface Asked {
  request: Fingerprinted;
  claimId: string;
  fingerprints: Fingerprints;
}

const judgeProcessing = (record: KeyRecord, isOwn: boolean): Verdict => {
  // Beats the lease: callers of an unsettled operation are told so, and never become its worker.
  if (record.unsettled !== null) return { kind: 'pending', resourceId: record.resourceId };
  if (isOwn) return { kind: 'own', epoch: record.epoch, attempt: record.attempt, resourceId: record.resourceId };
  const leaseRemainingMs = record.leaseRemainingMs ?? 0;
  if (leaseRemainingMs > 0) return { kind: 'in_use', leaseRemainingMs };
  return { kind: 'claimable', epoch: record.epoch, from: 'PROCESSING' };
};

/**
 * The table of answers, without I/O. `claimId` is the asking worker's own: it recognises its claim after the reply to
 * COMMIT was lost. The fingerprint is judged first and for ever, whatever the state.
 * @throws UnknownFingerprintVersionError when the record was stored under a rule that this build does not know
 */
export function judgeRecord(record: KeyRecord, { request, claimId, fingerprints }: Asked): Verdict {
  if (!hasFingerprint(request, record, fingerprints)) return { kind: 'reused' };
  const isOwn = record.claimId === claimId;
  switch (record.state) {
    case 'PROCESSING':
      return judgeProcessing(record, isOwn);
    case 'RECEIVED':
      return { kind: 'claimable', epoch: record.epoch, from: 'RECEIVED' };
    case 'COMPLETED':
    case 'FAILED':
      if (record.answer) return { kind: 'replay', answer: record.answer, isOwn };
      return { kind: 'purged', status: record.responseStatus ?? 200, resourceId: record.resourceId };
  }
}
