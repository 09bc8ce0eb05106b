import { isSpanContextValid, trace, TraceFlags, type Context, type Link } from '@opentelemetry/api';
import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace';

const isSampled = ({ context }: Link): boolean => (context.traceFlags & TraceFlags.SAMPLED) !== 0;

const hasParent = (context: Context): boolean => {
  const parent = trace.getSpanContext(context);
  return parent !== undefined && isSpanContextValid(parent);
};

/**
 * The decision is taken once, at the edge, and kept. A span without a parent that links to events asks those: it is
 * kept when one of their traces is, and does not throw dice of its own. All else is the other sampler's to decide.
 */
export function linkedSampler(otherwise: Sampler): Sampler {
  return {
    shouldSample: (...args) => {
      const [context, , , , , links] = args;
      if (links.length === 0 || hasParent(context)) return otherwise.shouldSample(...args);
      return { decision: links.some(isSampled) ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => `Linked{${otherwise.toString()}}`,
  };
}
