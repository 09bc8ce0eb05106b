import { trace, TraceFlags, type Attributes, type Context } from '@opentelemetry/api';
import { createAlwaysRecordSampler, SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace';

const isStatement = (attributes: Attributes): boolean =>
  attributes['db.system.name'] !== undefined || attributes['db.system'] !== undefined;

const isSampled = (context: Context): boolean =>
  ((trace.getSpanContext(context)?.traceFlags ?? TraceFlags.NONE) & TraceFlags.SAMPLED) !== 0;

/**
 * Records what was not sampled too, so that what ends badly is there to be exported after all: requests, calls and our
 * own spans. Statements alone are not recorded then: most spans of an operation are statements, recording them would cost
 * more than all the rest together, and what went wrong with one is told by the error of the span above it.
 */
export function recordingSampler(decide: Sampler): Sampler {
  const recordAll = createAlwaysRecordSampler(decide);
  return {
    shouldSample: (...args) => {
      const [context, , , , attributes] = args;
      if (isStatement(attributes) && !isSampled(context)) return { decision: SamplingDecision.NOT_RECORD };
      return recordAll.shouldSample(...args);
    },
    toString: () => `Recording{${decide.toString()}}`,
  };
}
