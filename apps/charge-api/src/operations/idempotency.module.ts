import { Global, Module, type DynamicModule } from '@nestjs/common';
import { IDEMPOTENCY_METRICS, IdempotentOperations } from '@once/idempotency';
import { Metrics } from '@once/observability';
import { OutboxWaker } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import type { ChargeApiEnv } from '../config/charge-api.env.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { ProviderDoubts } from '../provider/provider-doubts.ts';
import { runInBatchSpan } from './batch-span.ts';

const DAY_MS = 86_400_000;

type Parts = [Pool, Metrics, PinoLogger, ProviderDoubts];

const createOperations =
  (env: ChargeApiEnv) =>
  (...[pool, metrics, logger, doubts]: Parts) => {
    const own = metrics.of(IDEMPOTENCY_METRICS);
    const resolutions = own.counter('idempotency_resolutions_total');
    const takeovers = own.counter('idempotency_lease_takeovers_total');
    const batches = own.histogram('idempotency_batch_operations');
    return new IdempotentOperations(pool, {
      leaseMs: env.LEASE_MS,
      answerDeadlineMs: env.ANSWER_DEADLINE_MS,
      retentionMs: env.IDEMPOTENCY_RETENTION_DAYS * DAY_MS,
      onResolution: (outcome) => resolutions.inc({ outcome }),
      onLeaseTakeover: (by, operations) => takeovers.inc({ by }, operations),
      onBatch: (batch, operations) => batches.observe({ batch }, operations),
      aroundBatch: runInBatchSpan,
      onUnsettleable: ({ message }) => doubts.otherPayment(message),
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
          inject: [CHARGE_POOL, Metrics, PinoLogger, ProviderDoubts],
          useFactory: createOperations(env),
        },
        { provide: OutboxWaker, inject: [CHARGE_POOL, PinoLogger], useFactory: createWaker },
      ],
      exports: [IdempotentOperations, OutboxWaker],
    };
  }
}
