import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';

/** One trace in twenty: enough to see what is usual; what is not usual is exported anyway. */
export const DEFAULT_RATIO = 0.05;

const ratioOf = (text: string | undefined): number => {
  const ratio = text === undefined || text === '' ? DEFAULT_RATIO : Number(text);
  return ratio >= 0 && ratio <= 1 ? ratio : DEFAULT_RATIO;
};

const ROOTS: Record<string, (ratio: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
};

/**
 * OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG as OpenTelemetry defines them, with one difference: without them one
 * trace in twenty is kept, not every one, and always by the decision of the caller where there is one.
 */
export function samplerFromEnv(env: NodeJS.ProcessEnv): Sampler {
  const [, prefix, root = 'traceidratio'] = /^(parentbased_)?(.*)$/.exec(env['OTEL_TRACES_SAMPLER'] ?? '') ?? [];
  const make = ROOTS[root];
  const ratio = ratioOf(env['OTEL_TRACES_SAMPLER_ARG']);
  if (!make) return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  return prefix === undefined ? make(ratio) : new ParentBasedSampler({ root: make(ratio) });
}
