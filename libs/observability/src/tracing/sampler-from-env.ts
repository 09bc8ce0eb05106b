import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TracingEnv } from './tracing.env.ts';

const PARENT_BASED = 'parentbased_';
type Root = 'always_on' | 'always_off' | 'traceidratio';

const ROOTS: Record<Root, (ratio: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
};

/**
 * OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG as OpenTelemetry defines them, with one difference: without them one
 * trace in twenty is kept, not every one, and always by the decision of the caller where there is one.
 */
export function samplerFromEnv({
  OTEL_TRACES_SAMPLER: sampler,
  OTEL_TRACES_SAMPLER_ARG: ratio,
}: Pick<TracingEnv, 'OTEL_TRACES_SAMPLER' | 'OTEL_TRACES_SAMPLER_ARG'>): Sampler {
  const root = sampler.replace(PARENT_BASED, '') as Root;
  const rootSampler = ROOTS[root](ratio);
  return sampler.startsWith(PARENT_BASED) ? new ParentBasedSampler({ root: rootSampler }) : rootSampler;
}
