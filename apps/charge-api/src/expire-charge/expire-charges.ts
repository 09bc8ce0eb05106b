import { Inject, Injectable } from '@nestjs/common';
import { IdempotentOperations } from '@once/idempotency';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { ChangeHandlers } from '../change-charge/change-handlers.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { newRequestId } from '../http/new-request-id.ts';
import { findExpiredCharges, type ExpiredCharge } from './find-expired-charges.sql.ts';

/** Charges expired in one round; the rest waits for the next one. */
const MAX_PER_ROUND = 50;

/** Derived from the charge: every replica and every round names the same operation. */
const expiryKeyOf = (chargeId: string): string => `once-expire-${chargeId}`;

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
    const charges = await findExpiredCharges(this.pool, MAX_PER_ROUND);
    for (const charge of charges) await this.expire(charge);
    return charges.length;
  }

  private async expire({ id: chargeId, tenantId }: ExpiredCharge): Promise<void> {
    const handler = this.handlers.expire;
    const idempotencyKey = expiryKeyOf(chargeId);
    const request = {
      ...{ tenantId, idempotencyKey, operation: handler.operation, resourceIds: [chargeId], input: {} },
      command: {
        ...{ chargeId, amountMinor: null, requestId: newRequestId(), traceparent: null },
        instance: handler.instance(chargeId),
      },
      resourceId: uuidv7(),
    };
    const result = await this.operations.execute(request, handler);
    if (result.kind === 'answered' && result.answer.status >= 400) {
      this.logger.error({ charge_id: chargeId, status: result.answer.status }, 'an authorization could not be released');
    }
    if (result.kind === 'reused') {
      // The tenant has used this very key for something else. Its authorization ends at the provider by itself.
      this.logger.error({ charge_id: chargeId }, 'the key of the expiry belongs to another operation of the tenant');
    }
  }
}
