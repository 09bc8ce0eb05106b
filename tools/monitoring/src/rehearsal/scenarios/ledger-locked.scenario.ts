import { forgetTransaction } from '../forget-transaction.ts';
import type { Scenario } from '../scenario.ts';

export const ledgerLocked: Scenario = {
  name: 'ledger-locked',
  about: 'Somebody leaves a transaction open that holds a table of the ledger, while charges go on.',
  section: 'PartitionsPaused',
  labels: { reason: 'database_outage' },
  breakStack: async ({ running, traffic }) => {
    const stopTraffic = traffic.charges(2);
    const sql = 'LOCK TABLE charge_versions IN ACCESS EXCLUSIVE MODE';
    const transaction = await forgetTransaction(running.stack.ledgerDbUrl, sql);
    return {
      ...transaction,
      end: async () => {
        await stopTraffic();
        await transaction.end();
      },
    };
  },
};
