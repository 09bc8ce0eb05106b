import { describe, expect, it } from '@jest/globals';
import { launchInOrder } from './launch-in-order.ts';

/** Jobs that run until they are let go. */
const newJobs = (sizes: readonly number[]) => {
  const started: number[] = [];
  const gates = sizes.map(() => Promise.withResolvers<true>());
  const jobs = sizes.map((size, index) => ({
    size,
    run: () => {
      started.push(index);
      return gates[index]?.promise.then(() => undefined) ?? Promise.resolve();
    },
  }));
  return { jobs, started, gates };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('launchInOrder', () => {
  it('starts what there is room for, in order', async () => {
    const { jobs, started, gates } = newJobs([1, 1, 1]);
    const launched = launchInOrder(jobs, 2);
    await settle();
    expect(started).toEqual([0, 1]);
    gates[1]?.resolve(true);
    await settle();
    expect(started).toEqual([0, 1, 2]);
    gates.forEach(({ resolve }) => resolve(true));
    await launched;
  });

  it('lets a job that is larger than the room run alone', async () => {
    const { jobs, started, gates } = newJobs([1, 5, 1]);
    const launched = launchInOrder(jobs, 2);
    await settle();
    expect(started).toEqual([0]);
    gates[0]?.resolve(true);
    await settle();
    expect(started).toEqual([0, 1]);
    gates.forEach(({ resolve }) => resolve(true));
    await launched;
    expect(started).toEqual([0, 1, 2]);
  });

  it('starts nothing after a failure, and rejects when all that was started has ended', async () => {
    const { jobs, started, gates } = newJobs([1, 1, 1]);
    const launched = launchInOrder(jobs, 2);
    const rejected = expect(launched).rejects.toThrow('lost');
    await settle();
    gates[0]?.reject(new Error('lost'));
    await settle();
    gates[1]?.resolve(true);
    await rejected;
    expect(started).toEqual([0, 1]);
  });
});
