import type { FailpointApp, FailpointLabel } from '@once/failpoint';
import { IDEMPOTENCY_FAILPOINTS } from '@once/idempotency';
import { OUTBOX_FAILPOINTS } from '@once/outbox';

/**
 * Every commit and acknowledgement boundary, by the service that crosses it: those in a library from the library's own
 * list, those in the services' own code from here, because nobody may import a service.
 */
export const FAILPOINTS = {
  'charge-api': [...IDEMPOTENCY_FAILPOINTS, 'charge-api.attempt-committed-before-send'],
  relay: [
    ...OUTBOX_FAILPOINTS,
    'relay.read-before-send',
    'relay.acknowledged-before-mark',
    'relay.marked-before-next-read',
  ],
  'ledger-consumer': [
    'ledger-consumer.received-before-transaction',
    'ledger-consumer.inbox-written-before-posting',
    'ledger-consumer.posted-before-commit',
    'ledger-consumer.committed-before-offset',
  ],
} as const satisfies Record<FailpointApp, readonly FailpointLabel[]>;

export type Failpoint = (typeof FAILPOINTS)[FailpointApp][number];
