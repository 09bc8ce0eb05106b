import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { parseEnv } from '@once/config';
import { ServiceModule } from '@once/observability';
import type { AddressInfo } from 'node:net';
import { AppModule } from '../../src/app.module.ts';
import { chargeApiEnv } from '../../src/config/charge-api.env.ts';
import { configureHttp } from '../../src/http/configure-http.ts';
import { createAdapter } from '../../src/http/create-adapter.ts';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../../src/provider/payment-provider.ts';

export interface ModelService {
  app: NestFastifyApplication;
  url: string;
}

/** Far longer than a run: what takes time here takes it because the model says so. */
const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '50000', CLIENT_ATTEMPT_TIMEOUT_MS: '60000' },
  ...{ LEASE_MS: '120000', PROVIDER_TIMEOUT_MS: '600000', SWEEP_INTERVAL_MS: '60000' },
};

/** Workers that stand still keep their places, and no run is to be sent away because of another one. */
const ROOM = {
  DATABASE_POOL_MAX: '6',
  MAX_IN_FLIGHT: '10000',
  RATE_LIMIT_PER_SECOND: '1000000',
  MAX_EVENT_LOOP_DELAY_MS: '0',
};

/** The service as it ships, but for its provider; without the breaker, which would carry one run's faults to another. */
export async function startModelService(
  variables: Record<string, string>,
  provider: PaymentProvider,
): Promise<ModelService> {
  const quiet = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' };
  const env = parseEnv(chargeApiEnv, { ...quiet, ...TIMES, ...ROOM, ...variables });
  const root = ServiceModule.register(
    { service: 'charge-api', instance: 'model', level: env.LOG_LEVEL },
    AppModule.register(env),
  );
  const testing = await Test.createTestingModule({ imports: [root] })
    .overrideProvider(PAYMENT_PROVIDER)
    .useValue(provider)
    .compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), {
    logger: false,
    bodyParser: false,
  });
  await configureHttp(app, env);
  await app.listen({ port: env.PORT, host: env.HOST });
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}
