import type { Failpoint } from './failpoints.ts';

export { FAILPOINTS, type Failpoint, type FailpointApp } from './failpoints.ts';

/**
 * Marks a crash point. As shipped it does nothing and can't be made to do anything: the armed one stands in armed.ts,
 * behind the export condition `proof`.
 */
export const failpoint: (label: Failpoint) => void = () => undefined;
