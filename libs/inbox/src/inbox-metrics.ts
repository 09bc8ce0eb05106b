/** What a service shows of the events that it has received before. */
export const INBOX_METRICS = {
  inbox_duplicates_total: {
    type: 'counter',
    unit: 'events',
    help: 'Events delivered again and dropped, as the inbox knew them.',
    source: 'process',
    labels: {},
  },
} as const;
