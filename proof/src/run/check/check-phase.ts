import { compareMetrics, isTrue, judgeWorld, readWorld, type Comparison } from '../../checker/index.ts';
import type { JudgedResult } from '../../model/finding.ts';
import type { MetricRecord } from '../../model/run-record.ts';
import type { ProofTargets } from '../../model/targets.ts';

export interface CheckedRun {
  readonly invariants: readonly JudgedResult[];
  readonly metrics: readonly MetricRecord[];
}

/** Reads everything that the run left, once, and holds it against every law. @throws InconclusiveError */
export async function checkDrained(
  targets: ProofTargets,
  historyFile: string,
  { noCrashes }: { noCrashes: boolean },
): Promise<CheckedRun> {
  const world = await readWorld(targets, historyFile, { at: 'drained', noCrashes });
  return { invariants: judgeWorld(world), metrics: compareMetrics(world).map(metricRecord) };
}

function metricRecord(comparison: Comparison): MetricRecord {
  const { metric, scraped, atLeast, atMost } = comparison;
  return {
    name: metric,
    fromMetrics: scraped,
    fromTruth: { atLeast, atMost: Number.isFinite(atMost) ? atMost : null },
    rule: atLeast === atMost ? 'equal' : atLeast === 0 ? 'never_more' : 'within',
    ok: isTrue(comparison),
  };
}
