import { createHmac, timingSafeEqual } from 'node:crypto';

/** As the HTTP server hands them over. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface SignedNotice {
  secrets: readonly Buffer[];
  headers: Headers;
  /** The bytes as they came: what is signed is never parsed first. */
  body: Buffer;
  nowMs: number;
}

/** `stale` is said only of what we could have been sent: its signature is right. */
export type NoticeVerification = 'verified' | 'not_signed' | 'stale';

/** Clocks differ and deliveries queue; what was overheard longer ago is of no use to whoever sends it again. */
const TOLERANCE_S = 300;

/** Without a full stop, which separates what is signed: one signature must not fit two readings. */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,255}$/;
const TIMESTAMP = /^\d{1,12}$/;
const VERSION_PREFIX = 'v1,';

const isSame = (ours: Buffer, theirs: Buffer): boolean =>
  ours.length === theirs.length && timingSafeEqual(ours, theirs);

/**
 * Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, by any of our secrets,
 * as any of the signatures in the header.
 */
export function verifyNotice({ secrets, headers, body, nowMs }: SignedNotice): NoticeVerification {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signature = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return 'not_signed';
  if (!ID.test(id) || !TIMESTAMP.test(timestamp)) return 'not_signed';
  const given = signature.split(' ').filter((one) => one.startsWith(VERSION_PREFIX));
  const isOurs = secrets.some((secret) => {
    const digest = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64');
    const ours = Buffer.from(`${VERSION_PREFIX}${digest}`);
    return given.some((one) => isSame(ours, Buffer.from(one)));
  });
  if (!isOurs) return 'not_signed';
  return Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_S ? 'verified' : 'stale';
}
