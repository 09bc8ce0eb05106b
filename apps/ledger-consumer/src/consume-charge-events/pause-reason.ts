import { HANDLER_FAILED } from '@once/messaging';

/** Why a partition rests. The last one is the transport's own: the handler threw, which it never should. */
export const PAUSE_REASONS = [
  'database_outage',
  'version_gap',
  'record_failed',
  'parking_failed',
  HANDLER_FAILED,
] as const;

export type PauseReason = (typeof PAUSE_REASONS)[number];

/** The transport carries reasons as text; what is none of ours is a failure of the handler. */
export const pauseReasonOf = (reason: string): PauseReason =>
  PAUSE_REASONS.find((known) => known === reason) ?? HANDLER_FAILED;
