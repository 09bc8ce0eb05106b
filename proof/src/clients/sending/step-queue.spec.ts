import { describe, expect, it } from '@jest/globals';
import { planWorkload } from '../plan-workload.ts';
import type { Dependency, PlannedStep } from '../workload/workload-plan.ts';
import { OperationTracks } from './operation-tracks.ts';
import { StepQueue } from './step-queue.ts';

const template = planWorkload({ seed: 1, chargeable: 1, label: 'any' }).steps[0]!.calls[0]!;

const stepOf = (operation: string, ...after: Dependency[]): PlannedStep => ({
  calls: [{ ...template, call: operation, operation, action: 'charge', intent: 'operation' }],
  after,
});

const end = (tracks: OperationTracks, step: PlannedStep | undefined, outcome: 'ok' | 'refused' | 'unknown'): void => {
  const [call] = step?.calls ?? [];
  if (!call) throw new Error('there is no step to end');
  const rest = { status: null, code: null, isReplay: false, chargeId: null, bodySha256: null, isTyped: false };
  tracks.noteEnd(call, { kind: 'end', atMs: 0, call: call.call, outcome, ...rest });
};

const success = (operation: string): Dependency => ({ operation, need: 'success' });

const queueOf = (...steps: PlannedStep[]) => {
  const tracks = new OperationTracks();
  return { tracks, queue: new StepQueue(steps, tracks) };
};

describe('StepQueue', () => {
  it('hands out steps in order, passing over those that wait', () => {
    const [one, two, three] = [stepOf('o-1'), stepOf('o-2', success('o-1')), stepOf('o-3')];
    const { tracks, queue } = queueOf(one, two, three);
    expect([queue.take(), queue.take(), queue.take()]).toEqual([one, three, undefined]);
    end(tracks, one, 'ok');
    expect([queue.take(), queue.take()]).toEqual([two, undefined]);
  });

  it('prefers the oldest that has become ready, and keeps the others in order', () => {
    const [one, two, three] = [stepOf('o-1'), stepOf('o-2', success('o-1')), stepOf('o-3', success('o-1'))];
    const { tracks, queue } = queueOf(one, two, three, stepOf('o-4'));
    queue.take();
    expect(queue.take()?.calls[0]?.operation).toBe('o-4');
    end(tracks, one, 'ok');
    expect([queue.take(), queue.take(), queue.take()]).toEqual([two, three, undefined]);
  });

  it('gives up, at once and with all that hangs on it, what depends on a refused operation', () => {
    const { tracks, queue } = queueOf(stepOf('o-1'), stepOf('o-2', success('o-1')), stepOf('o-3', success('o-2')));
    end(tracks, queue.take(), 'refused');
    expect([queue.take(), queue.givenUp]).toEqual([undefined, 2]);
    expect(tracks.countChargeable()).toMatchObject({ refused: 1, not_sent: 2 });
  });

  it('keeps what depends on an operation without a verdict until it has one, or until all is over', () => {
    const { tracks, queue } = queueOf(stepOf('o-1'), stepOf('o-2', success('o-1')), stepOf('o-3', success('o-2')));
    const first = queue.take();
    end(tracks, first, 'unknown');
    expect([queue.take(), queue.givenUp]).toEqual([undefined, 0]);
    end(tracks, first, 'ok');
    expect(queue.take()?.calls[0]?.operation).toBe('o-2');
    queue.giveUpRest();
    expect([queue.take(), queue.givenUp]).toEqual([undefined, 1]);
  });
});
