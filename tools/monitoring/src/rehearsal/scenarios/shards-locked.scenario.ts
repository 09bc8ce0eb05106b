import { forgetTransaction } from '../forget-transaction.ts';
import type { Scenario } from '../scenario.ts';

export const shardsLocked: Scenario = {
  name: 'shards-locked',
  about: 'Somebody leaves a transaction open that holds the rows of the shards.',
  section: 'RelayShardsUnowned',
  breakStack: ({ running }) => forgetTransaction(running.stack.chargeDbUrl, 'SELECT FROM relay_shards FOR UPDATE'),
};
