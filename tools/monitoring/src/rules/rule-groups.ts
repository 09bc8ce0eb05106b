import { OTHER_ALERTS, SLO_ALERTS } from '../alerts/all-alerts.ts';
import { recordingRules } from '../slo/slo-rules.ts';
import { SLOS } from '../slo/slos.ts';
import { toAlertRule } from './alert-rule.ts';
import type { RuleGroup } from './rule-group.ts';
import { spellDuration, type TimeScale } from './time-scale.ts';

/**
 * One group per promise. The alerts stand behind the records that they read: a group is evaluated in its order, while
 * groups among themselves have none.
 */
export const sloGroups = (time: TimeScale): RuleGroup[] =>
  SLOS.map((slo) => ({
    name: `slo-${slo.name}`,
    interval: spellDuration(time.evaluationS),
    rules: [
      ...recordingRules(slo, time),
      ...SLO_ALERTS.filter(({ name }) => name === slo.alertName).map((alert) => toAlertRule(alert, time)),
    ],
  }));

/** All other alerts, one group per area. */
export function alertGroups(time: TimeScale): RuleGroup[] {
  const areas = [...new Set(OTHER_ALERTS.map(({ area }) => area))];
  return areas.map((area) => ({
    name: area,
    interval: spellDuration(time.evaluationS),
    rules: OTHER_ALERTS.filter((alert) => alert.area === area).map((alert) => toAlertRule(alert, time)),
  }));
}
