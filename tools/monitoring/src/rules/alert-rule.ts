import type { AlertSpec } from './alert.ts';
import type { AlertRule } from './rule-group.ts';
import { spellDuration, type TimeScale } from './time-scale.ts';

/** Where the runbook lies, as seen from whoever gets the alert. */
export const RUNBOOK = 'docs/runbook.md';

/** GitHub, and everything that copies it, makes a heading's anchor so when it is one word. */
export const anchorOf = (alertName: string): string => alertName.toLowerCase();

/** An alert as Prometheus evaluates it. */
export function toAlertRule(alert: AlertSpec, time: TimeScale): AlertRule {
  const { name, severity, area, summary, description, labels, holdS } = alert;
  return {
    alert: name,
    expr: alert.expr(time),
    ...(holdS > 0 ? { for: spellDuration(time.holdS(holdS)) } : {}),
    labels: { severity, area, ...labels },
    annotations: { summary, description, runbook_url: `${RUNBOOK}#${anchorOf(name)}` },
  };
}
