import type { Scenario } from './control.ts';

/** Shared where they can be: each scenario is run once without any patch, and must hold then. */
const scenario = (details: Partial<Scenario> & Pick<Scenario, 'faults'>): Scenario => ({
  seed: 'controls',
  operations: 40,
  patienceS: 30,
  ...details,
});

/** Clients that repeat, race and reuse keys, of several tenants; the provider acts and loses its answer to a 5xx. */
export const PROVIDER_SAYS_5XX = scenario({ faults: ['provider-effect-then-5xx'] });

/** A worker stands still for longer than its lease, with operations in flight, and wakes up. */
export const WORKER_STOPPED = scenario({ faults: ['charge-api-stopped'] });

/** A worker dies when it has written an operation's end, before that is committed with its key. */
export const WORKER_KILLED_AT_COMPLETION = scenario({ faults: ['crash-points:charge-api.completed-before-commit'] });

/** A relay dies after its events are in the log and before they are marked: they are published again. */
export const RELAY_KILLED_BEFORE_MARK = scenario({ faults: ['crash-points:relay.acknowledged-before-mark'] });

/** A relay dies right after the mark. */
export const RELAY_KILLED_AFTER_MARK = scenario({ faults: ['crash-points:relay.marked-before-next-read'] });

/** A relay stands still with events in its hands that are not sent, while their charges get further ones. */
export const RELAY_STOPPED_BEFORE_SEND = scenario({ faults: ['crash-points:relay.read-before-send=hang'] });

/** A consumer dies with records in its hands that are in no transaction. A killed member keeps its partitions for 20 s. */
export const CONSUMER_KILLED_BEFORE_TRANSACTION = scenario({
  faults: ['crash-points:ledger-consumer.received-before-transaction'],
  patienceS: 45,
});

/** A fourth of all requests meets with something: the test of their jitter needs 500 retries, and says nothing before. */
export const ROUGH_WIRE = scenario({ faults: ['lost-answers', 'lost-requests', 'late-arrivals'], operations: 800 });

/** The connections of many clients are cut in one moment: what they send next would come together. */
export const FRONT_DOOR_SHUT = scenario({ faults: ['front-door-outage'] });
