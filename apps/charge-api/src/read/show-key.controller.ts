import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { IdempotencyKeyBody } from '@once/contracts';
import { readKey } from '@once/idempotency';
import type { Pool } from 'pg';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { isIdempotencyKey } from '../http/idempotency-key.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { DescribeRead } from '../http/openapi/describe-route.decorator.ts';

/** What became of a key: the first question of every support case. */
@ForTenant()
@Controller('v1/idempotency-keys')
export class ShowKeyController {
  constructor(@Inject(CHARGE_POOL) private readonly pool: Pool) {}

  @Get(':idempotency_key')
  @DescribeRead({ summary: 'Show what became of an idempotency key of yours', schema: 'IdempotencyKey' })
  async show(@CurrentTenant() tenant: Tenant, @Param('idempotency_key') key: string): Promise<IdempotencyKeyBody> {
    const record = isIdempotencyKey(key) ? await readKey(this.pool, tenant.id, key) : undefined;
    if (!record) throw new ProblemError('not_found', 'You have not used this key.');
    return {
      idempotency_key: key,
      operation: record.operation,
      state: record.state,
      attempts: record.attempt,
      resource_id: record.resourceId,
      response_status: record.responseStatus,
      first_seen_at: record.createdAt.toISOString(),
      last_seen_at: record.lastSeenAt.toISOString(),
      completed_at: record.completedAt?.toISOString() ?? null,
      expires_at: record.expiresAt.toISOString(),
    };
  }
}
