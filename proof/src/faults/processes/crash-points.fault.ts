import type { FailpointApp } from '@once/failpoint';
import { makeVisit } from '../../crash-points/make-visit.ts';
import { APPS, planVisits, planVisitsOf } from '../../crash-points/plan-visits.ts';
import type { Visit, Visited } from '../../crash-points/visit.ts';
import type { CrashPointRecord, FaultWindow } from '../../model/fault-record.ts';
import type { Fault, FaultReport, FaultScope } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';

/** The services are visited side by side; the one with the most labels takes the longest. */
const LASTS_MS: Readonly<Record<FaultScope, number>> = { all: 180_000, quick: 30_000 };

export const crashPoints: Fault = {
  name: 'crash-points',
  about:
    'A process is killed, hangs, fails or loses its connections at a commit or acknowledgement boundary, with an operation in flight.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: (scope) => LASTS_MS[scope],
  prepare: (random, scope) => {
    const visits = planVisits(random, scope);
    return { orders: { visits }, run: (context) => visitAll(context, visits) };
  },
  narrowed: (part) => {
    const visits = planVisitsOf(part);
    return visits && crashPointsOf(part, visits);
  },
};

/** A start and a recovery; a consumer's takes longer, and then the traffic goes on for as long. */
const VISIT_LASTS_MS = 8_000;

const crashPointsOf = (part: string, visits: readonly Visit[]): Fault => ({
  ...{ name: `crash-points:${part}`, about: 'A process crashes at one boundary, again and again.' },
  ...{ isQuick: false, lane: 'processes', disturbsProcesses: true },
  lastsMs: () => visits.length * VISIT_LASTS_MS,
  prepare: () => ({
    orders: { visits },
    // One that is not recovered from leaves nothing to be seen at the next.
    run: (context) => visitAll(context, visits, ({ isTaken, recoveredMs }) => isTaken && recoveredMs === null),
  }),
});

async function visitAll(
  context: FaultContext,
  visits: readonly Visit[],
  isLast: (visited: Visited) => boolean = () => false,
): Promise<FaultReport> {
  const windows: FaultWindow[] = [];
  const visited: Visited[] = [];
  const visitApp = async (app: FailpointApp): Promise<void> => {
    for (const visit of visits.filter((one) => one.app === app)) {
      const fromMs = context.sinceStartMs();
      context.tell(`${visit.mode} at ${visit.label}`);
      const made = await makeVisit(context, visit);
      visited.push(made);
      windows.push({ fromMs, toMs: context.sinceStartMs() });
      if (isLast(made)) return;
    }
  };
  const ended = await Promise.allSettled(APPS.map(visitApp));
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  const bites = visited.filter(({ isTaken }) => isTaken).length;
  return { injected: visits.length, bites, windows, crashPoints: await recordsOf(context, visited) };
}

/** By label, for those that were to be killed at. */
function recordsOf({ failpoints }: FaultContext, visited: readonly Visited[]): Promise<CrashPointRecord[]> {
  const byLabel = [...Map.groupBy(visited, ({ label }) => label)];
  const killed = byLabel.filter(([, visits]) => visits.some(({ mode }) => mode === 'kill'));
  return Promise.all(
    killed.map(async ([label, visits]) => {
      const kills = visits.filter(({ mode, isTaken }) => mode === 'kill' && isTaken);
      const hits = await failpoints.hitsOf(label);
      const further = visits
        .filter(({ mode }) => mode !== 'kill')
        .map(({ mode, isTaken, recoveredMs }) => ({ mode, isTaken, recoveredMs }));
      return { label, hits, kills: kills.length, recoveredMs: kills.at(-1)?.recoveredMs ?? null, further };
    }),
  );
}
