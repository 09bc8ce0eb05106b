import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RELAY_SETTINGS, relaySettings } from './relay-settings.ts';
import type { RelayEnv } from './relay.env.ts';

@Global()
@Module({})
export class SettingsModule {
  static register(env: RelayEnv): DynamicModule {
    return {
      module: SettingsModule,
      providers: [{ provide: RELAY_SETTINGS, useValue: relaySettings(env) }],
      exports: [RELAY_SETTINGS],
    };
  }
}
