import { afterEach, describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { spanProcessorFromEnv } from './span-processor-from-env.ts';
import { tracingEnv } from './tracing.env.ts';

const ENDPOINT = 'http://127.0.0.1:9';

describe('spans', () => {
  const made: SpanProcessor[] = [];
  afterEach(() => Promise.all(made.splice(0).map((processor) => processor.shutdown())));
  const processorWith = (env: NodeJS.ProcessEnv) => {
    const processor = spanProcessorFromEnv(parseEnv(tracingEnv, env));
    if (processor) made.push(processor);
    return processor;
  };

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ENDPOINT },
    // As docker-compose.yml passes on what is not set.
    { OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ENDPOINT },
    { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'no_such_protocol' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_BSP_MAX_QUEUE_SIZE: '0' },
  ])('are sent with %j', (env) => {
    expect(processorWith(env)).toBeDefined();
  });

  it.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
  ])('are not sent with %j', (env) => {
    expect(processorWith(env)).toBeUndefined();
  });
});
