import { describe, expect, it } from '@jest/globals';
import { targetsOfStack } from './targets-of-stack.ts';

const STACK = {
  ...{ chargeApi: ['http://a'], relay: ['http://b', 'http://c'], ledgerConsumer: ['http://d'], provider: 'http://p' },
  ...{ chargeDbUrl: 'postgres://charge', ledgerDbUrl: 'postgres://ledger', kafkaBrokers: ['k:1'], redisUrl: null },
};

describe('targetsOfStack', () => {
  it('takes addresses from the stack, and names as the services have them by default', () => {
    expect(targetsOfStack(STACK)).toEqual({
      ...{ chargeDbUrl: 'postgres://charge', ledgerDbUrl: 'postgres://ledger', kafkaBrokers: ['k:1'] },
      ...{ topic: 'payments.charges.v1', consumerGroup: 'ledger-consumer', providerUrl: 'http://p' },
      otherProviderUrls: [],
      metricsUrls: { 'charge-api': ['http://a'], relay: ['http://b', 'http://c'], 'ledger-consumer': ['http://d'] },
    });
  });

  it.each([
    ['provider', null],
    ['chargeDbUrl', ''],
    ['kafkaBrokers', []],
    ['relay', 'http://b'],
  ])('refuses a stack whose %s is %j', (name, value) => {
    expect(() => targetsOfStack({ ...STACK, [name]: value })).toThrow(new RegExp(`^${name} is not a`));
  });
});
