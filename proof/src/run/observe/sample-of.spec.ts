import { describe, expect, it } from '@jest/globals';
import { parseExposition } from '../../checker/sources/metrics/parse-exposition.ts';
import { sampleOf } from './sample-of.ts';

const CHARGE_API = parseExposition(`
operations_unsettled{state="unknown"} 2
operations_unsettled{state="needs_review"} 1`);
const RELAY = parseExposition('outbox_pending 4\noutbox_lag_seconds 1.5');
const STALE_RELAY = parseExposition('outbox_pending 9\noutbox_lag_seconds 0.5');
const CONSUMER = parseExposition(`
ledger_effects_applied 40
consumer_lag_records{topic="t",partition="0"} 3
consumer_lag_records{topic="t",partition="1"} 5`);
const ROWS = { moved: 41, received: 1, processing: 2, completed: 60, failed: 3 };

const whole = {
  atMs: 1_000,
  acknowledged: 39,
  inFlight: 9,
  scrapes: {
    chargeApi: [CHARGE_API, CHARGE_API],
    relay: [RELAY, STALE_RELAY],
    ledgerConsumer: [CONSUMER, CONSUMER],
  },
  rows: ROWS,
  suppressed: { replayed: 14, inbox: 4 },
};

describe('sampleOf', () => {
  it('takes the largest of what all replicas read from the same rows, and adds up what each counts itself', () => {
    expect(sampleOf(whole)).toEqual({
      atMs: 1_000,
      ...{ operationsAcknowledged: 39, operationsDone: 41, ledgerEffects: 40 },
      ...{ outboxPending: 9, outboxLagS: 1.5, consumerLagRecords: 16 },
      ...{ keysReceived: 1, keysProcessing: 2, keysCompleted: 60, keysFailed: 3 },
      ...{ unsettled: 3, inFlight: 9 },
      duplicates: { replayed: 14, inbox: 4 },
    });
  });

  it('leaves a gap, and no sum that is too small, where one process is down', () => {
    const scrapes = { ...whole.scrapes, chargeApi: [CHARGE_API, null], ledgerConsumer: [null, CONSUMER] };
    const sample = sampleOf({ ...whole, scrapes });
    expect(sample).toMatchObject({ unsettled: 3, ledgerEffects: 40, consumerLagRecords: null });
  });

  it('leaves a gap and no 0 where nothing answers', () => {
    const nothing = { chargeApi: [null, null], relay: [null], ledgerConsumer: [null] };
    const { atMs, operationsAcknowledged, inFlight, duplicates, ...read } = sampleOf({
      ...whole,
      scrapes: nothing,
      rows: null,
    });
    expect([atMs, operationsAcknowledged, inFlight, duplicates]).toEqual([1_000, 39, 9, whole.suppressed]);
    expect(new Set(Object.values(read))).toEqual(new Set([null]));
  });
});
