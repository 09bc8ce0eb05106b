import { JsonObjectReader } from '../json/json-object-reader.ts';
import type { ChargeStatus } from './charge.ts';
import { readTimelineOperation, type TimelineOperation } from './timeline-operation.ts';

/** One step of the charge's status. */
export interface TimelineTransition {
  readonly from: ChargeStatus;
  readonly to: ChargeStatus;
  readonly actor: string;
  readonly reason: string;
  readonly operationId: string;
  /** W3C trace context of the request behind it. */
  readonly traceparent: string | null;
  readonly createdAt: string;
}

/** One event of the charge. Events are dropped after some days; `version` of the timeline counts those too. */
export interface TimelineEvent {
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly createdAt: string;
  /** Null until it is on the topic. */
  readonly publishedAt: string | null;
  readonly traceparent: string | null;
}

/** All that the server keeps about one charge, as of one moment; each list oldest first, all times ISO 8601. */
export interface ChargeTimeline {
  readonly chargeId: string;
  readonly status: ChargeStatus;
  /** Number of events so far. */
  readonly version: number;
  readonly operations: readonly TimelineOperation[];
  readonly transitions: readonly TimelineTransition[];
  readonly events: readonly TimelineEvent[];
  /** A list was longer than the server shows; its oldest rows are left out. */
  readonly truncated: boolean;
}

export function readChargeTimeline(value: unknown): ChargeTimeline {
  const members = new JsonObjectReader(value);
  return {
    chargeId: members.text('charge_id'),
    status: members.text('status'),
    version: members.count('version'),
    operations: members.list('operations', readTimelineOperation),
    transitions: members.list('transitions', readTransition),
    events: members.list('events', readEvent),
    truncated: members.flag('truncated'),
  };
}

function readTransition(value: unknown): TimelineTransition {
  const members = new JsonObjectReader(value);
  return {
    from: members.text('from'),
    to: members.text('to'),
    actor: members.text('actor'),
    reason: members.text('reason'),
    operationId: members.text('operation_id'),
    traceparent: members.textOrNull('traceparent'),
    createdAt: members.text('created_at'),
  };
}

function readEvent(value: unknown): TimelineEvent {
  const members = new JsonObjectReader(value);
  return {
    eventId: members.text('event_id'),
    type: members.text('type'),
    version: members.count('version'),
    createdAt: members.text('created_at'),
    publishedAt: members.textOrNull('published_at'),
    traceparent: members.textOrNull('traceparent'),
  };
}
