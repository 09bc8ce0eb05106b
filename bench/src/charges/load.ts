import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { percentile } from '../percentile.ts';

export interface LoadResult {
  charges: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
}

/** Sends new charges over `connections` keep-alive connections for `seconds`; one request at a time on each. */
export async function load(
  url: string,
  options: { apiKey: string; connections: number; seconds: number },
): Promise<LoadResult> {
  const pool = new Pool(url, { connections: options.connections, pipelining: 1 });
  const latencies: number[] = [];
  let errors = 0;
  const startedAt = performance.now();
  const endAt = startedAt + options.seconds * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < endAt) {
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/v1/charges',
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          'idempotency-attempt': '1',
        },
        body: '{"amount":1099,"currency":"EUR","source":"tok_visa"}',
      });
      await body.dump();
      if (statusCode === 201) latencies.push(performance.now() - sentAt);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  const elapsedS = (performance.now() - startedAt) / 1000;
  await pool.close();
  latencies.sort((left, right) => left - right);
  return {
    charges: latencies.length,
    perSecond: latencies.length / elapsedS,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    errors,
  };
}
