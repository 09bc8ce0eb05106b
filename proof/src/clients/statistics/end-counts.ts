import type { EndEntry, Intent } from '../../model/history.ts';

type Outcome = EndEntry['outcome'];

/** How many calls that were meant so ended so. */
export type EndsByIntent = Readonly<Record<Intent, Readonly<Record<Outcome, number>>>>;

const none = (): Record<Outcome, number> => ({ ok: 0, refused: 0, unknown: 0, abandoned: 0 });

export class EndCounts {
  readonly #counts = {
    operation: none(),
    duplicate: none(),
    reuse: none(),
    decline: none(),
    abandoned: none(),
  } satisfies Record<Intent, Record<Outcome, number>>;

  add(intent: Intent, outcome: Outcome): void {
    this.#counts[intent][outcome] += 1;
  }

  get byIntent(): EndsByIntent {
    return structuredClone(this.#counts);
  }

  get total(): number {
    return Object.values(this.#counts).reduce(
      (total, { ok, refused, unknown, abandoned }) => total + ok + refused + unknown + abandoned,
      0,
    );
  }
}
