import type { MetricValues } from './evidence.ts';
import { fetchText } from './fetch-text.ts';
import { parseMetrics, type Sample } from './parse-metrics.ts';

export interface MetricSources {
  readonly chargeApi: readonly string[];
  readonly relay: readonly string[];
  readonly ledgerConsumer: readonly string[];
}

/** Values of all processes: what comes from committed rows is the same everywhere (max), process counters add up. */
export async function readMetrics(sources: MetricSources): Promise<MetricValues> {
  const [chargeApi, relay, ledgerConsumer] = await Promise.all([
    scrape(sources.chargeApi),
    scrape(sources.relay),
    scrape(sources.ledgerConsumer),
  ]);
  return {
    effectsApplied: maxOf(ledgerConsumer, 'ledger_effects_applied'),
    inboxDuplicates: sumOf(ledgerConsumer, 'inbox_duplicates_total'),
    outboxPending: maxOf(relay, 'outbox_pending'),
    resolutions: sumByOutcome(chargeApi),
  };
}

const scrape = async (urls: readonly string[]): Promise<Sample[]> =>
  (await Promise.all(urls.map(async (url) => parseMetrics(await fetchText(`${url}/metrics`))))).flat();

const valuesOf = (samples: readonly Sample[], wanted: string): number[] =>
  samples.filter(({ name }) => name === wanted).map(({ value }) => value);

const maxOf = (samples: readonly Sample[], name: string): number | undefined => {
  const values = valuesOf(samples, name);
  return values.length > 0 ? Math.max(...values) : undefined;
};

const sumOf = (samples: readonly Sample[], name: string): number | undefined => {
  const values = valuesOf(samples, name);
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : undefined;
};

const sumByOutcome = (samples: readonly Sample[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { name, labels, value } of samples) {
    const outcome = labels['outcome'];
    if (name === 'idempotency_resolutions_total' && outcome) sums[outcome] = (sums[outcome] ?? 0) + value;
  }
  return sums;
};
