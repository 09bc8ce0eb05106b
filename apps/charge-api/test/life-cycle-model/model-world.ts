import { IdempotentOperations, type Sweeper } from '@once/idempotency';
import { startProviderSimulator, type RunningProviderSimulator } from '@once/provider-simulator';
import { createTestDatabase, skipCommitWaits, type TestDatabase } from '@once/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { ExpireCharges } from '../../src/change/expire/expire-charges.ts';
import { SimulatorProvider } from '../../src/provider/simulator.provider.ts';
import { AbandonOperations } from '../../src/sweeps/abandon-operations.ts';
import { ChargeHandlers } from '../../src/sweeps/charge-handlers.ts';
import { createTenant } from '../../src/tenants/create-tenant.ts';
import { CHARGE_POOL } from '../../src/config/database.module.ts';
import { Caller } from '../caller.ts';
import { loseCommits, type LostCommit } from './lose-commits.ts';
import { PlanBook } from './plan-book.ts';
import { plannedFaults } from './planned-faults.behaviour.ts';
import { PlannedProvider } from './planned-provider.ts';
import { ProviderRecord } from './provider-record.ts';
import { startModelService, type ModelService } from './start-model-service.ts';
import { STOP_THE_CLOCK } from './time.ts';
import { nameWorkers } from './working-as.ts';

const INSTANCES = 2;
/** Enough to hit every kind of transaction in every full run. */
const LOST_COMMITS = 0.02;
/** More than any run has open: no run waits for the hands that another one keeps busy. */
const HANDS = 1_000;

/** Two instances of the service on one database, and one provider: what all runs share. */
export class ModelWorld {
  readonly book: PlanBook;
  readonly record: ProviderRecord;
  private readonly database: TestDatabase;
  private readonly simulator: RunningProviderSimulator;
  private readonly dataDir: string;
  private readonly services: ModelService[];
  private expiring: Promise<unknown> = Promise.resolve();

  private constructor(parts: {
    book: PlanBook;
    database: TestDatabase;
    simulator: RunningProviderSimulator;
    dataDir: string;
    services: ModelService[];
  }) {
    this.book = parts.book;
    this.database = parts.database;
    this.simulator = parts.simulator;
    this.dataDir = parts.dataDir;
    this.services = parts.services;
    this.record = new ProviderRecord(parts.simulator.url);
  }

  static async open(): Promise<ModelWorld> {
    const database = await createTestDatabase('charge');
    // Nothing here ends the server, so no commit of the model's own needs to wait for the disk.
    await database.ownerPool.query(`ALTER DATABASE ${database.name} SET synchronous_commit = off; ${STOP_THE_CLOCK}`);
    const book = new PlanBook();
    const dataDir = await mkdtemp(join(tmpdir(), 'once-life-cycle-model-'));
    const behaviours = [plannedFaults(book)];
    const simulator = await startProviderSimulator({ port: 0, dataDir, log: () => undefined, behaviours });
    const services: ModelService[] = [];
    for (let made = 0; made < INSTANCES; made++) {
      const adapter = new SimulatorProvider({
        ...{ url: simulator.url, timeoutMs: 60_000, maxConnections: 256 },
      });
      const variables = { DATABASE_URL: database.serviceUrl('charge_service'), PROVIDER_URL: simulator.url };
      const service = await startModelService(variables, new PlannedProvider(adapter, book));
      nameWorkers(service.app.get(ChargeHandlers).all());
      const onLost = (how: LostCommit): void => book.count(how);
      loseCommits(skipCommitWaits(service.app.get(CHARGE_POOL)), { share: LOST_COMMITS, random: Math.random, onLost });
      services.push(service);
    }
    return new ModelWorld({ book, database, simulator, dataDir, services });
  }

  /** As the owner, who may read and change everything. */
  get pool(): Pool {
    return this.database.ownerPool;
  }

  async tenant(name: string): Promise<Caller> {
    return new Caller(this.url(0), await createTenant(this.pool, name));
  }

  url(instance: number): string {
    return this.services[instance]!.url;
  }

  /** The resumer and the resolver of an instance, as its own loops have them. */
  sweepers(instance: number): Sweeper[] {
    const { app } = this.services[instance]!;
    const options = { handlers: app.get(ChargeHandlers).all(), maxConcurrent: HANDS };
    const operations = app.get(IdempotentOperations);
    return [operations.sweeper('lease_over', options), operations.sweeper('unknown', options)];
  }

  async giveUp(instance: number): Promise<void> {
    await this.services[instance]!.app.get(AbandonOperations).run();
  }

  /** The job sees the charges of all runs; one at a time, it sees only the one whose time is over now. */
  expire(instance: number, around: (run: () => Promise<unknown>) => Promise<void>): Promise<void> {
    const job = this.services[instance]!.app.get(ExpireCharges);
    const expiring = this.expiring.then(() => around(() => job.run()));
    this.expiring = expiring.catch(() => undefined);
    return expiring;
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map(({ app }) => app.close()));
    await this.simulator.stop();
    await rm(this.dataDir, { recursive: true, force: true });
    await this.database.drop();
  }
}
