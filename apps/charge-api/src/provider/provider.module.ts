import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ChargeApiEnv } from '../charge-api.env.ts';
import { GuardedProvider } from './guarded.provider.ts';
import { PAYMENT_PROVIDER } from './payment-provider.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const createProvider = (env: ChargeApiEnv): GuardedProvider => {
  const simulator = new SimulatorProvider({
    url: env.PROVIDER_URL,
    timeoutMs: env.PROVIDER_TIMEOUT_MS,
    keyWindowMs: env.PROVIDER_KEY_WINDOW_MS,
    maxConnections: env.PROVIDER_MAX_CONCURRENT,
  });
  return new GuardedProvider(simulator, env.PROVIDER_MAX_CONCURRENT);
};

@Global()
@Module({})
export class ProviderModule {
  static register(env: ChargeApiEnv): DynamicModule {
    return {
      module: ProviderModule,
      providers: [{ provide: PAYMENT_PROVIDER, useFactory: () => createProvider(env) }],
      exports: [PAYMENT_PROVIDER],
    };
  }
}
