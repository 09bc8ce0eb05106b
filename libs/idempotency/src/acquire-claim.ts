import type { Pool } from 'pg';
import { sqlStateOf } from '@once/database';
import type { ClaimDesk } from './claim-desk.ts';
import type { Fingerprints } from './operation/fingerprint.ts';
import { judgeRecord } from './judge-record.ts';
import type { Claim, OperationRequest, StoredAnswer } from './operation/operation-request.ts';
import type { ReceivedDesk } from './received-desk.ts';
import { readKey } from './sql/read-key.sql.ts';
import { takeOverKey, type TakenOver } from './sql/take-over-key.sql.ts';

/** What a request gets when it asks for its key. */
export type Acquired<C, R> =
  /** `isTakeover`: the lease of another worker had ended. */
  | { kind: 'claimed'; claim: Claim<C>; origin: 'new' | 'resumed' | 'reclaimed'; isTakeover: boolean }
  | { kind: 'answered'; answer: StoredAnswer; isReplayed: boolean }
  | { kind: 'in_use'; leaseRemainingMs: number }
  /** Without an outcome: only the resolver works on it. */
  | { kind: 'pending'; resourceId: string }
  | { kind: 'reused' }
  | { kind: 'refused'; refusal: R }
  | { kind: 'purged'; status: number; resourceId: string };

export interface Acquisition<C, S, R> {
  pool: Pool;
  desk: ClaimDesk<C, S, R>;
  received: ReceivedDesk<C, S, R>;
  request: OperationRequest<C>;
  claimId: string;
  /** True when the key is known to exist already: reading it is then cheaper than trying to insert. */
  isKnown: boolean;
  leaseMs: number;
  fingerprints: Fingerprints;
}

/** Between the read and the claim somebody else may always be faster; after this many lost races the key is in use. */
const MAX_ROUNDS = 4;

/**
 * Claims the key or finds out why not. Insert first; the record is read only after the insert found it taken, and
 * what is decided by the read is decided again by the WHERE of the write that follows.
 */
export async function acquireClaim<C, S, R>(acquisition: Acquisition<C, S, R>): Promise<Acquired<C, R>> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const isKnown = acquisition.isKnown && round === 0;
    const fresh = isKnown ? undefined : await acquireNew(acquisition);
    const acquired = fresh ?? (await acquireExisting(acquisition));
    if (acquired) return acquired;
  }
  return { kind: 'in_use', leaseRemainingMs: 0 };
}

const acquireNew = async <C, S, R>({
  desk,
  request,
  claimId,
}: Acquisition<C, S, R>): Promise<Acquired<C, R> | undefined> => {
  const outcome = await desk.claim({ request, claimId });
  switch (outcome.kind) {
    case 'exists':
      return undefined;
    case 'claimed':
      return { ...outcome, origin: 'new', isTakeover: false };
    case 'settled':
      return { kind: 'answered', answer: outcome.answer, isReplayed: false };
    case 'refused':
      return outcome;
  }
};

/** Undefined means: look again, something changed between two looks. */
const acquireExisting = async <C, S, R>(acquisition: Acquisition<C, S, R>): Promise<Acquired<C, R> | undefined> => {
  const { pool, request, claimId, fingerprints } = acquisition;
  const record = await readKey(pool, request.tenantId, request.idempotencyKey);
  // Withdrawn by its inserter, or our own lost COMMIT was a rollback: the next insert decides.
  if (!record) return undefined;
  const verdict = judgeRecord(record, { request, claimId, fingerprints });
  switch (verdict.kind) {
    case 'replay':
      return { kind: 'answered', answer: verdict.answer, isReplayed: !verdict.isOwn };
    case 'own':
      return { kind: 'claimed', claim: claimOf(acquisition, verdict, true), origin: 'resumed', isTakeover: false };
    case 'claimable':
      return acquireClaimable(acquisition, verdict);
    case 'in_use':
    case 'pending':
    case 'reused':
    case 'purged':
      return verdict;
  }
};

const acquireClaimable = async <C, S, R>(
  acquisition: Acquisition<C, S, R>,
  { epoch, from }: { epoch: bigint; from: 'RECEIVED' | 'PROCESSING' },
): Promise<Acquired<C, R> | undefined> => {
  if (from === 'RECEIVED' && acquisition.received.hasToTakeAgain) return reclaim(acquisition, epoch);
  const taken = await takeOver(acquisition, epoch);
  // RECEIVED says that no try has reached the provider: only a certain refusal leads back there.
  const mayHaveActed = from === 'PROCESSING';
  const origin = mayHaveActed ? 'resumed' : 'reclaimed';
  return (
    taken && { kind: 'claimed', claim: claimOf(acquisition, taken, mayHaveActed), origin, isTakeover: mayHaveActed }
  );
};

const reclaim = async <C, S, R>(
  acquisition: Acquisition<C, S, R>,
  seenEpoch: bigint,
): Promise<Acquired<C, R> | undefined> => {
  const { received, request, claimId } = acquisition;
  const outcome = await received.takeAgain({ request, claimId, seenEpoch });
  switch (outcome.kind) {
    case 'claimed':
      return {
        kind: 'claimed',
        claim: claimOf(acquisition, outcome.taken, false),
        origin: 'reclaimed',
        isTakeover: false,
      };
    case 'settled':
      return { kind: 'answered', answer: outcome.answer, isReplayed: false };
    case 'refused':
      return outcome;
    case 'look_again':
      return undefined;
  }
};

const takeOver = async <C, S, R>(
  { pool, request, claimId, leaseMs }: Acquisition<C, S, R>,
  seenEpoch: bigint,
): Promise<TakenOver | undefined> => {
  const { tenantId, idempotencyKey } = request;
  try {
    return await takeOverKey(pool, { tenantId, idempotencyKey, seenEpoch, claimId, leaseMs });
  } catch (error) {
    // A refusal by the server is an error. Without one the reply was lost: the next look knows our claim id again.
    if (sqlStateOf(error) !== undefined) throw error;
    return undefined;
  }
};

const claimOf = <C, S, R>(
  { request, claimId }: Acquisition<C, S, R>,
  taken: TakenOver,
  mayHaveActed: boolean,
): Claim<C> => ({
  request,
  claimId,
  epoch: taken.epoch,
  attempt: taken.attempt,
  resourceId: taken.resourceId,
  isResumed: true,
  mayHaveActed,
  unsettled: null,
});
