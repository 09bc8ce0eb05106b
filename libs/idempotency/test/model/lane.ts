import { IdempotentOperations, type ResolutionOutcome } from '@once/idempotency';
import { skipCommitWaits } from '@once/testing';
import { Pool } from 'pg';
import { FaultyPool } from './faulty-pool.ts';
import { ModelHandler } from './model-handler.ts';

const ENGINES = 3;
/** Two batches of claims, two of completions, and what is asked outside of them. */
const POOL_MAX = 5;
/** Far longer than a run: leases end, and unknown outcomes are due, when the model says so. */
const LEASE_MS = 600_000;
/** The next look at an unknown outcome is due at once: a resolver may come before its worker is through. */
const AT_ONCE_MS = 0.001;

export interface Engine {
  operations: IdempotentOperations;
  pool: FaultyPool;
}

/** Engines on pools of their own, like as many processes. Runs of one lane follow one another; lanes run side by side. */
export class Lane {
  readonly engines: readonly Engine[];
  readonly handler: ModelHandler;
  /** Everything that was met, by name, so that a model that never met a danger can't pass for one that withstood it. */
  readonly tally = new Map<string, number>();
  /** Failures that the engines reported because no caller was left to hear of them. */
  readonly reported: unknown[] = [];
  readonly ownerPool: Pool;
  private readonly backoff = { baseMs: LEASE_MS, capMs: LEASE_MS };
  private readonly name: string;
  private readonly pools: Pool[];
  /** Of the same role as the engines: Postgres shows the waits of a session only to its own role. */
  private readonly watchPool: Pool;

  constructor(ownerPool: Pool, serviceUrl: string, name: string) {
    this.ownerPool = ownerPool;
    this.name = name;
    // A name of its own, because sweeps take up whatever is due of their operation.
    this.handler = new ModelHandler(`model.${name}`);
    const open = (max: number): Pool => {
      const pool = new Pool({ connectionString: serviceUrl, max, application_name: name, pipeline: true });
      // The drop of the database may overtake the farewell of a connection, and nobody is left to mind.
      pool.on('error', () => undefined);
      // Nothing here ends the server, so no commit needs to wait for the disk.
      return skipCommitWaits(pool);
    };
    this.pools = Array.from({ length: ENGINES }, () => open(POOL_MAX));
    this.watchPool = open(1);
    this.engines = this.pools.map((real) => {
      const pool = new FaultyPool(real, (fault) => this.count(fault));
      const onResolution = (outcome: ResolutionOutcome): void => this.count(outcome);
      const onBackgroundFailure = (_what: string, error: unknown): void => void this.reported.push(error);
      const times = { leaseMs: LEASE_MS, answerDeadlineMs: LEASE_MS - 1, unknownBackoff: this.backoff };
      // What was lost is repeated at once, while others are still about.
      const options = { ...times, random: () => 0, onResolution, onBackgroundFailure };
      return { pool, operations: new IdempotentOperations(pool.asPool, options) };
    });
  }

  /** Whether unknown outcomes are due at once in the run that begins, or only when the model says so. */
  begin({ isImpatient }: { isImpatient: boolean }): void {
    Object.assign(this.backoff, { baseMs: isImpatient ? AT_ONCE_MS : LEASE_MS, capMs: LEASE_MS });
    this.handler.isImpatient = isImpatient;
    this.reported.length = 0;
  }

  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  /** Waits until the server did what was lost on its way back. */
  async settle(): Promise<void> {
    await Promise.all(this.engines.map(({ pool }) => pool.settle()));
  }

  /** How many connections of this lane wait for a lock. */
  async countBlocked(): Promise<number> {
    const { rows } = await this.watchPool.query<{ blocked: number }>({
      name: 'model-count-blocked',
      text: `SELECT count(*)::integer AS blocked FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
      values: [this.name],
    });
    return rows[0]?.blocked ?? 0;
  }

  async close(): Promise<void> {
    await Promise.all(this.engines.map(({ operations }) => operations.drain()));
    await this.settle();
    await Promise.all([...this.pools, this.watchPool].map((pool) => pool.end()));
  }
}
