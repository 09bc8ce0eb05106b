import type { CHARGE_EVENT_TYPES } from '@once/contracts';
import { createHash } from 'node:crypto';
import type { TestEvent } from './charge-event-record.ts';

/** The examples that docs/ledger.md works through. Ids and times are fixed, because they stand in the document. */
export const EXAMPLE_TENANT = { id: '0199a000-0000-7000-8000-000000000001', name: 'acme' };

/** One operation of a charge and the event that it made. */
export interface ExampleStep {
  type: keyof typeof CHARGE_EVENT_TYPES;
  kind: 'charge.create' | 'charge.capture' | 'charge.cancel' | 'refund.create';
  amountMinor: string;
  key: string;
}

export interface ExampleCharge {
  id: string;
  status: 'failed' | 'canceled' | 'partially_refunded' | 'refunded';
  currency: string;
  exponent: number;
  amountMinor: string;
  capturedMinor: string;
  refundedMinor: string;
  /** The provider's name of the payment; a declined one has none. */
  paymentId: string | null;
  steps: ExampleStep[];
}

const refund = (amountMinor: string, key: string): ExampleStep => ({
  ...{ type: 'refunded', kind: 'refund.create', amountMinor, key },
});
const create = (type: ExampleStep['type'], amountMinor: string, key: string): ExampleStep => ({
  ...{ type, kind: 'charge.create', amountMinor, key },
});

export const EXAMPLE_CHARGES: ExampleCharge[] = [
  {
    ...{ id: '0199a001-0000-7000-8000-000000000001', status: 'partially_refunded', paymentId: 'pay_1001' },
    ...{ currency: 'EUR', exponent: 2, amountMinor: '10000', capturedMinor: '6000', refundedMinor: '1550' },
    steps: [
      create('authorized', '10000', 'order-1'),
      { type: 'captured', kind: 'charge.capture', amountMinor: '6000', key: 'order-1-shipped' },
      refund('1000', 'order-1-return-1'),
      refund('550', 'order-1-return-2'),
    ],
  },
  {
    ...{ id: '0199a002-0000-7000-8000-000000000001', status: 'refunded', paymentId: 'pay_1002' },
    ...{ currency: 'JPY', exponent: 0, amountMinor: '1200', capturedMinor: '1200', refundedMinor: '1200' },
    steps: [
      create('captured', '1200', 'order-2'),
      refund('200', 'order-2-return-1'),
      refund('1000', 'order-2-return-2'),
    ],
  },
  {
    ...{ id: '0199a003-0000-7000-8000-000000000001', status: 'partially_refunded', paymentId: 'pay_1003' },
    ...{ currency: 'KWD', exponent: 3, amountMinor: '5250', capturedMinor: '5250', refundedMinor: '1125' },
    steps: [create('captured', '5250', 'order-3'), refund('1125', 'order-3-return-1')],
  },
  {
    ...{ id: '0199a004-0000-7000-8000-000000000001', status: 'canceled', paymentId: 'pay_1004' },
    ...{ currency: 'EUR', exponent: 2, amountMinor: '2500', capturedMinor: '0', refundedMinor: '0' },
    steps: [
      create('authorized', '2500', 'order-4'),
      { type: 'canceled', kind: 'charge.cancel', amountMinor: '2500', key: 'order-4-cancel' },
    ],
  },
  {
    ...{ id: '0199a005-0000-7000-8000-000000000001', status: 'failed', paymentId: null },
    ...{ currency: 'EUR', exponent: 2, amountMinor: '8000', capturedMinor: '0', refundedMinor: '0' },
    steps: [create('failed', '8000', 'order-5')],
  },
];

/** A step of a charge with all that is told from its place: the version is the number of events so far. */
export interface PlacedStep extends ExampleStep {
  charge: ExampleCharge;
  version: number;
  operationId: string;
  requestId: string;
  eventId: string;
  occurredAt: string;
}

/** An id of the charge's own series: the same first group, and what it is in the last. */
const idIn = (charge: ExampleCharge, lastGroup: string): string =>
  charge.id.slice(0, -lastGroup.length).concat(lastGroup);

/** Each charge's steps are a day apart, from the 2nd of November on. */
const dayOf = (version: number): string => `2026-11-0${version + 1}T09:30:00.000Z`;

export const exampleSteps = (): PlacedStep[] =>
  EXAMPLE_CHARGES.flatMap((charge) =>
    charge.steps.map((step, index) => ({
      ...step,
      charge,
      version: index + 1,
      operationId: idIn(charge, `a${index + 1}`),
      requestId: `req_${idIn(charge, `c${index + 1}`)}`,
      eventId: idIn(charge, `e${index + 1}`),
      occurredAt: dayOf(index + 1),
    })),
  );

const sha256Hex = (key: string): string => createHash('sha256').update(key).digest('hex');

/** The event that a step made, as the relay publishes it. */
export const toTestEvent = (step: PlacedStep): TestEvent => ({
  ...{ eventId: step.eventId, type: step.type, chargeId: step.charge.id, version: step.version },
  body: {
    ...{ tenant_id: EXAMPLE_TENANT.id, operation_id: step.operationId, amount_minor: step.amountMinor },
    ...{ currency: step.charge.currency, currency_exponent: step.charge.exponent, occurred_at: step.occurredAt },
    request: { id: step.requestId, idempotency_key_sha256: sha256Hex(step.key) },
    provider_account: 'simulator:acct_1',
    ...(step.type === 'failed' ? {} : { provider_effect_id: `eff_${step.charge.paymentId}_${step.version}` }),
  },
});
