import { describe, expect, it } from '@jest/globals';
import type { FaultContext } from './fault-context.ts';
import type { Fault, FaultLane, FaultReport } from './fault.ts';
import type { FaultPlan, PlannedFault } from './planning/plan-faults.ts';
import { newFaultLog, runFaultLanes, runWholeRunFaults } from './run-faults.ts';

const REPORT: FaultReport = { injected: 2, bites: 1, windows: [{ fromMs: 1, toMs: 5 }] };

const planned = (name: string, lane: FaultLane, run: () => Promise<FaultReport>): PlannedFault => {
  const fault: Fault = {
    ...{ name, lane, about: 'It breaks.', isQuick: true, disturbsProcesses: false },
    lastsMs: () => 0,
    prepare: () => ({ orders: {}, run }),
  };
  return { fault, orders: {}, run };
};

const planOf = (lanes: Partial<FaultPlan['lanes']>): FaultPlan => ({
  lanes: { whole_run: [], provider: [], processes: [], ...lanes },
  lastsMs: 0,
});

const contextWith = (signal: AbortSignal): FaultContext =>
  ({ signal, sinceStartMs: () => 7, tell: () => undefined }) as unknown as FaultContext;

const CALM = new AbortController().signal;

describe('runFaultLanes', () => {
  it('runs a lane in its order, and does not let one lane wait for the other', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const noting = (name: string) => (): Promise<FaultReport> => {
      order.push(name);
      return Promise.resolve(REPORT);
    };
    const waiting = async (): Promise<FaultReport> => {
      await gate.promise;
      return noting('p1')();
    };
    const opening = (): Promise<FaultReport> => {
      gate.resolve(undefined);
      return noting('b2')();
    };
    const log = newFaultLog();
    const plan = planOf({
      processes: [planned('p1', 'processes', waiting), planned('p2', 'processes', noting('p2'))],
      provider: [planned('b1', 'provider', noting('b1')), planned('b2', 'provider', opening)],
    });
    await runFaultLanes(plan, contextWith(CALM), log);
    expect(order).toEqual(['b1', 'b2', 'p1', 'p2']);
    expect(log.faults.map(({ name }) => name).toSorted()).toEqual(['b1', 'b2', 'p1', 'p2']);
    expect(log.problems).toEqual([]);
  });

  it('notes a fault that could not do its part as one that never bit, and goes on', async () => {
    const log = newFaultLog();
    const crashPoint = { label: 'relay.read-before-send', hits: 3, kills: 1, recoveredMs: 40, further: [] };
    const plan = planOf({
      processes: [
        planned('failing', 'processes', () => Promise.reject(new Error('no such process'))),
        planned('working', 'processes', () => Promise.resolve({ ...REPORT, crashPoints: [crashPoint] })),
      ],
    });
    await runFaultLanes(plan, contextWith(CALM), log);
    expect(log).toEqual({
      faults: [
        { name: 'failing', injected: 0, bites: 0, windows: [{ fromMs: 7, toMs: 7 }] },
        { name: 'working', ...REPORT },
      ],
      crashPoints: [crashPoint],
      backlogs: [],
      herds: [],
      problems: ['failing: no such process'],
    });
  });

  it('ends with the reason of an interruption, and begins nothing more', async () => {
    const interrupted = new AbortController();
    const log = newFaultLog();
    const interrupting = (): Promise<FaultReport> => {
      interrupted.abort(new Error('interrupted'));
      return Promise.reject(new Error('aborted in the middle'));
    };
    const never = (): Promise<FaultReport> => Promise.reject(new Error('it was begun'));
    const plan = planOf({
      processes: [planned('first', 'processes', interrupting), planned('second', 'processes', never)],
    });
    await expect(runFaultLanes(plan, contextWith(interrupted.signal), log)).rejects.toThrow('interrupted');
    expect(log).toEqual(newFaultLog());
  });
});

describe('runWholeRunFaults', () => {
  it('runs them at the same time', async () => {
    const both = Promise.withResolvers<undefined>();
    let begun = 0;
    const meeting = async (): Promise<FaultReport> => {
      begun += 1;
      if (begun === 2) both.resolve(undefined);
      await both.promise;
      return REPORT;
    };
    const log = newFaultLog();
    const plan = planOf({
      whole_run: [planned('one', 'whole_run', meeting), planned('other', 'whole_run', meeting)],
    });
    await runWholeRunFaults(plan, contextWith(CALM), log);
    expect(log.faults).toHaveLength(2);
  });
});
