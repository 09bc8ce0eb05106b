export { ALERTS } from './alerts/all-alerts.ts';
export { SLOS } from './slo/slos.ts';
