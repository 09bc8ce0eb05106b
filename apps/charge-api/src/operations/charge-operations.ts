import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HTTP_HEADERS, JSON_CONTENT_TYPE } from '@once/contracts';
import {
  IdempotentOperations,
  type ExecuteResult,
  type OperationHandler,
  type OperationRequest,
  type StoredAnswer,
} from '@once/idempotency';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { chargePath } from '../charges/resource-answer.ts';
import { toChargeBody } from '../charges/charge.ts';
import { findCharge } from '../charges/find-charge.sql.ts';
import type { OperationRefusal } from '../charges/operation-refusal.ts';
import { CHARGE_POOL } from '../database/database.module.ts';
import { readPreferWait } from '../http/prefer-wait.ts';
import { retryAfterSeconds } from '../http/problem-answer.ts';
import { ProblemError } from '../http/problem.error.ts';
import { AttemptMetrics } from './attempt.metrics.ts';

/** How soon to ask again about an operation whose end is not known yet. */
const PENDING_RETRY_AFTER_MS = 1_000;

export interface HttpOperation<C> {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Charge that the operation makes or acts on: what a 202 shows. */
  chargeId: (resourceId: string) => string;
  operation: OperationRequest<C>;
}

/** HTTP as a thin adapter over `execute`: every result has its one answer here. */
@Injectable()
export class ChargeOperations implements OnApplicationShutdown {
  constructor(
    private readonly operations: IdempotentOperations,
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly attempts: AttemptMetrics,
  ) {}

  async answer<C, S>(http: HttpOperation<C>, handler: OperationHandler<C, S, OperationRefusal>): Promise<void> {
    const { request, reply, operation } = http;
    this.attempts.count(request.headers[HTTP_HEADERS.idempotencyAttempt]);
    const waitS = readPreferWait(request.headers[HTTP_HEADERS.prefer]);
    if (waitS > 0) void reply.header(HTTP_HEADERS.preferenceApplied, `wait=${waitS}`);
    const result = await this.operations.execute(operation, handler, { waitMs: waitS * 1000 });
    await this.send(http, result);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.operations.drain();
  }

  private async send<C>(http: HttpOperation<C>, result: ExecuteResult<OperationRefusal>): Promise<void> {
    switch (result.kind) {
      case 'answered':
        if (result.isReplayed) void http.reply.header(HTTP_HEADERS.idempotentReplayed, 'true');
        return sendStored(http.reply, result.answer);
      case 'pending':
        return this.sendCharge(http, 202, http.chargeId(result.resourceId));
      case 'purged':
        void http.reply.header(HTTP_HEADERS.idempotencyExpired, 'true');
        return this.sendCharge(http, result.status === 402 ? 402 : 200, http.chargeId(result.resourceId));
      case 'in_use':
        throw new ProblemError('idempotency_key_in_use', 'The first request with this key is still being worked on.', {
          retryAfterMs: result.retryAfterMs,
        });
      case 'reused':
        throw new ProblemError(
          'idempotency_key_reused',
          'This key was used for another operation. Use a new key for a new operation.',
        );
      case 'refused': {
        const { code, detail, ...options } = result.refusal;
        throw new ProblemError(code, detail, options);
      }
    }
  }

  /** The charge as it is now: never stored, never marked as a replay. */
  private async sendCharge<C>(http: HttpOperation<C>, status: 200 | 202 | 402, chargeId: string): Promise<void> {
    const charge = await findCharge(this.pool, http.operation.tenantId, chargeId);
    if (!charge) throw new Error('an operation that was accepted has no charge');
    const { reply } = http;
    const location = status === 202 ? HTTP_HEADERS.location : HTTP_HEADERS.contentLocation;
    void reply.header(location, chargePath(chargeId));
    if (status === 202) void reply.header(HTTP_HEADERS.retryAfter, retryAfterSeconds(PENDING_RETRY_AFTER_MS));
    await reply
      .status(status)
      .type(JSON_CONTENT_TYPE)
      .send(JSON.stringify(toChargeBody(charge)));
  }
}

const sendStored = async (reply: FastifyReply, { status, headers, body }: StoredAnswer): Promise<void> => {
  await reply.status(status).headers(headers).send(body);
};
