import { statement, type Tx } from '@once/database';
import type {
  Claim,
  ClaimedRequest,
  OperationKey,
  Performance,
  Preparation,
  ResumableHandler,
  Settled,
  Settlement,
  Suspension,
} from '@once/idempotency';
import { AsyncLocalStorage } from 'node:async_hooks';
import { MEET_FAULT, type ReplyFault } from './faulty-pool.ts';
import { obeyClaim } from './claim-laws.ts';
import { PlannedFailure, type Worker } from './worker.ts';

const INSERT_EFFECT = statement(
  'model-insert-effect',
  'INSERT INTO test_effects (tenant_id, idempotency_key, epoch, claim_id, body) VALUES ($1, $2, $3, $4, $5)',
);

const INSERT_SUSPENSION = statement(
  'model-insert-suspension',
  'INSERT INTO test_suspensions (tenant_id, idempotency_key, epoch, unsettled) VALUES ($1, $2, $3, $4)',
);

const insertEffectInTx = async (tx: Tx, { request, epoch, claimId }: Claim<Worker>): Promise<void> => {
  const { tenantId, idempotencyKey, command } = request;
  await tx.query(INSERT_EFFECT, [tenantId, idempotencyKey, epoch, claimId, Buffer.from(command.text)]);
};

const settledBy = (worker: Worker, state: Settled['state']): Settled => ({
  state,
  answer: {
    status: state === 'FAILED' ? 402 : 201,
    headers: { by: worker.resourceId },
    body: Buffer.from(worker.text),
  },
});

/** Each fault is met once: a worker that repeats its transaction gets through. */
const meetFaultInTx = async (tx: Tx, worker: Worker, which: 'claimCommit' | 'endCommit'): Promise<void> => {
  const fault: ReplyFault = worker.plan[which];
  worker.plan = { ...worker.plan, [which]: 'none' };
  if (fault !== 'none') await tx.query(MEET_FAULT, [fault]);
};

/** Does what the plan of each worker says, and writes a row wherever an operation is settled or suspended. */
export class ModelHandler implements ResumableHandler<Worker, Settled['state'], string> {
  readonly operation: string;
  /** Whether what is suspended is due at once. */
  isImpatient = false;
  /** Who takes a key up without a caller: set around whatever makes the engine restore one. */
  readonly takingUp = new AsyncLocalStorage<(key: OperationKey) => Worker>();

  constructor(operation: string) {
    this.operation = operation;
  }

  restore({ tenantId, idempotencyKey }: OperationKey): Promise<ClaimedRequest<Worker>> {
    const worker = this.takingUp.getStore()?.({ tenantId, idempotencyKey });
    if (!worker) return Promise.reject(new Error('a key was taken up by nobody'));
    return Promise.resolve({
      ...{ tenantId, idempotencyKey, operation: this.operation },
      ...{ resourceIds: [], command: worker },
    });
  }

  async prepareInTx(tx: Tx, claims: readonly Claim<Worker>[]): Promise<Preparation<string>[]> {
    const preparations: Preparation<string>[] = [];
    for (const claim of claims) preparations.push(await prepareOneInTx(tx, claim));
    return preparations;
  }

  async perform(claim: Claim<Worker>): Promise<Performance<Settled['state'], string>> {
    const { command: worker } = claim.request;
    worker.claims.push(claim);
    obeyClaim(claim);
    await worker.reach('perform');
    if (worker.plan.performing === 'throws_before') throw new PlannedFailure('before the call');
    if (worker.plan.performing === 'not_started' && !claim.mayHaveActed) {
      worker.key.freed.add(claim.epoch);
      return { kind: 'not_started', refusal: 'not_started' };
    }
    worker.key.hasActed = true;
    const performance = actAs(worker);
    if (performance.kind === 'finished') worker.answered.add(claim);
    return performance;
  }

  async settleInTx(tx: Tx, items: readonly Settlement<Worker, Settled['state']>[]): Promise<Settled[]> {
    for (const { claim } of items) {
      const { command: worker } = claim.request;
      await insertEffectInTx(tx, claim);
      await endInTx(tx, worker, 'settle');
    }
    return items.map(({ claim, settlement }) => settledBy(claim.request.command, settlement));
  }

  async suspendInTx(tx: Tx, { claim, unsettled }: Suspension<Worker>): Promise<void> {
    const { tenantId, idempotencyKey, command: worker } = claim.request;
    await tx.query(INSERT_SUSPENSION, [tenantId, idempotencyKey, claim.epoch, unsettled]);
    if (this.isImpatient && unsettled === 'unknown') worker.key.freed.add(claim.epoch);
    await endInTx(tx, worker, 'suspend');
  }

  keepLate({ claim }: Settlement<Worker, Settled['state']>): Promise<void> {
    claim.request.command.kept.add(claim);
    return Promise.resolve();
  }
}

const endInTx = async (tx: Tx, worker: Worker, place: 'settle' | 'suspend'): Promise<void> => {
  await worker.reach(place);
  if (worker.plan.settling === 'throws') throw new PlannedFailure('in the transaction that ends it');
  await meetFaultInTx(tx, worker, 'endCommit');
};

const prepareOneInTx = async (tx: Tx, claim: Claim<Worker>): Promise<Preparation<string>> => {
  const { command: worker } = claim.request;
  worker.hasPrepared = true;
  await worker.reach('prepare');
  await meetFaultInTx(tx, worker, 'claimCommit');
  switch (worker.plan.preparing) {
    case 'prepared':
      return { kind: 'prepared' };
    case 'withdrawn':
      return { kind: 'withdrawn', refusal: 'withdrawn' };
    case 'throws':
      throw new PlannedFailure('in the claim');
    case 'settled':
    case 'refused':
      await insertEffectInTx(tx, claim);
      return {
        kind: 'settled',
        settled: settledBy(worker, worker.plan.preparing === 'refused' ? 'FAILED' : 'COMPLETED'),
      };
  }
};

const actAs = ({ plan: { performing } }: Worker): Performance<Settled['state'], string> => {
  switch (performing) {
    case 'throws_before':
    case 'throws_after':
      throw new PlannedFailure('after the call');
    case 'done':
      return { kind: 'finished', settlement: 'COMPLETED' };
    case 'declined':
      return { kind: 'finished', settlement: 'FAILED' };
    case 'needs_review':
      return { kind: 'needs_review', detail: 'planned' };
    // Somebody may have acted before: then nobody can say that nothing was started.
    case 'not_started':
    case 'unknown':
      return { kind: 'unknown', detail: 'planned' };
  }
};
