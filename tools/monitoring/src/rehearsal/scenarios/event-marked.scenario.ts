import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';
import { withClient } from '../with-client.ts';

export const eventMarked: Scenario = {
  name: 'event-marked',
  about: 'Somebody marks an event as published that the relay never sent.',
  section: 'LedgerEntryMissing',
  breakStack: async ({ running, traffic, signal }) => {
    const { chargeDbUrl, ledgerDbUrl } = running.stack;
    running.kill('relay-1', 'SIGSTOP');
    const chargeId = await traffic.charge();
    await withClient(chargeDbUrl, (client) =>
      client.query('UPDATE outbox SET published_at = clock_timestamp() WHERE charge_id = $1', [chargeId]),
    ).finally(() => running.kill('relay-1', 'SIGCONT'));
    const hasEntry = () =>
      withClient(ledgerDbUrl, async (client) => {
        const { rowCount } = await client.query('SELECT FROM journal_entries WHERE charge_id = $1', [chargeId]);
        return rowCount === 1 ? true : undefined;
      });
    return {
      learn: (block, { text }) =>
        block.tags.includes('events')
          ? text
              .trim()
              .split('\n')
              .map((id) => ({ EVENT_ID: id }))
          : undefined,
      verify: async () => {
        await until('the entry is posted', 30, signal, hasEntry);
      },
      end: async () => undefined,
    };
  },
};
