import { join } from 'node:path';

/** tools/monitoring, where what Prometheus, Alertmanager and Grafana read is committed. */
export const MONITORING_FOLDER = join(import.meta.dirname, '../..');
