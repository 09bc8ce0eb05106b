import { CHARGE_EVENT_TYPES } from '@once/contracts';
import { textMatching } from '@once/contract-tools';
import { Matchers } from '@pact-foundation/pact';

const { integer, string } = Matchers;

export const CHARGE_ID = '0193f5a0-7c4e-7bbb-8c00-000000000001';
export const EVENT_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000e1';
export const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
export const OCCURRED_AT = '2026-11-20T10:00:00.123Z';
const OPERATION_ID = '0193f5a0-7c4e-7bbb-8c00-0000000000f1';

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const RFC_3339 = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';

/** Every column that the relay names in a statement, by the type that it counts on. What else there is, it never sees. */
export const COLUMNS = {
  ...{ id: 'bigint', shard: 'smallint', event_id: 'uuid', charge_id: 'uuid', version: 'integer', event_type: 'text' },
  ...{ payload: 'text', traceparent: 'text', occurred_at: 'timestamp with time zone' },
  ...{ created_at: 'timestamp with time zone', published_at: 'timestamp with time zone', published_offset: 'bigint' },
} as const;

export interface ExpectedRow {
  readonly type: keyof typeof CHARGE_EVENT_TYPES;
  readonly version: number;
  /** An event of a job may or may not belong to a trace. */
  readonly trace?: 'traced' | 'untraced' | 'either';
}

/** The relay passes the body on unread. It answers for it to the ledger all the same, so it asks for it here. */
const payload = (version: number) => ({
  charge_id: textMatching(UUID, CHARGE_ID),
  version: integer(version),
  tenant_id: string('acme'),
  operation_id: textMatching(UUID, OPERATION_ID),
  amount_minor: textMatching('^[1-9]\\d{0,18}$', '1099'),
  currency: textMatching('^[A-Z]{3}$', 'EUR'),
  currency_exponent: integer(2),
  provider: string('simulator'),
  occurred_at: textMatching(RFC_3339, OCCURRED_AT),
  request: { id: string('req_1') },
});

const TRACE = {
  traced: { traceparent: textMatching('^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$', TRACEPARENT) },
  untraced: { traceparent: null },
  either: {},
};

/** A row of the outbox that waits for the relay, and what the relay may do with it. */
export const outboxRow = ({ type, version, trace = 'traced' }: ExpectedRow) => ({
  columns: COLUMNS,
  rights: { read: true, mark: true },
  row: {
    id: textMatching('^[1-9]\\d*$', '42'),
    shard: textMatching('^([0-9]|1[01])$', '5'),
    event_id: textMatching(UUID, EVENT_ID),
    charge_id: textMatching(UUID, CHARGE_ID),
    version: String(version),
    event_type: CHARGE_EVENT_TYPES[type],
    payload: payload(version),
    ...TRACE[trace],
    occurred_at: textMatching(RFC_3339, OCCURRED_AT),
    created_at: textMatching(RFC_3339, '2026-11-20T10:00:00.456Z'),
    published_at: null,
    published_offset: null,
  },
});

/** A message of the contract, matchers replaced by their examples. */
export interface OutboxMessage {
  columns: Record<string, string>;
  row: Record<string, unknown>;
}
