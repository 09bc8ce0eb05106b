import type { Client } from 'pg';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';
import { withClient } from '../with-client.ts';

const SAFEGUARDS = ['postings_in_entry_transaction', 'postings_balance', 'postings_append_only'];

/** What only the owner of the ledger can do, and what no one should. */
async function withoutSafeguards(ledgerDbUrl: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  await withClient(ledgerDbUrl, async (client) => {
    await client.query('BEGIN');
    for (const name of SAFEGUARDS) await client.query(`ALTER TABLE postings DISABLE TRIGGER ${name}`);
    await work(client);
    for (const name of SAFEGUARDS) await client.query(`ALTER TABLE postings ENABLE ALWAYS TRIGGER ${name}`);
    await client.query('COMMIT');
  });
}

export const entryUnbalanced: Scenario = {
  name: 'entry-unbalanced',
  about: 'The owner of the ledger adds a posting behind the back of its safeguards.',
  section: 'LedgerUnbalanced',
  breakStack: async ({ running, traffic, signal }) => {
    const { ledgerDbUrl } = running.stack;
    const chargeId = await traffic.charge();
    const entryId = await until('the charge is posted', 30, signal, () =>
      withClient(ledgerDbUrl, async (client) => {
        const sql = 'SELECT id FROM journal_entries WHERE charge_id = $1';
        return (await client.query<{ id: string }>(sql, [chargeId])).rows[0]?.id;
      }),
    );
    const added = `INSERT INTO postings (entry_id, line_no, account_id, amount_minor, currency)
                   SELECT entry_id, 9, account_id, 1, currency FROM postings WHERE entry_id = $1 AND line_no = 1`;
    await withoutSafeguards(ledgerDbUrl, (client) => client.query(added, [entryId]));
    const removed = 'DELETE FROM postings WHERE entry_id = $1 AND line_no = 9';
    const takeAway = () => withoutSafeguards(ledgerDbUrl, (client) => client.query(removed, [entryId]));
    return { othersFix: takeAway, end: takeAway };
  },
};
