import { planWorkload } from '../../clients/plan-workload.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { holdInFlight } from '../means/hold-in-flight.ts';
import { countOpenAt, KeptAway } from '../means/kept-away.ts';
import type { ProviderControl } from '../means/provider-control.ts';

interface Orders {
  /** Of the first account; what it leaves is for whoever comes. */
  readonly killed: string;
  readonly charges: number;
}

const CHARGEABLE = 40;
const PARALLEL = 8;
/** Whoever asks at the wrong account is told to come back, again and again. */
const BUDGET_TOKENS = 20 * CHARGEABLE;
/** In which unknown outcomes stay unknown, so that workers of both accounts meet them. */
const UNKNOWN_FOR_MS = 15_000;
const LOST_ANSWERS = 8;
const WITHIN_MS = 60_000;
const FINISHED_WITHIN_MS = 300_000;

export const secondAccount: Fault = {
  name: 'second-account',
  about:
    'A further charge-api joins on the same database, with a provider and an account of its own, and gets a share of all requests.',
  // It keeps outcomes unknown on purpose and waits for their end: longer than a quick run should take.
  isQuick: false,
  lane: 'processes',
  disturbsProcesses: true,
  needsOtherProvider: true,
  lastsMs: () => 45_000,
  prepare: (random, _scope, { seed }) => {
    const orders = { killed: random.pick(['charge-api-1', 'charge-api-2']), charges: CHARGEABLE };
    return { orders: { ...orders }, run: (context) => deployBeside(context, seed, orders) };
  },
};

/** As in a rolling deploy with a wrong setting, which is taken back when nothing of its account is open any more. */
async function deployBeside(context: FaultContext, seed: string, orders: Orders): Promise<FaultReport> {
  const { processes, otherProvider, sinceStartMs } = context;
  if (!otherProvider) throw new Error('there is no other provider');
  const fromMs = sinceStartMs();
  const elsewhere = await processes.startChargeApi('charge-api-elsewhere', { PROVIDER_URL: otherProvider.url });
  const bites = await workSideBySide({ context, otherProvider, elsewhereUrl: elsewhere.url, seed, orders });
  // Where that failed it stays to the end of the run: without it nobody could finish what is its own.
  await elsewhere.stop();
  return { injected: orders.charges, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

interface Side {
  readonly context: FaultContext;
  readonly otherProvider: ProviderControl;
  readonly elsewhereUrl: string;
  readonly seed: string;
  readonly orders: Orders;
}

/** It bites once for each time that a worker had an operation of the other account in its hands. */
async function workSideBySide({ context, otherProvider, elsewhereUrl, seed, orders }: Side): Promise<number> {
  const { processes, provider, load, signal, targets, openWay } = context;
  const ours = ['charge-api-1', 'charge-api-2'].map((name) => processes.urlOf(name));
  await loseWorker(context, orders.killed);
  const patience = { withinMs: WITHIN_MS, signal };
  const sides = { ours, elsewhere: elsewhereUrl };
  // A process that was just started may be late with its first answers.
  const kept = await until('the counters can be read', () => KeptAway.from(sides), patience);
  const countKept = (): Promise<number> =>
    until('both accounts are kept from each other', () => kept.count(), patience);
  const way = await openWay([processes.urlOf(orders.killed), elsewhereUrl]);
  const plan = planWorkload({ seed, chargeable: orders.charges, label: 'second-account' });
  await loseOutcomes([provider, otherProvider]);
  const how = { baseUrl: way.baseUrl, parallel: PARALLEL, budgetTokens: BUDGET_TOKENS };
  const sent = load.sendExtra(plan, how);
  // Awaited below; until then nothing may be met at all.
  sent.catch(() => undefined);
  await countKept();
  await sent;
  const settled = async (): Promise<true | undefined> =>
    (await countOpenAt(targets.chargeDbUrl, otherProvider.url)) === 0 ? true : undefined;
  await until('nothing of the other account is open', settled, { ...patience, withinMs: FINISHED_WITHIN_MS });
  return countKept();
}

/** At both: money moves, nobody hears of it, and for a while nobody can be told. */
async function loseOutcomes(providers: readonly ProviderControl[]): Promise<void> {
  const window = { from_ms: 0, until_ms: UNKNOWN_FOR_MS };
  for (const provider of providers) {
    await provider.set({ kind: 'find_inconclusive', window });
    await provider.set({ kind: 'effect_then_drop', times: LOST_ANSWERS, window });
  }
}

/** Its operations are taken up by whoever comes first when their lease is over, the one elsewhere too. */
async function loseWorker(context: FaultContext, name: string): Promise<void> {
  const { processes } = context;
  await holdInFlight(context);
  const pid = processes.pidOf(name);
  if (pid === null) throw new Error(`${name} does not run at this moment`);
  processes.kill(name, 'SIGKILL');
  await processes.untilReplaced(name, pid);
}
