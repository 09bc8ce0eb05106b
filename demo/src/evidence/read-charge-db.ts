import type { Evidence, KeyRow, OperationRow, OutboxRow } from './evidence.ts';
import { readEventBody } from './read-event-body.ts';
import { readOnlySnapshot } from './read-only-snapshot.ts';

const OPERATIONS = `
  SELECT o.id, t.name AS tenant, o.idempotency_key, o.charge_id, o.kind, o.state, o.amount_minor, c.currency,
         o.kind IN ('charge.capture', 'refund.create')
           -- Its input is emptied when it ends; its step says whether it captured.
           OR EXISTS (SELECT FROM charge_transitions x WHERE x.operation_id = o.id AND x.to_status = 'captured')
           AS moves_money,
         ARRAY(SELECT DISTINCT a.provider_key FROM provider_attempts a WHERE a.operation_id = o.id) AS provider_keys
  FROM operations o
  JOIN charges c ON c.id = o.charge_id
  JOIN tenants t ON t.id = o.tenant_id`;

const KEYS = `
  SELECT t.name AS tenant, k.idempotency_key, k.state, convert_from(k.response_body, 'UTF8') AS response_text
  FROM idempotency_keys k
  JOIN tenants t ON t.id = k.tenant_id`;

const OUTBOX = `SELECT event_id, event_type, payload, published_at IS NOT NULL AS is_published FROM outbox ORDER BY id`;

interface OperationColumns {
  id: string;
  tenant: string;
  idempotency_key: string;
  charge_id: string;
  kind: string;
  state: string;
  amount_minor: string;
  currency: string;
  moves_money: boolean;
  provider_keys: string[];
}

interface KeyColumns {
  tenant: string;
  idempotency_key: string;
  state: string;
  response_text: string | null;
}

interface OutboxColumns {
  event_id: string;
  event_type: string;
  payload: string;
  is_published: boolean;
}

export function readChargeDb(url: string): Promise<Evidence['chargeDb']> {
  return readOnlySnapshot(url, async (client) => ({
    operations: (await client.query<OperationColumns>(OPERATIONS)).rows.map(toOperation),
    keys: (await client.query<KeyColumns>(KEYS)).rows.map(toKey),
    outbox: (await client.query<OutboxColumns>(OUTBOX)).rows.map(toOutboxRow),
  }));
}

const toOperation = (row: OperationColumns): OperationRow => ({
  id: row.id,
  tenant: row.tenant,
  idempotencyKey: row.idempotency_key,
  chargeId: row.charge_id,
  kind: row.kind,
  state: row.state,
  movesMoney: row.moves_money,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  providerKeys: row.provider_keys,
});

const toKey = (row: KeyColumns): KeyRow => ({
  tenant: row.tenant,
  idempotencyKey: row.idempotency_key,
  state: row.state,
  responseText: row.response_text,
});

const toOutboxRow = (row: OutboxColumns): OutboxRow => ({
  eventId: row.event_id,
  type: row.event_type,
  payload: row.payload,
  isPublished: row.is_published,
  ...readEventBody(row.payload),
});
