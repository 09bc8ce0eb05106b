import { countPlan } from '../clients/workload/count-plan.ts';
import type { PlannedOperation } from '../clients/workload/planned-operation.ts';
import { writeBody } from '../clients/workload/request-body.ts';
import { WorkloadDraft } from '../clients/workload/workload-draft.ts';
import type { WorkloadPlan } from '../clients/workload/workload-plan.ts';
import { SeededRandom } from '../plan/seeded-random.ts';

const AMOUNT_MINOR = 4_200n;

/** The few calls of one transcript: counted and checked like any other traffic. */
export class TranscriptPlan {
  readonly draft: WorkloadDraft;
  readonly #label: string;
  readonly #seed: string;

  constructor(seed: string, name: string) {
    this.#seed = seed;
    this.#label = `transcript-${name}`;
    this.draft = new WorkloadDraft(this.#label, new SeededRandom(seed).split('transcripts').split(name));
  }

  addSale(): PlannedOperation {
    const body = { amount: AMOUNT_MINOR, currency: 'EUR', source: 'tok_visa' };
    const purchase = { tenant: 'acme', amountMinor: AMOUNT_MINOR, currency: 'EUR', body } as const;
    return this.draft.addOperation({ ...purchase, action: 'charge', intent: 'operation', chargeFrom: null });
  }

  /** A step of its own, behind what is there. */
  sendOnce(operation: PlannedOperation): void {
    this.draft.addStep([this.draft.newCall(operation, { bodyText: writeBody(operation.body) })], {
      position: 0,
      after: [],
    });
  }

  finish(): WorkloadPlan {
    const steps = this.draft.finish();
    return { label: this.#label, seed: this.#seed, counts: countPlan(this.draft.operations, steps), steps };
  }
}
