import type { TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { ExpireCharges } from '../../src/change/expire/expire-charges.ts';
import { createTenant } from '../../src/tenants/create-tenant.ts';
import { Caller } from '../caller.ts';
import type { ContractWorld } from './contract-world.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Columns as the relay sees them with its own rights, and whether it may do its work with them. */
const PROMISED = `
  SELECT (SELECT jsonb_object_agg(attname, format_type(atttypid, NULL))
          FROM pg_attribute WHERE attrelid = 'outbox'::regclass AND attnum > 0 AND NOT attisdropped) AS columns,
         jsonb_build_object(
           'read', has_table_privilege('outbox', 'SELECT'),
           'mark', has_column_privilege('outbox', 'published_at', 'UPDATE')
                   AND has_column_privilege('outbox', 'published_offset', 'UPDATE')) AS rights,
         to_jsonb(o) AS row
  FROM outbox o WHERE o.charge_id = $1 ORDER BY o.version DESC LIMIT 1`;

interface Promised {
  columns: Record<string, string>;
  rights: Record<string, boolean>;
  row: Record<string, unknown> & { payload: string };
}

/** JSON has no time of its own: Postgres writes it with an offset, the relay's driver makes a moment of it. */
const asMoment = (value: unknown): unknown => (typeof value === 'string' ? new Date(value).toISOString() : value);

/** Each event of a charge by a real request, and the row that it left. */
export class OutboxStates {
  private readonly world: ContractWorld;
  private readonly database: TestDatabase;
  private readonly relay: Pool;
  private chargeId = '';

  constructor(world: ContractWorld) {
    this.world = world;
    this.database = world.database;
    this.relay = world.database.pool('relay_service', 1);
  }

  captured = (): Promise<Caller> => this.charge({});
  authorized = (): Promise<Caller> => this.charge({ capture: false });
  failed = (): Promise<Caller> => this.charge({ source: 'tok_declined' });
  capturedUntraced = (): Promise<Caller> => this.charge({}, {});

  async refunded(): Promise<void> {
    await (await this.captured()).refund(this.chargeId, { amount: 500 }, { headers: { traceparent: TRACEPARENT } });
  }

  async canceled(): Promise<void> {
    await (await this.authorized()).cancel(this.chargeId, { headers: { traceparent: TRACEPARENT } });
  }

  async expired(): Promise<void> {
    await this.authorized();
    const overdue = `UPDATE charges SET authorization_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`;
    await this.database.ownerPool.query(overdue, [this.chargeId]);
    await (await this.world.instance('usual')).app.get(ExpireCharges).run();
  }

  /** The newest row of the charge, read as the relay. */
  async newestRow(): Promise<object> {
    const { rows } = await this.relay.query<Promised>(PROMISED, [this.chargeId]);
    if (!rows[0]) throw new Error('the state left no row');
    const { columns, rights, row } = rows[0];
    const times = Object.fromEntries(
      ['occurred_at', 'created_at', 'published_at'].map((at) => [at, asMoment(row[at])]),
    );
    const texts = Object.fromEntries(['id', 'shard', 'version'].map((name) => [name, String(row[name])]));
    return { columns, rights, row: { ...row, ...times, ...texts, payload: JSON.parse(row.payload) as unknown } };
  }

  private async charge(
    fields: object,
    headers: Record<string, string> = { traceparent: TRACEPARENT },
  ): Promise<Caller> {
    const { url } = await this.world.instance('usual');
    const caller = new Caller(url, await createTenant(this.database.ownerPool, `contract-${randomUUID()}`));
    const { body } = await caller.charge({ ...fields }, { headers });
    this.chargeId = String(body.id ?? body.charge_id);
    return caller;
  }
}
