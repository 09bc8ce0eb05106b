import { parseExposition, type Sample } from '../../checker/sources/metrics/parse-exposition.ts';
import type { RunSample } from '../../model/run-sample.ts';
import type { ProofTargets } from '../../model/targets.ts';
import type { LoadProgress } from '../load/load.ts';
import { readRowCounts } from './row-counts.ts';
import { SuppressionTally } from './suppression-tally.ts';
import { sampleOf, type ServiceScrapes } from './sample-of.ts';

const EVERY_MS = 250;
/** What takes longer is as good as down: it has a gap at this instant. */
const ANSWER_WITHIN_MS = 1_000;
/** An hour of samples. */
const MAX_SAMPLES = 15_000;

export interface SamplerOptions {
  readonly targets: ProofTargets;
  readonly sinceStartMs: () => number;
  readonly progress: () => Pick<LoadProgress, 'acknowledged' | 'inFlight'>;
}

/** Looks at the services four times a second, whatever state they are in. */
export class Sampler {
  readonly samples: RunSample[] = [];
  readonly suppression = new SuppressionTally();
  readonly #options: SamplerOptions;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** One last look, and no more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    this.#look();
    await this.#looking;
  }

  /** One look at a time: a machine that is late is not helped by asking more of it. */
  #look(): void {
    if (this.#looking || this.samples.length >= MAX_SAMPLES) return;
    this.#looking = this.#sample().finally(() => {
      this.#looking = null;
    });
  }

  async #sample(): Promise<void> {
    const { targets, sinceStartMs, progress } = this.#options;
    const atMs = sinceStartMs();
    const [chargeApi, relay, ledgerConsumer, rows] = await Promise.all([
      scrapeEach(targets.metricsUrls['charge-api']),
      scrapeEach(targets.metricsUrls.relay),
      scrapeEach(targets.metricsUrls['ledger-consumer']),
      readRowCounts(targets.chargeDbUrl),
    ]);
    const scrapes: ServiceScrapes = { chargeApi, relay, ledgerConsumer };
    this.suppression.note(chargeApi, 'charge-api');
    this.suppression.note(ledgerConsumer, 'ledger-consumer');
    const suppressed = this.suppression.soFar;
    this.samples.push(sampleOf({ atMs, ...progress(), scrapes, rows, suppressed }));
  }
}

/** Null in place of one that is down: a sum without it would be too small, and look like one that is not. */
const scrapeEach = (urls: readonly string[]): Promise<(Sample[] | null)[]> => Promise.all(urls.map(scrapeOrNull));

async function scrapeOrNull(url: string): Promise<Sample[] | null> {
  try {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.status === 200 ? parseExposition(await answer.text()) : null;
  } catch {
    // Down, stopped or late: what a run under faults is made of. The gap is the record of it.
    return null;
  }
}
