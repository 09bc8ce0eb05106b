import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { BatchSpanProcessor, InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { FlushOnShutdown } from './flush-on-shutdown.ts';

let provider: TracerProvider;
const install = (exporter: InMemorySpanExporter): void => {
  // A batch that would go out by itself long after the process has ended.
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: 600_000 });
  provider = new TracerProvider({ spanProcessors: [processor] });
  trace.setGlobalTracerProvider(provider);
  trace.getTracer('test').startSpan('the last request').end();
};

afterEach(() => {
  jest.useRealTimers();
  trace.disable();
});

describe('FlushOnShutdown', () => {
  it('exports what is buffered when the service stops', async () => {
    const exporter = new InMemorySpanExporter();
    install(exporter);
    expect(exporter.getFinishedSpans()).toEqual([]);
    await new FlushOnShutdown().onApplicationShutdown();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['the last request']);
    await provider.shutdown();
  });

  it('lets a service stop whose collector does not answer', async () => {
    jest.useFakeTimers();
    class SilentExporter extends InMemorySpanExporter {
      override export(): void {
        // Never says that it is done.
      }
    }
    install(new SilentExporter());
    let hasStopped = false;
    const stopping = new FlushOnShutdown().onApplicationShutdown().then(() => (hasStopped = true));
    await jest.advanceTimersByTimeAsync(1_999);
    expect(hasStopped).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await stopping;
    expect(hasStopped).toBe(true);
  });

  it('stops at once where nothing is traced', async () => {
    await expect(new FlushOnShutdown().onApplicationShutdown()).resolves.toBeUndefined();
  });
});
