import type { Sample } from '../../checker/sources/metrics/parse-exposition.ts';
import type { SuppressedRecord } from '../../model/run-record.ts';

/** A layer that keeps an operation from taking effect again, and the counter in which its service tells of it. */
interface Layer {
  readonly layer: string;
  readonly how: string;
  readonly metric: string;
  /** Of idempotency_resolutions_total. */
  readonly outcome?: string;
}

const RESOLUTIONS = 'idempotency_resolutions_total';

const LAYERS: readonly Layer[] = [
  { layer: 'replayed', metric: RESOLUTIONS, outcome: 'replayed', how: 'charge-api gave the stored answer again' },
  { layer: 'in use', metric: RESOLUTIONS, outcome: 'in_use', how: '409 while the first request was worked on' },
  { layer: 'reused', metric: RESOLUTIONS, outcome: 'reused', how: '422 for another request under the same key' },
  { layer: 'inbox', metric: 'inbox_duplicates_total', how: 'ledger-consumer dropped what it had received before' },
];

/**
 * Adds up what each process has counted, over its restarts: a counter that has fallen began anew. What a process
 * counted between the last look and its end is lost, so these are at-least numbers once something has crashed.
 */
export class SuppressionTally {
  readonly #last = new Map<string, number>();
  readonly #totals = new Map<string, number>(LAYERS.map(({ layer }) => [layer, 0]));

  /** By process; null for one that did not answer. */
  note(scrapes: readonly (readonly Sample[] | null)[], service: string): void {
    scrapes.forEach((samples, index) => {
      if (samples) for (const layer of LAYERS) this.#noteLayer(layer, samples, `${service} ${index} ${layer.layer}`);
    });
  }

  get soFar(): Record<string, number> {
    return Object.fromEntries(this.#totals);
  }

  get records(): SuppressedRecord[] {
    return LAYERS.map(({ layer, how }) => ({ layer, how, count: this.#totals.get(layer) ?? 0 }));
  }

  #noteLayer({ layer, metric, outcome }: Layer, samples: readonly Sample[], counter: string): void {
    const value = samples
      .filter(({ name, labels }) => name === metric && labels['outcome'] === outcome)
      .reduce((sum, sample) => sum + sample.value, 0);
    const last = this.#last.get(counter) ?? 0;
    this.#last.set(counter, value);
    this.#totals.set(layer, (this.#totals.get(layer) ?? 0) + (value >= last ? value - last : value));
  }
}
