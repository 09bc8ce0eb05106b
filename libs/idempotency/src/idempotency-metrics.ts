const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

/** What a service shows of the operations that this library runs for it. */
export const IDEMPOTENCY_METRICS = {
  idempotency_resolutions_total: {
    type: 'counter',
    unit: 'requests',
    help: 'Requests with an idempotency key by how they were resolved.',
    source: 'process',
    labels: {
      outcome: [
        'executed',
        'replayed',
        'in_use',
        'pending',
        'reused',
        'refused',
        'purged',
        'resumed',
        'reclaimed',
        'fenced',
      ],
    },
  },
  idempotency_batch_operations: {
    type: 'histogram',
    unit: 'operations',
    help: 'Operations that shared one transaction, by kind of transaction.',
    source: 'process',
    labels: { batch: ['claim', 'completion'] },
    buckets: BATCH_BUCKETS,
  },
  idempotency_lease_takeovers_total: {
    type: 'counter',
    unit: 'operations',
    help: 'Operations taken over after the lease of their worker had ended, by who did: the next caller or the resumer.',
    source: 'process',
    labels: { by: ['caller', 'resumer'] },
  },
  idempotency_leases_over: {
    type: 'gauge',
    unit: 'operations',
    help: 'Operations whose lease has ended and that nobody has taken up yet.',
    source: 'rows',
    labels: {},
  },
  idempotency_leases_over_oldest_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'Time since the lease of the longest abandoned operation ended; 0 when there is none.',
    source: 'rows',
    labels: {},
  },
} as const;
