import { parseExposition, type Sample } from '../../checker/sources/metrics/parse-exposition.ts';

const ANSWER_WITHIN_MS = 3_000;

/** What one process says about itself. @throws when it does not answer */
export async function scrapeProcess(url: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the metrics of ${url}: status ${answer.status}`);
  return parseExposition(text);
}

export const sumOfMetric = (samples: readonly Sample[], name: string): number =>
  samples.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0);

/** Partitions that a consumer works on. */
export const partitionsOf = async (url: string): Promise<number> =>
  (await scrapeProcess(url)).filter(({ name }) => name === 'consumer_lag_records').length;
