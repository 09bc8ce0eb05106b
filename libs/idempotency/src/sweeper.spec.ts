import { describe, expect, it } from '@jest/globals';
import { ScriptedHandler } from '../test/scripted-handler.ts';
import type { DueKey } from './sql/claim-due-keys.sql.ts';
import { Sweeper, type SweepOutcome } from './sweeper.ts';

const dueKey = (name: string, operation = 'test.operation'): DueKey => ({
  tenantId: 'tenant',
  idempotencyKey: name,
  operation,
  epoch: 2n,
  claimId: `claim of ${name}`,
  attempt: 2,
  resourceId: `resource of ${name}`,
  unsettled: 'unknown',
});

/** A sweeper over a backlog in memory, whose work and whose claims end when the test says so. */
const sweeperOf = (backlog: DueKey[], maxConcurrent: number) => {
  const seen = {
    limits: [] as number[],
    begun: [] as string[],
    outcomes: [] as SweepOutcome[],
    failures: [] as string[],
  };
  const ends: ((outcome: SweepOutcome) => void)[] = [];
  let claim = (limit: number): Promise<DueKey[]> => Promise.resolve(backlog.splice(0, limit));
  const sweeper = new Sweeper(
    { handlers: [new ScriptedHandler()], maxConcurrent, onEnd: (outcome) => seen.outcomes.push(outcome) },
    {
      claim: (_operations, limit) => {
        seen.limits.push(limit);
        return claim(limit);
      },
      run: ({ request }) => {
        seen.begun.push(request.idempotencyKey);
        return new Promise((resolve) => ends.push(resolve));
      },
      onFailure: (what, error) => seen.failures.push(`${what}: ${String(error)}`),
    },
  );
  const nextClaim = (make: typeof claim): void => void (claim = make);
  return { sweeper, seen, ends, nextClaim };
};

const backlogOf = (count: number): DueKey[] =>
  Array.from({ length: count }, (_unused, index) => dueKey(`key-${index}`));

/** Lets whatever is settled already go on. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a sweeper', () => {
  it('claims no more than it has hands for, however many rounds overlap', async () => {
    const { sweeper, seen } = sweeperOf(backlogOf(10), 3);
    const taken = await Promise.all([sweeper.sweep(), sweeper.sweep(), sweeper.sweep()]);
    await turn();
    expect(taken).toEqual([3, 0, 0]);
    expect(seen.begun).toHaveLength(3);
    expect(await sweeper.sweep()).toBe(0);
    expect(seen.limits).toEqual([3]);
  });

  it('has as many hands again as its work has ended', async () => {
    const { sweeper, seen, ends } = sweeperOf(backlogOf(10), 3);
    await sweeper.sweep();
    await turn();
    ends[0]!('completed');
    ends[1]!('unsettled');
    await turn();
    expect(await sweeper.sweep()).toBe(2);
    expect(seen.limits).toEqual([3, 2]);
  });

  it('has all its hands again after a claim that found little or failed', async () => {
    const { sweeper, seen, nextClaim } = sweeperOf(backlogOf(0), 3);
    await sweeper.sweep();
    nextClaim(() => Promise.reject(new Error('away')));
    await expect(sweeper.sweep()).rejects.toThrow('away');
    nextClaim(() => Promise.resolve([]));
    await sweeper.sweep();
    expect(seen.limits).toEqual([3, 3, 3]);
  });

  it('hands its handler the claim of a worker that must look first', async () => {
    const handler = new ScriptedHandler();
    const sweeper = new Sweeper(
      { handlers: [handler], maxConcurrent: 1 },
      {
        claim: () => Promise.resolve([dueKey('key')]),
        run: async (claim, by) => {
          await by.perform(claim);
          return 'completed';
        },
        onFailure: () => undefined,
      },
    );
    await sweeper.sweep();
    await sweeper.drain();
    expect(handler.performed).toEqual([
      {
        request: {
          tenantId: 'tenant',
          idempotencyKey: 'key',
          operation: 'test.operation',
          resourceIds: [],
          command: 'key',
        },
        epoch: 2n,
        claimId: 'claim of key',
        attempt: 2,
        resourceId: 'resource of key',
        unsettled: 'unknown',
        isResumed: true,
        mayHaveActed: true,
      },
    ]);
  });

  it('reports work that failed, and work of an operation that it does not know, and goes on', async () => {
    const { sweeper, seen, ends } = sweeperOf([dueKey('strange', 'other.operation'), dueKey('known')], 2);
    await sweeper.sweep();
    await turn();
    expect(seen.failures).toEqual(['other.operation: Error: nobody handles other.operation']);
    ends[0]!('fenced');
    await sweeper.drain();
    expect(seen.outcomes).toEqual(['failed', 'fenced']);
  });

  it('is drained only when the round under way and all that it began have ended', async () => {
    const { sweeper, ends, nextClaim } = sweeperOf([], 1);
    let claimed: (keys: DueKey[]) => void = () => undefined;
    nextClaim(() => new Promise((resolve) => (claimed = resolve)));
    const round = sweeper.sweep();
    let isDrained = false;
    const drained = sweeper.drain().then(() => (isDrained = true));
    claimed([dueKey('late')]);
    await round;
    await turn();
    expect(isDrained).toBe(false);
    ends[0]!('completed');
    await drained;
    expect(isDrained).toBe(true);
  });
});
