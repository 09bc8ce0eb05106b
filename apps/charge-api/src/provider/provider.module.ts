import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '@once/observability';
import type { Pool } from 'pg';
import type { ChargeApiEnv } from '../config/charge-api.env.ts';
import { CHARGE_POOL } from '../config/database.module.ts';
import { GuardedProvider } from './guarded.provider.ts';
import { MeasuredProvider } from './measured.provider.ts';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.ts';
import { ProviderAccess } from './provider-access.ts';
import { ProviderAccount } from './provider-account.ts';
import { ProviderAccountLoop } from './provider-account.loop.ts';
import { ProviderDoubts } from './provider-doubts.ts';
import { ProviderMetrics } from './provider.metrics.ts';
import { recordRoute } from './record-route.sql.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const createProvider = (env: ChargeApiEnv, metrics: Metrics): PaymentProvider => {
  const simulator = new SimulatorProvider({
    url: env.PROVIDER_URL,
    timeoutMs: env.PROVIDER_TIMEOUT_MS,
    maxConnections: env.PROVIDER_MAX_CONCURRENT,
  });
  const guarded = new GuardedProvider(simulator, env.PROVIDER_MAX_CONCURRENT);
  return new MeasuredProvider(guarded, new ProviderMetrics(metrics, () => guarded.breakerState));
};

const createAccount = (env: ChargeApiEnv) => (provider: PaymentProvider, pool: Pool, doubts: ProviderDoubts) =>
  new ProviderAccount({
    provider,
    settings: env,
    recordRoute: (account) => recordRoute(pool, account),
    onRefused: (reason) => doubts.accountRefused(reason),
    onFailure: (error) => doubts.routeNotKept(error),
  });

@Global()
@Module({})
export class ProviderModule {
  static register(env: ChargeApiEnv): DynamicModule {
    return {
      module: ProviderModule,
      providers: [
        {
          provide: PAYMENT_PROVIDER,
          inject: [Metrics],
          useFactory: (metrics: Metrics) => createProvider(env, metrics),
        },
        ProviderDoubts,
        {
          provide: ProviderAccount,
          inject: [PAYMENT_PROVIDER, CHARGE_POOL, ProviderDoubts],
          useFactory: createAccount(env),
        },
        ProviderAccess,
        ProviderAccountLoop,
      ],
      exports: [PAYMENT_PROVIDER, ProviderAccess, ProviderAccount, ProviderDoubts],
    };
  }
}
