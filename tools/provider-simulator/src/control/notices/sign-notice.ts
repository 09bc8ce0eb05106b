import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

export interface Signable {
  readonly id: string;
  readonly timestampS: number;
  readonly body: string;
}

/** The headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`. */
export function signNotice(secret: string, { id, timestampS, body }: Signable): Record<string, string> {
  const digest = createHmac('sha256', keyOf(secret)).update(`${id}.${timestampS}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampS), 'webhook-signature': `v1,${digest}` };
}

/** `whsec_` announces base64, as the specification has it; anything else is taken as it stands. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}
