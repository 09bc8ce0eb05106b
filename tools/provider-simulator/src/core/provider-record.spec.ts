import { expect, it } from '@jest/globals';
import { ProviderRecord } from './provider-record.ts';
import type { ResultEntry } from './record-entry.ts';

const recorded_at = '2026-01-01T00:00:00.000Z';

function result(fields: Partial<ResultEntry> & Pick<ResultEntry, 'provider_key' | 'operation'>): ResultEntry {
  const rest = { kind: 'result', fingerprint: 'f', fingerprint_version: 2, http_status: 201, body: {} } as const;
  return { ...rest, payment_id: 'pay_1', effect: null, metadata: {}, recorded_at, ...fields };
}

function sampleRecord(): ProviderRecord {
  const record = new ProviderRecord();
  const usd = (amount_minor: string) => ({ amount_minor, currency: 'USD' });
  record.add(result({ provider_key: 'k1', operation: 'authorize', effect: usd('9007199254740993') }));
  record.add(result({ provider_key: 'k2', operation: 'capture', effect: usd('9007199254740992') }));
  record.add(result({ provider_key: 'k3', operation: 'refund', effect: usd('1') }));
  record.add(
    result({
      provider_key: 'k4',
      operation: 'sale',
      payment_id: 'pay_2',
      effect: { amount_minor: '500', currency: 'JPY' },
    }),
  );
  record.add(result({ provider_key: 'k5', operation: 'sale', http_status: 402, payment_id: null }));
  record.add(result({ provider_key: 'k6', operation: 'cancel', http_status: 404, payment_id: null }));
  for (const outcome of ['replayed', 'replayed', 'key_reused'] as const)
    record.add({ kind: 'seen', provider_key: 'k1', outcome, recorded_at });
  return record;
}

it('sums effects by kind and currency without losing a minor unit', () => {
  expect(sampleRecord().summary.toSummary()).toEqual({
    requests_seen: 9,
    replays_served: 2,
    keys_reused: 1,
    invalid_requests: 0,
    interrupted_requests: 0,
    declines: 1,
    refusals: 1,
    effects: { authorized: 1, captured: 2, refunded: 1, canceled: 0 },
    amounts_minor: {
      USD: { authorized: '9007199254740993', captured: '9007199254740992', refunded: '1', canceled: '0' },
      JPY: { authorized: '0', captured: '500', refunded: '0', canceled: '0' },
    },
  });
});

it('counts every request under its key, replays and refusals too', () => {
  const record = sampleRecord();
  expect(['k1', 'k2', 'k5', 'nobody'].map((key) => record.requestsSeen(key))).toEqual([4, 1, 1, 0]);
});

it('keeps a second effect under one key where a checker finds it', () => {
  const record = sampleRecord();
  const effect = { amount_minor: '1', currency: 'USD' };
  record.add(result({ provider_key: 'k3', operation: 'refund', effect }));
  expect(record.effectSequencesOf('k3')).toEqual([3, 5]);
  expect(record.effectSequencesOf('k5')).toEqual([]);
});

it('refuses an effect without a payment', () => {
  const effect = { amount_minor: '1', currency: 'USD' };
  const entry = result({ provider_key: 'k', operation: 'sale', payment_id: null, effect });
  expect(() => new ProviderRecord().add(entry)).toThrow('an effect names no payment');
});
