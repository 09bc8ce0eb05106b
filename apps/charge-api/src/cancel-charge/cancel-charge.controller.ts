import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { cancelChargeSchema } from '@once/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentTenant } from '../auth/current-tenant.decorator.ts';
import { ForTenant } from '../auth/for-tenant.decorator.ts';
import type { Tenant } from '../auth/tenant.ts';
import { ChangeHandlers } from '../change-charge/change-handlers.ts';
import { SubmitChange } from '../change-charge/submit-change.ts';
import { DescribeOperation } from '../openapi/describe-route.decorator.ts';

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
