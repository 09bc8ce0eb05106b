import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { CHARGE_EVENT_TYPES, shardOfCharge, type ChargeEventType } from '@once/contracts';
import { runInTx } from '@once/database';
import { appendInTx } from '@once/outbox';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import { MessageProviderPact, providerWithMetadata } from '@pact-foundation/pact';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readUnpublished } from './read-unpublished.sql.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

const PACT = join(import.meta.dirname, '../../../../contracts/pacts/ledger-consumer-relay.json');

interface StateParams {
  charge_id: string;
  amount: number;
  currency: string;
}

let database: TestDatabase;
/** The charge that the state before this interaction made. */
let current: { chargeId: string; version: number };

/** Appends a real event, as charge-api does, in a transaction on the real outbox. */
const append = (eventType: ChargeEventType, version: number, { amount, currency }: StateParams): Promise<void> => {
  const chargeId = version === 1 ? randomUUID() : current.chargeId;
  current = { chargeId, version };
  const body = {
    charge_id: chargeId,
    version,
    tenant_id: randomUUID(),
    operation_id: randomUUID(),
    amount_minor: String(amount),
    currency,
    currency_exponent: 2,
    provider: 'simulator',
    occurred_at: new Date().toISOString(),
    request: { id: 'req_contract', idempotency_key: 'contract' },
  };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const event = {
    eventId: randomUUID(),
    chargeId,
    version,
    shard: shardOfCharge(chargeId),
    eventType,
    body,
    traceparent,
  };
  return runInTx(database.pool('charge_service', 1), (tx) => appendInTx(tx, [event]));
};

/** The record of the row as the relay would send it: read by its own statement, mapped by its own mapping. */
const publish = async (): Promise<{ body: unknown; headers: Record<string, string> }> => {
  const shards = Array.from({ length: 12 }, (_unused, shard) => ({ shard, maxRows: 100 }));
  const rows = await readUnpublished(database.pool('relay_service', 1), shards);
  const row = rows.find(({ chargeId, version }) => chargeId === current.chargeId && version === current.version);
  if (!row) throw new Error('the state appended no event');
  const { value, headers } = toKafkaMessage(row);
  return { body: JSON.parse(value), headers };
};

const message = async (descriptor: Parameters<ReturnType<typeof providerWithMetadata>>[0]) => {
  const { body, headers } = await publish();
  return providerWithMetadata(() => Promise.resolve(body), headers)(descriptor);
};

describe('relay keeps its contract with ledger-consumer', () => {
  beforeAll(async () => {
    database = await createTestDatabase('charge');
  });
  afterAll(() => database.drop());

  it('in body and headers of every interaction', async () => {
    await new MessageProviderPact({
      provider: 'relay',
      pactUrls: [PACT],
      logLevel: 'error',
      messageProviders: { 'a captured charge': message, 'a refund of a charge': message },
      stateHandlers: {
        'a charge was captured': async (_state, params) => {
          await append(CHARGE_EVENT_TYPES.captured, 1, params as unknown as StateParams);
        },
        'a charge was refunded in part': async (_state, params) => {
          await append(CHARGE_EVENT_TYPES.captured, 1, params as unknown as StateParams);
          await append(CHARGE_EVENT_TYPES.refunded, 2, params as unknown as StateParams);
        },
      },
    }).verify();
  });
});
