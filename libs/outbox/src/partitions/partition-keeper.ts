import type { Pool } from 'pg';
import type { OutboxLog } from '../log/outbox-log.ts';
import {
  createPartition,
  dropPartition,
  listPartitions,
  PURGE_ROWS,
  purgeDefault,
  type CreateResult,
  type DropResult,
} from './partitions.sql.ts';
import { addDays, planPartitions, type Day } from './plan-partitions.ts';

export type PartitionJobResult = CreateResult | DropResult | 'purged' | 'failed';

export interface PartitionKeeperOptions {
  pool: Pool;
  retentionDays: number;
  log: OutboxLog;
  /** Each job on a day by its result, `failed` included; the other days are still dealt with. */
  onJob: (result: PartitionJobResult) => void;
}

/** Partitions are made a week ahead, so an hour is early enough, and a failed drop is soon tried again. */
const UPKEEP_EVERY_MS = 3_600_000;
/** Bounds one run; what remains is for the next. */
const MAX_PURGES = 20;

/** Creates the outbox's partitions ahead of time and drops those that are past their retention and wholly published. */
export class PartitionKeeper {
  private readonly options: PartitionKeeperOptions;

  constructor(options: PartitionKeeperOptions) {
    this.options = options;
  }

  /** One run; returns when the next is due. Each day is a statement of its own, so that locks are held for one only. */
  async run(): Promise<number> {
    const { pool, retentionDays } = this.options;
    const { today, days } = await listPartitions(pool);
    const plan = planPartitions(days, { today, retentionDays });
    for (const day of plan.create) await this.attempt(day, () => this.create(day));
    for (const day of plan.drop) await this.attempt(day, () => this.drop(day));
    await this.attempt(today, () => this.purge(addDays(today, -retentionDays)));
    return UPKEEP_EVERY_MS;
  }

  private async create(day: Day): Promise<void> {
    const result = await createPartition(this.options.pool, day);
    if (result) this.options.onJob(result);
    const fields = { day, result };
    if (result === 'default_in_use') this.options.log.warn(fields, 'the day stays in the default partition');
    else this.options.log.info(fields, 'partition upkeep');
  }

  private async drop(day: Day): Promise<void> {
    const result = await dropPartition(this.options.pool, day);
    if (result) this.options.onJob(result);
    const fields = { day, result };
    if (result === 'unpublished') this.options.log.error(fields, 'events past their retention are still unpublished');
    else this.options.log.info(fields, 'partition upkeep');
  }

  private async purge(before: Day): Promise<void> {
    for (let round = 0; round < MAX_PURGES; round++) {
      const purged = await purgeDefault(this.options.pool, before);
      if (purged > 0) this.options.onJob('purged');
      if (purged < PURGE_ROWS) return;
    }
  }

  /** A lock that was not granted in time is no reason to leave the other days undone. */
  private async attempt(day: Day, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      this.options.log.warn({ err: error, day }, 'partition upkeep failed, it is tried again within the hour');
      this.options.onJob('failed');
    });
  }
}
