import { compareDuplicates } from '../../metrics/compare-duplicates.ts';
import type { Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';
import { metricInvariant } from './metric-invariant.ts';

export const duplicatesCounted: Invariant = {
  ...metricInvariant(
    {
      name: 'duplicates-counted',
      law: 'Where nothing crashed and no partition changed hands, inbox_duplicates_total is the number of records that stand on the topic again.',
    },
    compareDuplicates,
  ),
  expected: (world) => (world.noCrashes ? acknowledged(world) : 0),
};
