import type { AlertSpec } from '../rules/alert.ts';
import { HOUR_S, MINUTE_S, rangeOf, type TimeScale } from '../rules/time-scale.ts';

/** No scrape of one service is further from that of another one. */
const SKEW_S = MINUTE_S;

/** Events that have not been posted for a reason that has an alert of its own. */
const ON_THEIR_WAY =
  'max(outbox_pending) - sum(consumer_lag_records) - sum(max by (reason) (ledger_records_parked_total))';

/**
 * A lower bound: what was owed a minute ago, less what is posted or on its way now, whenever each was scraped. It is
 * never too high, and exact as soon as a minute brings fewer charges than entries are missing. Under constant traffic it
 * is blind until a quiet minute; comparing entry by entry is the work of reconciliation.
 */
const missing = (time: TimeScale): string =>
  `max(charge_effects_owed offset ${rangeOf(time, SKEW_S)}) - max(ledger_effects_applied) - ${ON_THEIR_WAY}`;

/** The same bound, the other way round. */
const unexplained = (time: TimeScale): string =>
  `max(ledger_effects_applied offset ${rangeOf(time, SKEW_S)}) - max(charge_effects_owed)`;

/** These fire at one. There is no budget for a wrong book. */
export const CORRECTNESS_ALERTS: readonly AlertSpec[] = [
  {
    name: 'LedgerUnbalanced',
    severity: 'page',
    area: 'correctness',
    summary: '{{ $value }} ledger entries do not add up to zero',
    description:
      'The database refuses such entries, so somebody got around it. Looked for among the newest; the rest is to be looked through by hand.',
    // The metric looks at the newest entries: the alert outlives it, so that nobody misses it.
    expr: (time) => `max(max_over_time(ledger_unbalanced_entries[${rangeOf(time, HOUR_S)}])) > 0`,
    holdS: 0,
  },
  {
    name: 'LedgerEntryMissing',
    severity: 'page',
    area: 'correctness',
    summary: '{{ $value }} operations moved money and have no ledger entry',
    description:
      'They are neither in the outbox, nor in Kafka, nor set aside: a merchant is owed money that the books do not show.',
    expr: (time) => `${missing(time)} > 0`,
    holdS: MINUTE_S,
  },
  {
    name: 'LedgerEntryUnexplained',
    severity: 'page',
    area: 'correctness',
    summary: '{{ $value }} ledger entries have no operation that moved money',
    description:
      'The books show money that the charges do not know: an entry was made twice, or charges were lost (a database that was restored?).',
    expr: (time) => `${unexplained(time)} > 0`,
    holdS: MINUTE_S,
  },
  {
    name: 'ProviderContradiction',
    severity: 'page',
    area: 'correctness',
    summary: 'The provider contradicted how an operation ended',
    description:
      'Its word came after the end and moved nothing: a card may be charged without a charge of ours, or the reverse.',
    expr: (time) => `max(increase(provider_contradictions_total[${rangeOf(time, HOUR_S)}])) > 0`,
    holdS: 0,
  },
  {
    name: 'ProviderAccountFault',
    severity: 'page',
    area: 'correctness',
    summary: 'Money could go to the wrong provider account: {{ $labels.fault }}',
    description:
      'The provider is another account than it has to be, or operations belong to one that no replica works with. Nothing is sent for them.',
    expr: (time) => `sum by (fault) (increase(provider_account_faults_total[${rangeOf(time, HOUR_S)}])) > 0`,
    holdS: 0,
  },
  {
    name: 'ProviderSuccessDiffers',
    severity: 'page',
    area: 'correctness',
    summary: 'A success of the provider is not what was asked for: {{ $labels.what }}',
    description:
      'Another amount, currency, key or payment than the one that was asked for. The operation waits in needs_review, and the money has moved.',
    expr: (time) => `sum by (what) (increase(provider_success_differs_total[${rangeOf(time, HOUR_S)}])) > 0`,
    holdS: 0,
  },
  {
    name: 'RecordsParked',
    severity: 'page',
    area: 'correctness',
    summary: 'The ledger set records aside: {{ $labels.reason }}',
    description: 'Each is money that moved and is not in the books until a person has dealt with it.',
    expr: (time) => `max by (reason) (increase(ledger_records_parked_total[${rangeOf(time, HOUR_S)}])) > 0`,
    holdS: 0,
  },
];
