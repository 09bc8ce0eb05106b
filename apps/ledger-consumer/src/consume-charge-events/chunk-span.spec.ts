import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  ParentBasedSampler,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';
import { consumedRecord, type TestEvent } from '../../test/charge-event-record.ts';
import { decodeChargeEvent } from '../decode-charge-event/decode-charge-event.ts';
import type { ChunkReport, DecodedRecord } from './apply-chunk.ts';
import { runInChunkSpan } from './chunk-span.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({
  sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
});

beforeAll(() => void trace.setGlobalTracerProvider(provider));
afterEach(() => exporter.reset());
afterAll(async () => {
  trace.disable();
  await provider.shutdown();
});

const traceIdOf = (n: number): string => String(n).repeat(32).slice(0, 32);
const spanIdOf = (n: number): string => String(n).repeat(16).slice(0, 16);

interface ItemOptions {
  isSampled?: boolean;
  occurredAt?: Date;
  type?: NonNullable<TestEvent['type']>;
}

const itemIn = (
  n: number,
  { isSampled = true, occurredAt = new Date(), type = 'captured' }: ItemOptions = {},
): DecodedRecord => {
  const traceparent = `00-${traceIdOf(n)}-${spanIdOf(n)}-0${isSampled ? 1 : 0}`;
  const record = consumedRecord(
    {
      type,
      body: { occurred_at: occurredAt.toISOString() },
      headers: { traceparent: Buffer.from(traceparent), ce_time: Buffer.from(occurredAt.toISOString()) },
    },
    { topic: 'topic', partition: 7, offset: n },
  );
  return { record, decoded: decodeChargeEvent(record) };
};

/** Applies a chunk of which every capture was posted. */
const process = async (items: DecodedRecord[]): Promise<readonly ReadableSpan[]> => {
  const events = items.flatMap(({ decoded }) => (decoded.kind === 'ok' ? [decoded.event] : []));
  const posted = events.filter(({ type }) => type.includes('captured'));
  const posting = { startedAtMs: Date.now(), endedAtMs: Date.now() };
  const report: ChunkReport = { duplicates: 0, posted, posting, advanced: 0, parked: [], accounts: new Map() };
  await runInChunkSpan(items, () => Promise.resolve(report));
  return exporter.getFinishedSpans();
};

const named = (spans: readonly ReadableSpan[], name: string) => spans.filter((span) => span.name === name);

describe('runInChunkSpan', () => {
  it('processes and posts a single event in the trace of the event', async () => {
    const spans = await process([itemIn(1)]);
    const [processed] = named(spans, 'process topic');
    const [posting] = named(spans, 'post journal entry');
    expect(spans).toHaveLength(2);
    expect(processed).toMatchObject({ kind: SpanKind.CONSUMER, links: [] });
    expect(processed?.parentSpanContext?.spanId).toBe(spanIdOf(1));
    expect(posting?.parentSpanContext?.spanId).toBe(processed?.spanContext().spanId);
    expect(processed?.attributes).toMatchObject({
      'messaging.kafka.offset': '1',
      'messaging.destination.partition.id': '7',
    });
  });

  it('processes a batch in a trace of its own that links to each event, and tells each kept trace with a link back', async () => {
    const spans = await process([itemIn(1), itemIn(2, { isSampled: false }), itemIn(3, { type: 'authorized' })]);
    const batch = spans.find(({ attributes }) => attributes['messaging.batch.message_count'] === 3);
    expect(batch?.parentSpanContext).toBeUndefined();
    expect(
      batch?.links.map(({ context, attributes }) => [context.traceId, attributes?.['messaging.kafka.offset']]),
    ).toEqual([
      [traceIdOf(1), '1'],
      [traceIdOf(3), '3'],
      [traceIdOf(2), '2'],
    ]);
    const events = named(spans, 'process topic').filter((span) => span !== batch);
    expect(events.map((span) => span.parentSpanContext?.traceId)).toEqual([traceIdOf(1), traceIdOf(3)]);
    for (const event of events) {
      expect(event.links.map(({ context }) => context.spanId)).toEqual([batch?.spanContext().spanId]);
    }
    // An authorization moves nothing: there is no entry.
    expect(named(spans, 'post journal entry').map((span) => span.parentSpanContext?.spanId)).toEqual([
      events[0]?.spanContext().spanId,
    ]);
  });

  it('links to the context of an event that comes much later', async () => {
    const spans = await process([itemIn(1, { occurredAt: new Date(Date.now() - 3_600_000) })]);
    const [processed] = named(spans, 'process topic');
    expect(processed?.parentSpanContext).toBeUndefined();
    expect(processed?.links.map(({ context }) => context.spanId)).toEqual([spanIdOf(1)]);
  });

  it('marks a chunk that was rolled back as failed', async () => {
    await expect(runInChunkSpan([itemIn(1)], () => Promise.reject(new Error('rolled back')))).rejects.toThrow(
      'rolled back',
    );
    expect(exporter.getFinishedSpans().map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR]);
  });
});
