import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { levels } from '../series.ts';

const breaker = (state: string) => `provider_breaker_state{job="charge-api",state="${state}"}`;
const unsettled = (state: string) => `operations_unsettled{job="charge-api",state="${state}"}`;
const OLDEST_OVERDUE = 'charge_authorizations_overdue_oldest_seconds{job="charge-api"}';
const OLDEST_UNKNOWN = 'operations_unsettled_oldest_seconds{job="charge-api",state="unknown"}';

export const PROVIDER_CASES: readonly RuleCase[] = [
  {
    alert: 'ProviderBreakerOpen',
    title: 'fires when it stays open, also while it looks whether to close, and clears when it is closed',
    series: {
      [breaker('open')]: levels([0, 5], [1, 5], [0, 1], [1, 5], [0, 10]),
      [breaker('half_open')]: levels([0, 10], [1, 1], [0, 15]),
    },
    expected: firesThenClears(15, 20, 4),
  },
  {
    alert: 'ProviderBreakerOpen',
    title: 'is silent about a minute of it',
    series: { [breaker('open')]: levels([0, 5], [1, 2], [0, 10]), [breaker('half_open')]: levels([0, 17]) },
    expected: staysSilent(5, 6, 7, 16),
  },
  {
    alert: 'NeedsReviewPile',
    title: 'fires at ten, and clears when they are fewer',
    series: { [unsettled('needs_review')]: levels([0, 5], [10, 10], [9, 10]) },
    expected: firesThenClears(12, 17, 4),
  },
  {
    alert: 'NeedsReviewPile',
    title: 'is silent about outcomes that are still being found out',
    series: { [unsettled('needs_review')]: levels([9, 30]), [unsettled('unknown')]: levels([500, 30]) },
    expected: staysSilent(12, 29),
  },
  {
    alert: 'NeedsReviewWaiting',
    title: 'fires when one has waited for an hour, and clears when it is decided',
    series: { [unsettled('needs_review')]: levels([0, 5], [1, 70], [0, 10]) },
    expected: firesThenClears(70, 77, 30),
  },
  {
    alert: 'NeedsReviewWaiting',
    title: 'is silent while there is none',
    series: { [unsettled('needs_review')]: levels([0, 90]), [unsettled('unknown')]: levels([5, 90]) },
    expected: staysSilent(70, 89),
  },
  {
    alert: 'AuthorizationsNotReleased',
    title: 'fires when one is an hour late, and clears when it is released',
    series: { [OLDEST_OVERDUE]: '0+60x75 0+0x20' },
    expected: firesThenClears(70, 78, 30),
  },
  {
    alert: 'AuthorizationsNotReleased',
    title: 'is silent while refusals are tried again within the hour',
    series: { [OLDEST_OVERDUE]: levels([1_800, 60]) },
    expected: staysSilent(10, 59),
  },
  {
    alert: 'OutcomeUnknownForLong',
    title: 'fires when one is older than half an hour, and clears when it is known',
    series: { [OLDEST_UNKNOWN]: '0+60x45 0+0x20' },
    expected: firesThenClears(40, 48, 30),
  },
  {
    alert: 'OutcomeUnknownForLong',
    title: 'is silent while outcomes are found out within minutes',
    series: { [OLDEST_UNKNOWN]: levels([600, 60]) },
    expected: staysSilent(10, 59),
  },
];
