import { planBurst } from '../../clients/plan-burst.ts';
import type { BacklogRecord } from '../../model/fault-record.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { countEvents, countPending, countReceived } from '../means/count-events.ts';

const COLLECTED_WITHIN_MS = 60_000;
/** Enough to keep two cores busy; so few that they are no herd should a charge-api fail them all. */
const PARALLEL_PER_PROCESS = 16;
/** Twice what two busy cores need for one event: made, published, received. */
const MS_PER_EVENT = 12;
const WORKED_OFF_WITHIN_MS = 60_000;
/** What a second or two of traffic leaves behind. */
const NEARLY_NONE = 5;

interface Orders {
  /** Operations that are sent for its sake. */
  readonly extra: number;
  /** Events that have to wait before the broker is started again. */
  readonly waiting: number;
}

export const brokerDown: Fault = {
  name: 'broker-down',
  about: 'The broker is down until a backlog of events waits in the outbox, and payments go on.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: (_scope, { backlog }) => 20_000 + (backlog * MS_PER_EVENT) / 2,
  prepare: (random, _scope, { seed, backlog }) => {
    const orders = { extra: backlog, waiting: backlog + random.between(30, 60) };
    return { orders, run: (context) => stopUntilBacklog(context, seed, orders) };
  },
};

/** It bites once for each event that had to wait. */
async function stopUntilBacklog(context: FaultContext, seed: string, orders: Orders): Promise<FaultReport> {
  const { processes, sinceStartMs } = context;
  const { kafka } = processes;
  if (!kafka) throw new Error('the broker is somebody else’s and can’t be stopped: unset KAFKA_BROKERS');
  const fromMs = sinceStartMs();
  await kafka.stop();
  let bites = 0;
  let startedMs = fromMs;
  try {
    await sendBacklog(context, seed, orders.extra);
    bites = await untilWaiting(context, orders.waiting);
  } finally {
    startedMs = sinceStartMs();
    await kafka.start();
  }
  const builtInMs = startedMs - fromMs;
  const worked = await workOff(context, startedMs, orders.extra);
  const backlog: BacklogRecord = { operations: orders.extra, events: bites, builtInMs, ...worked };
  return { injected: 1, bites, windows: [{ fromMs, toMs: sinceStartMs() }], backlog };
}

/** Past the proxy, at each charge-api its half: what is lost on the wire is shown by other faults, and takes long. */
async function sendBacklog({ load, processes, tell }: FaultContext, seed: string, operations: number): Promise<void> {
  if (operations === 0) return;
  tell(`broker-down: ${operations} operations`);
  const urls = processes.services.filter((name) => name.startsWith('charge-api')).map((name) => processes.urlOf(name));
  await Promise.all(
    urls.map((baseUrl, index) => {
      const share = Math.floor((operations + index) / urls.length);
      const plan = planBurst({ seed, operations: share, refundsPerSale: 2, label: `backlog-${index + 1}` });
      return load.sendExtra(plan, { baseUrl, parallel: PARALLEL_PER_PROCESS });
    }),
  );
}

/** @returns how many do */
function untilWaiting({ targets, signal }: FaultContext, wanted: number): Promise<number> {
  const enough = async (): Promise<number | undefined> => {
    const pending = await countPending(targets.chargeDbUrl);
    return pending >= wanted ? pending : undefined;
  };
  return until(`${wanted} events wait in the outbox`, enough, { withinMs: COLLECTED_WITHIN_MS, signal });
}

/** Times from `fromMs` on, when the broker was started: it serves before the harness has heard of it. */
async function workOff(
  { targets, sinceStartMs, signal, tell }: FaultContext,
  fromMs: number,
  extra: number,
): Promise<Pick<BacklogRecord, 'publishedInMs' | 'receivedInMs'>> {
  const { chargeDbUrl, ledgerDbUrl } = targets;
  const patience = { withinMs: WORKED_OFF_WITHIN_MS + extra * MS_PER_EVENT, signal };
  tell('broker-down: the backlog is worked off');
  const events = await until('the events can be counted', () => countEvents(chargeDbUrl), patience);
  const published = until(
    'the backlog is published',
    async () => ((await countPending(chargeDbUrl)) <= NEARLY_NONE ? sinceStartMs() : undefined),
    patience,
  );
  const received = until(
    'the backlog is received',
    // Counted and not compared one by one: early by no more than what the other traffic has made since.
    async () => ((await countReceived(ledgerDbUrl)) >= events ? sinceStartMs() : undefined),
    patience,
  );
  const [publishedMs, receivedMs] = await Promise.all([published, received]);
  return { publishedInMs: publishedMs - fromMs, receivedInMs: receivedMs - fromMs };
}
