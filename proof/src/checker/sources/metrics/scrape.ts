import type { ProofTargets } from '../../../model/targets.ts';
import { InconclusiveError, readSource } from '../../inconclusive.error.ts';
import { fetchText } from '../fetch-text.ts';
import { parseExposition, type Sample } from './parse-exposition.ts';

export type ServiceName = keyof ProofTargets['metricsUrls'];

/** What every process of every service said about itself, process by process. */
export type Scrape = Readonly<Record<ServiceName, readonly Sample[][]>>;

/** Scrapes before anything else was read, and after all of it. */
export interface MetricsReading {
  readonly before: Scrape;
  readonly after: Scrape;
}

/** @throws InconclusiveError when one process does not answer: without it every sum would be too small */
export async function scrapeAll(urls: ProofTargets['metricsUrls']): Promise<Scrape> {
  const [chargeApi, relay, ledgerConsumer] = await Promise.all([
    scrapeService('charge-api', urls),
    scrapeService('relay', urls),
    scrapeService('ledger-consumer', urls),
  ]);
  return { 'charge-api': chargeApi, relay, 'ledger-consumer': ledgerConsumer };
}

async function scrapeService(service: ServiceName, urls: ProofTargets['metricsUrls']): Promise<Sample[][]> {
  if (urls[service].length === 0) throw new InconclusiveError(`the metrics of ${service}`, 'no address was given');
  return Promise.all(
    urls[service].map((url) =>
      readSource(`the metrics of ${service} at ${url}`, async () => parseExposition(await fetchText(metricsUrl(url)))),
    ),
  );
}

/** A service's own address will do. */
const metricsUrl = (url: string): string => (url.endsWith('/metrics') ? url : `${url.replace(/\/$/, '')}/metrics`);
