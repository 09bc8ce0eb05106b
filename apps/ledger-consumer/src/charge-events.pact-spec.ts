import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHARGES_TOPIC } from '@once/contracts';
import { Pact } from '@pact-foundation/pact';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHARGE_ID, EVENT_ID, TRACEPARENT, bodyOf, metadataOf, toRecord } from '../test/contract/event-shapes.ts';
import type { ContractMessage, ExpectedEvent } from '../test/contract/event-shapes.ts';
import { decodeChargeEvent } from './decode-charge-event/decode-charge-event.ts';
import type { DecodedEvent } from './charge-event/decoded-event.ts';
import { entryFor } from './charge-event/posting-rule.ts';

const PACT_DIR = join(import.meta.dirname, '../../../contracts/pacts');
const pact = new Pact({ consumer: 'ledger-consumer', provider: 'relay', dir: PACT_DIR, logLevel: 'error' });

// Pact merges into the file it finds; what is no longer asked for has to go.
beforeAll(() => rmSync(join(PACT_DIR, 'ledger-consumer-relay.json'), { force: true }));

interface MessageCase {
  /** Names the interaction in the pact; unique in it, and never reused for another meaning. */
  readonly receives: string;
  readonly given: string;
  readonly event: ExpectedEvent;
}

/** The event, through the code that runs in production. */
const decode = (message: ContractMessage): DecodedEvent => {
  const record = toRecord(message);
  expect(record.topic).toBe(CHARGES_TOPIC);
  const decoded = decodeChargeEvent(record);
  if (decoded.kind === 'rejected') throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return decoded.event;
};

const receive = ({ receives, given, event }: MessageCase, judge: (event: DecodedEvent) => void): Promise<unknown> =>
  pact
    .addAsynchronousInteraction()
    .given(given, { charge_id: CHARGE_ID, amount_minor: event.amountMinor, currency: 'EUR' })
    .expectsToReceive(receives, (message) => {
      message.withMetadata(metadataOf(event)).withJSONContent(bodyOf(event));
    })
    .executeTest(async (message) => judge(decode(message as ContractMessage)));

const lines = (event: DecodedEvent) => entryFor(event)?.lines.map(({ account, amountMinor }) => [account, amountMinor]);

describe('ledger-consumer, of the events that relay publishes', () => {
  it('posts a capture, by "a captured charge"', () =>
    receive(
      {
        ...{ receives: 'a captured charge', given: 'a charge was captured' },
        event: { type: 'captured', version: 1, amountMinor: '1099' },
      },
      (event) => {
        expect(event).toMatchObject({ eventId: EVENT_ID, chargeId: CHARGE_ID, version: 1n, traceparent: TRACEPARENT });
        expect(lines(event)).toEqual([
          ['provider_clearing', 1099n],
          ['merchant_payable', -1099n],
        ]);
      },
    ));

  it('knows whose money moved, by "a captured charge of a known provider account"', () =>
    receive(
      {
        ...{ receives: 'a captured charge of a known provider account' },
        given: 'a charge was captured at an account of the provider',
        event: { type: 'captured', version: 1, amountMinor: '1099', isOfAccount: true },
      },
      (event) => expect(event).toMatchObject({ providerAccount: 'simulator:acct_1', providerEffectId: 'eff_1' }),
    ));

  it('posts a capture of more than a JSON number can hold, by "a captured charge of 2^53 + 1 minor units"', () =>
    receive(
      {
        ...{ receives: 'a captured charge of 2^53 + 1 minor units', given: 'a charge was captured' },
        event: { type: 'captured', version: 1, amountMinor: '9007199254740993' },
      },
      (event) => expect(lines(event)?.[0]).toEqual(['provider_clearing', 9_007_199_254_740_993n]),
    ));

  it('posts a capture of a request that was not traced, by "a captured charge without a trace"', () =>
    receive(
      {
        ...{ receives: 'a captured charge without a trace', given: 'a charge was captured without a trace' },
        event: { type: 'captured', version: 1, amountMinor: '1099', isTraced: false },
      },
      (event) => {
        expect(event).not.toHaveProperty('traceparent');
        expect(lines(event)).toHaveLength(2);
      },
    ));

  it('posts a refund, by "a refund of a charge"', () =>
    receive(
      {
        ...{ receives: 'a refund of a charge', given: 'a charge was refunded in part' },
        event: { type: 'refunded', version: 2, amountMinor: '500' },
      },
      (event) => {
        expect(event.version).toBe(2n);
        expect(lines(event)).toEqual([
          ['merchant_payable', 500n],
          ['provider_clearing', -500n],
        ]);
      },
    ));

  it.each([
    { receives: 'an authorized charge', given: 'a charge was authorized', type: 'authorized', version: 1 },
    { receives: 'a canceled charge', given: 'a charge was canceled', type: 'canceled', version: 2 },
    { receives: 'an expired charge', given: 'a charge has expired', type: 'expired', version: 2 },
    { receives: 'a failed charge', given: 'a charge has failed', type: 'failed', version: 1 },
  ] as const)('advances the version and posts nothing, by "$receives"', ({ type, version, ...names }) =>
    receive({ ...names, event: { type, version, amountMinor: '1099' } }, (event) => {
      expect(event).toMatchObject({ chargeId: CHARGE_ID, version: BigInt(version) });
      expect(entryFor(event)).toBeUndefined();
    }),
  );
});
