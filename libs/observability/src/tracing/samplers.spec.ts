import { ROOT_CONTEXT, SpanKind, trace, type Link } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { AlwaysOffSampler, AlwaysOnSampler, SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace';
import { linkedSampler } from './linked-sampler.ts';
import { samplerFromEnv } from './sampler-from-env.ts';
import { tracingEnv } from './tracing.env.ts';

const { NOT_RECORD, RECORD_AND_SAMPLED } = SamplingDecision;

const spanContext = (traceFlags: number) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags });
const linkTo = (traceFlags: number): Link => ({ context: spanContext(traceFlags) });

const decide = (
  sampler: Sampler,
  { parent, links = [], traceId = 'f'.repeat(32) }: { parent?: number; links?: Link[]; traceId?: string },
) => {
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext(parent));
  return sampler.shouldSample(context, traceId, 'span', SpanKind.CLIENT, {}, links).decision;
};

describe('a span that links to events', () => {
  const sampler = linkedSampler(new AlwaysOnSampler());

  it('is kept when one of their traces is, and not otherwise', () => {
    expect(decide(sampler, { links: [linkTo(0), linkTo(1)] })).toBe(RECORD_AND_SAMPLED);
    expect(decide(sampler, { links: [linkTo(0), linkTo(0)] })).toBe(NOT_RECORD);
  });

  it('goes by its parent where it has one', () => {
    expect(decide(sampler, { parent: 1, links: [linkTo(0)] })).toBe(RECORD_AND_SAMPLED);
    expect(decide(linkedSampler(new AlwaysOffSampler()), { parent: 0, links: [linkTo(1)] })).toBe(NOT_RECORD);
  });
});

describe('samplerFromEnv', () => {
  // The ratio goes by the last part of the trace id, evenly spread.
  const shareOf = (sampler: Sampler): number => {
    const ids = Array.from(
      { length: 2_000 },
      (_unused, n) =>
        `${'0'.repeat(16)}${Math.floor((n / 2_000) * 0xffffffff)
          .toString(16)
          .padStart(8, '0')}${'0'.repeat(8)}`,
    );
    return ids.filter((traceId) => decide(sampler, { traceId }) === RECORD_AND_SAMPLED).length / ids.length;
  };

  it.each([
    [{}, 0.05],
    [{ OTEL_TRACES_SAMPLER_ARG: '0.5' }, 0.5],
    [{ OTEL_TRACES_SAMPLER_ARG: 'half' }, 0.05],
    [{ OTEL_TRACES_SAMPLER_ARG: '' }, 0.05],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, 0.25],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, 1],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'no_such_sampler' }, 0.05],
  ])('with %j keeps %d of the traces that begin here', (env, share) => {
    expect(shareOf(samplerFromEnv(parseEnv(tracingEnv, env)))).toBeCloseTo(share, 2);
  });

  it.each([{}, { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { OTEL_TRACES_SAMPLER_ARG: '0' }])(
    'with %j keeps to what the caller decided',
    (env) => {
      expect(decide(samplerFromEnv(parseEnv(tracingEnv, env)), { parent: 1 })).toBe(RECORD_AND_SAMPLED);
      expect(decide(samplerFromEnv(parseEnv(tracingEnv, env)), { parent: 0 })).toBe(NOT_RECORD);
    },
  );
});
