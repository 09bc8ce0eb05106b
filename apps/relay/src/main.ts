import { bootstrapService } from '@once/observability';
import { AppModule } from './app.module.ts';
import { relayEnv } from './settings/relay.env.ts';

await bootstrapService({ name: 'relay', envSchema: relayEnv, module: (env) => AppModule.register(env) });
