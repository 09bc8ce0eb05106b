import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { RelayEnv } from './relay.env.ts';

export interface RelaySettings {
  /** Readable name of the instance plus a part that no other start of it has. */
  member: string;
  databaseUrl: string;
  kafkaBrokers: readonly string[];
  topic: string;
  leaseMs: number;
  batchRows: number;
  retentionDays: number;
}

/** Injection token of the settings. */
export const RELAY_SETTINGS = Symbol('RELAY_SETTINGS');

export function relaySettings(env: RelayEnv): RelaySettings {
  return {
    member: `${env.SERVICE_INSTANCE ?? hostname()}/${randomUUID()}`,
    databaseUrl: env.DATABASE_URL,
    kafkaBrokers: env.KAFKA_BROKERS,
    topic: env.RELAY_TOPIC,
    leaseMs: env.RELAY_LEASE_MS,
    batchRows: env.RELAY_BATCH_SIZE,
    retentionDays: env.OUTBOX_RETENTION_DAYS,
  };
}
