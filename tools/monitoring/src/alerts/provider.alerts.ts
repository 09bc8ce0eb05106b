import type { AlertSpec } from '../rules/alert.ts';
import { HOUR_S, MINUTE_S } from '../rules/time-scale.ts';

const NEEDS_REVIEW = 'max(operations_unsettled{state="needs_review"})';
/** A few are a ticket in the morning; a pile is a provider that lost its memory, and it grows. */
const A_PILE = 10;
/** By then the first tries are over: a refusal is no passing one. */
const OVERDUE_FOR_LONG_S = HOUR_S;
/** Between two questions the resolver waits minutes at most, so an older one is not being found out. */
const UNKNOWN_FOR_LONG_S = 30 * MINUTE_S;

export const PROVIDER_ALERTS: readonly AlertSpec[] = [
  {
    name: 'ProviderBreakerOpen',
    severity: 'page',
    area: 'provider',
    summary: 'Calls to the payment provider are kept back: half of them fail',
    description:
      'New charges get 503 and are not charged. The breaker lets one call through every 5 s and closes by itself when it succeeds.',
    expr: () => 'max(provider_breaker_state{state="open"}) == 1 or max(provider_breaker_state{state="half_open"}) == 1',
    holdS: 2 * MINUTE_S,
  },
  {
    name: 'NeedsReviewPile',
    severity: 'page',
    area: 'provider',
    summary: '{{ $value }} operations wait for a person to say what became of them',
    description:
      'The provider does not know our keys, or has not answered for so long that nothing may be sent again. Cards may be charged for them; callers see 202.',
    expr: () => `${NEEDS_REVIEW} >= ${A_PILE}`,
    holdS: 5 * MINUTE_S,
  },
  {
    name: 'NeedsReviewWaiting',
    severity: 'ticket',
    area: 'provider',
    summary: '{{ $value }} operations wait for a person to say what became of them',
    description:
      'Nothing ends them by itself. A refund keeps its reservation and a charge is busy until somebody decides.',
    expr: () => `${NEEDS_REVIEW} > 0`,
    holdS: HOUR_S,
    explainedBy: [{ alert: 'NeedsReviewPile' }],
  },
  {
    name: 'AuthorizationsNotReleased',
    severity: 'ticket',
    area: 'provider',
    summary: 'An authorization should have been released {{ $value | humanizeDuration }} ago',
    description:
      "Its time is over and the provider has not released it: it refuses to, or an operation on the charge has no end. The customer's money stays held.",
    expr: (time) => `max(charge_authorizations_overdue_oldest_seconds) > ${time.ageS(OVERDUE_FOR_LONG_S)}`,
    holdS: 5 * MINUTE_S,
    explainedBy: [{ alert: 'ProviderBreakerOpen' }, { alert: 'ServiceDown', job: 'charge-api' }],
  },
  {
    name: 'OutcomeUnknownForLong',
    severity: 'ticket',
    area: 'provider',
    summary: 'An outcome has been unknown for {{ $value | humanizeDuration }}',
    description:
      'The resolver asks the provider and gets no verdict. It goes on, and gives it to a person when the key window is over.',
    expr: (time) => `max(operations_unsettled_oldest_seconds{state="unknown"}) > ${time.ageS(UNKNOWN_FOR_LONG_S)}`,
    holdS: 5 * MINUTE_S,
    explainedBy: [{ alert: 'ProviderBreakerOpen' }, { alert: 'ServiceDown', job: 'charge-api' }],
  },
];
