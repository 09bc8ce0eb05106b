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
    // The last one may come while the others are looked at already.
    const decided = pile.slice(0, DECIDED);
    return {
      learn: (_block, { text }) =>
        decided.every((id) => text.includes(id)) ? decided.map((id) => ({ OPERATION_ID: id })) : undefined,
      verify: async () => {
        const left = await readPile();
        if (decided.some((id) => left.includes(id))) throw new Error('what was decided still waits');
      },
      end: () => healProvider(running.stack),
    };
  },
};
