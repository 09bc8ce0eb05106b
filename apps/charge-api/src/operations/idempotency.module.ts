import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RESOLUTION_OUTCOMES, IdempotentOperations } from '@once/idempotency';
import { Metrics } from '@once/observability';
import { OutboxWaker } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import type { ChargeApiEnv } from '../charge-api.env.ts';
import { CHARGE_POOL } from '../database/database.module.ts';

const DAY_MS = 86_400_000;

const createOperations = (env: ChargeApiEnv) => (pool: Pool, metrics: Metrics, logger: PinoLogger) => {
  const resolutions = metrics.counter({
    name: 'idempotency_resolutions_total',
    help: 'Requests with an idempotency key by how they were resolved.',
    labelNames: ['outcome'],
  });
  // Every outcome is there from the start, so that its first occurrence is a step from 0 and not a new series.
  for (const outcome of RESOLUTION_OUTCOMES) resolutions.inc({ outcome }, 0);
  return new IdempotentOperations(pool, {
    leaseMs: env.LEASE_MS,
    answerDeadlineMs: env.ANSWER_DEADLINE_MS,
    retentionMs: env.IDEMPOTENCY_RETENTION_DAYS * DAY_MS,
    onResolution: (outcome) => resolutions.inc({ outcome }),
    onBackgroundFailure: (what, error) => logger.error({ err: error, what }, 'background work failed'),
  });
};

const createWaker = (pool: Pool, logger: PinoLogger): OutboxWaker =>
  new OutboxWaker(pool, {
    onFailure: (error) => logger.warn({ err: error }, 'relays were not woken; they find events by polling'),
  });

@Global()
@Module({})
export class IdempotencyModule {
  static register(env: ChargeApiEnv): DynamicModule {
    return {
      module: IdempotencyModule,
      providers: [
        {
          provide: IdempotentOperations,
          inject: [CHARGE_POOL, Metrics, PinoLogger],
          useFactory: createOperations(env),
        },
        { provide: OutboxWaker, inject: [CHARGE_POOL, PinoLogger], useFactory: createWaker },
      ],
      exports: [IdempotentOperations, OutboxWaker],
    };
  }
}
