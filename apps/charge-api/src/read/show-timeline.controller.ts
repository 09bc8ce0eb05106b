import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { ChargeTimelineBody } from '@once/contracts';
import type { Pool } from 'pg';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { readPathId } from '../http/read-path-id.ts';
import { DescribeRead } from '../http/openapi/describe-route.decorator.ts';
import { readTimeline } from './read-timeline.ts';

const DESCRIPTION =
  'Each operation with the record of its key and its attempts at the provider, then the transitions and the events ' +
  'of the charge: one consistent moment, each list oldest first. A list holds its newest 200 rows at most, attempts ' +
  'counted over all operations; `truncated` says when older ones were left out. Events are kept until their day is ' +
  'dropped from the outbox, 7 days unless configured otherwise: `version` counts those too.';

/** The whole story of one charge, for whoever has to explain it. */
@ForTenant()
@Controller('v1/charges')
export class ShowTimelineController {
  constructor(@Inject(CHARGE_POOL) private readonly pool: Pool) {}

  @Get(':charge_id/timeline')
  @DescribeRead({ summary: 'Show what happened to a charge', description: DESCRIPTION, schema: 'ChargeTimeline' })
  async show(@CurrentTenant() tenant: Tenant, @Param('charge_id') chargeId: string): Promise<ChargeTimelineBody> {
    const timeline = await readTimeline(this.pool, tenant.id, readPathId(chargeId, 'charge'));
    if (!timeline) throw new ProblemError('not_found', 'There is no such charge.');
    return timeline;
  }
}
