import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createRefundSchema } from '@once/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { ChangeHandlers } from './existing/change-handlers.ts';
import { SubmitChange } from './existing/submit-change.ts';
import { refundPath } from '../charges/resource-answer.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { DescribeOperation } from '../http/openapi/describe-route.decorator.ts';
import { findRefund } from '../charges/find-refund.sql.ts';
import { toRefundBody } from '../charges/refund-body.ts';

@ForTenant()
@Controller('v1/charges/:charge_id/refunds')
export class RefundChargeController {
  constructor(
    private readonly changes: SubmitChange,
    private readonly handlers: ChangeHandlers,
    @Inject(CHARGE_POOL) private readonly pool: Pool,
  ) {}

  @Post()
  @DescribeOperation({ summary: 'Refund a charge, in part or whole', body: 'CreateRefund', answer: 'Refund' })
  async refund(
    @CurrentTenant() tenant: Tenant,
    @Param('charge_id') chargeId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changes.submit(this.handlers.refund, {
      ...{ tenant, chargeId, request, reply, schema: createRefundSchema },
      findResource: async (ofCharge, refundId) => {
        const refund = await findRefund(this.pool, { tenantId: tenant.id, chargeId: ofCharge, refundId });
        return refund && { path: refundPath(ofCharge, refundId), body: toRefundBody(refund) };
      },
    });
  }
}
