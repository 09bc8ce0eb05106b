import { isTrue, rangeOf, type Comparison } from '../../metrics/comparison.ts';
import type { World } from '../../world.ts';
import { differing, examineEach, type Invariant } from '../invariant.ts';
import { calls } from '../run-had.ts';

/** An invariant that is a comparison of metrics with the truth. */
export const metricInvariant = (
  { name, law }: Pick<Invariant, 'name' | 'law'>,
  compare: (world: World) => Comparison[],
): Invariant => ({
  name,
  law,
  checkedAt: 'always',
  expected: calls,
  check: (world) =>
    examineEach(compare(world), (comparison) => {
      if (isTrue(comparison)) return undefined;
      const detail = differing(comparison.metric, rangeOf(comparison), comparison.scraped);
      return { detail, subject: { metric: comparison.metric } };
    }),
});
