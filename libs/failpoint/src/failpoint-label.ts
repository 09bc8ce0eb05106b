/**
 * Every commit and acknowledgement boundary, by the service that crosses it. The name says what has happened and what
 * has not; what a crash there leaves behind is written at the boundary itself.
 */
export const FAILPOINTS = {
  'charge-api': [
    'charge-api.claimed-before-commit',
    'charge-api.claimed-before-call',
    'charge-api.attempt-committed-before-send',
    'charge-api.answered-before-completion',
    'charge-api.completed-before-commit',
    'charge-api.completed-before-answer',
    'charge-api.suspended-before-commit',
    'charge-api.suspended-after-commit',
    'charge-api.refused-before-release',
    'charge-api.taken-up-before-work',
  ],
  relay: [
    'relay.shards-claimed-before-read',
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
} as const;

export type FailpointApp = keyof typeof FAILPOINTS;
export type Failpoint = (typeof FAILPOINTS)[FailpointApp][number];
