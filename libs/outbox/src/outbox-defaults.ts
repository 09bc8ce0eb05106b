/** Used where the app's configuration says nothing. */
export const OUTBOX_DEFAULTS = {
  /** A take-over happens within the lease and half a second; a slow database may cost five renewals and no shard. */
  leaseMs: 3_000,
  /** Whole days for which published events are kept. */
  retentionDays: 7,
} as const;
