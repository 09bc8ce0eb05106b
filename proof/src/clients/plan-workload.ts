import { Deck } from '../plan/deck.ts';
import { SeededRandom } from '../plan/seeded-random.ts';
import { STORIES, STORY_CARDS } from './stories/story-cards.ts';
import { ASKING_CARDS } from './workload/ask.ts';
import { countPlan, isChargeable } from './workload/count-plan.ts';
import { WorkloadDraft } from './workload/workload-draft.ts';
import type { WorkloadPlan } from './workload/workload-plan.ts';

export interface PlanOptions {
  /** Of the run; the plan draws from a stream of its own. */
  readonly seed: string | number;
  /** Operations that are to move money: sales, captures, refunds. All others come on top. */
  readonly chargeable: number;
  /** Begins the names of operations, calls and keys; tells the workloads of one run apart. */
  readonly label: string;
}

/** A plan is held in memory; this many are some hundred MB of it. */
const MAX_CHARGEABLE = 200_000;

/** Plans what the clients do. The same options give the same plan byte for byte; the interleaving is not part of it. */
export function planWorkload({ seed, chargeable, label }: PlanOptions): WorkloadPlan {
  if (!Number.isInteger(chargeable) || chargeable < 0 || chargeable > MAX_CHARGEABLE)
    throw new RangeError(`${chargeable} operations: give a whole number from 0 to ${MAX_CHARGEABLE}`);
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(label))
    throw new RangeError(`label "${label}": give up to 40 of a-z, 0-9 and -, a letter first`);
  const own = new SeededRandom(seed).split('workload').split(label);
  const draft = new WorkloadDraft(label, own.split('keys'));
  const stories = new Deck(STORY_CARDS, own.split('stories'));
  const asking = { draft, random: own.split('asking'), askings: new Deck(ASKING_CARDS, own.split('askings')) };
  let done = 0;
  for (let position = 1; done < chargeable; position += 1) {
    const room = chargeable - done;
    const before = draft.operations.length;
    STORIES[stories.deal()]({ asking, random: own.split(`story ${position}`), position, room });
    done += draft.operations.slice(before).filter(isChargeable).length;
  }
  const steps = draft.finish();
  return { label, seed: String(seed), counts: countPlan(draft.operations, steps), steps };
}
