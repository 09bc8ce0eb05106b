import { Injectable } from '@nestjs/common';
import { Metrics } from '@once/observability';
import { PinoLogger } from 'nestjs-pino';
import type { Difference } from './compare-success.ts';
import { PROVIDER_METRICS } from './provider.metric-specs.ts';

/** What must not happen between us and the provider: each is a line for people, and a metric that alerts. */
@Injectable()
export class ProviderDoubts {
  private readonly accountFaults;
  private readonly differences;

  constructor(
    metrics: Metrics,
    private readonly logger: PinoLogger,
  ) {
    const own = metrics.of(PROVIDER_METRICS);
    this.accountFaults = own.counter('provider_account_faults_total');
    this.differences = own.counter('provider_success_differs_total');
  }

  accountRefused(reason: string): void {
    this.accountFaults.inc({ fault: 'identity' });
    this.logger.error({ reason }, 'the provider is not the account that it has to be: nothing is sent to it');
  }

  operationKept(operationId: string, reason: string): void {
    this.accountFaults.inc({ fault: 'operation_kept' });
    this.logger.error(
      { operation_id: operationId, reason },
      'the provider was not asked: the operation stays as it is',
    );
  }

  operationWithheld(operationId: string, reason: string): void {
    this.accountFaults.inc({ fault: 'operation_withheld' });
    this.logger.error(
      { operation_id: operationId, reason },
      'nothing is sent for the operation: its outcome stays unknown',
    );
  }

  foreignAnswer(operationId: string, detail: string): void {
    this.accountFaults.inc({ fault: 'foreign_answer' });
    this.logger.error(
      { operation_id: operationId, detail },
      'the answer came from another account and is not believed',
    );
  }

  successDiffers(operationId: string, what: readonly Difference[], detail: string): void {
    for (const one of what) this.differences.inc({ what: one });
    this.logger.error(
      { operation_id: operationId, detail },
      'a success is not what was asked for: a person has to look',
    );
  }

  /** Found when the end was to be written; the line carries the operation by its context. */
  otherPayment(detail: string): void {
    this.differences.inc({ what: 'payment' });
    this.logger.error({ detail }, 'a success can not be the end of its operation: a person has to look');
  }

  routeNotKept(error: unknown): void {
    this.logger.warn({ err: error }, 'the account of the provider could not be written down; it is tried again');
  }
}
