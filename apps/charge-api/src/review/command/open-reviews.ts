import { dataSourceOptions } from '@once/database';
import { IdempotentOperations } from '@once/idempotency';
import { Metrics } from '@once/observability';
import { OutboxWaker } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import { Pool, type PoolConfig } from 'pg';
import type { z } from 'zod';
import { ChangeHandlers } from '../../change/existing/change-handlers.ts';
import { CreateChargeHandler } from '../../change/create/create-charge.handler.ts';
import { AttemptLog } from '../../operations/attempt-log.ts';
import { ProviderWork } from '../../operations/provider-work.ts';
import type { PaymentProvider } from '../../provider/payment-provider.ts';
import { ProviderAccess } from '../../provider/provider-access.ts';
import { ProviderAccount } from '../../provider/provider-account.ts';
import { ProviderDoubts } from '../../provider/provider-doubts.ts';
import { SimulatorProvider } from '../../provider/simulator.provider.ts';
import { CheckFinding } from '../check-finding.ts';
import { ReviewOperations } from '../review-operations.ts';
import { ChargeHandlers } from '../../sweeps/charge-handlers.ts';
import type { needsReviewEnv } from './needs-review.env.ts';

/** A person waits: long enough for a provider that is slow, not for one that hangs. */
const ASK_TIMEOUT_MS = 10_000;

const createProvider = ({ PROVIDER_URL: url }: { PROVIDER_URL: string }): PaymentProvider =>
  new SimulatorProvider({ url, timeoutMs: ASK_TIMEOUT_MS, maxConnections: 1 });

export interface OpenReviews {
  reviews: ReviewOperations;
  close(): Promise<void>;
}

/** The use case on the database and the provider: it works while no charge-api runs. */
export function openReviews(env: z.infer<typeof needsReviewEnv>): OpenReviews {
  const connection = { url: env.DATABASE_URL, applicationName: 'once-ops', poolMax: 2 };
  // Every wait bounded as it is for the service.
  const bounds = dataSourceOptions(connection).extra as PoolConfig;
  const { url: connectionString, applicationName, poolMax: max } = connection;
  const pool = new Pool({ ...bounds, connectionString, application_name: applicationName, max });
  // A connection that is lost while idle shows at its next use.
  pool.on('error', () => undefined);
  const waker = new OutboxWaker(pool);
  // Standard output is for the answer.
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  const doubts = new ProviderDoubts(new Metrics(), logger);
  const provider = createProvider(env);
  // Each question names the account of its charge: nobody has to be asked beforehand.
  const accounts = new ProviderAccount({
    ...{ provider, settings: env, recordRoute: () => Promise.resolve() },
    ...{ onRefused: () => undefined, onFailure: () => undefined },
  });
  const work = new ProviderWork(
    new AttemptLog(pool, logger),
    new ProviderAccess(provider, accounts, doubts),
    env,
    waker,
  );
  const handlers = new ChargeHandlers(new CreateChargeHandler(pool, env, work), new ChangeHandlers(pool, work));
  const operations = new IdempotentOperations(pool, {
    leaseMs: env.LEASE_MS,
    answerDeadlineMs: env.ANSWER_DEADLINE_MS,
  });
  const close = async (): Promise<void> => {
    await provider.close();
    await waker.close();
    await pool.end();
  };
  return { reviews: new ReviewOperations(pool, operations, handlers, new CheckFinding(provider, accounts)), close };
}
