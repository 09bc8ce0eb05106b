import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { loggingModule, type LoggingOptions } from './logging/logging.module.ts';
import { Metrics } from './metrics/metrics.ts';
import { FlushOnShutdown } from './tracing/flush-on-shutdown.ts';

/** What every service has: logs, one metrics registry, and the app's own module. */
@Global()
@Module({})
export class ServiceModule {
  static register(logging: LoggingOptions, app: DynamicModule | Type): DynamicModule {
    return {
      module: ServiceModule,
      imports: [loggingModule(logging), app],
      providers: [Metrics, FlushOnShutdown],
      exports: [Metrics],
    };
  }
}
