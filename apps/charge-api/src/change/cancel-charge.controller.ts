import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { cancelChargeSchema } from '@once/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { ChangeHandlers } from './existing/change-handlers.ts';
import { SubmitChange } from './existing/submit-change.ts';
import { DescribeOperation } from '../http/openapi/describe-route.decorator.ts';

@ForTenant()
@Controller('v1/charges/:charge_id/cancel')
export class CancelChargeController {
  constructor(
    private readonly changes: SubmitChange,
    private readonly handlers: ChangeHandlers,
  ) {}

  @Post()
  @DescribeOperation({ summary: 'Cancel an authorized charge', body: 'CancelCharge', answer: 'Charge', status: 200 })
  async cancel(
    @CurrentTenant() tenant: Tenant,
    @Param('charge_id') chargeId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changes.submit(this.handlers.cancel, { tenant, chargeId, request, reply, schema: cancelChargeSchema });
  }
}
