import { describe, expect, it } from '@jest/globals';
import { emptyStores } from '../../test/checker/sample-stores.ts';
import { sampleScrape } from '../../test/checker/sample-scrape.ts';
import { sampleWorld, type MutableWorld } from '../../test/checker/sample-world.ts';
import { TAMPERS } from '../../test/checker/tampers/index.ts';
import { differInReview, drop, keyOf, operationOf, recordOf } from '../../test/checker/tampers/tamper.ts';
import { InconclusiveError } from './inconclusive.error.ts';
import { INVARIANTS } from './invariants/index.ts';
import { judgeWorld } from './judge-world.ts';

const judged = (tamper: (world: MutableWorld) => unknown = () => undefined) => {
  const world = sampleWorld();
  tamper(world);
  return judgeWorld(world);
};

const verdicts = (tamper?: (world: MutableWorld) => unknown): Record<string, string> =>
  Object.fromEntries(judged(tamper).map(({ invariant, verdict }) => [invariant, verdict]));

const brokenBy = (tamper: (world: MutableWorld) => unknown): string[] =>
  judged(tamper)
    .filter(({ verdict }) => verdict === 'broken')
    .map(({ invariant }) => invariant);

describe('judgeWorld', () => {
  it('holds every invariant where nothing is amiss, and has looked at something for each', () => {
    expect(judged().flatMap(({ findings }) => findings)).toEqual([]);
    expect(new Set(Object.values(verdicts()))).toEqual(new Set(['held']));
  });

  it.each(TAMPERS)('notices %s: %s', (_what, invariant, tamper) => {
    expect(brokenBy(tamper)).toContain(invariant);
  });

  it('has no invariant that nothing breaks, and none twice', () => {
    const names = INVARIANTS.map(({ name }) => name);
    expect(new Set(TAMPERS.map(([, invariant]) => invariant))).toEqual(new Set(names));
    expect(new Set(names).size).toBe(names.length);
  });

  it('tells of each finding what was expected, what was there, and where to look', () => {
    const results = judged((world) => drop(world.ledgerDb.entries, ({ operationId }) => operationId === 'o-refund'));
    expect(results.find(({ invariant }) => invariant === 'acknowledged-posted-once')?.findings).toEqual([
      {
        invariant: 'acknowledged-posted-once',
        detail: 'posted: expected refunded 400 EUR, found nothing',
        subject: { call: 'refund', key: 'acme k-refund', operation: 'o-refund' },
      },
    ]);
  });

  it('never holds a law of stores that turn out empty', () => {
    const results = verdicts((world) => Object.assign(world, emptyStores(), { metrics: null }));
    const held = Object.keys(results).filter((name) => results[name] === 'held');
    // They are about what clients saw, which is still there, and about what may have left no trace.
    expect(held).toEqual([
      ...['refused-did-nothing', 'in-doubt-ends-once', 'reuse-is-refused', 'answers-never-change'],
      'first-answer-once',
    ]);
    expect(Object.values(results)).not.toContain('no_case');
  });

  it('does not miss what a run had none of', () => {
    const results = verdicts((world) =>
      Object.assign(world, emptyStores(), { history: { calls: [] }, metrics: null, noCrashes: false }),
    );
    expect(new Set(Object.values(results))).toEqual(new Set(['no_case']));
  });
});

describe('judgeWorld while a run goes on', () => {
  const running = (world: MutableWorld): void => void (world.at = 'always');

  it('judges only what holds at every instant', () => {
    const expected = INVARIANTS.filter(({ checkedAt }) => checkedAt === 'always').map(({ name }) => name);
    expect(Object.keys(verdicts(running))).toEqual(expected);
    expect(expected).toContain('one-effect-per-operation');
    expect(expected).not.toContain('acknowledged-posted-once');
  });

  it('takes a world whose upper parts are ahead of its lower parts', () => {
    const broken = brokenBy((world) => {
      running(world);
      world.committedOffsets.clear();
      for (const part of ['entries', 'inbox', 'chargeVersions'] as const) world.ledgerDb[part].splice(1);
      world.topic.records.splice(3);
      world.provider.effects.splice(5);
      for (const processes of world.metrics!.before['ledger-consumer']) processes[0]!.value = 0;
    });
    expect(broken).toEqual([]);
  });

  it('breaks when a metric that only rises is ahead of the rows that were read after it', () => {
    const broken = brokenBy((world) => {
      running(world);
      world.ledgerDb.entries.pop();
    });
    expect(broken).toContain('metrics-are-the-rows');
  });
});

describe('judgeWorld about what is nobody’s fault', () => {
  it('passes an operation that waits for a person, whether or not the provider acted', () => {
    const needReview = (world: MutableWorld): void => {
      operationOf(world, 'o-left').state = 'needs_review';
      Object.assign(keyOf(world, 'k-left'), {
        state: 'PROCESSING',
        unsettled: 'needs_review',
        responseStatus: null,
        bodySha256: null,
      });
      const isOfIt = ({ eventId }: { eventId: string }): boolean => eventId === 'event-of-o-left';
      drop(world.chargeDb.outbox, isOfIt);
      drop(world.topic.records, isOfIt);
      drop(world.ledgerDb.inbox, isOfIt);
      drop(world.ledgerDb.entries, ({ operationId }) => operationId === 'o-left');
    };
    const about = (tamper: (world: MutableWorld) => unknown) => {
      const results = verdicts(tamper);
      return [
        'in-doubt-ends-once',
        'effects-are-the-operations',
        'clearing-is-the-provider',
        'nothing-left-open',
        'key-tells-operation',
      ].map((name) => results[name]);
    };
    expect(about(needReview)).toEqual(['held', 'held', 'held', 'held', 'held']);
    const withoutEffect = (world: MutableWorld): void => {
      needReview(world);
      drop(world.provider.effects, ({ operationId }) => operationId === 'o-left');
    };
    expect(about(withoutEffect)).toEqual(['held', 'held', 'held', 'held', 'held']);
  });

  it('passes a success that differs where it waits for a person who is told', () => {
    const results = verdicts((world) => differInReview(world, 'o-left', 'the success is not believed: amount 1'));
    expect(results['differing-success-is-reviewed']).toBe('held');
    expect(results['effects-are-the-operations']).toBe('held');
  });

  it('passes repeats on the topic that were dropped', () => {
    const repeated = (world: MutableWorld): void => {
      world.topic.records.push({ ...recordOf(world, 'o-left'), offset: 3n });
      world.topic.ends.set(7, 4n);
      world.committedOffsets.set(7, 4n);
      for (const scrape of [world.metrics!.before, world.metrics!.after]) scrape['ledger-consumer'][0]![1]!.value = 1;
    };
    expect(brokenBy(repeated)).toEqual([]);
  });

  it('passes an answer that was purged', () => {
    const purged = (world: MutableWorld): void => {
      keyOf(world, 'k-sale').bodySha256 = null;
      const again = world.history.calls[1]!;
      Object.assign(again.end!, { status: 200, bodySha256: 'f'.repeat(64) });
    };
    expect(brokenBy(purged)).toEqual([]);
  });

  it('does not expect complete process counters of processes that crashed', () => {
    const restarted = (world: MutableWorld): void => {
      world.noCrashes = false;
      const scrape = sampleScrape();
      for (const process of [...scrape['charge-api'], ...scrape.relay]) {
        for (const sample of process) if (/attempts|resolutions|published/.test(sample.name)) sample.value = 0;
      }
      world.metrics = { before: scrape, after: scrape };
    };
    expect(brokenBy(restarted)).toEqual([]);
    expect(verdicts(restarted)['duplicates-counted']).toBe('no_case');
  });

  it('is inconclusive when a process does not show a metric, and names it', () => {
    const hidden = (world: MutableWorld): void => {
      drop(world.metrics!.after['charge-api'][1]!, ({ name }) => name === 'provider_contradictions_total');
    };
    expect(() => judged(hidden)).toThrow(InconclusiveError);
    expect(() => judged(hidden)).toThrow(/provider_contradictions_total/);
  });
});
