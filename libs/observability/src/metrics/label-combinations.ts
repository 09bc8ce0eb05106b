import type { MetricSpec } from './metric-spec.ts';

/** Every combination of a metric's label values; none when a label's values are not known beforehand. */
export function labelCombinations({ labels }: Pick<MetricSpec, 'labels'>): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (combinations, [label, values]) =>
      typeof values === 'string'
        ? []
        : combinations.flatMap((combination) => values.map((value) => ({ ...combination, [label]: value }))),
    [{}],
  );
}
