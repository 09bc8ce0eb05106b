import type { ConsumedRecord } from '@once/messaging';
import type { ParkReason } from './park-reason.ts';

/** A record that is set aside, and why. */
export interface ParkedRecord {
  readonly record: ConsumedRecord;
  readonly reason: ParkReason;
  readonly errorClass: string;
  readonly errorMessage: string;
  readonly chargeId?: string | undefined;
  readonly eventId?: string | undefined;
  /** How often it was tried, from 1. */
  readonly attempts: number;
}

/** Long enough for a constraint's message, short enough for a million rows. */
const MAX_MESSAGE_LENGTH = 500;

/** Text that a `text` column takes: messages may quote the record, and Postgres refuses NUL. */
export function printable(message: string): string {
  return message.replace(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, MAX_MESSAGE_LENGTH);
}
