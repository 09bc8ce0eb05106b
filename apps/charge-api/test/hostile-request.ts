import type { HostileRandom } from './hostile-random.ts';

export interface HostileRequest {
  kind: string;
  bytes: Buffer;
  /** False for a request that ends before it is complete; it may be left without an answer. */
  isComplete: boolean;
}

export interface HostileTarget {
  apiKey: string;
  /** A captured charge of the tenant, for refunds that must not happen. */
  chargeId: string;
}

export type Attack = (random: HostileRandom, target: HostileTarget) => Omit<HostileRequest, 'kind'>;

export const key = (random: HostileRandom): string => `Idempotency-Key: hostile-${random.integer(1e9)}`;
export const JSON_TYPE = 'Content-Type: application/json';

export interface RequestParts {
  path?: string;
  lines?: string[];
  body?: Buffer | string;
}

/** A request with a valid API key. The connection closes after its answer, so that the answer's end is seen. */
export const post = (
  { apiKey }: HostileTarget,
  { path = '/v1/charges', lines = [], body = '' }: RequestParts,
): Buffer => {
  const head = [`POST ${path} HTTP/1.1`, 'Host: api', `Authorization: Bearer ${apiKey}`, 'Connection: close', ...lines];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
};

export const length = (body: Buffer | string): string => `Content-Length: ${Buffer.byteLength(body)}`;
export const complete = (bytes: Buffer) => ({ bytes, isComplete: true });
export const truncated = (bytes: Buffer) => ({ bytes, isComplete: false });
