import { statement, type Tx } from '@once/database';
import type { Notice } from './notice.schema.ts';

const INSERT_NOTICE = statement(
  'insert-notice',
  `INSERT INTO provider_notices (notice_id, provider, provider_key, operation_id, outcome, provider_payment_id,
                                 decline_code, is_contradiction, occurred_at)
   VALUES ($1::text, $2::text, $3::text, $4::uuid, $5::text, $6::text, $7::text, $8::boolean, $9::timestamptz)
   -- A notice is delivered at least once; the first delivery is the one that counts.
   ON CONFLICT (notice_id) DO NOTHING`,
);

export interface KeptNotice {
  notice: Notice;
  provider: string;
  operationId: string;
  isContradiction: boolean;
}

/** Keeps a notice for good; false when it was kept before. */
export async function insertNoticeInTx(
  tx: Tx,
  { notice, provider, operationId, isContradiction }: KeptNotice,
): Promise<boolean> {
  const { noticeId, providerKey, outcome, paymentId, declineCode, occurredAt } = notice;
  const about = [noticeId, provider, providerKey, operationId];
  const { rowCount } = await tx.query(INSERT_NOTICE, [
    ...about,
    ...[outcome, paymentId, declineCode, isContradiction, occurredAt],
  ]);
  return rowCount === 1;
}
