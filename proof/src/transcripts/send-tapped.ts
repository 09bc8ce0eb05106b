import type { WorkloadPlan } from '../clients/workload/workload-plan.ts';
import type { TranscriptContext } from './transcript.ts';
import { WireTap, type Exchange } from './wire-tap.ts';

/** Nothing here is to fail for want of a retry. */
const BUDGET_TOKENS = 100;

/** Sends a plan by charge-client through a tap. @returns all that went over the wire */
export async function sendTapped(
  { load, processes }: TranscriptContext,
  plan: WorkloadPlan,
  parallel = 1,
): Promise<readonly Exchange[]> {
  const urls = processes.services.filter((name) => name.startsWith('charge-api')).map((name) => processes.urlOf(name));
  const tap = await WireTap.open(urls);
  try {
    const { callsInDoubt } = await load.sendExtra(plan, {
      baseUrl: tap.baseUrl,
      parallel,
      budgetTokens: BUDGET_TOKENS,
    });
    // Nobody would ask for it again.
    if (callsInDoubt > 0) throw new Error(`${callsInDoubt} calls ended without a verdict`);
    return tap.exchanges;
  } finally {
    await tap.close();
  }
}

export const statusesOf = (exchanges: readonly Exchange[]): (number | null)[] =>
  exchanges.map(({ answer }) => answer?.status ?? null);

export const isReplay = ({ answer }: Exchange): boolean => answer?.headers['idempotent-replayed'] === 'true';
