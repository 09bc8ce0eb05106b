import { Injectable } from '@nestjs/common';
import { Metrics, type LabelsOf } from '@once/observability';
import type { BulkheadPolicy } from 'cockatiel';

export type ShedReason = LabelsOf<'requests_shed_total'>['reason'];

/** What this process lets in, and what it turns away before anything was done. */
@Injectable()
export class AdmissionMetrics {
  private readonly shed;
  private readonly bulkheads: { policy: BulkheadPolicy; running: number; queued: number }[] = [];

  constructor(metrics: Metrics) {
    this.shed = metrics.counter('requests_shed_total');
    metrics.gauge('admission_requests', (gauge) => {
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
