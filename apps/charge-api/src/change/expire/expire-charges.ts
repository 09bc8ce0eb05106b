import { Inject, Injectable } from '@nestjs/common';
import { IdempotentOperations } from '@once/idempotency';
import { currentTraceparent, runInSpan } from '@once/observability';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { ChangeHandlers } from '../existing/change-handlers.ts';
import { deriveOperationId } from '../../charges/derive-id.ts';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { EXPIRY_KEY_PREFIX } from '../../operations/job-key.ts';
import { newRequestId } from '../../http/new-request-id.ts';
import { findExpiredCharges, type ExpiredCharge } from './find-expired-charges.sql.ts';

/** Charges expired in one round, and so calls to the provider at a time; the rest waits for the next round. */
const MAX_PER_ROUND = 50;

/** A charge's expiries are few: a refused one is a person's before it has used up these. */
const MAX_KEYS = 100;

/** After a refusal; the provider may have been busy with the payment. Four times as long after each, a day at most. */
const PAUSE_MS = { base: 60_000, cap: 86_400_000 };

/** A scheduled job on the operation layer: releases authorizations whose time is over. */
@Injectable()
export class ExpireCharges {
  constructor(
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly operations: IdempotentOperations,
    private readonly handlers: ChangeHandlers,
    private readonly logger: PinoLogger,
  ) {}

  async run(): Promise<number> {
    const charges = await findExpiredCharges(this.pool, {
      ...{ limit: MAX_PER_ROUND, keyPrefix: EXPIRY_KEY_PREFIX },
      ...{ maxKeys: MAX_KEYS, pauseMs: PAUSE_MS },
    });
    // Side by side: a provider that is slow must not make a round, and with it an orderly stop, fifty times as long.
    await Promise.all(charges.map((charge) => this.expire(charge)));
    return charges.length;
  }

  /** Never throws: one bad row must not keep the others from their end. */
  private async expire(charge: ExpiredCharge): Promise<void> {
    try {
      // A trace of its own, so that history can say where the step came from.
      await runInSpan({ name: 'expire charge' }, () => this.release(charge));
    } catch (error) {
      this.logger.error(
        { err: error, charge_id: charge.id },
        'an authorization could not be expired; it is tried again',
      );
    }
  }

  private async release({ id: chargeId, tenantId, key: idempotencyKey }: ExpiredCharge): Promise<void> {
    const handler = this.handlers.expire;
    // Each replica and each round names the same operation.
    if (idempotencyKey === null) throw new Error('all keys of its expiry are used up');
    const identity = { tenantId, idempotencyKey, operation: handler.operation };
    const request = {
      ...{ ...identity, resourceIds: [chargeId], input: {} },
      command: {
        ...{ chargeId, amountMinor: null, requestId: newRequestId(), traceparent: currentTraceparent() ?? null },
        instance: handler.instance(chargeId),
      },
      resourceId: deriveOperationId(identity),
    };
    const result = await this.operations.execute(request, handler);
    if (result.kind === 'answered' && result.answer.status >= 400) {
      this.logger.error(
        { charge_id: chargeId, status: result.answer.status },
        'the release of an authorization failed: it is tried again as another operation',
      );
    }
    if (result.kind === 'reused') {
      // Taken between our look and the claim, by an earlier version's tenant: the next round takes the next key.
      this.logger.error({ charge_id: chargeId }, 'the key of the expiry belongs to another operation of the tenant');
    }
  }
}
