/** CloudEvents 1.0 Kafka binary mode: header names of every record on the charges topic. */
export const EVENT_HEADERS = {
  specVersion: 'ce_specversion',
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  subject: 'ce_subject',
  time: 'ce_time',
  partitionKey: 'ce_partitionkey',
  chargeVersion: 'ce_chargeversion',
  contentType: 'content-type',
  traceparent: 'traceparent',
} as const;

export const CLOUDEVENTS_VERSION = '1.0';
export const EVENT_SOURCE = '/charge-api';
export const EVENT_CONTENT_TYPE = 'application/json';
