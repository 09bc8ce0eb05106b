import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createRefundSchema, HTTP_HEADERS } from '@once/contracts';
import { currentTraceparent } from '@once/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { CurrentTenant } from '../auth/current-tenant.decorator.ts';
import { ForTenant } from '../auth/for-tenant.decorator.ts';
import type { Tenant } from '../auth/tenant.ts';
import { findCharge } from '../charges/find-charge.sql.ts';
import { chargePath } from '../charges/resource-answer.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { readIdempotencyKey } from '../http/idempotency-key.ts';
import { readOperationBody } from '../http/operation-body.ts';
import { ProblemError } from '../http/problem.error.ts';
import { readPathId } from '../http/read-path-id.ts';
import { DescribeOperation } from '../openapi/describe-route.decorator.ts';
import { ChargeOperations } from '../operations/charge-operations.ts';
import { RefundChargeHandler } from './refund-charge.handler.ts';

@ForTenant()
@Controller('v1/charges/:charge_id/refunds')
export class RefundChargeController {
  constructor(
    private readonly operations: ChargeOperations,
    private readonly handler: RefundChargeHandler,
    @Inject(CHARGE_POOL) private readonly pool: Pool,
  ) {}

  @Post()
  @DescribeOperation({ summary: 'Refund a charge, in part or whole', body: 'CreateRefund', answer: 'Refund' })
  async refund(
    @CurrentTenant() tenant: Tenant,
    @Param('charge_id') chargeIdText: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const chargeId = readPathId(chargeIdText, 'charge');
    // Charges are never deleted, so what is found here is still there in the claim, which looks again under the lock.
    if (!(await findCharge(this.pool, tenant.id, chargeId))) {
      throw new ProblemError('not_found', 'There is no such charge.');
    }
    const idempotencyKey = readIdempotencyKey(request.headers[HTTP_HEADERS.idempotencyKey]);
    const { input, command } = readOperationBody(createRefundSchema, request.body);
    const operation = {
      tenantId: tenant.id,
      idempotencyKey,
      operation: this.handler.operation,
      resourceIds: [chargeId],
      input,
      command: {
        chargeId,
        amountMinor: command.amount === undefined ? null : BigInt(command.amount),
        requestId: request.id,
        instance: `${chargePath(chargeId)}/refunds`,
        traceparent: currentTraceparent() ?? null,
      },
      resourceId: uuidv7(),
    };
    await this.operations.answer({ request, reply, operation, chargeId: () => chargeId }, this.handler);
  }
}
