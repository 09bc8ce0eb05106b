import { readProvider } from '../../checker/sources/provider/read-provider.ts';
import { planBurst } from '../../clients/plan-burst.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { loseClaims } from '../means/lose-claims.ts';

/** Enough that several are between claim and completion at once. */
const CHARGES = 12;
const AT_LEAST = 4;
/** Longer than it takes to see that the provider has acted, shorter than the answer deadline of 4 s. */
const HOLD_MS = 3_000;
const WITHIN_MS = 20_000;

export const vanishedClaims: Fault = {
  name: 'vanished-claims',
  about: 'Claims that the provider has acted on are gone from the database, as after a failover to a lagging replica.',
  // Its claims come back only when their callers ask again; in the mix, a look in between sees effects without a claim.
  isQuick: false,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 10_000,
  prepare: (_random, _scope, { seed }) => ({
    orders: { charges: CHARGES, atLeast: AT_LEAST },
    // The run's own checks would see the moment in which the provider knows more than the database.
    run: (context) => context.undisturbed(() => lose(context, seed)),
  }),
};

/** It bites once for each claim that is lost. Nobody has been told of any: its caller hears of the claim that follows. */
async function lose(context: FaultContext, seed: string): Promise<FaultReport> {
  const { provider, load, targets, superuserUrl, signal, sinceStartMs } = context;
  const fromMs = sinceStartMs();
  const plan = planBurst({ seed, operations: CHARGES, refundsPerSale: 0, label: 'vanished' });
  const keys = plan.steps.flatMap(({ calls }) => calls.map(({ key }) => key));
  await provider.set({ kind: 'hang', when: 'after', delay_ms: HOLD_MS, times: 2 * CHARGES });
  const sent = load.sendExtra(plan, { parallel: CHARGES });
  // Awaited below; until then the claims may fail to come.
  sent.catch(() => undefined);
  const takeAway = async (): Promise<number | undefined> => {
    const { effects } = await readProvider(targets.providerUrl);
    const providerKeys = effects.map(({ providerKey }) => providerKey);
    const lost = await loseClaims(superuserUrl, { keys, providerKeys, atLeast: AT_LEAST });
    return lost > 0 ? lost : undefined;
  };
  const bites = await until('claims are lost', takeAway, { withinMs: WITHIN_MS, everyMs: 100, signal });
  await sent;
  return { injected: CHARGES, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
