import type { FailpointLabel } from '@once/failpoint';

/** Crash points at the boundaries in this library. */
export const OUTBOX_FAILPOINTS = ['relay.shards-claimed-before-read'] as const satisfies readonly FailpointLabel[];
