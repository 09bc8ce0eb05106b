import { bootstrapService } from '@once/observability';
import { AppModule } from './app.module.ts';
import { chargeApiEnv } from './config/charge-api.env.ts';
import { configureHttp } from './http/configure-http.ts';
import { createAdapter } from './http/create-adapter.ts';

await bootstrapService({
  name: 'charge-api',
  envSchema: chargeApiEnv,
  module: (env) => AppModule.register(env),
  adapter: createAdapter,
  connect: configureHttp,
});
