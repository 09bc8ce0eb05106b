import { KafkaBatchStrategy } from '@once/messaging';
import { bootstrapService } from '@once/observability';
import { AppModule } from './app.module.ts';
import { ledgerConsumerEnv } from './config/ledger-consumer.env.ts';

await bootstrapService({
  name: 'ledger-consumer',
  envSchema: ledgerConsumerEnv,
  module: (env) => AppModule.register(env),
  connect: async (app) => {
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
    await app.startAllMicroservices();
  },
});
