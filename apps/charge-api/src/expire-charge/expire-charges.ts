import { Inject, Injectable } from '@nestjs/common';
import { IdempotentOperations } from '@once/idempotency';
import { currentTraceparent, runInSpan } from '@once/observability';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { ChangeHandlers } from '../change-charge/change-handlers.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { newRequestId } from '../http/new-request-id.ts';
import { findExpiredCharges, type ExpiredCharge } from './find-expired-charges.sql.ts';

/** Charges expired in one round, and so calls to the provider at a time; the rest waits for the next round. */
const MAX_PER_ROUND = 50;

/** With the charge's id behind it: every replica and every round names the same operation. */
const KEY_PREFIX = 'once-expire-';

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
    const charges = await findExpiredCharges(this.pool, { limit: MAX_PER_ROUND, keyPrefix: KEY_PREFIX });
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

  private async release({ id: chargeId, tenantId }: ExpiredCharge): Promise<void> {
    const handler = this.handlers.expire;
    const idempotencyKey = `${KEY_PREFIX}${chargeId}`;
    const request = {
      ...{ tenantId, idempotencyKey, operation: handler.operation, resourceIds: [chargeId], input: {} },
      command: {
        ...{ chargeId, amountMinor: null, requestId: newRequestId(), traceparent: currentTraceparent() ?? null },
        instance: handler.instance(chargeId),
      },
      resourceId: uuidv7(),
    };
    const result = await this.operations.execute(request, handler);
    if (result.kind === 'answered' && result.answer.status >= 400) {
      this.logger.error(
        { charge_id: chargeId, status: result.answer.status },
        'an authorization could not be released',
      );
    }
    if (result.kind === 'reused') {
      // The tenant has used this very key for something else. Its authorization ends at the provider by itself.
      this.logger.error({ charge_id: chargeId }, 'the key of the expiry belongs to another operation of the tenant');
    }
  }
}
