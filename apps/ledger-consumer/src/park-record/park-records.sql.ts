import { statement, type Tx } from '@once/database';
import { printable, type ParkedRecord } from './parked-record.ts';
import { storedHeaders } from './stored-headers.ts';

const PARK = statement(
  'ledger-park-records',
  `
  INSERT INTO parked_records (topic, partition, record_offset, record_timestamp_ms, record_key, headers, value,
                              reason, error_class, error_message, charge_id, event_id, attempts)
  SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bytea[], $6::jsonb[], $7::bytea[],
                       $8::text[], $9::text[], $10::text[], $11::uuid[], $12::uuid[], $13::integer[])
  -- Delivered again after a crash before the offset commit: it is parked already.
  ON CONFLICT (topic, partition, record_offset) DO NOTHING`,
);

/** Sets records aside, as they came. */
export async function parkRecordsInTx(tx: Tx, parked: readonly ParkedRecord[]): Promise<void> {
  if (parked.length === 0) return;
  await tx.query(PARK, [
    parked.map(({ record }) => record.topic),
    parked.map(({ record }) => record.partition),
    parked.map(({ record }) => record.offset),
    parked.map(({ record }) => record.timestampMs),
    parked.map(({ record }) => record.key),
    parked.map(({ record }) => storedHeaders(record.headers)),
    parked.map(({ record }) => record.value),
    parked.map(({ reason }) => reason),
    parked.map(({ errorClass }) => printable(errorClass)),
    parked.map(({ errorMessage }) => printable(errorMessage)),
    parked.map(({ chargeId }) => chargeId ?? null),
    parked.map(({ eventId }) => eventId ?? null),
    parked.map(({ attempts }) => attempts),
  ]);
}
