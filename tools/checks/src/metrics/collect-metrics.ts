import type { MetricSet, MetricSpec } from '../../../../libs/observability/src/metrics/metric-spec.ts';
import { METRIC_OWNERS, type ServiceName } from './metric-owners.ts';

export interface CollectedMetric {
  name: string;
  spec: MetricSpec;
  services: ServiceName[];
}

/**
 * Every metric that the services expose, with the services that do.
 * @throws Error where two owners specify one name: which of them is exposed would be chance
 */
export function collectMetrics(owners: Record<ServiceName, readonly MetricSet[]> = METRIC_OWNERS): CollectedMetric[] {
  const collected = new Map<string, CollectedMetric>();
  for (const [service, sets] of Object.entries(owners) as [ServiceName, readonly MetricSet[]][])
    for (const [name, spec] of sets.flatMap((set) => Object.entries(set))) {
      const known = collected.get(name);
      if (known && (known.spec !== spec || known.services.includes(service)))
        throw new Error(`${name} has more than one owner`);
      if (known) known.services.push(service);
      else collected.set(name, { name, spec, services: [service] });
    }
  return [...collected.values()];
}

/** The same by name, without the services. */
export const collectedSpecs = (): MetricSet =>
  Object.fromEntries(collectMetrics().map(({ name, spec }) => [name, spec]));
