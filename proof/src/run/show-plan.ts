import { createHash } from 'node:crypto';
import { FAULTS } from '../faults/index.ts';
import { planFaults, scheduleOf } from '../faults/planning/plan-faults.ts';
import { selectFaults } from '../faults/planning/select-faults.ts';
import { planWaves } from './load/plan-waves.ts';
import type { ProveOptions } from './prove-arguments.ts';

/** What a run with these arguments would do, as JSON; the operations by their hash, for they are long. */
export function planJson({ seed, operations, faults, backlog }: ProveOptions): string {
  const schedule = scheduleOf(planFaults(seed, selectFaults(faults, FAULTS), backlog));
  const waves = JSON.stringify(planWaves(seed, operations));
  const operationsSha256 = createHash('sha256').update(waves).digest('hex');
  return `${JSON.stringify({ seed, operations, faults, backlog, operationsSha256, schedule }, null, 2)}\n`;
}
