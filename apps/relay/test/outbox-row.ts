import { CHARGE_EVENT_TYPES } from '@once/contracts';
import type { OutboxRow } from '@once/outbox';

export const SAMPLE_ROW: OutboxRow = {
  shard: 5,
  id: '42',
  eventId: '0198c0de-0000-7000-8000-0000000000e1',
  chargeId: '0198c0de-0000-7000-8000-0000000000c1',
  version: 3,
  eventType: CHARGE_EVENT_TYPES.captured,
  payload: '{"charge_id":"0198c0de-0000-7000-8000-0000000000c1","amount_minor":"1099"}',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  occurredAt: new Date('2026-11-20T10:00:00.123Z'),
  createdAt: new Date('2026-11-20T10:00:00.456Z'),
};
