import { sqlStateOf } from '@once/database';
import type { ParkedRecord } from '../park-record/parked-record.ts';
import type { ParkReason } from '../park-record/park-reason.ts';
import { RecordRefusedError } from '../park-record/record-refused.error.ts';
import type { DecodedRecord } from './apply-chunk.ts';

const reasonOf = (error: unknown): ParkReason => {
  if (error instanceof RecordRefusedError) return error.reason;
  return sqlStateOf(error) === undefined ? 'handler_failed' : 'database_refused';
};

/** How a record that kept failing is set aside: with the failure's class and message, for whoever looks into it. */
export function parkedAfterFailure({ record, decoded }: DecodedRecord, error: unknown, attempts: number): ParkedRecord {
  const known = decoded.kind === 'ok' ? decoded.event : undefined;
  const state = sqlStateOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  return {
    record,
    reason: reasonOf(error),
    errorClass: state === undefined ? name : `SQLSTATE ${state}`,
    errorMessage: error instanceof Error ? error.message : String(error),
    chargeId: known?.chargeId,
    eventId: known?.eventId,
    attempts,
  };
}
