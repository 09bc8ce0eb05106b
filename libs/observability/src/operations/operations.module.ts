import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata } from '@nestjs/common';
import { OperationsController } from './operations.controller.ts';
import { READINESS_CHECKS, type ReadinessCheck } from './readiness-check.ts';

export interface OperationsOptions {
  imports?: NonNullable<ModuleMetadata['imports']>;
  inject?: NonNullable<FactoryProvider['inject']>;
  useFactory: FactoryProvider<ReadinessCheck[]>['useFactory'];
}

/** `/livez`, `/readyz` and `/metrics` on the service's own port. */
@Module({})
export class OperationsModule {
  static registerAsync({ imports = [], inject = [], useFactory }: OperationsOptions): DynamicModule {
    return {
      module: OperationsModule,
      imports,
      controllers: [OperationsController],
      providers: [{ provide: READINESS_CHECKS, inject, useFactory }],
    };
  }
}
