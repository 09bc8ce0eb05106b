/** Rows as the queries return them. 64-bit integers are text. */

export interface ChargeColumns {
  id: string;
  status: string;
  version: number;
  shard: number;
  amount_minor: string;
  amount_captured_minor: string;
  amount_refunded_minor: string;
  amount_refund_reserved_minor: string;
  currency: string;
  provider_account: string | null;
  provider_payment_id: string | null;
}

export interface OperationColumns {
  id: string;
  tenant_id: string;
  tenant: string;
  idempotency_key: string;
  charge_id: string;
  kind: string;
  state: string;
  amount_minor: string;
  currency: string;
  capture: boolean | null;
  failure_code: string | null;
  has_input: boolean;
  is_given_back: boolean;
  provider_account: string | null;
}

export interface KeyColumns {
  tenant: string;
  idempotency_key: string;
  state: string;
  unsettled: string | null;
  response_status: number | null;
  body_sha256: string | null;
}

export interface AttemptColumns {
  operation_id: string;
  provider_key: string;
  provider_account: string | null;
  detail: string | null;
  outcome: string;
  late_outcome: string | null;
  late_payment_id: string | null;
  ended_at_ms: string | null;
}

export interface TransitionColumns {
  charge_id: string;
  from_status: string;
  to_status: string;
}

export interface OutboxColumns {
  event_id: string;
  charge_id: string;
  version: number;
  shard: number;
  event_type: string;
  payload: string;
  is_published: boolean;
  published_offset: string | null;
}
