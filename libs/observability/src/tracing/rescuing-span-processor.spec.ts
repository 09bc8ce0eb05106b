import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  createAlwaysRecordSampler,
  InMemorySpanExporter,
  ParentBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { RescuingSpanProcessor, UNKNOWN_OUTCOME } from './rescuing-span-processor.ts';

const SAMPLED = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };

describe('RescuingSpanProcessor', () => {
  let exporter: InMemorySpanExporter;
  let provider: TracerProvider;

  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    provider = new TracerProvider({
      sampler: createAlwaysRecordSampler(new ParentBasedSampler({ root: new AlwaysOffSampler() })),
      // As in a service: what is not sampled is passed over by this one.
      spanProcessors: [new RescuingSpanProcessor(new BatchSpanProcessor({ exporter }))],
    });
  });
  afterEach(() => provider.shutdown());

  const start = (name: string, parent: Context = ROOT_CONTEXT): Span =>
    provider.getTracer('test').startSpan(name, {}, parent);
  const under = (span: Span): Context => trace.setSpan(context.active(), span);
  const exported = async (): Promise<string[]> => {
    await provider.forceFlush();
    return exporter.getFinishedSpans().map(({ name }) => name);
  };

  it('lets what was sampled through as it is', async () => {
    const span = start('kept', trace.setSpanContext(ROOT_CONTEXT, SAMPLED));
    span.end();
    expect(await exported()).toEqual(['kept']);
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({});
  });

  it('forgets a trace that ends well', async () => {
    const root = start('request');
    start('query', under(root)).end();
    root.end();
    expect(await exported()).toEqual([]);
  });

  it('exports what ended before, with and after the span that failed, and nothing of other traces', async () => {
    const other = start('other request');
    const root = start('request');
    start('before', under(root)).end();
    const failing = start('failing', under(root));
    failing.setStatus({ code: SpanStatusCode.ERROR });
    failing.end();
    start('after', under(root)).end();
    root.end();
    other.end();
    expect(await exported()).toEqual(['before', 'failing', 'after', 'request']);
    for (const span of exporter.getFinishedSpans()) expect(span.attributes).toEqual({ 'once.rescued': true });
  });

  it('keeps a trace whose request was answered while its call went on, and exports it when nobody knows the outcome', async () => {
    const root = start('request');
    const call = start('call', under(root));
    root.end();
    call.setAttribute(UNKNOWN_OUTCOME, true);
    call.end();
    expect(await exported()).toEqual(['request', 'call']);
  });

  it('is bounded: of one endless trace it keeps the first spans and the failure', async () => {
    const root = start('request');
    for (let n = 0; n < 200; n++) start(`query ${n}`, under(root)).end();
    root.setStatus({ code: SpanStatusCode.ERROR });
    root.end();
    const names = await exported();
    expect(names).toHaveLength(65);
    expect(names.at(-1)).toBe('request');
  });

  it('is bounded: beyond so many open traces it follows no more, and follows again when some have ended', async () => {
    const open = Array.from({ length: 3_000 }, (_unused, n) => start(`request ${n}`));
    for (const span of open) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
    expect(await exported()).toHaveLength(2_048);
    exporter.reset();
    const next = start('next');
    next.setStatus({ code: SpanStatusCode.ERROR });
    next.end();
    expect(await exported()).toEqual(['next']);
  });
});
