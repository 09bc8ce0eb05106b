import type { FateKind } from '../../clients/proxy/fate.ts';
import type { FaultContext } from '../fault-context.ts';
import type { Fault, FaultReport } from '../fault.ts';

type Fates = Partial<Record<Exclude<FateKind, 'passed'>, number>>;

/** A fault of the wire between client and charge-api, with the probability of each thing that it does to a request. */
export const weatherFault = ({ name, about, fates }: { name: string; about: string; fates: Fates }): Fault => ({
  name,
  about,
  isQuick: true,
  lane: 'whole_run',
  disturbsProcesses: false,
  lastsMs: () => 0,
  prepare: () => ({ orders: { ...fates }, run: (context) => lastWholeRun(context, fates) }),
});

async function lastWholeRun(context: FaultContext, fates: Fates): Promise<FaultReport> {
  const fromMs = context.sinceStartMs();
  context.weather.add(fates);
  await context.trafficIsOver;
  const { counts } = context.weather;
  // Counted where it happened: an answer is eaten only where there was one.
  const bites = Object.keys(fates).reduce((sum, fate) => sum + counts.fates[fate as FateKind], 0);
  return { injected: bites, bites, windows: [{ fromMs, toMs: context.sinceStartMs() }] };
}
