import { describe, expect, it } from '@jest/globals';
import { postgresSettingsFor, replicasOf } from './replicas.ts';

describe('replicasOf', () => {
  it('names one process of each kind by default', () => {
    expect(replicasOf({}).map(({ name }) => name)).toEqual(['charge-api-1', 'relay-1', 'ledger-consumer-1']);
  });

  it('numbers the replicas of each kind from 1', () => {
    const names = replicasOf({ chargeApi: 2, relay: 3, ledgerConsumer: 0 }).map(({ name }) => name);
    expect(names).toEqual(['charge-api-1', 'charge-api-2', 'relay-1', 'relay-2', 'relay-3']);
  });

  it.each([-1, 1.5, 33, Number.NaN])('refuses %d replicas', (relay) => {
    expect(() => replicasOf({ relay })).toThrow(RangeError);
  });
});

describe('postgresSettingsFor', () => {
  it('leaves the settings alone while the connections suffice', () => {
    expect(postgresSettingsFor(replicasOf({ chargeApi: 4, relay: 2, ledgerConsumer: 2 }))).toEqual({});
  });

  it('allows as many connections as the replicas may open', () => {
    expect(postgresSettingsFor(replicasOf({ chargeApi: 10, relay: 3, ledgerConsumer: 2 }))).toEqual({
      max_connections: '314',
    });
  });
});
