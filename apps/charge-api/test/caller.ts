import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  headers: Headers;
  /** The very bytes of the body, as text. */
  text: string;
  /** The parsed body; an empty object for an empty one. */
  body: Record<string, unknown>;
}

export interface CallOptions {
  /** Idempotency-Key; a fresh one when absent, none when null. */
  key?: string | null;
  headers?: Record<string, string>;
  /** The instance to call, when a test runs several. */
  url?: string;
}

export const toAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, text, body };
};

/** A tenant that calls the service with its own API key, over real HTTP. */
export class Caller {
  readonly apiKey: string;
  readonly tenantId: string;
  private readonly url: string;

  constructor(url: string, { apiKey, tenantId }: { apiKey: string; tenantId: string }) {
    this.url = url;
    this.apiKey = apiKey;
    this.tenantId = tenantId;
  }

  async get(path: string, { headers = {}, url = this.url }: CallOptions = {}): Promise<Answer> {
    return toAnswer(await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${this.apiKey}`, ...headers } }));
  }

  /** `body` is sent as it is when it is text, and as JSON otherwise; undefined sends none. */
  async post(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    const { key = `key-${randomUUID()}`, headers = {}, url = this.url } = options;
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return toAnswer(response);
  }

  charge(fields: Record<string, unknown> = {}, options: CallOptions = {}): Promise<Answer> {
    return this.post('/v1/charges', { amount: 1099, currency: 'EUR', source: 'tok_visa', ...fields }, options);
  }

  refund(chargeId: unknown, fields: Record<string, unknown> = {}, options: CallOptions = {}): Promise<Answer> {
    return this.post(`/v1/charges/${String(chargeId)}/refunds`, fields, options);
  }

  /** Without fields there is no body at all: everything is captured. */
  capture(chargeId: unknown, fields?: Record<string, unknown>, options: CallOptions = {}): Promise<Answer> {
    return this.post(`/v1/charges/${String(chargeId)}/capture`, fields, options);
  }

  cancel(chargeId: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.post(`/v1/charges/${String(chargeId)}/cancel`, undefined, options);
  }
}
