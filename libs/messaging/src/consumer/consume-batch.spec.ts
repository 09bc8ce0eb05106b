import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { consumeBatch, type BatchConsumer } from './consume-batch.ts';
import { PartitionPauses } from './partition-pauses.ts';
import type { ChunkOutcome, RecordChunk } from './record-chunk.ts';

const message = (offset: number): KafkaMessage => ({
  key: null,
  value: Buffer.from(String(offset)),
  timestamp: '0',
  attributes: 0,
  offset: String(offset),
  headers: {},
});

const PAUSE = { kind: 'pause', reason: 'database_outage', backoff: { baseMs: 0, capMs: 0 } } as const;

describe('consumeBatch', () => {
  let log: string[];
  let isRunning: boolean;
  let isStale: boolean;
  let heartbeat: () => Promise<void>;
  let outcomes: ChunkOutcome[];
  let resolved: string | undefined;

  const handle = jest.fn<(chunk: RecordChunk) => Promise<ChunkOutcome>>();

  const payload = (): EachBatchPayload =>
    ({
      batch: { topic: 't', partition: 3, highWatermark: '20', messages: [10, 11, 12, 13, 14].map(message) },
      resolveOffset: (offset: string) => {
        resolved = offset;
        log.push(`resolve ${offset}`);
      },
      heartbeat: () => heartbeat(),
      uncommittedOffsets: () => ({
        topics: [{ topic: 't', partitions: [{ partition: 3, offset: String(Number(resolved) + 1) }] }],
      }),
      commitOffsetsIfNecessary: (offsets: { topics: Array<{ partitions: Array<{ offset: string }> }> }) => {
        if (resolved !== undefined) log.push(`commit ${offsets.topics[0]?.partitions[0]?.offset}`);
        resolved = undefined;
        return Promise.resolve();
      },
      isRunning: () => isRunning,
      isStale: () => isStale,
      pause: () => {
        log.push('pause');
        return () => log.push('resume');
      },
    }) as unknown as EachBatchPayload;

  const consumer = (): BatchConsumer => ({
    handle,
    pauses: new PartitionPauses(() => 0),
    chunkSize: 2,
    heartbeatIntervalMs: 60_000,
    onNextOffset: () => undefined,
    onPause: () => undefined,
    onHeartbeatFailure: () => undefined,
  });

  const run = () => consumeBatch(payload(), consumer());

  beforeEach(() => {
    log = [];
    isRunning = true;
    isStale = false;
    resolved = undefined;
    outcomes = [];
    heartbeat = () => {
      log.push('heartbeat');
      return Promise.resolve();
    };
    handle.mockReset();
    handle.mockImplementation(({ records }) => {
      log.push(`handle ${records.map(({ offset }) => offset).join()}`);
      return Promise.resolve(outcomes.shift() ?? { kind: 'done' });
    });
  });

  it('resolves and commits offset + 1 after each chunk, with a heartbeat before it', async () => {
    await run();
    expect(log).toEqual([
      ...['heartbeat', 'handle 10,11', 'resolve 11', 'commit 12'],
      ...['heartbeat', 'handle 12,13', 'resolve 13', 'commit 14'],
      ...['heartbeat', 'handle 14', 'resolve 14', 'commit 15'],
    ]);
  });

  it('pauses the partition, resolves only what was processed, and leaves the rest', async () => {
    outcomes = [{ ...PAUSE, processedThrough: '10' }];
    await run();
    expect(log).toEqual(['heartbeat', 'handle 10,11', 'resolve 10', 'pause', 'commit 11']);
  });

  it('commits nothing when a pause came before the first record', async () => {
    outcomes = [PAUSE];
    await run();
    expect(log).toEqual(['heartbeat', 'handle 10,11', 'pause']);
  });

  it('stops between chunks when the consumer stops or was moved elsewhere', async () => {
    handle.mockImplementationOnce(() => {
      isRunning = false;
      return Promise.resolve({ kind: 'done' });
    });
    await run();
    expect(handle).toHaveBeenCalledTimes(1);
    isRunning = true;
    isStale = true;
    await run();
    expect(handle).toHaveBeenCalledTimes(1);
  });

  it('commits what was resolved when a heartbeat says that the group is rebalancing', async () => {
    const rebalancing = new Error('REBALANCE_IN_PROGRESS');
    const commit = jest
      .fn<EachBatchPayload['commitOffsetsIfNecessary']>()
      .mockRejectedValueOnce(new Error('first commit'));
    const failing = { ...payload(), commitOffsetsIfNecessary: commit };
    await expect(consumeBatch(failing, consumer())).rejects.toThrow('first commit');
    expect(commit).toHaveBeenCalledTimes(2);

    heartbeat = () => Promise.reject(rebalancing);
    await expect(run()).rejects.toBe(rebalancing);
  });

  it('sends heartbeats while a slow chunk runs', async () => {
    jest.useFakeTimers();
    const beats = jest.fn(() => Promise.resolve());
    heartbeat = beats;
    handle.mockImplementationOnce(() => {
      jest.advanceTimersByTime(180_000);
      isRunning = false;
      return Promise.resolve({ kind: 'done' });
    });
    await run();
    jest.useRealTimers();
    expect(beats).toHaveBeenCalledTimes(4);
  });
});
