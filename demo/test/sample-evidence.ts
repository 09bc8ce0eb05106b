import type { EntryRow, Evidence, OutboxRow, TopicRecord } from '../src/evidence/evidence.ts';

interface Place {
  readonly serial: number;
  readonly chargeId: string;
  readonly version: number;
}

const event = ({ serial, chargeId, version }: Place, direction: string, amountMinor: bigint): OutboxRow => {
  const fields = { chargeId, version, operationId: `operation-${serial}`, amountMinor, currency: 'EUR' };
  const payload = JSON.stringify({ ...fields, amountMinor: String(amountMinor) });
  const type = `payments.charge.${direction}.v1`;
  return { eventId: `event-${serial}`, type, payload, isPublished: true, ...fields };
};

const record = (row: OutboxRow, offset: bigint): TopicRecord => ({ ...row, partition: 3, offset });

const entry = (serial: number, entryType: string, clearingMinor: bigint): EntryRow => ({
  id: `entry-${serial}`,
  sourceEventId: `event-${serial}`,
  entryType,
  operationId: `operation-${serial}`,
  postings: [
    { account: 'provider_clearing', currency: 'EUR', amountMinor: clearingMinor },
    { account: 'merchant_payable', currency: 'EUR', amountMinor: -clearingMinor },
  ],
});

const operation = ({ serial, chargeId }: Place, kind: string, amountMinor: bigint) => ({
  id: `operation-${serial}`,
  tenant: 'acme',
  idempotencyKey: `key-${serial}`,
  chargeId,
  kind,
  state: 'succeeded',
  movesMoney: true,
  amountMinor,
  currency: 'EUR',
  providerKeys: [`once_${serial}`],
});

const effect = (serial: number, kind: string, amountMinor: bigint) => ({
  providerKey: `once_${serial}`,
  effect: kind,
  amountMinor,
  currency: 'EUR',
  requestsSeen: 1,
});

const answer = (serial: number, id: string, isReplayed: boolean) => ({
  kind: 'answered' as const,
  origin: `line ${serial}`,
  tenant: 'acme',
  key: `key-${serial}`,
  attempts: [],
  status: 201,
  code: null,
  isReplayed,
  bodyText: `{"id":"${id}"}`,
});

const key = (serial: number, id: string) => ({
  tenant: 'acme',
  idempotencyKey: `key-${serial}`,
  state: 'COMPLETED',
  responseText: `{"id":"${id}"}`,
});

const CHARGE: Place = { serial: 1, chargeId: 'charge-1', version: 1 };
const REFUND: Place = { serial: 2, chargeId: 'charge-1', version: 2 };
const LOST: Place = { serial: 3, chargeId: 'charge-2', version: 1 };

/** A charge of EUR 10.99, the refund of 4.00 of it, and a charge of 42.00 whose first answer was lost; nothing amiss. */
export function sampleEvidence(): Evidence {
  const outbox = [event(CHARGE, 'captured', 1099n), event(REFUND, 'refunded', 400n), event(LOST, 'captured', 4200n)];
  return {
    chargeDb: {
      operations: [
        operation(CHARGE, 'charge.create', 1099n),
        operation(REFUND, 'refund.create', 400n),
        operation(LOST, 'charge.create', 4200n),
      ],
      keys: [key(1, 'charge-1'), key(2, 'operation-2'), key(3, 'charge-2')],
      outbox,
    },
    topic: outbox.map((row, index) => record(row, BigInt(index))),
    provider: {
      effects: [effect(1, 'captured', 1099n), effect(2, 'refunded', 400n), effect(3, 'captured', 4200n)],
      declines: 0,
      heldMinor: { EUR: 4899n },
    },
    ledgerDb: {
      entries: [entry(1, 'captured', 1099n), entry(2, 'refunded', -400n), entry(3, 'captured', 4200n)],
      inboxEventIds: ['event-1', 'event-2', 'event-3'],
      parkedRecords: 0,
    },
    metrics: { effectsApplied: 3, inboxDuplicates: 0, outboxPending: 0, resolutions: {} },
    clientLog: [answer(1, 'charge-1', false), answer(2, 'operation-2', false), answer(3, 'charge-2', true)],
    lostResponseChargeId: 'charge-2',
  };
}
