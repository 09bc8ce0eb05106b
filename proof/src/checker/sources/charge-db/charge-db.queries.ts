/** Columns come as text or integers, so that nothing depends on how a driver reads types. */

export const CHARGES = `
  SELECT id::text, status, version, shard, amount_minor::text, amount_captured_minor::text, amount_refunded_minor::text,
         amount_refund_reserved_minor::text,
         currency, provider_account, provider_payment_id
  FROM charges`;

export const OPERATIONS = `
  SELECT o.id::text, o.tenant_id::text, t.name AS tenant, o.idempotency_key, o.charge_id::text, o.kind, o.state,
         o.amount_minor::text, c.currency, o.failure_code, o.input IS NOT NULL AS has_input,
         -- The input goes when an operation ends; then its history tells whether a new charge was captured at once. That of
         -- one that failed tells nothing of it.
         CASE WHEN o.kind = 'charge.create' THEN coalesce((o.input ->> 'capture')::boolean,
           CASE WHEN o.state <> 'failed' THEN
             EXISTS (SELECT FROM charge_transitions h WHERE h.operation_id = o.id AND h.to_status = 'captured') END)
         END AS capture, o.is_given_back, o.provider_account
  FROM operations o
  JOIN charges c ON c.id = o.charge_id
  JOIN tenants t ON t.id = o.tenant_id`;

export const KEYS = `
  SELECT t.name AS tenant, k.idempotency_key, k.state, k.unsettled, k.response_status::integer,
         encode(sha256(k.response_body), 'hex') AS body_sha256
  FROM idempotency_keys k
  JOIN tenants t ON t.id = k.tenant_id`;

export const PROVIDER_ATTEMPTS = `
  SELECT operation_id::text, provider_key, provider_account, outcome, detail, late_outcome, late_payment_id,
         floor(extract(epoch FROM ended_at) * 1000)::text AS ended_at_ms
  FROM provider_attempts
  ORDER BY operation_id, attempt`;

export const TRANSITIONS = 'SELECT charge_id::text, from_status, to_status FROM charge_transitions ORDER BY id';

export const OUTBOX = `
  SELECT event_id::text, charge_id::text, version, shard::integer, event_type, payload,
         published_at IS NOT NULL AS is_published, published_offset::text
  FROM outbox
  ORDER BY id`;

export const CONTRADICTING_NOTICES = `
  SELECT count(*)::text AS notices FROM provider_notices WHERE is_contradiction`;
