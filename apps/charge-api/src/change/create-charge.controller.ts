import { Controller, Post, Req, Res } from '@nestjs/common';
import { createChargeSchema, HTTP_HEADERS, type CreateChargeRequest } from '@once/contracts';
import { currentTraceparent } from '@once/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentTenant } from '../http/auth/current-tenant.decorator.ts';
import { ForTenant } from '../http/auth/for-tenant.decorator.ts';
import type { Tenant } from '../http/auth/tenant.ts';
import { deriveChargeId, deriveOperationId } from '../charges/derive-id.ts';
import { readIdempotencyKey } from '../http/idempotency-key.ts';
import { readOperationBody } from '../http/operation-body.ts';
import { DescribeOperation } from '../http/openapi/describe-route.decorator.ts';
import { ChargeOperations } from '../operations/charge-operations.ts';
import type { CreateChargeCommand } from './create/create-charge.command.ts';
import { CreateChargeHandler } from './create/create-charge.handler.ts';

@ForTenant()
@Controller('v1/charges')
export class CreateChargeController {
  constructor(
    private readonly operations: ChargeOperations,
    private readonly handler: CreateChargeHandler,
  ) {}

  @Post()
  @DescribeOperation({ summary: 'Charge a card once', body: 'CreateCharge', answer: 'Charge' })
  async create(
    @CurrentTenant() tenant: Tenant,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const idempotencyKey = readIdempotencyKey(request.headers[HTTP_HEADERS.idempotencyKey]);
    const { input, command } = readOperationBody(createChargeSchema, request.body);
    const identity = { tenantId: tenant.id, idempotencyKey, operation: this.handler.operation };
    const operation = {
      ...identity,
      resourceIds: [],
      input,
      command: toCommand(command, { operationId: deriveOperationId(identity), requestId: request.id }),
      resourceId: deriveChargeId(identity),
    };
    await this.operations.answer({ request, reply, operation, chargeId: (resourceId) => resourceId }, this.handler);
  }
}

const toCommand = (
  body: CreateChargeRequest,
  ids: Pick<CreateChargeCommand, 'operationId' | 'requestId'>,
): CreateChargeCommand => ({
  ...ids,
  // Exact: the body parser lets only safe integers through.
  amountMinor: BigInt(body.amount),
  currency: body.currency,
  source: body.source,
  capture: body.capture,
  reference: body.reference ?? null,
  description: body.description ?? null,
  metadata: body.metadata ?? {},
  instance: '/v1/charges',
  traceparent: currentTraceparent() ?? null,
});
