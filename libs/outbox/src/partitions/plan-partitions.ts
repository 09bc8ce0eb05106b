/** A UTC day as `YYYY-MM-DD`: what a partition is named after. Text of this form sorts by time. */
export type Day = string;

const DAY_MS = 86_400_000;
/** A week ahead: a relay that does not run over long holidays is noticed before appends reach the default partition. */
const DAYS_AHEAD = 7;

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export interface PartitionPlan {
  create: Day[];
  drop: Day[];
}

/** Which partitions to create (today and a week ahead) and which to drop: older than `retentionDays` whole days. */
export function planPartitions(
  existing: readonly Day[],
  { today, retentionDays }: { today: Day; retentionDays: number },
): PartitionPlan {
  const wanted = Array.from({ length: DAYS_AHEAD + 1 }, (_unused, ahead) => addDays(today, ahead));
  const oldestKept = addDays(today, -retentionDays);
  return {
    create: wanted.filter((day) => !existing.includes(day)),
    drop: existing.filter((day) => day < oldestKept).sort(),
  };
}

/** Days after today that have a partition, counted up to the first that has none. */
export function countDaysAhead(existing: readonly Day[], today: Day): number {
  let ahead = 0;
  while (existing.includes(addDays(today, ahead + 1))) ahead += 1;
  return ahead;
}
