import type { FailpointApp } from '@once/failpoint';
import type { CrashMode } from './failpoint-folder.ts';
import type { Failpoint } from './failpoints.ts';

/** One crash at one label. */
export interface Visit {
  readonly app: FailpointApp;
  readonly label: Failpoint;
  readonly mode: CrashMode;
}

export interface Visited extends Visit {
  /** Whether a process came by and did as it was told. */
  readonly isTaken: boolean;
  /** From the crash to the end of what was in flight; null when that was not seen. */
  readonly recoveredMs: number | null;
}
