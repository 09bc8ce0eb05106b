import { ALERTS } from '../alerts/all-alerts.ts';
import type { AlertSpec, Explanation } from '../rules/alert.ts';

/** As the configuration of Alertmanager has it: while a source fires, targets are not sent. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}

/** What every alert says of itself: which others explain it. */
export function inhibitRules(alerts: readonly AlertSpec[] = ALERTS): InhibitRule[] {
  const explained = new Map(alerts.map((alert) => [alert.name, alert]));
  return [TICKET_BESIDE_ITS_PAGE, FASTER_BURN, ...[...explained.values()].flatMap(rulesOf)];
}

/** An alert of two severities comes by its name once. */
const TICKET_BESIDE_ITS_PAGE: InhibitRule = {
  source_matchers: ['severity="page"'],
  target_matchers: ['severity="ticket"'],
  equal: ['alertname'],
};

/** Both pages of a budget fire in a bad outage: the second one says nothing new. */
const FASTER_BURN: InhibitRule = {
  source_matchers: ['severity="page"', 'burn_rate="14.4"'],
  target_matchers: ['severity="page"', 'burn_rate="6"'],
  equal: ['slo'],
};

const rulesOf = ({ name, explainedBy = [] }: AlertSpec): InhibitRule[] =>
  explainedBy.map((explanation) => ({
    source_matchers: matchersOf(explanation),
    target_matchers: [`alertname="${name}"`],
    ...(explanation.job === 'same' ? { equal: ['job'] } : {}),
  }));

const matchersOf = ({ alert, job }: Explanation): string[] => [
  `alertname="${alert}"`,
  ...(job === undefined || job === 'same' ? [] : [`job="${job}"`]),
];
