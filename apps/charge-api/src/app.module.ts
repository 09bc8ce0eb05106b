import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { databaseCheck, OperationsModule } from '@once/observability';
import type { Pool } from 'pg';
import { AdmissionMetrics } from './http/admission/admission.metrics.ts';
import { TenantDirectory } from './http/auth/tenant-directory.ts';
import { CHARGE_API_ENV, type ChargeApiEnv } from './config/charge-api.env.ts';
import { ChargeMetrics } from './charges/charge.metrics.ts';
import { CreateChargeController } from './change/create-charge.controller.ts';
import { CreateChargeHandler } from './change/create/create-charge.handler.ts';
import { CaptureChargeController } from './change/capture-charge.controller.ts';
import { CancelChargeController } from './change/cancel-charge.controller.ts';
import { ChangeHandlers } from './change/existing/change-handlers.ts';
import { SubmitChange } from './change/existing/submit-change.ts';
import { ExpireCharges } from './change/expire/expire-charges.ts';
import { CHARGE_POOL, DatabaseModule } from './config/database.module.ts';
import { ProblemFilter } from './http/problem/problem.filter.ts';
import { ShowKeyController } from './read/show-key.controller.ts';
import { OperatorPort } from './review/port/operator-port.ts';
import { AttemptLog } from './operations/attempt-log.ts';
import { AttemptMetrics } from './operations/attempt.metrics.ts';
import { ChargeOperations } from './operations/charge-operations.ts';
import { IdempotencyModule } from './operations/idempotency.module.ts';
import { ProviderWork } from './operations/provider-work.ts';
import { ProviderAccount } from './provider/provider-account.ts';
import { ProviderModule } from './provider/provider.module.ts';
import { ReadChargesController } from './read/read-charges.controller.ts';
import { NoticeMetrics } from './notices/notice.metrics.ts';
import { ReceiveNoticeController } from './notices/receive-notice.controller.ts';
import { ReceiveNotice } from './notices/receive-notice.ts';
import { RefundChargeController } from './change/refund-charge.controller.ts';
import { CheckFinding } from './review/check-finding.ts';
import { ReviewOperations } from './review/review-operations.ts';
import { ShowTimelineController } from './read/show-timeline.controller.ts';
import { AbandonOperations } from './sweeps/abandon-operations.ts';
import { AbandonedKeys } from './sweeps/abandoned-keys.ts';
import { ChargeHandlers } from './sweeps/charge-handlers.ts';
import { LeaseMetrics } from './sweeps/lease.metrics.ts';
import { OperationSweeps } from './sweeps/operation-sweeps.ts';
import { ExpiryMetrics } from './change/expire/expiry.metrics.ts';
import { EmptyEndedInputs } from './sweeps/empty-ended-inputs.ts';
import { ScheduledEnds } from './sweeps/scheduled-ends.ts';
import { SweepLoops } from './sweeps/sweep-loops.ts';
import { SweepMetrics } from './sweeps/sweep.metrics.ts';
import { UnattendedOperations } from './sweeps/unattended-operations.ts';
import { UnsettledMetrics } from './sweeps/unsettled.metrics.ts';
import { WatchIncarnation } from './sweeps/watch-incarnation.ts';

const accountCheck = (account: ProviderAccount) => ({
  name: 'provider_account',
  check: () => {
    const { current } = account;
    return current.kind === 'refused' ? Promise.reject(new Error(current.reason)) : Promise.resolve();
  },
});

/**
 * Ready means that the truth can be reached, and that the provider is the account that it has to be. Whether it can be
 * reached is not part of it: its outages have answers of their own.
 */
const readinessChecks = (pool: Pool, account: ProviderAccount) => [databaseCheck(pool), accountCheck(account)];

@Module({})
export class AppModule {
  static register(env: ChargeApiEnv): DynamicModule {
    const environment = { provide: CHARGE_API_ENV, useValue: env };
    return {
      module: AppModule,
      imports: [
        DatabaseModule.register(env),
        ProviderModule.register(env),
        IdempotencyModule.register(env),
        OperationsModule.registerAsync({ inject: [CHARGE_POOL, ProviderAccount], useFactory: readinessChecks }),
      ],
      controllers: [
        CreateChargeController,
        CaptureChargeController,
        CancelChargeController,
        RefundChargeController,
        ReadChargesController,
        ShowKeyController,
        ShowTimelineController,
        ReceiveNoticeController,
      ],
      providers: [
        environment,
        TenantDirectory,
        AdmissionMetrics,
        CreateChargeHandler,
        AttemptLog,
        ProviderWork,
        ChangeHandlers,
        SubmitChange,
        ChargeHandlers,
        ChargeOperations,
        AttemptMetrics,
        ChargeMetrics,
        AbandonedKeys,
        AbandonOperations,
        ExpireCharges,
        SweepMetrics,
        UnsettledMetrics,
        LeaseMetrics,
        UnattendedOperations,
        SweepLoops,
        OperationSweeps,
        EmptyEndedInputs,
        ExpiryMetrics,
        ScheduledEnds,
        WatchIncarnation,
        CheckFinding,
        ReviewOperations,
        OperatorPort,
        NoticeMetrics,
        ReceiveNotice,
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
