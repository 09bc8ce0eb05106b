import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  AlwaysOnSampler,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { SendOutcome } from '@once/messaging';
import type { OutboxRow } from '@once/outbox';
import { SAMPLE_ROW } from '../../test/outbox-row.ts';
import { sendInSpan } from './send-in-span.ts';

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

const contextOf = (n: number, isSampled = true) => {
  const [traceId, spanId] = [String(n).repeat(32).slice(0, 32), String(n).repeat(16).slice(0, 16)];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-0${isSampled ? 1 : 0}` };
};

const ACKED: SendOutcome = { kind: 'acked', baseOffsets: new Map() };
const rowIn = (n: number, isSampled = true, createdAt = new Date()) => ({
  ...SAMPLE_ROW,
  eventId: `event-${n}`,
  shard: n,
  traceparent: contextOf(n, isSampled).traceparent,
  createdAt,
});

const send = async (rows: OutboxRow[], outcome: SendOutcome = ACKED) => {
  await sendInSpan('topic', rows, () => Promise.resolve(outcome));
  return exporter.getFinishedSpans();
};

const linksOf = (span: Awaited<ReturnType<typeof send>>[number] | undefined) =>
  span?.links.map(({ context, attributes }) => [context.traceId, attributes?.['messaging.message.id']]);

describe('sendInSpan', () => {
  it('sends a single event in the trace of the event', async () => {
    const [span, ...others] = await send([rowIn(1)]);
    expect(others).toEqual([]);
    expect(span).toMatchObject({ name: 'send topic', kind: SpanKind.CLIENT, links: [] });
    expect(span?.parentSpanContext?.spanId).toBe(contextOf(1).spanId);
    expect(span?.spanContext().traceId).toBe(contextOf(1).traceId);
    expect(span?.attributes).toMatchObject({
      'messaging.message.id': 'event-1',
      'messaging.destination.partition.id': '1',
    });
  });

  it('sends a batch in a trace of its own that links to each event, and tells each kept trace with a link back', async () => {
    const spans = await send([rowIn(1), rowIn(2, false), rowIn(3)]);
    const batch = spans.find(({ attributes }) => attributes['messaging.batch.message_count'] === 3);
    expect(batch?.parentSpanContext).toBeUndefined();
    expect(linksOf(batch)).toEqual([
      [contextOf(1).traceId, 'event-1'],
      [contextOf(3).traceId, 'event-3'],
      [contextOf(2).traceId, 'event-2'],
    ]);
    const events = spans.filter((span) => span !== batch);
    expect(events.map((span) => span.parentSpanContext?.traceId)).toEqual([contextOf(1).traceId, contextOf(3).traceId]);
    for (const event of events) {
      expect(event).toMatchObject({ name: 'send topic', kind: SpanKind.CLIENT });
      expect(event.links.map(({ context }) => context.spanId)).toEqual([batch?.spanContext().spanId]);
    }
  });

  it('links to the context of an event that is sent much later', async () => {
    const [span] = await send([rowIn(1, true, new Date(Date.now() - 3_600_000))]);
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.links.map(({ context }) => context.spanId)).toEqual([contextOf(1).spanId]);
  });

  it('marks a send that was not acknowledged as failed, in each trace', async () => {
    const spans = await send([rowIn(1), rowIn(2)], {
      kind: 'rejected',
      reason: 'unanswered',
      error: new Error('no answer'),
    });
    expect(spans.map(({ status }) => status.code)).toEqual(Array(3).fill(SpanStatusCode.ERROR));
  });

  it('sends an event that has no context in a span of its own', async () => {
    const [span] = await send([{ ...SAMPLE_ROW, traceparent: null }]);
    expect(span).toMatchObject({ name: 'send topic', links: [] });
  });
});
