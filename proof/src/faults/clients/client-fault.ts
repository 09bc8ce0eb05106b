import type { WorkloadReport } from '../../clients/workload-report.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';

export interface ClientFaultOptions {
  readonly name: string;
  readonly about: string;
  readonly injected: (report: WorkloadReport) => number;
  readonly bites: (report: WorkloadReport) => number;
}

/** What clients do to the service by themselves. It is part of every workload; asking for it asks to have it shown. */
export const clientFault = ({ name, about, injected, bites }: ClientFaultOptions): Fault => ({
  name,
  about,
  isQuick: true,
  lane: 'whole_run',
  disturbsProcesses: false,
  lastsMs: () => 0,
  prepare: () => ({ orders: {}, run: (context) => countWholeRun(context, { injected, bites }) }),
});

async function countWholeRun(
  { trafficIsOver, reports, sinceStartMs }: FaultContext,
  { injected, bites }: Pick<ClientFaultOptions, 'injected' | 'bites'>,
): Promise<FaultReport> {
  const fromMs = sinceStartMs();
  await trafficIsOver;
  const sum = (count: (report: WorkloadReport) => number): number =>
    reports().reduce((total, report) => total + count(report), 0);
  return { injected: sum(injected), bites: sum(bites), windows: [{ fromMs, toMs: sinceStartMs() }] };
}
