import { Injectable } from '@nestjs/common';
import { Metrics, type LabelsOf } from '@once/observability';
import type { BulkheadPolicy } from 'cockatiel';
import { ADMISSION_METRICS } from './admission.metric-specs.ts';

export type ShedReason = LabelsOf<(typeof ADMISSION_METRICS)['requests_shed_total']>['reason'];

/** What this process lets in, and what it turns away before anything was done. */
@Injectable()
export class AdmissionMetrics {
  private readonly shed;
  private readonly bulkheads: { policy: BulkheadPolicy; running: number; queued: number }[] = [];

  constructor(metrics: Metrics) {
    const own = metrics.of(ADMISSION_METRICS);
    this.shed = own.counter('requests_shed_total');
    own.gauge('admission_requests', (gauge) => {
      const taken = (size: 'running' | 'queued', free: 'executionSlots' | 'queueSlots'): number =>
        this.bulkheads.reduce((sum, bulkhead) => sum + bulkhead[size] - bulkhead.policy[free], 0);
      gauge.set({ state: 'running' }, taken('running', 'executionSlots'));
      gauge.set({ state: 'queued' }, taken('queued', 'queueSlots'));
    });
  }

  /** Counts what a bulkhead of these sizes holds. */
  watch(policy: BulkheadPolicy, running: number, queued: number): void {
    this.bulkheads.push({ policy, running, queued });
  }

  countShed(reason: ShedReason): void {
    this.shed.inc({ reason });
  }
}
