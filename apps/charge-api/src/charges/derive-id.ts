import type { OperationKey } from '@once/idempotency';
import { hash } from 'node:crypto';

/** What an operation is known by before anything of it is stored. */
export interface OperationIdentity extends OperationKey {
  operation: string;
}

/** Changes with the layout below, and only for operations that begin afterwards: what has begun keeps its stored ids. */
const LAYOUT = 'once.id.v1';

/**
 * An id that whoever claims the same operation again finds again, also where the first claim was lost with the database
 * that held it: to the provider and to the ledger it is then the same operation, and not a second one.
 *
 * SHA-256 over `once.id.v1`, the purpose, the tenant's id (lower-case text), the operation's name and the idempotency
 * key, as UTF-8 with a zero byte between two of them; none of them contains one. Its first 16 bytes make a UUID of
 * version 8 (RFC 9562, 5.8): the upper half of byte 6 becomes 8, the upper two bits of byte 8 become 10. The other 122
 * bits stay as they are.
 */
const deriveId = (purpose: string, { tenantId, operation, idempotencyKey }: OperationIdentity): string => {
  const text = [LAYOUT, purpose, tenantId.toLowerCase(), operation, idempotencyKey].join('\0');
  const bytes = hash('sha256', text, 'buffer').subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** The charge that an operation creates. */
export const deriveChargeId = (identity: OperationIdentity): string => deriveId('charge', identity);

/** The operation itself, and with it its refund where it is one. */
export const deriveOperationId = (identity: OperationIdentity): string => deriveId('operation', identity);

/** The event of one type that an operation makes: it makes at most one of each. */
export const deriveEventId = (eventType: string, identity: OperationIdentity): string =>
  deriveId(`event:${eventType}`, identity);
