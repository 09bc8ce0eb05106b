import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { ChargeBody, ChargeListBody, RefundBody } from '@once/contracts';
import type { Pool } from 'pg';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { toChargeBody } from '../charges/charge.ts';
import { findCharge } from '../charges/find-charge.sql.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { readPathId } from '../http/read-path-id.ts';
import { DescribeRead } from '../http/openapi/describe-route.decorator.ts';
import { toRefundBody } from '../charges/refund-body.ts';
import { findRefund } from '../charges/find-refund.sql.ts';
import { listCharges } from './list-charges.sql.ts';
import { readListQuery } from './list-query.ts';

@ForTenant()
@Controller('v1/charges')
export class ReadChargesController {
  constructor(@Inject(CHARGE_POOL) private readonly pool: Pool) {}

  @Get()
  @DescribeRead({ summary: 'List charges, newest first', schema: 'ChargeList', query: ['limit', 'starting_after'] })
  async list(@CurrentTenant() tenant: Tenant, @Query() query: unknown): Promise<ChargeListBody> {
    const { limit, starting_after: startingAfter = null } = readListQuery(query);
    if (startingAfter !== null) await this.charge(tenant, startingAfter);
    // One more than asked tells whether there are more, without a second query.
    const charges = await listCharges(this.pool, tenant.id, { startingAfter, limit: limit + 1 });
    return { data: charges.slice(0, limit).map(toChargeBody), has_more: charges.length > limit };
  }

  @Get(':charge_id')
  @DescribeRead({ summary: 'Show a charge', schema: 'Charge' })
  async show(@CurrentTenant() tenant: Tenant, @Param('charge_id') chargeId: string): Promise<ChargeBody> {
    return toChargeBody(await this.charge(tenant, readPathId(chargeId, 'charge')));
  }

  @Get(':charge_id/refunds/:refund_id')
  @DescribeRead({ summary: 'Show a refund', schema: 'Refund' })
  async showRefund(
    @CurrentTenant() tenant: Tenant,
    @Param('charge_id') chargeId: string,
    @Param('refund_id') refundId: string,
  ): Promise<RefundBody> {
    const refund = await findRefund(this.pool, {
      tenantId: tenant.id,
      chargeId: readPathId(chargeId, 'charge'),
      refundId: readPathId(refundId, 'refund'),
    });
    if (!refund) throw new ProblemError('not_found', 'There is no such refund.');
    return toRefundBody(refund);
  }

  private async charge(tenant: Tenant, chargeId: string) {
    const charge = await findCharge(this.pool, tenant.id, chargeId);
    if (!charge) throw new ProblemError('not_found', 'There is no such charge.');
    return charge;
  }
}
