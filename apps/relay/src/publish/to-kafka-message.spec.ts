import { describe, expect, it } from '@jest/globals';
import { chargeEventHeadersSchema } from '@once/contracts';
import { SAMPLE_ROW } from '../../test/outbox-row.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

describe('toKafkaMessage', () => {
  it('is a CloudEvent in Kafka binary mode, on the shard of its charge', () => {
    expect(toKafkaMessage(SAMPLE_ROW)).toEqual({
      key: '0198c0de-0000-7000-8000-0000000000c1',
      value: '{"charge_id":"0198c0de-0000-7000-8000-0000000000c1","amount_minor":"1099"}',
      partition: 5,
      headers: {
        ce_specversion: '1.0',
        ce_id: '0198c0de-0000-7000-8000-0000000000e1',
        ce_type: 'payments.charge.captured.v1',
        ce_source: '/charge-api',
        ce_subject: '0198c0de-0000-7000-8000-0000000000c1',
        ce_time: '2026-11-20T10:00:00.123Z',
        ce_partitionkey: '0198c0de-0000-7000-8000-0000000000c1',
        ce_chargeversion: '3',
        'content-type': 'application/json',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
  });

  it.each([SAMPLE_ROW, { ...SAMPLE_ROW, traceparent: null }])(
    'has the headers that are described, and no others',
    (row) => {
      const { headers } = toKafkaMessage(row);
      expect(chargeEventHeadersSchema.strict().parse(headers)).toEqual(headers);
    },
  );

  it('has no traceparent when none was stored', () => {
    expect(toKafkaMessage({ ...SAMPLE_ROW, traceparent: null }).headers).not.toHaveProperty('traceparent');
  });

  it('gives the same record for the same row at every publishing', () => {
    expect(JSON.stringify(toKafkaMessage({ ...SAMPLE_ROW }))).toBe(JSON.stringify(toKafkaMessage(SAMPLE_ROW)));
  });
});
