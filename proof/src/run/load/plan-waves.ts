import { planWorkload } from '../../clients/plan-workload.ts';
import type { WorkloadPlan } from '../../clients/workload/workload-plan.ts';

/** Long enough for every kind of story to be in it, short enough that the pace can change between two waves. */
const WAVE_OPERATIONS = 20;

/** The workload in parts: the same seed and number give the same parts byte for byte. */
export const planWaves = (seed: string, operations: number): WorkloadPlan[] =>
  Array.from({ length: Math.ceil(operations / WAVE_OPERATIONS) }, (_, index) =>
    planWorkload({
      seed,
      chargeable: Math.min(WAVE_OPERATIONS, operations - index * WAVE_OPERATIONS),
      label: `main-${index + 1}`,
    }),
  );

/** A further part, for as long as faults need traffic to bite into. Counted and checked like any other. */
export const planFurtherWave = (seed: string, number: number): WorkloadPlan =>
  planWorkload({ seed, chargeable: WAVE_OPERATIONS, label: `further-${number}` });
