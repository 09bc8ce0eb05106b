import { Inject, Injectable } from '@nestjs/common';
import { runInTx, type Tx } from '@once/database';
import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { contradicts } from './contradicts.ts';
import { findNoticedKey, type NoticedKey } from './find-noticed-key.sql.ts';
import { hastenResolverInTx } from './hasten-resolver.sql.ts';
import { insertNoticeInTx } from './insert-notice.sql.ts';
import { lockNoticedOperationInTx } from './lock-noticed-operation.sql.ts';
import type { NoticeResult } from './notice.metrics.ts';
import type { Notice } from './notice.schema.ts';
import { findRevivalInTx } from './revive-noticed-operation.ts';

const PROVIDER = 'simulator';
/** Of the connections to the database: charges must not wait for hints. */
const SHARE_OF_POOL = 1 / 4;
const MAX_WAITING = 256;
const SHED_RETRY_AFTER_MS = 1_000;

/**
 * What the provider tells unasked: a hint where to look, and evidence for ever. It never moves money or ends anything:
 * an outcome is what the provider answers when it is asked.
 */
@Injectable()
export class ReceiveNotice {
  private readonly bulkhead: BulkheadPolicy;

  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly logger: PinoLogger,
  ) {
    this.bulkhead = bulkhead(Math.max(1, Math.floor(env.DATABASE_POOL_MAX * SHARE_OF_POOL)), MAX_WAITING);
  }

  async receive(notice: Notice): Promise<NoticeResult> {
    try {
      return await this.bulkhead.execute(() => this.take(notice));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new ProblemError('overloaded', 'Too many notices at once; send it again later.', {
        retryAfterMs: SHED_RETRY_AFTER_MS,
      });
    }
  }

  private async take(notice: Notice): Promise<NoticeResult> {
    const key = await findNoticedKey(this.pool, { provider: PROVIDER, providerKey: notice.providerKey });
    // Nothing is kept of what is not about us: whoever signs for many could fill our table.
    if (!key) return 'unknown_key';
    // If we crash here, or after it: the notice is kept with all that follows from it, or not at all, and the provider
    // was not answered. Recovery: it sends the notice again. Duplicate effect prevented by: the primary key.
    const { result, state } = await runInTx(this.pool, (tx) => this.keepInTx(tx, notice, key));
    if (result === 'contradiction') this.alarm(notice, key, state);
    return result;
  }

  private async keepInTx(tx: Tx, notice: Notice, key: NoticedKey): Promise<{ result: NoticeResult; state: string }> {
    const { operationId } = key;
    const operation = await lockNoticedOperationInTx(tx, key);
    const { state } = operation;
    const revive = operation.isReceived ? await findRevivalInTx(tx, key) : undefined;
    // Held for not sent, and others have its place or its money by now: nothing can square what the provider did with that.
    const isTooLate = operation.isReceived && !revive && notice.outcome === 'succeeded';
    const isContradiction = isTooLate || contradicts(notice, operation);
    const isNew = await insertNoticeInTx(tx, { notice, provider: PROVIDER, operationId, isContradiction });
    if (!isNew) return { result: 'repeated', state };
    if (isContradiction) return { result: 'contradiction', state };
    if (await hastenResolverInTx(tx, key, this.env.LEASE_MS)) return { result: 'resolver_due', state };
    await revive?.();
    return { result: revive ? 'resumer_due' : 'kept', state };
  }

  private alarm({ noticeId, outcome, paymentId }: Notice, { operationId }: NoticedKey, state: string): void {
    this.logger.error(
      { operation_id: operationId, notice_id: noticeId, state, notice: outcome, payment_id: paymentId },
      'a notice of the provider contradicts what became of the operation: kept, nothing was moved',
    );
  }
}
