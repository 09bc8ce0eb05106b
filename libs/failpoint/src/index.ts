import type { FailpointLabel } from './failpoint-label.ts';

export type { FailpointApp, FailpointLabel } from './failpoint-label.ts';

/**
 * Marks a crash point. As shipped it does nothing and can't be made to do anything: the armed one stands in armed.ts,
 * behind the export condition `proof`.
 */
export const failpoint: (label: FailpointLabel) => void = () => undefined;
