import type { IHeaders } from 'kafkajs';

/** One record as it lies on the topic: bytes, untouched. Nothing is parsed before it is judged. */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Milliseconds since 1970 as decimal text, as the producer or the broker set it. */
  readonly timestampMs: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A header that occurs more than once is an array. */
  readonly headers: IHeaders;
}

/** Consecutive records of one partition, in offset order; never empty. What a handler gets as its payload. */
export interface RecordChunk {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
}

export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * How far the handler came. `done`: every record of the chunk is dealt with, durably. `pause`: only those through
 * `processedThrough` are (none when absent); the partition rests, then the rest is delivered again.
 */
export type ChunkOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'pause';
      /** Offset of the last record dealt with. */
      readonly processedThrough?: string | undefined;
      readonly reason: string;
      readonly backoff: Backoff;
    };

/** Cuts what one fetch brought into pieces of at most `size`: one piece is one transaction of the handler. */
export function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Checks what came back from a handler, which Nest types as anything. */
export function chunkOutcomeOf(returned: unknown): ChunkOutcome {
  const { kind } = (returned ?? {}) as Partial<ChunkOutcome>;
  if (kind === 'done' || kind === 'pause') return returned as ChunkOutcome;
  throw new Error('the handler returned no outcome: return { kind: "done" } or { kind: "pause", … }');
}
