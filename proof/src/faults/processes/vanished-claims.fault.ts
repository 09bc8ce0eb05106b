import { readProvider } from '../../checker/sources/provider/read-provider.ts';
import { planBurst } from '../../clients/plan-burst.ts';
import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import { countMadeAgain, loseClaims } from '../means/lose-claims.ts';

/** Enough that several are between claim and completion at once. */
const CHARGES = 12;
const AT_LEAST = 4;
/** Longer than it takes to see that the provider has acted, shorter than the answer deadline of 4 s. */
const HOLD_MS = 3_000;
const WITHIN_MS = 20_000;
/** A claim comes back only when its caller asks again: nobody may run out of tokens while other faults eat answers. */
const BUDGET_TOKENS = 20 * CHARGES;
const MADE_AGAIN_WITHIN_MS = 60_000;

export const vanishedClaims: Fault = {
  name: 'vanished-claims',
  about: 'Claims that the provider has acted on are gone from the database, as after a failover to a lagging replica.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: true,
  lastsMs: () => 10_000,
  prepare: (_random, _scope, { seed }) => ({
    orders: { charges: CHARGES, atLeast: AT_LEAST },
    // Until all of them are made again the provider knows more than the database, and a look would say so.
    run: (context) => context.undisturbed(() => lose(context, seed)),
  }),
};

/** It bites once for each claim that is lost. Nobody has been told of any: its caller hears of the claim that follows. */
async function lose(context: FaultContext, seed: string): Promise<FaultReport> {
  const { provider, load, sinceStartMs } = context;
  const fromMs = sinceStartMs();
  const plan = planBurst({ seed, operations: CHARGES, refundsPerSale: 0, label: 'vanished' });
  const keys = plan.steps.flatMap(({ calls }) => calls.map(({ key }) => key));
  await provider.set({ kind: 'hang', when: 'after', delay_ms: HOLD_MS, times: 2 * CHARGES });
  const sent = load.sendExtra(plan, { parallel: CHARGES, budgetTokens: BUDGET_TOKENS });
  // Awaited below; until then the claims may fail to come.
  sent.catch(() => undefined);
  const lost = await loseOf(keys, context);
  await sent;
  await untilMadeAgain(lost, context);
  return { injected: CHARGES, bites: lost.length, windows: [{ fromMs, toMs: sinceStartMs() }] };
}

function loseOf(keys: readonly string[], { targets, superuserUrl, signal }: FaultContext): Promise<string[]> {
  const takeAway = async (): Promise<string[] | undefined> => {
    const { effects } = await readProvider(targets.providerUrl);
    const providerKeys = effects.map(({ providerKey }) => providerKey);
    const lost = await loseClaims(superuserUrl, { keys, providerKeys, atLeast: AT_LEAST });
    return lost.length > 0 ? lost : undefined;
  };
  return until('claims are lost', takeAway, { withinMs: WITHIN_MS, everyMs: 100, signal });
}

/** The callers have their answers or have given up; what is asked here is the database. */
async function untilMadeAgain(lost: readonly string[], { targets, signal }: FaultContext): Promise<void> {
  const ask = async (): Promise<true | undefined> => {
    const count = await countMadeAgain(targets.chargeDbUrl, lost);
    if (count < lost.length) throw new Error(`${count} of ${lost.length} are`);
    return true;
  };
  await until('every lost claim is made again', ask, { withinMs: MADE_AGAIN_WITHIN_MS, signal });
}
