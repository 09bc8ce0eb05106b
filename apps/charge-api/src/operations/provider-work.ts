import { Inject, Injectable } from '@nestjs/common';
import { shardOfCharge } from '@once/contracts';
import { failpoint } from '@once/failpoint';
import type { Claim, Performance } from '@once/idempotency';
import { addLogFields } from '@once/observability';
import { OutboxWaker } from '@once/outbox';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';
import { providerUnavailable, type OperationRefusal } from '../charges/operation-refusal.ts';
import { askProvider } from '../provider/ask-provider.ts';
import { compareSuccess, describeDifferences, type AskedOfProvider } from '../provider/compare-success.ts';
import { findBeforeFirstSend } from '../provider/find-before-first-send.ts';
import type { PaymentProvider, ProviderResult, ProviderSuccess } from '../provider/payment-provider.ts';
import { ProviderAccess } from '../provider/provider-access.ts';
import type { ProviderAccount } from '../provider/provider-account.ts';
import type { ProviderDoubts } from '../provider/provider-doubts.ts';
import { AttemptLog } from './attempt-log.ts';
import { LostClaims } from './lost-claims.ts';
import type { OperationSettlement, Verdict } from './verdict.ts';

/** What every call to the provider carries, whatever it asks for. */
export interface CallBase {
  account: string;
  providerKey: string;
  metadata: Readonly<Record<string, string>>;
}

/** An operation as its call is made, new or taken up. */
export interface AskedOperation extends AskedOfProvider {
  id: string;
  chargeId: string;
  /** An earlier claim of it may have been lost with the database that held it. */
  sinceReplacedMs: number;
  /** Why nothing may be sent for it, whatever the provider shows. */
  withheldBecause: string | null;
  /** For how long its key is honoured, by what was declared when it was sent. */
  keyWindowMs: number;
  /** As the claim stored it; null on what was begun before accounts were kept. */
  providerAccount: string | null;
  hasSucceeded: boolean;
  ageMs: () => number;
  send: (base: CallBase) => Promise<ProviderResult>;
  /** What a refusal is worth; without this it is the end of the operation. */
  judgeRefusal?: (refusal: Refusal, account: string) => Promise<RefusalVerdict>;
}

export type RefusalVerdict =
  /** It is the end of the operation. */
  | { kind: 'stands' }
  /** Refused, and what was asked for is so all the same. */
  | { kind: 'holds'; success: ProviderSuccess }
  | { kind: 'unknown'; detail: string }
  | { kind: 'needs_review'; detail: string };

type Refusal = Extract<ProviderResult, { kind: 'declined' }>;
type Asked = Performance<OperationSettlement, OperationRefusal>;

/** The outside half of every operation: its attempts, its one question to the provider, and what the answer means. */
@Injectable()
export class ProviderWork {
  readonly lostClaims: LostClaims;

  constructor(
    private readonly attempts: AttemptLog,
    private readonly access: ProviderAccess,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly waker: OutboxWaker,
  ) {
    this.lostClaims = new LostClaims(access.account);
  }

  get provider(): PaymentProvider {
    return this.access.provider;
  }

  get accounts(): ProviderAccount {
    return this.access.account;
  }

  private get doubts(): ProviderDoubts {
    return this.access.doubts;
  }

  async ask(claim: Claim<unknown>, operation: AskedOperation): Promise<Asked> {
    const { id, ageMs } = operation;
    addLogFields({ operation_id: id, charge_id: operation.chargeId });
    const account = this.accounts.resolve(operation.providerAccount);
    const reason = this.accounts.whyKeptAway(account);
    if (account === null || reason !== undefined) return this.keepAway(claim, operation, reason ?? '');
    await this.attempts.closeEarlier(claim, id);
    const mayBeKnown = this.lostClaims.mayBeKnown(operation.sinceReplacedMs);
    const ask = mayBeKnown && !claim.mayHaveActed ? findBeforeFirstSend : askProvider;
    const result = await ask(this.provider, {
      account,
      providerKey: operation.providerKey,
      mayHaveActed: claim.mayHaveActed,
      hasSucceeded: operation.hasSucceeded,
      withheldBecause: operation.withheldBecause,
      sinceReplacedMs: operation.sinceReplacedMs,
      ageMs,
      keyWindowMs: (declaredMs) => this.keyWindowMs(operation, declaredMs),
      send: () => this.send(claim, operation, account),
    });
    if ('isForeign' in result && result.isForeign) this.noteForeign(id, result.detail);
    switch (result.kind) {
      case 'not_sent':
        return { kind: 'not_started', refusal: providerUnavailable() };
      case 'unknown':
        if (operation.withheldBecause !== null) this.doubts.operationWithheld(id, operation.withheldBecause);
        return this.leaveOpen(claim, operation, result.detail);
      case 'declined':
        return this.refuse(claim, operation, { refusal: result, account });
      case 'succeeded':
        return this.believe(claim, operation, result);
    }
  }

  /** True where new work may begin that this account has to do. */
  serves(account: string | null): boolean {
    const { current } = this.accounts;
    return current.kind === 'known' && current.account === account;
  }

  /** What the provider told a worker whose claim was taken meanwhile. */
  keepLate(claim: Claim<unknown>, settlement: OperationSettlement): Promise<void> {
    return this.attempts.keepLate(claim, settlement);
  }

  private leaveOpen(claim: Claim<unknown>, operation: AskedOperation, detail: string): Asked {
    this.attempts.noteUnknown(claim, operation.id, detail);
    return { kind: this.isBeyondHelp(claim, operation) ? 'needs_review' : 'unknown', detail };
  }

  private async refuse(
    claim: Claim<unknown>,
    operation: AskedOperation,
    { refusal, account }: { refusal: Refusal; account: string },
  ): Promise<Asked> {
    const { id } = operation;
    const verdict = (await operation.judgeRefusal?.(refusal, account)) ?? { kind: 'stands' };
    switch (verdict.kind) {
      case 'stands':
        return { kind: 'finished', settlement: { operationId: id, verdict: toFailure(refusal, claim) } };
      case 'holds':
        return this.believe(claim, operation, verdict.success);
      case 'unknown':
        return this.leaveOpen(claim, operation, verdict.detail);
      case 'needs_review':
        this.attempts.noteReview(claim, id, verdict.detail);
        return verdict;
    }
  }

  /** Only what is just what was asked for; anything else moved money that a person has to look at. */
  private believe(claim: Claim<unknown>, operation: AskedOperation, success: ProviderSuccess): Asked {
    const { id } = operation;
    const differences = compareSuccess(success, operation);
    if (differences.length === 0) {
      return { kind: 'finished', settlement: { operationId: id, verdict: toSuccess(success, claim) } };
    }
    const detail = `${describeDifferences(differences)} (payment ${success.paymentId})`;
    this.doubts.successDiffers(
      id,
      differences.map(({ what }) => what),
      detail,
    );
    return { kind: 'needs_review', detail };
  }

  /** Stays as it is: what certainly was not sent is given back, anything else goes on being unknown. */
  private keepAway(claim: Claim<unknown>, operation: AskedOperation, reason: string): Asked {
    const { id, sinceReplacedMs } = operation;
    const account = this.accounts.resolve(operation.providerAccount);
    this.doubts.operationKept(id, reason);
    // Given back it could be given up as never begun, although a claim that was lost has acted.
    if (claim.mayHaveActed || this.lostClaims.mayBeKnown(sinceReplacedMs))
      return { kind: 'unknown', detail: reason, isElsewhere: this.accounts.isOfAnother(account) };
    return { kind: 'not_started', refusal: providerUnavailable() };
  }

  /** Somebody else answers there: find out at once whether it is still who it was. */
  private noteForeign(operationId: string, detail: string): void {
    this.doubts.foreignAnswer(operationId, detail);
    this.accounts.ask().catch((error: unknown) => this.doubts.routeNotKept(error));
  }

  wake(chargeId: string): void {
    this.waker.wake(shardOfCharge(chargeId));
  }

  private async send(
    claim: Claim<unknown>,
    { id: operationId, chargeId, providerKey, send }: AskedOperation,
    account: string,
  ): Promise<ProviderResult> {
    const isMine = await this.attempts.begin(claim, {
      ...{ operationId, provider: this.provider.name, account, providerKey },
      keyWindowMs: this.accounts.keyWindowMs(),
    });
    if (!isMine) return { kind: 'unknown', detail: 'the claim was taken before the call was made' };
    // The same for every try: a provider may compare what comes under one key, and refuses a request that differs.
    const metadata = { charge_id: chargeId, operation_id: operationId, tenant_id: claim.request.tenantId };
    failpoint('charge-api.attempt-committed-before-send');
    const result = await send({ account, providerKey, metadata });
    if (result.kind === 'not_sent') await this.attempts.refuse(claim, operationId, result.detail);
    return result;
  }

  /** What is declared today counts beside what was declared when it was sent: the shorter time. */
  private keyWindowMs({ keyWindowMs }: AskedOperation, declaredMs?: number): number {
    return Math.min(keyWindowMs, this.accounts.keyWindowMs(declaredMs));
  }

  /**
   * Past the key window nothing is sent again, and the provider has been asked in vain for long enough. Only what was
   * unknown before can get there: a first look is never the last one.
   */
  private isBeyondHelp({ unsettled }: Claim<unknown>, operation: AskedOperation): boolean {
    const sendableMs = operation.withheldBecause === null ? this.keyWindowMs(operation) : 0;
    return unsettled === 'unknown' && operation.ageMs() >= sendableMs + this.env.UNKNOWN_REVIEW_AFTER_MS;
  }
}

const actorOf = ({ unsettled }: Claim<unknown>): string => (unsettled === 'unknown' ? 'resolver' : 'charge-api');

const toSuccess = ({ paymentId, effectId }: ProviderSuccess, claim: Claim<unknown>): Verdict => ({
  ...{ kind: 'succeeded', source: 'provider', paymentId, effectId },
  ...{ by: actorOf(claim), reason: 'provider_succeeded' },
});

const toFailure = ({ declineCode }: Refusal, claim: Claim<unknown>): Verdict => ({
  ...{ kind: 'failed', source: 'provider', problem: 'card_declined', failureCode: declineCode },
  by: actorOf(claim),
});
