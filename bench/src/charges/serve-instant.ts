/** charge-api as it ships, but for the provider: an instant one in the process, so that only our own work is measured. */
import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { observeHttpRequests, ServiceModule } from '@once/observability';
import { randomUUID } from 'node:crypto';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../../../apps/charge-api/dist/app.module.js';
import { chargeApiEnv } from '../../../apps/charge-api/dist/config/charge-api.env.js';
import { configureHttp } from '../../../apps/charge-api/dist/http/configure-http.js';
import { createAdapter } from '../../../apps/charge-api/dist/http/create-adapter.js';
import {
  PAYMENT_PROVIDER,
  type AuthorizeCall,
  type PaymentProvider,
} from '../../../apps/charge-api/dist/provider/payment-provider.js';

const ACCOUNT = 'instant:bench';
const succeed = ({ providerKey, amountMinor, currency }: AuthorizeCall) =>
  Promise.resolve({
    ...{ kind: 'succeeded' as const, paymentId: `pay_${randomUUID()}`, effectId: `eff_${randomUUID()}` },
    ...{ providerKey, amountMinor, currency },
  });
const unused = () => Promise.reject(new Error('only new charges are measured here'));
const instantProvider: PaymentProvider = {
  name: 'instant',
  timeoutMs: 30_000,
  authorize: succeed,
  capture: unused,
  refund: unused,
  cancel: unused,
  find: unused,
  lookUpPayment: unused,
  identify: () => Promise.resolve({ kind: 'identified', account: ACCOUNT, keyWindowMs: 86_400_000 }),
  close: () => Promise.resolve(),
};

const env = chargeApiEnv.parse(process.env);
const root = ServiceModule.register(
  { service: 'charge-api', instance: 'bench', level: env.LOG_LEVEL },
  AppModule.register(env),
);
const testing = await Test.createTestingModule({ imports: [root] })
  .overrideProvider(PAYMENT_PROVIDER)
  .useValue(instantProvider)
  .compile();
const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), {
  bufferLogs: true,
  bodyParser: false,
});
app.useLogger(app.get(Logger));
app.enableShutdownHooks();
await observeHttpRequests(app);
await configureHttp(app, env);
await app.listen({ port: env.PORT, host: '127.0.0.1' });
process.send?.('ready');
