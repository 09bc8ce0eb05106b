import { Inject, Injectable } from '@nestjs/common';
import { HTTP_HEADERS } from '@once/contracts';
import { currentTraceparent } from '@once/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Tenant } from '../../http/auth/tenant.ts';
import { deriveOperationId } from '../../charges/derive-id.ts';
import { findCharge } from '../../charges/find-charge.sql.ts';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { readOperationBody } from '../../http/operation-body.ts';
import { ProblemError } from '../../http/problem/problem.error.ts';
import { readPathId } from '../../http/read-path-id.ts';
import { ChargeOperations, type ShownResource } from '../../operations/charge-operations.ts';
import type { ChangeChargeHandler } from './change-charge.handler.ts';

export interface ChangeSubmission {
  tenant: Tenant;
  /** As it stands in the path. */
  chargeId: string;
  request: FastifyRequest;
  reply: FastifyReply;
  /** A body with at most an amount. */
  schema: z.ZodType<{ amount?: number | undefined }>;
  /** Where the change makes something of its own. */
  findResource?: (chargeId: string, resourceId: string) => Promise<ShownResource | undefined>;
}

/** HTTP's way to a change of a charge: what capture, cancel and refund have in common. */
@Injectable()
export class SubmitChange {
  constructor(
    private readonly operations: ChargeOperations,
    @Inject(CHARGE_POOL) private readonly pool: Pool,
  ) {}

  async submit(handler: ChangeChargeHandler, submission: ChangeSubmission): Promise<void> {
    const { tenant, request, reply, schema } = submission;
    const chargeId = readPathId(submission.chargeId, 'charge');
    // Charges are never deleted, so what is found here is still there in the claim, which looks again under the lock.
    if (!(await findCharge(this.pool, tenant.id, chargeId))) {
      throw new ProblemError('not_found', 'There is no such charge.');
    }
    const idempotencyKey = readIdempotencyKey(request.headers[HTTP_HEADERS.idempotencyKey]);
    const { input, command } = readOperationBody(schema, request.body);
    const identity = { tenantId: tenant.id, idempotencyKey, operation: handler.operation };
    const operation = {
      ...identity,
      resourceIds: [chargeId],
      input,
      command: {
        chargeId,
        // Exact: the body parser lets only safe integers through.
        amountMinor: command.amount === undefined ? null : BigInt(command.amount),
        requestId: request.id,
        instance: handler.instance(chargeId),
        traceparent: currentTraceparent() ?? null,
      },
      resourceId: deriveOperationId(identity),
    };
    const { findResource } = submission;
    const http = {
      ...{ request, reply, operation, chargeId: () => chargeId },
      ...(findResource && { findResource: (resourceId: string) => findResource(chargeId, resourceId) }),
    };
    await this.operations.answer(http, handler);
  }
}
