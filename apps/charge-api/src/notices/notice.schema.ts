import { z } from 'zod';

/** Names of the provider's: fit for a log line and for the database. */
const name = () => z.string().regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');

/**
 * What the provider tells unasked. The contract is the provider's: members that it adds are no fault of it, and those
 * that we make no use of are not asked for.
 */
export const noticeSchema = z
  .object({
    notice_id: name(),
    provider_key: name(),
    outcome: z.enum(['succeeded', 'declined']),
    payment_id: name().nullish(),
    decline_code: name().nullish(),
    occurred_at: z.iso.datetime({ offset: true }),
  })
  .transform((notice) => ({
    noticeId: notice.notice_id,
    providerKey: notice.provider_key,
    outcome: notice.outcome,
    paymentId: notice.payment_id ?? null,
    declineCode: notice.decline_code ?? null,
    occurredAt: new Date(notice.occurred_at),
  }));

export type Notice = z.output<typeof noticeSchema>;
