import type { Action, Intent } from '../../model/history.ts';

export const TENANTS = ['acme', 'globex', 'initech'] as const;
export type Tenant = (typeof TENANTS)[number];

/** One call of a client, as it will be sent. */
export interface PlannedCall {
  readonly call: string;
  /** The same for all calls with one tenant and key. */
  readonly operation: string;
  readonly tenant: Tenant;
  readonly key: string;
  readonly action: Action;
  readonly intent: Intent;
  /** Minor units as text: what moves if this takes effect. */
  readonly amountMinor: string;
  readonly currency: string;
  /** The operation whose charge this changes; null when it makes one. */
  readonly chargeFrom: string | null;
  /** Sent as it is. */
  readonly bodyText: string;
  /** Seconds for `Prefer: wait=N`; null sends none. */
  readonly preferWaitS: number | null;
  /** After so long the client cuts the connection and never asks again; null for one that wants its answer. */
  readonly abandonAfterMs: number | null;
}

/** What a call needs to know of an earlier operation before it can be sent. */
export type Need =
  /** Nothing but that it has been asked for, whatever came of it. */
  | 'asked'
  /** That it has its verdict: before, its key may still be free. */
  | 'verdict'
  /** That it took effect. */
  | 'success';

export interface Dependency {
  readonly operation: string;
  readonly need: Need;
}

/** What leaves in one tick. */
export interface PlannedStep {
  readonly calls: readonly PlannedCall[];
  readonly after: readonly Dependency[];
}

/** What a plan is made of; duplicates and twins are calls, all others operations. */
export interface PlanCounts {
  /** Sales, captures and refunds that are to move money: the number that was asked for. */
  readonly chargeable: number;
  readonly sales: number;
  readonly authorizations: number;
  readonly captures: number;
  readonly cancels: number;
  readonly refunds: number;
  readonly declines: number;
  readonly abandoned: number;
  /** The same request again, later. */
  readonly duplicates: number;
  /** The same request again in the same tick. */
  readonly twins: number;
  /** Another body under the key of an operation that has its verdict. */
  readonly reuses: number;
  /** Operations that share their key with one of another tenant. */
  readonly namesakes: number;
  readonly calls: number;
}

export interface WorkloadPlan {
  readonly label: string;
  readonly seed: string;
  readonly counts: PlanCounts;
  /** In the order of sending. */
  readonly steps: readonly PlannedStep[];
}
