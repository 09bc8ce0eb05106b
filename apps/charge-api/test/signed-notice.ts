import { createHmac } from 'node:crypto';

export interface NoticePost {
  url: string;
  /** The key itself, whatever form the service has it in. */
  key: string | Buffer;
  body?: string;
  id?: string;
  timestampS?: number;
  /** What is sent in place of, or beside, the headers of a right signature. */
  headers?: Record<string, string>;
}

/** Seconds since 1970, now. */
export const nowS = (): number => Math.floor(Date.now() / 1000);

/** `v1,` and a signature as Standard Webhooks 1.0 has it, by code of the test's own. */
export const signatureOf = (key: string | Buffer, content: string): string =>
  `v1,${createHmac('sha256', key).update(content).digest('base64')}`;

/** Posts a notice as the provider would; what is left out is as it should be. */
export function postNotice({ url, key, body = '{}', id = 'ntc_1', timestampS = nowS(), headers = {} }: NoticePost) {
  return fetch(`${url}/v1/provider-notices/simulator`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': signatureOf(key, `${id}.${timestampS}.${body}`),
      ...headers,
    },
    body,
  });
}
