import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '@once/observability';
import type { ChargeApiEnv } from '../charge-api.env.ts';
import { GuardedProvider } from './guarded.provider.ts';
import { MeasuredProvider } from './measured.provider.ts';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.ts';
import { ProviderMetrics } from './provider.metrics.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const createProvider = (env: ChargeApiEnv, metrics: Metrics): PaymentProvider => {
  const simulator = new SimulatorProvider({
    url: env.PROVIDER_URL,
    timeoutMs: env.PROVIDER_TIMEOUT_MS,
    keyWindowMs: env.PROVIDER_KEY_WINDOW_MS,
    maxConnections: env.PROVIDER_MAX_CONCURRENT,
  });
  const guarded = new GuardedProvider(simulator, env.PROVIDER_MAX_CONCURRENT);
  return new MeasuredProvider(guarded, new ProviderMetrics(metrics, () => guarded.breakerState));
};

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
      ],
      exports: [PAYMENT_PROVIDER],
    };
  }
}
