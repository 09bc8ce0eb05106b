import { statement, type Tx } from '@once/database';
import type { Claim, OperationHandler, Performance, Preparation, Settled, Settlement } from '@once/idempotency';
import { MEET_FAULT, type ReplyFault } from './faulty-pool.ts';
import { PlannedFailure, type Worker } from './worker.ts';

const INSERT_EFFECT = statement(
  'model-insert-effect',
  'INSERT INTO test_effects (tenant_id, idempotency_key, epoch, claim_id, body) VALUES ($1, $2, $3, $4, $5)',
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

/** Does what the plan of each worker says, and writes one row of effects wherever an operation is settled. */
export class ModelHandler implements OperationHandler<Worker, Settled['state'], string> {
  readonly operation = 'model.operation';

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
    return actAs(worker);
  }

  async settleInTx(tx: Tx, items: readonly Settlement<Worker, Settled['state']>[]): Promise<Settled[]> {
    for (const { claim } of items) {
      const { command: worker } = claim.request;
      await insertEffectInTx(tx, claim);
      await worker.reach('settle');
      if (worker.plan.settling === 'throws') throw new PlannedFailure('in the completion');
      await meetFaultInTx(tx, worker, 'endCommit');
    }
    return items.map(({ claim, settlement }) => settledBy(claim.request.command, settlement));
  }
}

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

const actAs = (worker: Worker): Performance<Settled['state'], string> => {
  switch (worker.plan.performing) {
    case 'throws_before':
    case 'throws_after':
      throw new PlannedFailure('after the call');
    case 'done':
      return { kind: 'finished', settlement: 'COMPLETED' };
    case 'declined':
      return { kind: 'finished', settlement: 'FAILED' };
    // Somebody may have acted before: then nobody can say that nothing was started.
    case 'not_started':
    case 'unknown':
      return { kind: 'unknown' };
  }
};

/** What must be true of a claim the moment that its owner begins. */
const obeyClaim = ({ request, epoch, claimId, mayHaveActed, resourceId }: Claim<Worker>): void => {
  const { key, resourceId: proposed } = request.command;
  key.obey(mayHaveActed || !key.hasActed, `a worker at epoch ${epoch} is told that nothing acted, and something did`);
  key.obey(epoch === 1n || key.freed.has(epoch - 1n), `epoch ${epoch} began while epoch ${epoch - 1n} was owned`);
  const owner = key.owners.get(epoch) ?? claimId;
  key.obey(owner === claimId, `epoch ${epoch} has two owners`);
  key.obey(epoch > 1n || resourceId === proposed, 'the first claim has another resource than the one proposed');
  key.obey(!key.resourceId || resourceId === key.resourceId, 'a later claim has another resource');
  key.owners.set(epoch, claimId);
};
