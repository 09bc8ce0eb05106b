import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HTTP_HEADERS, JSON_CONTENT_TYPE } from '@once/contracts';
import {
  IdempotentOperations,
  readKey,
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
import { CHARGE_POOL } from '../config/database.module.ts';
import { readPreferWait } from '../http/prefer-wait.ts';
import { retryAfterSeconds } from '../http/problem/problem-answer.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { ProviderAccount } from '../provider/provider-account.ts';
import { AttemptMetrics } from './attempt.metrics.ts';
import { expiredRefusal } from './expired-refusal.ts';
import { findRefusal } from './find-refusal.sql.ts';
import { isJobKey } from './job-key.ts';

/** How soon to ask again about an operation whose end is not known yet. */
const PENDING_RETRY_AFTER_MS = 1_000;

export interface HttpOperation<C> {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Charge that the operation makes or acts on: what a 202 shows. */
  chargeId: (resourceId: string) => string;
  operation: OperationRequest<C>;
  /** What the operation made, where that is not the charge: what a key shows whose stored answer has expired. */
  findResource?: (resourceId: string) => Promise<ShownResource | undefined>;
}

export interface ShownResource {
  path: string;
  body: object;
}

/** HTTP as a thin adapter over `execute`: every result has its one answer here. */
@Injectable()
export class ChargeOperations implements OnApplicationShutdown {
  constructor(
    private readonly operations: IdempotentOperations,
    @Inject(CHARGE_POOL) private readonly pool: Pool,
    private readonly attempts: AttemptMetrics,
    private readonly accounts: ProviderAccount,
  ) {}

  async answer<C, S>(http: HttpOperation<C>, handler: OperationHandler<C, S, OperationRefusal>): Promise<void> {
    const { request, reply, operation } = http;
    this.attempts.count(request.headers[HTTP_HEADERS.idempotencyAttempt]);
    await this.refuseJobKey(operation);
    const waitS = readPreferWait(request.headers[HTTP_HEADERS.prefer]);
    if (waitS > 0) void reply.header(HTTP_HEADERS.preferenceApplied, `wait=${waitS}`);
    await this.accounts.untilAsked();
    const result = await this.operations.execute(operation, handler, { waitMs: waitS * 1000 });
    await this.send(http, result);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.operations.drain();
  }

  /** What was begun under such a key before they were reserved is answered as ever. */
  private async refuseJobKey<C>({ tenantId, idempotencyKey }: OperationRequest<C>): Promise<void> {
    if (!isJobKey(idempotencyKey) || (await readKey(this.pool, tenantId, idempotencyKey))) return;
    throw new ProblemError('idempotency_key_invalid', 'Keys that begin so are reserved: choose another one.');
  }

  private async send<C>(http: HttpOperation<C>, result: ExecuteResult<OperationRefusal>): Promise<void> {
    switch (result.kind) {
      case 'answered':
        if (result.isReplayed) void http.reply.header(HTTP_HEADERS.idempotentReplayed, 'true');
        return sendStored(http.reply, result.answer);
      case 'pending':
        return this.sendPending(http, http.chargeId(result.resourceId));
      case 'purged':
        return this.sendExpired(http, result);
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

  /** The stored bytes are gone: a refusal is said again, and of a success the resource is shown as it is now. */
  private async sendExpired<C>(
    http: HttpOperation<C>,
    { status, resourceId }: Extract<ExecuteResult<OperationRefusal>, { kind: 'purged' }>,
  ): Promise<void> {
    void http.reply.header(HTTP_HEADERS.idempotencyExpired, 'true');
    if (status >= 400) {
      const refusal = await findRefusal(this.pool, http.operation);
      if (!refusal) throw new Error(`an operation that was answered ${status} is not stored as failed`);
      throw expiredRefusal(status, refusal);
    }
    const made = await http.findResource?.(resourceId);
    const { path, body } = made ?? (await this.findCharge(http, http.chargeId(resourceId)));
    void http.reply.header(HTTP_HEADERS.contentLocation, path);
    await sendJson(http.reply, 200, body);
  }

  /** The charge as it is now: never stored, never marked as a replay. */
  private async sendPending<C>(http: HttpOperation<C>, chargeId: string): Promise<void> {
    const { path, body } = await this.findCharge(http, chargeId);
    const retryAfter = retryAfterSeconds(PENDING_RETRY_AFTER_MS);
    void http.reply.header(HTTP_HEADERS.location, path).header(HTTP_HEADERS.retryAfter, retryAfter);
    await sendJson(http.reply, 202, body);
  }

  private async findCharge<C>({ operation }: HttpOperation<C>, chargeId: string): Promise<ShownResource> {
    const charge = await findCharge(this.pool, operation.tenantId, chargeId);
    if (!charge) throw new Error('an operation that was accepted has no charge');
    return { path: chargePath(chargeId), body: toChargeBody(charge) };
  }
}

const sendJson = async (reply: FastifyReply, status: 200 | 202, body: object): Promise<void> => {
  await reply.status(status).type(JSON_CONTENT_TYPE).send(JSON.stringify(body));
};

const sendStored = async (reply: FastifyReply, { status, headers, body }: StoredAnswer): Promise<void> => {
  await reply.status(status).headers(headers).send(body);
};
