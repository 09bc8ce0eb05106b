import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import type { NoticeDesk } from '../control/notices/notice-desk.ts';
import { MAX_REPEATS } from '../control/notices/notice-settings.ts';
import { NOTICE_OUTCOMES, noticeFrom } from '../control/notices/notice.ts';
import { OPERATIONS } from '../core/money-request.ts';
import type { ProviderRecord } from '../core/provider-record.ts';
import { refuseInvalid, refuseRequest } from './refuse-request.ts';
import { providerKeySchema } from './request-schemas.ts';

const id = z.string().min(1).max(255);

const noticeBodySchema = z.strictObject({
  provider_key: providerKeySchema,
  outcome: z.enum(NOTICE_OUTCOMES),
  operation: z.enum(OPERATIONS).optional(),
  payment_id: id.optional(),
  decline_code: id.optional(),
  notice_id: id.optional(),
  occurred_at: z.iso.datetime().optional(),
  repeat: z.int().min(0).max(MAX_REPEATS).default(0),
});

export interface NoticeRouteParts {
  readonly notices: NoticeDesk;
  readonly record: ProviderRecord;
}

/** Notices by hand, true or false, and what became of those that the simulator sends itself. */
export function registerNoticeRoutes(app: FastifyInstance, { notices, record }: NoticeRouteParts): void {
  app.get('/control/notices', () => notices.counts());

  app.post('/control/notices', async (request, reply) => {
    const parsed = noticeBodySchema.safeParse(request.body);
    if (!parsed.success) return refuseInvalid(reply, parsed.error);
    const claim = parsed.data;
    const known = record.resultOf(claim.provider_key);
    const operation = claim.operation ?? known?.operation;
    if (operation === undefined)
      return refuseRequest(reply, 400, 'invalid_request', 'operation: needed for a key that has no decision yet');
    const notice = noticeFrom({
      noticeId: claim.notice_id ?? notices.newNoticeId(),
      providerKey: claim.provider_key,
      operation,
      outcome: claim.outcome,
      paymentId: claim.payment_id ?? known?.payment_id ?? undefined,
      declineCode: claim.decline_code,
      occurredAt: claim.occurred_at ?? known?.recorded_at ?? new Date().toISOString(),
    });
    const answers = await notices.send(notice, claim.repeat);
    if (answers === 'no_receiver')
      return refuseRequest(reply, 409, 'no_receiver', 'PUT /control with notices {url, secret} says where they go.');
    return { ...notice, answers };
  });
}
