import { scrapeProcess } from './scrape-process.ts';

/** Requests that these processes have answered with 500: a bug of ours, or something that they were not ready for. */
export async function countInternalErrors(urls: readonly string[]): Promise<number> {
  const samples = (await Promise.all(urls.map((url) => scrapeProcess(url)))).flat();
  const failed = samples.filter(
    ({ name, labels }) => name === 'http_request_duration_seconds_count' && labels['status'] === '500',
  );
  return failed.reduce((sum, { value }) => sum + value, 0);
}
