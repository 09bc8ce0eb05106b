import { until } from '../../run/until.ts';
import type { Fault, FaultReport } from '../fault.ts';
import type { FaultContext } from '../fault-context.ts';
import type { ProviderFault } from '../means/provider-control.ts';
import type { SeededRandom } from '../../plan/seeded-random.ts';

interface Spell {
  /** Set together; the last one is the fault itself, the others lead requests into it. */
  readonly faults: readonly [...ProviderFault[], ProviderFault];
  /** Ends when it has bitten so often, or when its time is over. */
  readonly times: number;
  readonly withinMs: number;
}

export interface ProviderFaultOptions {
  readonly name: string;
  readonly about: string;
  readonly isQuick?: boolean;
  readonly spell: (random: SeededRandom) => Spell;
}

/** With nothing else in the way; while a database is down there is nothing to bite into. */
const LASTS_MS = 6_000;

/** A spell of bad behaviour of the payment provider. */
export const providerFault = ({ name, about, isQuick = true, spell }: ProviderFaultOptions): Fault => ({
  name,
  about,
  isQuick,
  lane: 'provider',
  disturbsProcesses: false,
  lastsMs: () => LASTS_MS,
  prepare: (random) => {
    const { faults, times, withinMs } = spell(random);
    const bounded = faults.map((fault) => ({ ...fault, times, window: { from_ms: 0, until_ms: withinMs } }));
    return {
      orders: { faults: bounded, times, withinMs },
      run: (context) => runSpell(context, bounded, { times, withinMs }),
    };
  },
});

async function runSpell(
  { provider, sinceStartMs, signal }: FaultContext,
  faults: readonly ProviderFault[],
  { times, withinMs }: Pick<Spell, 'times' | 'withinMs'>,
): Promise<FaultReport> {
  const fromMs = sinceStartMs();
  const set = [];
  for (const fault of faults) set.push(await provider.set(fault));
  const itself = set.at(-1);
  const endsAtMs = performance.now() + withinMs;
  // Over by itself, however little has bitten: how often it did is what is reported.
  const bites = await until(
    'the spell is over',
    async () => {
      const bitten = (await itself?.bitten()) ?? 0;
      return bitten >= times || performance.now() >= endsAtMs ? bitten : undefined;
    },
    { withinMs: 2 * withinMs, everyMs: 200, signal },
  );
  return { injected: bites, bites, windows: [{ fromMs, toMs: sinceStartMs() }] };
}
