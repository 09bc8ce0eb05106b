import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHARGE_EVENT_TYPES } from '@once/contracts';
import { readUnpublished } from '@once/outbox';
import { Pact } from '@pact-foundation/pact';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CHARGE_ID,
  EVENT_ID,
  outboxRow,
  TRACEPARENT,
  type ExpectedRow,
  type OutboxMessage,
} from '../../test/contract/outbox-contract.ts';
import { PromisedOutbox } from '../../test/contract/promised-outbox.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

const PACT_DIR = join(import.meta.dirname, '../../../../contracts/pacts');
const pact = new Pact({ consumer: 'relay', provider: 'charge-api', dir: PACT_DIR, logLevel: 'error' });

/** Names the interaction in the pact; unique in it, and never reused for another meaning. */
interface RowCase extends ExpectedRow {
  readonly receives: string;
  readonly given: string;
}

const ROWS: readonly RowCase[] = [
  { receives: 'the row of a captured charge', given: 'a charge was captured', type: 'captured', version: 1 },
  {
    ...{ receives: 'the row of a captured charge without a trace', given: 'a charge was captured without a trace' },
    ...{ type: 'captured', version: 1, trace: 'untraced' },
  },
  { receives: 'the row of a refund', given: 'a charge was refunded in part', type: 'refunded', version: 2 },
  { receives: 'the row of an authorized charge', given: 'a charge was authorized', type: 'authorized', version: 1 },
  { receives: 'the row of a canceled charge', given: 'a charge was canceled', type: 'canceled', version: 2 },
  {
    receives: 'the row of an expired charge',
    given: 'a charge has expired',
    type: 'expired',
    version: 2,
    trace: 'either',
  },
  { receives: 'the row of a failed charge', given: 'a charge has failed', type: 'failed', version: 1 },
];

describe('relay, of the rows that charge-api leaves in the outbox', () => {
  let outbox: PromisedOutbox;
  beforeAll(async () => {
    // Pact merges into the file it finds; what is no longer asked for has to go.
    rmSync(join(PACT_DIR, 'relay-charge-api.json'), { force: true });
    outbox = await PromisedOutbox.create();
  });
  afterAll(() => outbox.drop());

  it.each(ROWS)('makes a record, by "$receives"', ({ receives, given, ...expected }) =>
    pact
      .addAsynchronousInteraction()
      .given(given)
      .expectsToReceive(receives, (message) => message.withJSONContent(outboxRow(expected)))
      .executeTest(async ({ contents }) => {
        const message = contents.content as unknown as OutboxMessage;
        await outbox.hold(message);
        const [row] = await readUnpublished(outbox.pool, [{ shard: 5, maxRows: 10 }]);
        expect(row).toMatchObject({ id: '42', version: expected.version });
        const { key, partition, value, headers } = toKafkaMessage(row!);
        expect({ key, partition, body: JSON.parse(value) }).toEqual({
          ...{ key: CHARGE_ID, partition: 5, body: message.row.payload },
        });
        expect(headers).toMatchObject({ ce_id: EVENT_ID, ce_type: CHARGE_EVENT_TYPES[expected.type] });
        expect(headers.traceparent).toBe((expected.trace ?? 'traced') === 'traced' ? TRACEPARENT : undefined);
      }),
  );
});
