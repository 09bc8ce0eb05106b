import type { AlertSpec } from '../rules/alert.ts';
import { burnAlerts } from '../slo/slo-rules.ts';
import { SLOS } from '../slo/slos.ts';
import { CHARGING_ALERTS } from './charging.alerts.ts';
import { CORRECTNESS_ALERTS } from './correctness.alerts.ts';
import { MONITORING_ALERTS } from './monitoring.alerts.ts';
import { POSTING_ALERTS } from './posting.alerts.ts';
import { PROVIDER_ALERTS } from './provider.alerts.ts';
import { PUBLISHING_ALERTS } from './publishing.alerts.ts';
import { SATURATION_ALERTS } from './saturation.alerts.ts';

/** A budget burns: users notice. */
export const SLO_ALERTS: readonly AlertSpec[] = SLOS.flatMap(burnAlerts);

/** Something is wrong, whether users notice or not yet. */
export const OTHER_ALERTS: readonly AlertSpec[] = [
  ...CORRECTNESS_ALERTS,
  ...CHARGING_ALERTS,
  ...PROVIDER_ALERTS,
  ...PUBLISHING_ALERTS,
  ...POSTING_ALERTS,
  ...SATURATION_ALERTS,
  ...MONITORING_ALERTS,
];

/** Every alert there is. */
export const ALERTS: readonly AlertSpec[] = [...SLO_ALERTS, ...OTHER_ALERTS];
