import { EFFECT_OF, EFFECTS, type Effect } from './effect.ts';
import type { ResultEntry, SeenEntry, SeenOutcome } from './record-entry.ts';

type PerEffect<Value> = Record<Effect, Value>;

/** The totals of the record, kept while it grows so that reading them costs nothing. */
export interface RecordSummary {
  readonly requests_seen: number;
  readonly replays_served: number;
  readonly keys_reused: number;
  readonly invalid_requests: number;
  readonly interrupted_requests: number;
  readonly declines: number;
  readonly refusals: number;
  readonly effects: PerEffect<number>;
  /** Sums in minor units, by currency. */
  readonly amounts_minor: Readonly<Record<string, PerEffect<string>>>;
}

export class SummaryTally {
  #requestsSeen = 0;
  #declines = 0;
  #refusals = 0;
  readonly #seen: Record<SeenOutcome, number> = { replayed: 0, key_reused: 0, invalid: 0, interrupted: 0 };
  readonly #effects = perEffect(() => 0);
  readonly #sums = new Map<string, PerEffect<bigint>>();

  count(entry: ResultEntry | SeenEntry): void {
    this.#requestsSeen += 1;
    if (entry.kind === 'seen') this.#seen[entry.outcome] += 1;
    else this.#countResult(entry);
  }

  toSummary(): RecordSummary {
    return {
      requests_seen: this.#requestsSeen,
      replays_served: this.#seen.replayed,
      keys_reused: this.#seen.key_reused,
      invalid_requests: this.#seen.invalid,
      interrupted_requests: this.#seen.interrupted,
      declines: this.#declines,
      refusals: this.#refusals,
      effects: { ...this.#effects },
      amounts_minor: Object.fromEntries(
        [...this.#sums].map(([currency, sums]) => [currency, perEffect((effect) => sums[effect].toString())]),
      ),
    };
  }

  #countResult({ effect, operation, http_status: httpStatus }: ResultEntry): void {
    if (effect === null) {
      if (httpStatus === 402) this.#declines += 1;
      else this.#refusals += 1;
      return;
    }
    const sums = this.#sums.get(effect.currency) ?? perEffect(() => 0n);
    sums[EFFECT_OF[operation]] += BigInt(effect.amount_minor);
    this.#sums.set(effect.currency, sums);
    this.#effects[EFFECT_OF[operation]] += 1;
  }
}

function perEffect<Value>(valueOf: (effect: Effect) => Value): PerEffect<Value> {
  return Object.fromEntries(EFFECTS.map((effect) => [effect, valueOf(effect)])) as PerEffect<Value>;
}
