import { addProviderFault, healProvider } from '../provider-control.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';
import { withClient } from '../with-client.ts';

const PILE = 11;
/** Enough to be below ten again; the others stay for the alert of a few. */
const DECIDED = 2;

export const reviewsPileUp: Scenario = {
  name: 'reviews-pile-up',
  about: 'The provider loses requests and knows nothing of them afterwards.',
  section: 'NeedsReviewPile',
  breakStack: async ({ running, traffic, signal }) => {
    await addProviderFault(running.stack, { kind: 'drop_before_effect', times: PILE });
    // Slowly: a breaker that opens would keep the calls away.
    const stopTraffic = traffic.charges(2);
    const readPile = () =>
      withClient(running.stack.chargeDbUrl, async (client) => {
        const sql = `SELECT id FROM operations WHERE state = 'needs_review' ORDER BY created_at`;
        return (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
      });
    const pile = await until('operations wait for a person', 60, signal, async () => {
      const ids = await readPile();
      return ids.length >= PILE - 1 ? ids : undefined;
    });
    await stopTraffic();
    return {
      learn: (_block, { text }) => {
        const shown = pile.filter((id) => text.includes(id));
        return shown.length > 0 ? shown.slice(0, DECIDED).map((id) => ({ OPERATION_ID: id })) : undefined;
      },
      verify: async () => {
        const left = await readPile();
        if (left.length !== pile.length - DECIDED) throw new Error(`${left.length} wait, not ${pile.length - DECIDED}`);
      },
      end: () => healProvider(running.stack),
    };
  },
};
