import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CHARGE_EVENT_TYPES,
  CLOUDEVENTS_VERSION,
  EVENT_CONTENT_TYPE,
  EVENT_HEADERS,
  EVENT_SOURCE,
  type ChargeEventType,
} from '@once/contracts';
import type { ConsumedRecord } from '@once/messaging';
import { Matchers, Pact } from '@pact-foundation/pact';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeChargeEvent } from './decode-charge-event/decode-charge-event.ts';
import { entryFor, type EntryToPost } from './post-charge-event/posting-rule.ts';

const { integer, regex, string } = Matchers;

const PACT_DIR = join(import.meta.dirname, '../../../contracts/pacts');
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const RFC_3339 = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';
const CHARGE_ID = '0193f5a0-7c4e-7bbb-8c00-000000000001';
const OPERATION_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000f1';
const EVENT_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000e1';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OCCURRED_AT = '2026-11-20T10:00:00.000Z';

const pact = new Pact({ consumer: 'ledger-consumer', provider: 'relay', dir: PACT_DIR, logLevel: 'error' });

// Pact merges into the file it finds; what is no longer asked for has to go.
beforeAll(() => rmSync(join(PACT_DIR, 'ledger-consumer-relay.json'), { force: true }));

/** The record's headers: CloudEvents in Kafka binary mode, and the trace context as it was stored with the event. */
const headersOf = (type: ChargeEventType) => ({
  [EVENT_HEADERS.specVersion]: CLOUDEVENTS_VERSION,
  [EVENT_HEADERS.id]: regex(UUID, EVENT_ID),
  [EVENT_HEADERS.type]: type,
  [EVENT_HEADERS.source]: EVENT_SOURCE,
  [EVENT_HEADERS.subject]: regex(UUID, CHARGE_ID),
  [EVENT_HEADERS.time]: regex(RFC_3339, OCCURRED_AT),
  [EVENT_HEADERS.partitionKey]: regex(UUID, CHARGE_ID),
  [EVENT_HEADERS.contentType]: EVENT_CONTENT_TYPE,
  [EVENT_HEADERS.traceparent]: regex('^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$', TRACEPARENT),
});

const bodyOf = (version: number, amountMinor: string) => ({
  charge_id: regex(UUID, CHARGE_ID),
  version: integer(version),
  tenant_id: string('acme'),
  operation_id: regex(UUID, OPERATION_ID),
  // Text: a JSON number would lose integers above 2^53.
  amount_minor: regex('^[1-9]\\d{0,18}$', amountMinor),
  currency: regex('^[A-Z]{3}$', 'EUR'),
  currency_exponent: integer(2),
  provider: string('simulator'),
  occurred_at: regex(RFC_3339, OCCURRED_AT),
  request: { id: string('req_1'), idempotency_key: string('order-1') },
});

interface Message {
  contents: { content: unknown };
  metadata: Record<string, unknown>;
}

/** The message as the consumer's transport would hand it over. */
const toRecord = ({ contents, metadata }: Message): ConsumedRecord => ({
  topic: 'payments.charges.v1',
  partition: 0,
  offset: '0',
  timestampMs: '0',
  key: Buffer.from(String(metadata[EVENT_HEADERS.partitionKey])),
  value: Buffer.from(JSON.stringify(contents.content)),
  headers: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(String(value))])),
});

/** What the ledger would post for it, through the code that runs in production. */
const entryOf = (message: Message): EntryToPost | undefined => {
  const decoded = decodeChargeEvent(toRecord(message));
  if (decoded.kind === 'rejected') throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return entryFor(decoded.event);
};

describe('ledger-consumer, of the events that relay publishes', () => {
  it('posts a capture', () =>
    pact
      .addAsynchronousInteraction()
      .given('a charge was captured', { charge_id: CHARGE_ID, amount: 1099, currency: 'EUR' })
      .expectsToReceive('a captured charge', (message) => {
        message.withMetadata(headersOf(CHARGE_EVENT_TYPES.captured)).withJSONContent(bodyOf(1, '1099'));
      })
      .executeTest((message) => {
        expect(entryOf(message as Message)).toMatchObject({
          entryType: 'captured',
          event: { eventId: EVENT_ID, chargeId: CHARGE_ID, version: 1n, traceparent: TRACEPARENT },
          lines: [
            { account: 'provider_clearing', amountMinor: 1099n },
            { account: 'merchant_payable', amountMinor: -1099n },
          ],
        });
        return Promise.resolve();
      }));

  it('posts a refund', () =>
    pact
      .addAsynchronousInteraction()
      .given('a charge was refunded in part', { charge_id: CHARGE_ID, amount: 500, currency: 'EUR' })
      .expectsToReceive('a refund of a charge', (message) => {
        message.withMetadata(headersOf(CHARGE_EVENT_TYPES.refunded)).withJSONContent(bodyOf(2, '500'));
      })
      .executeTest((message) => {
        expect(entryOf(message as Message)).toMatchObject({
          entryType: 'refunded',
          event: { version: 2n },
          lines: [
            { account: 'merchant_payable', amountMinor: 500n },
            { account: 'provider_clearing', amountMinor: -500n },
          ],
        });
        return Promise.resolve();
      }));
});
