import { Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { readOperationBody } from '../../http/operation-body.ts';
import { ProblemError } from '../../http/problem/problem.error.ts';
import { readPathId } from '../../http/read-path-id.ts';
import { readListQuery } from '../../read/list-query.ts';
import { resolutionSchema } from '../resolution.schema.ts';
import type { ResolveRefusal } from '../resolve-outcome.ts';
import type { ReviewBody, ReviewPage } from '../review-body.ts';
import { ReviewOperations } from '../review-operations.ts';
import { CurrentOperator } from './current-operator.decorator.ts';
import { OperatorGuard } from './operator.guard.ts';

const COMMIT_UNKNOWN_RETRY_AFTER_MS = 1_000;
const PROVIDER_RETRY_AFTER_MS = 2_000;

/** An operator's way to what waits for a person. Sees the operations of all tenants. */
@UseGuards(OperatorGuard)
@Controller('v1/needs-review')
export class NeedsReviewController {
  constructor(
    private readonly reviews: ReviewOperations,
    private readonly logger: PinoLogger,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<ReviewPage> {
    const { limit, starting_after: startingAfter = null } = readListQuery(query, 'an operation');
    const page = await this.reviews.list({ limit, startingAfter });
    if (!page) throw new ProblemError('not_found', 'There is no operation to start after; begin without it.');
    return page;
  }

  @Post(':operation_id/resolve')
  @HttpCode(200)
  async resolve(
    @CurrentOperator() operator: string,
    @Param('operation_id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<ReviewBody> {
    const operationId = readPathId(id, 'operation');
    const { command } = readOperationBody(resolutionSchema, request.body);
    const outcome = await this.reviews.resolve({ ...command, operationId, operator, channel: 'http' });
    const entry = { operation_id: operationId, operator, decision: command.outcome, result: outcome.kind };
    this.logger.info(entry, 'an operator decided about an operation');
    if (outcome.kind !== 'resolved') throw toProblem(outcome);
    return outcome.review;
  }
}

const toProblem = (refusal: ResolveRefusal): ProblemError => {
  const { kind, detail } = refusal;
  switch (kind) {
    case 'not_found':
      return new ProblemError('not_found', detail);
    case 'not_in_review':
      return new ProblemError('not_in_review', detail, { extras: { charge_id: refusal.chargeId } });
    case 'contradicted':
      return new ProblemError('evidence_contradicts', detail, { extras: { charge_id: refusal.chargeId } });
    case 'payment_id_needed':
      return new ProblemError('invalid_request', detail, {
        extras: { errors: [{ pointer: '/provider_payment_id', detail }] },
      });
    case 'provider_unavailable':
      return new ProblemError('provider_unavailable', detail, { retryAfterMs: PROVIDER_RETRY_AFTER_MS });
    case 'commit_unknown':
      return new ProblemError('service_unavailable', detail, {
        ...{ retryAfterMs: COMMIT_UNKNOWN_RETRY_AFTER_MS, cause: refusal.cause },
      });
  }
};
