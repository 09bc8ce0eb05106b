import { Inject, Injectable } from '@nestjs/common';
import { shardOfCharge } from '@once/contracts';
import { failpoint } from '@once/failpoint';
import type { Claim, Performance } from '@once/idempotency';
import { addLogFields } from '@once/observability';
import { OutboxWaker } from '@once/outbox';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../charge-api.env.ts';
import { providerUnavailable, type OperationRefusal } from '../charges/operation-refusal.ts';
import { askProvider } from '../provider/ask-provider.ts';
import { findBeforeFirstSend } from '../provider/find-before-first-send.ts';
import { PAYMENT_PROVIDER, type PaymentProvider, type ProviderResult } from '../provider/payment-provider.ts';
import { AttemptLog } from './attempt-log.ts';
import type { OperationSettlement, Verdict } from './verdict.ts';

/** What every call to the provider carries, whatever it asks for. */
export interface CallBase {
  providerKey: string;
  metadata: Readonly<Record<string, string>>;
}

/** An operation as its call is made, new or taken up. */
export interface AskedOperation {
  id: string;
  chargeId: string;
  /** As its first attempt holds it. */
  providerKey: string;
  /** An earlier claim of it may have been lost with the database that held it. */
  mayBeKnown: boolean;
  ageMs: () => number;
  send: (base: CallBase) => Promise<ProviderResult>;
  /** Why a person has to look at a refusal; undefined where it is the end of the operation. */
  whyReview?: (refusal: Extract<ProviderResult, { kind: 'declined' }>) => Promise<string | undefined>;
}

/** A caller that was cut off comes back within a day, also where the provider remembers keys for less. */
const DOUBT_AT_LEAST_MS = 86_400_000;

type Asked = Performance<OperationSettlement, OperationRefusal>;

/** The outside half of every operation: its attempts, its one question to the provider, and what the answer means. */
@Injectable()
export class ProviderWork {
  constructor(
    private readonly attempts: AttemptLog,
    @Inject(PAYMENT_PROVIDER) readonly provider: PaymentProvider,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly waker: OutboxWaker,
  ) {}

  async ask(claim: Claim<unknown>, operation: AskedOperation): Promise<Asked> {
    const { id, ageMs } = operation;
    addLogFields({ operation_id: id, charge_id: operation.chargeId });
    await this.attempts.closeEarlier(claim, id);
    const ask = operation.mayBeKnown && !claim.mayHaveActed ? findBeforeFirstSend : askProvider;
    const result = await ask(this.provider, {
      providerKey: operation.providerKey,
      mayHaveActed: claim.mayHaveActed,
      ageMs,
      send: () => this.send(claim, operation),
    });
    if (result.kind === 'not_sent') return { kind: 'not_started', refusal: providerUnavailable() };
    const why = result.kind === 'declined' ? await operation.whyReview?.(result) : undefined;
    if (why !== undefined) {
      this.attempts.noteReview(claim, id, why);
      return { kind: 'needs_review', detail: why };
    }
    if (result.kind !== 'unknown') {
      return { kind: 'finished', settlement: { operationId: id, verdict: toVerdict(result, claim) } };
    }
    this.attempts.noteUnknown(claim, id, result.detail);
    return { kind: this.isBeyondHelp(claim, ageMs()) ? 'needs_review' : 'unknown', detail: result.detail };
  }

  /** True while an operation that is new here may be one whose rows were lost when the database was replaced. */
  mayBeKnown(sinceReplacedMs: number): boolean {
    return sinceReplacedMs < Math.max(this.provider.keyWindowMs, DOUBT_AT_LEAST_MS);
  }

  /** What the provider told a worker whose claim was taken meanwhile. */
  keepLate(claim: Claim<unknown>, settlement: OperationSettlement): Promise<void> {
    return this.attempts.keepLate(claim, settlement);
  }

  wake(chargeId: string): void {
    this.waker.wake(shardOfCharge(chargeId));
  }

  private async send(
    claim: Claim<unknown>,
    { id: operationId, chargeId, providerKey, send }: AskedOperation,
  ): Promise<ProviderResult> {
    const isMine = await this.attempts.begin(claim, { operationId, provider: this.provider.name, providerKey });
    if (!isMine) return { kind: 'unknown', detail: 'the claim was taken before the call was made' };
    // The same for every try: a provider may compare what comes under one key, and refuses a request that differs.
    const metadata = { charge_id: chargeId, operation_id: operationId, tenant_id: claim.request.tenantId };
    failpoint('charge-api.attempt-committed-before-send');
    const result = await send({ providerKey, metadata });
    if (result.kind === 'not_sent') await this.attempts.refuse(claim, operationId, result.detail);
    return result;
  }

  /**
   * Past the key window nothing is sent again, and the provider has been asked in vain for long enough. Only what was
   * unknown before can get there: a first look is never the last one.
   */
  private isBeyondHelp({ unsettled }: Claim<unknown>, ageMs: number): boolean {
    return unsettled === 'unknown' && ageMs >= this.provider.keyWindowMs + this.env.UNKNOWN_REVIEW_AFTER_MS;
  }
}

const toVerdict = (
  result: Extract<ProviderResult, { kind: 'succeeded' | 'declined' }>,
  { unsettled }: Claim<unknown>,
): Verdict => {
  const by = unsettled === 'unknown' ? 'resolver' : 'charge-api';
  if (result.kind === 'succeeded') {
    return { kind: 'succeeded', source: 'provider', paymentId: result.paymentId, by, reason: 'provider_succeeded' };
  }
  return { kind: 'failed', source: 'provider', problem: 'card_declined', failureCode: result.declineCode, by };
};
