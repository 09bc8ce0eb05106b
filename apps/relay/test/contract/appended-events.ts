import { CHARGE_EVENT_TYPES, shardOfCharge } from '@once/contracts';
import { runInTx } from '@once/database';
import { appendInTx, readUnpublished, type OutboxRow } from '@once/outbox';
import type { TestDatabase } from '@once/testing';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** What a state says of its charge. */
export interface StatedCharge {
  charge_id: string;
  amount_minor: string;
  currency: string;
}

/** What an event tells besides its charge. */
interface EventFacts {
  traceparent?: string;
  account?: { provider_account: string; provider_effect_id: string };
}

type EventName = keyof typeof CHARGE_EVENT_TYPES;

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Events on a real outbox, appended as charge-api does it. The newest one is what an interaction is about. */
export class AppendedEvents {
  private readonly database: TestDatabase;
  private readonly charges: Pool;
  private readonly relay: Pool;
  private chargeId = '';
  private version = 0;

  constructor(database: TestDatabase) {
    this.database = database;
    this.charges = database.pool('charge_service', 1);
    this.relay = database.pool('relay_service', 1);
  }

  /** The events of one new charge, in order. */
  async ofCharge(names: readonly EventName[], charge: StatedCharge, facts: EventFacts = {}): Promise<void> {
    // Every interaction speaks of the same charge: what the one before has appended makes room.
    await this.database.ownerPool.query('TRUNCATE outbox, outbox_event_identity');
    this.chargeId = charge.charge_id;
    this.version = 0;
    for (const name of names) await this.append(name, charge, facts);
  }

  ofTracedCharge(names: readonly EventName[], charge: StatedCharge): Promise<void> {
    return this.ofCharge(names, charge, { traceparent: TRACEPARENT });
  }

  ofChargeAtAccount(names: readonly EventName[], charge: StatedCharge): Promise<void> {
    const account = { provider_account: 'simulator:acct_contract', provider_effect_id: `eff_${randomUUID()}` };
    return this.ofCharge(names, charge, { traceparent: TRACEPARENT, account });
  }

  /** The row of the newest event, read by the relay's own statement and with its own rights. */
  async newestRow(): Promise<OutboxRow> {
    const shards = [{ shard: shardOfCharge(this.chargeId), maxRows: 100 }];
    const rows = await readUnpublished(this.relay, shards);
    const row = rows.find(({ chargeId, version }) => chargeId === this.chargeId && version === this.version);
    if (!row) throw new Error('the state appended no event');
    return row;
  }

  private async append(name: EventName, charge: StatedCharge, { traceparent, account }: EventFacts): Promise<void> {
    this.version += 1;
    const body = {
      ...{ charge_id: this.chargeId, version: this.version, tenant_id: randomUUID(), operation_id: randomUUID() },
      ...{ amount_minor: charge.amount_minor, currency: charge.currency, currency_exponent: 2 },
      ...{ provider: 'simulator', ...account, occurred_at: new Date().toISOString() },
      request: { id: 'req_contract', idempotency_key_sha256: 'a'.repeat(64) },
    };
    const event = {
      ...{ eventId: randomUUID(), chargeId: this.chargeId, version: this.version },
      ...{ shard: shardOfCharge(this.chargeId), eventType: CHARGE_EVENT_TYPES[name], body, traceparent },
    };
    await runInTx(this.charges, (tx) => appendInTx(tx, [event]));
  }
}
