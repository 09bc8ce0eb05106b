import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { databaseCheck, OperationsModule } from '@once/observability';
import type { Pool } from 'pg';
import { AdmissionMetrics } from './admission/admission.metrics.ts';
import { TenantDirectory } from './auth/tenant-directory.ts';
import { CHARGE_API_ENV, type ChargeApiEnv } from './charge-api.env.ts';
import { ChargeMetrics } from './charges/charge.metrics.ts';
import { CreateChargeController } from './create-charge/create-charge.controller.ts';
import { CreateChargeHandler } from './create-charge/create-charge.handler.ts';
import { CaptureChargeController } from './capture-charge/capture-charge.controller.ts';
import { CancelChargeController } from './cancel-charge/cancel-charge.controller.ts';
import { ChangeHandlers } from './change-charge/change-handlers.ts';
import { SubmitChange } from './change-charge/submit-change.ts';
import { ExpireCharges } from './expire-charge/expire-charges.ts';
import { CHARGE_POOL, DatabaseModule } from './database/database.module.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { ShowKeyController } from './idempotency-keys/show-key.controller.ts';
import { OperatorPort } from './operator-port/operator-port.ts';
import { AttemptLog } from './operations/attempt-log.ts';
import { AttemptMetrics } from './operations/attempt.metrics.ts';
import { ChargeOperations } from './operations/charge-operations.ts';
import { IdempotencyModule } from './operations/idempotency.module.ts';
import { ProviderWork } from './operations/provider-work.ts';
import { ProviderAccount } from './provider/provider-account.ts';
import { ProviderModule } from './provider/provider.module.ts';
import { ReadChargesController } from './read-charges/read-charges.controller.ts';
import { NoticeMetrics } from './receive-notice/notice.metrics.ts';
import { ReceiveNoticeController } from './receive-notice/receive-notice.controller.ts';
import { ReceiveNotice } from './receive-notice/receive-notice.ts';
import { RefundChargeController } from './refund-charge/refund-charge.controller.ts';
import { CheckFinding } from './review-operations/check-finding.ts';
import { ReviewOperations } from './review-operations/review-operations.ts';
import { ShowTimelineController } from './show-timeline/show-timeline.controller.ts';
import { AbandonOperations } from './sweep-operations/abandon-operations.ts';
import { AbandonedKeys } from './sweep-operations/abandoned-keys.ts';
import { ChargeHandlers } from './sweep-operations/charge-handlers.ts';
import { LeaseMetrics } from './sweep-operations/lease.metrics.ts';
import { OperationSweeps } from './sweep-operations/operation-sweeps.ts';
import { ExpiryMetrics } from './expire-charge/expiry.metrics.ts';
import { EmptyEndedInputs } from './sweep-operations/empty-ended-inputs.ts';
import { ScheduledEnds } from './sweep-operations/scheduled-ends.ts';
import { SweepLoops } from './sweep-operations/sweep-loops.ts';
import { SweepMetrics } from './sweep-operations/sweep.metrics.ts';
import { UnattendedOperations } from './sweep-operations/unattended-operations.ts';
import { UnsettledMetrics } from './sweep-operations/unsettled.metrics.ts';
import { WatchIncarnation } from './sweep-operations/watch-incarnation.ts';

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
